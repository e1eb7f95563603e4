// The two keys of backups: the public one encrypts and lies with every process, the private one opens and is kept
// offline.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace congress::backup {

struct PublicKey {
  // 32, of X25519.
  std::string bytes;
};

// Overwritten when it is no longer needed.
struct KeyPair {
  PublicKey public_key;
  // 32.
  std::string private_bytes;

  KeyPair() = default;
  KeyPair(KeyPair&&) = default;
  KeyPair& operator=(KeyPair&&) = default;
  ~KeyPair();
};

KeyPair NewKeyPair();

// As they lie in files: one line, `congress-backup-public-key` or `congress-backup-private-key` and 64 hexadecimal
// digits. INVALID_ARGUMENT for anything else.
std::string TextOf(const PublicKey& key);
std::string PrivateTextOf(const KeyPair& keys);
absl::StatusOr<PublicKey> ParsePublicKey(std::string_view text);
absl::StatusOr<KeyPair> ParsePrivateKey(std::string_view text);

}  // namespace congress::backup
