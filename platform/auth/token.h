// Bearer tokens: JWT (RFC 7519) signed with EdDSA (Ed25519) or ES256 through OpenSSL; no other algorithm is read.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/auth/principal.h"
#include "platform/snapshot.h"
#include "platform/sync.h"

struct evp_pkey_st;

namespace congress::auth {

// The audience that every token of the suite must name.
inline constexpr std::string_view kAudience = "congress";

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

// Signs tokens in the name of one issuer. Copies sign with the same key. Safe for many threads.
class Signer {
 public:
  Signer(std::string issuer, Key key)
      : issuer_(std::move(issuer)), key_(std::make_shared<Snapshot<Key>>(std::move(key))) {}

  // Signs with another key from now on.
  void Renew(Key key) const { key_->Set(std::move(key)); }

  const std::string& issuer() const { return issuer_; }
  // The process itself, as the audit names who acts.
  Principal Self() const;
  // A token for `principal` (token field ignored), valid from `now` for `lifetime`.
  std::string Sign(const Principal& principal, absl::Time now, absl::Duration lifetime) const;
  // The one-minute token with which this process calls others for `behalf`, good at `organisation` alone (at the
  // province that is the whole tree). It carries their person, so that four eyes are counted as if they had called.
  std::string SignForProcess(const Behalf& behalf, std::string_view organisation, absl::Time now) const;
  // Its signature of a text that is no token: one that begins with a word and a line feed.
  std::string SignText(std::string_view text) const;
  std::string public_pem() const { return PublicPem(*key_->Get()); }

 private:
  std::string issuer_;
  std::shared_ptr<Snapshot<Key>> key_;
};

// Checks tokens against the keys of trusted issuers. Safe for many threads.
class Verifier {
 public:
  // Trusts `issuer`'s tokens when signed by one of these keys, PEM blocks one after the other; INVALID_ARGUMENT when
  // one of them is of no use or there is none. An issuer has several keys while it changes them. One named
  // `process-<service>` speaks only for itself: its tokens have `sub` = issuer and, where they are bound, the role
  // `process`, whatever role they claim.
  absl::Status Trust(std::string_view issuer, std::string_view public_pem);
  // Trusts every `<issuer>.pem` in a folder, and no longer what another look at a folder found. When one of the files
  // is faulty, nothing changes.
  absl::Status TrustFolder(const std::string& folder);

  // UNAUTHENTICATED `TOKEN_INVALID` with the cause: malformed, algorithm, issuer, signature, audience, expired,
  // not yet valid. Clocks may differ by 30 s.
  absl::StatusOr<Principal> Verify(std::string_view token, absl::Time now) const;
  // Whether `issuer` is trusted and has signed the text (SignText).
  bool HasSigned(std::string_view issuer, std::string_view text, std::string_view signature) const;

 private:
  using Keys = std::map<std::string, std::vector<std::shared_ptr<const Key>>, std::less<>>;

  // Makes what is trusted of the two.
  void TakeEffect() ABSL_EXCLUSIVE_LOCKS_REQUIRED(changing_);

  Mutex changing_;
  Keys told_ ABSL_GUARDED_BY(changing_);   // One by one.
  Keys found_ ABSL_GUARDED_BY(changing_);  // In the folder.
  Snapshot<Keys> keys_{Keys()};            // All of them.
};

// Prefix of issuers that are processes of the suite.
inline constexpr std::string_view kProcessPrefix = "process-";

}  // namespace congress::auth
