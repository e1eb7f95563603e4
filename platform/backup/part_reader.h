// Reads the encrypted stream of one part.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/backup/seal.h"

struct ZSTD_DCtx_s;

namespace congress::backup {

class PartReader {
 public:
  // Gives the next sealed chunk; empty when there is none.
  using Source = std::function<absl::StatusOr<std::string>()>;

  // FAILED_PRECONDITION `BACKUP_KEY_WRONG`.
  static absl::StatusOr<PartReader> Open(const KeyPair& keys, const v1::Header& header, Source source);

  // The next entry; false at the end, which is the end that was written. DATA_LOSS `BACKUP_DAMAGED`.
  absl::StatusOr<bool> Next(v1::Entry* entry);

 private:
  PartReader(Opener opener, std::string service, Source source);
  // Adds to what is decompressed; false when all is.
  absl::StatusOr<bool> Fill();

  Opener opener_;
  std::string service_;
  Source source_;
  std::unique_ptr<ZSTD_DCtx_s, void (*)(ZSTD_DCtx_s*)> compression_;
  std::string chunk_;
  size_t read_ = 0;  // Of the chunk.
  bool last_ = false;
  bool pending_ = false;  // The decompression holds more than it had room for.
  std::string plain_;
  size_t taken_ = 0;  // Of the plain bytes.
};

}  // namespace congress::backup
