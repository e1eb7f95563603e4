#include "platform/backup/keys.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "platform/backup/sodium_bytes.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::backup {
namespace {

constexpr std::string_view kPublic = "congress-backup-public-key ";
constexpr std::string_view kPrivate = "congress-backup-private-key ";

absl::StatusOr<std::string> Parse(std::string_view text, std::string_view label) {
  std::string_view digits = text.starts_with(label) ? text.substr(label.size()) : "";
  while (digits.ends_with('\n') || digits.ends_with('\r')) digits.remove_suffix(1);
  const bool hexadecimal = std::all_of(digits.begin(), digits.end(),
                                       [](char c) { return absl::ascii_isxdigit(static_cast<unsigned char>(c)); });
  if (digits.size() != 2 * crypto_box_PUBLICKEYBYTES || !hexadecimal) {
    return absl::InvalidArgumentError(StrCat("this is no file of `congressctl backup keygen` with a '", label, "…'"));
  }
  return absl::HexStringToBytes(ToAbsl(digits));
}

}  // namespace

KeyPair::~KeyPair() { sodium_memzero(private_bytes.data(), private_bytes.size()); }

KeyPair NewKeyPair() {
  StartSodium();
  KeyPair keys;
  keys.public_key.bytes.resize(crypto_box_PUBLICKEYBYTES);
  keys.private_bytes.resize(crypto_box_SECRETKEYBYTES);
  crypto_box_keypair(Bytes(keys.public_key.bytes), Bytes(keys.private_bytes));
  return keys;
}

std::string TextOf(const PublicKey& key) { return StrCat(kPublic, absl::BytesToHexString(key.bytes), "\n"); }

std::string PrivateTextOf(const KeyPair& keys) {
  return StrCat(kPrivate, absl::BytesToHexString(keys.private_bytes), "\n");
}

absl::StatusOr<PublicKey> ParsePublicKey(std::string_view text) {
  PublicKey key;
  ASSIGN_OR_RETURN(key.bytes, Parse(text, kPublic));
  return key;
}

absl::StatusOr<KeyPair> ParsePrivateKey(std::string_view text) {
  KeyPair keys;
  ASSIGN_OR_RETURN(keys.private_bytes, Parse(text, kPrivate));
  keys.public_key.bytes.resize(crypto_box_PUBLICKEYBYTES);
  crypto_scalarmult_base(Bytes(keys.public_key.bytes), Bytes(keys.private_bytes));
  return keys;
}

}  // namespace congress::backup
