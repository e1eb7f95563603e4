#include "platform/backup/part_writer.h"

#include <zstd.h>

#include <utility>

#include "platform/backup/frame.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::backup {

PartWriter::PartWriter(const PublicKey& recipient, v1::Header* header, Sink sink)
    : sealer_(recipient, header),
      sink_(std::move(sink)),
      compression_(ZSTD_createCCtx(), [](ZSTD_CCtx* context) { ZSTD_freeCCtx(context); }),
      chunk_(kChunkBytes, '\0') {
  // The fastest level: a backup is waited for by the log that it holds back.
  ZSTD_CCtx_setParameter(compression_.get(), ZSTD_c_compressionLevel, 1);
  // In a thread of its own, beside what reads and hashes.
  ZSTD_CCtx_setParameter(compression_.get(), ZSTD_c_nbWorkers, 1);
}

absl::Status PartWriter::Add(const v1::Entry& entry) { return Compress(Framed(entry), /*last=*/false); }

absl::Status PartWriter::Finish() {
  RETURN_IF_ERROR(Compress("", /*last=*/true));
  return sink_(sealer_.Seal(std::string_view(chunk_).substr(0, filled_), /*last=*/true));
}

absl::Status PartWriter::Compress(std::string_view bytes, bool last) {
  ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
  while (true) {
    ZSTD_outBuffer out = {chunk_.data(), chunk_.size(), filled_};
    const size_t left = ZSTD_compressStream2(compression_.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) != 0) return absl::InternalError(StrCat("zstd: ", ZSTD_getErrorName(left)));
    filled_ = out.pos;
    if (last ? left == 0 : in.pos == in.size) return absl::OkStatus();
    if (filled_ < chunk_.size()) continue;
    RETURN_IF_ERROR(sink_(sealer_.Seal(chunk_, /*last=*/false)));
    filled_ = 0;
  }
}

}  // namespace congress::backup
