// Encryption of one part of a backup: a key of its own in libsodium's sealed box, and chunks in its secretstream, which
// tells every change, omission and exchange, and whether the last chunk has come.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/backup/keys.h"

struct crypto_secretstream_xchacha20poly1305_state;

namespace congress::backup {

// Most plain bytes of a chunk.
inline constexpr size_t kChunkBytes = size_t{256} << 10;

struct StreamDeleter {
  void operator()(crypto_secretstream_xchacha20poly1305_state* stream) const;
};
using Stream = std::unique_ptr<crypto_secretstream_xchacha20poly1305_state, StreamDeleter>;

class Sealer {
 public:
  // Fills in what `header` says of key and stream.
  Sealer(const PublicKey& recipient, v1::Header* header);
  std::string Seal(std::string_view plain, bool last);

 private:
  Stream stream_;
};

class Opener {
 public:
  // FAILED_PRECONDITION `BACKUP_KEY_WRONG`.
  static absl::StatusOr<Opener> Open(const KeyPair& keys, const v1::Header& header);
  // False when this is not the next chunk as it was sealed.
  bool Next(std::string_view sealed, std::string* plain, bool* last);

 private:
  explicit Opener(Stream stream) : stream_(std::move(stream)) {}

  Stream stream_;
};

// How a header names a public key.
std::string Fingerprint(const PublicKey& key);

}  // namespace congress::backup
