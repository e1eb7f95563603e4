// Writes the encrypted stream of one part: entries, compressed, in sealed chunks.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/backup/seal.h"

struct ZSTD_CCtx_s;

namespace congress::backup {

class PartWriter {
 public:
  // Takes the next sealed chunk.
  using Sink = std::function<absl::Status(std::string sealed)>;

  // Fills in what `header` says of the encryption.
  PartWriter(const PublicKey& recipient, v1::Header* header, Sink sink);

  absl::Status Add(const v1::Entry& entry);
  // Nothing comes after it.
  absl::Status Finish();

 private:
  absl::Status Compress(std::string_view bytes, bool last);

  Sealer sealer_;
  const Sink sink_;
  std::unique_ptr<ZSTD_CCtx_s, void (*)(ZSTD_CCtx_s*)> compression_;
  std::string chunk_;
  size_t filled_ = 0;
};

}  // namespace congress::backup
