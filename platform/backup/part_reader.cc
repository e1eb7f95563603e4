#include "platform/backup/part_reader.h"

#include <zstd.h>

#include "platform/backup/failure.h"
#include "platform/backup/frame.h"
#include "platform/status/macros.h"

namespace congress::backup {

absl::StatusOr<PartReader> PartReader::Open(const KeyPair& keys, const v1::Header& header, Source source) {
  ASSIGN_OR_RETURN(Opener opener, Opener::Open(keys, header));
  return PartReader(std::move(opener), header.service(), std::move(source));
}

PartReader::PartReader(Opener opener, std::string service, Source source)
    : opener_(std::move(opener)),
      service_(std::move(service)),
      source_(std::move(source)),
      compression_(ZSTD_createDCtx(), [](ZSTD_DCtx* context) { ZSTD_freeDCtx(context); }) {}

absl::StatusOr<bool> PartReader::Fill() {
  while (read_ == chunk_.size() && !pending_) {
    if (last_) return false;
    ASSIGN_OR_RETURN(const std::string sealed, source_());
    read_ = 0;
    if (!opener_.Next(sealed, &chunk_, &last_)) return Damaged("bytes", service_);
  }
  plain_.erase(0, taken_);
  taken_ = 0;
  const size_t before = plain_.size();
  plain_.resize(before + kChunkBytes);
  ZSTD_inBuffer in = {chunk_.data(), chunk_.size(), read_};
  ZSTD_outBuffer out = {plain_.data(), plain_.size(), before};
  if (ZSTD_isError(ZSTD_decompressStream(compression_.get(), &out, &in)) != 0) return Damaged("bytes", service_);
  read_ = in.pos;
  pending_ = out.pos == out.size;
  plain_.resize(out.pos);
  return true;
}

absl::StatusOr<bool> PartReader::Next(v1::Entry* entry) {
  size_t length = 0;
  while (true) {
    const std::string_view rest = std::string_view(plain_).substr(taken_);
    if (rest.size() >= kFrameLengthBytes) {
      length = LengthIn(rest);
      if (length > kMostFrameBytes) return Damaged("entries", service_);
      if (rest.size() >= kFrameLengthBytes + length) break;
    }
    ASSIGN_OR_RETURN(const bool more, Fill());
    if (more) continue;
    if (!rest.empty()) return Damaged("entries", service_);
    return false;
  }
  const bool parsed = entry->ParseFromArray(plain_.data() + taken_ + kFrameLengthBytes, static_cast<int>(length));
  if (!parsed) return Damaged("entries", service_);
  taken_ += kFrameLengthBytes + length;
  return true;
}

}  // namespace congress::backup
