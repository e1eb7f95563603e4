// Keys that sign tokens and other texts: Ed25519 and, to check only, P-256, through OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

struct evp_pkey_st;

namespace congress::auth {

struct KeyDeleter {
  void operator()(evp_pkey_st* key) const;
};
using Key = std::unique_ptr<evp_pkey_st, KeyDeleter>;

// Makes an Ed25519 key pair.
absl::StatusOr<Key> GenerateKey();
absl::StatusOr<Key> ParsePrivateKey(std::string_view pem);
// The public keys in `pem`, at least one.
absl::StatusOr<std::vector<Key>> ParsePublicKeys(std::string_view pem);
std::string PrivatePem(const Key& key);
std::string PublicPem(const Key& key);

// A key that signatures are checked by.
struct PublicKey {
  std::string id;  // `kid`; empty where it has none.
  Key key;
};

// Public keys as an identity provider publishes them.
struct KeySet {
  std::string issuer;  // Empty where the set does not say.
  std::vector<PublicKey> keys;
};

// Reads a JWK Set (RFC 7517): of its keys those of kind OKP with Ed25519 and EC with P-256 that are for signatures.
// Others are passed over, as the RFC has it. Beside `keys` it may name the `issuer` whose they are. INVALID_ARGUMENT
// when it is none, holds a private key or no key of use.
absl::StatusOr<KeySet> ParseJwks(std::string_view text);

// Whether the key, which alone says what it is for, signs by the algorithm of that name (RFC 7518, RFC 8037, RFC 9864).
bool SignsBy(const Key& key, std::string_view algorithm);
// An Ed25519 signature. `key` holds the private half.
std::string SignatureOf(const Key& key, std::string_view text);
bool SignatureHolds(const Key& key, std::string_view text, std::string_view signature);

}  // namespace congress::auth
