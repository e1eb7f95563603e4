// Sends the zip file of a bundle as the messages of a download, from an offset on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "platform/bundle/write.h"

namespace congress::bundle {

// `Piece`: a message with the field `data`; `writer.Write(Piece)` sends one. What Write says, and what the writer does.
template <class Piece, class Writer>
absl::Status Send(const v1::SignedManifest& signed_manifest, FileBytes files, int64_t offset, Writer& writer) {
  constexpr size_t kPieceBytes = 256 << 10;
  int64_t skipped = 0;
  Piece piece;
  const auto send = [&](std::string_view bytes) -> absl::Status {
    const auto before = static_cast<size_t>(
        std::min<int64_t>(static_cast<int64_t>(bytes.size()), std::max<int64_t>(offset - skipped, 0)));
    skipped += static_cast<int64_t>(bytes.size());
    piece.mutable_data()->append(bytes.substr(before));
    if (piece.data().size() < kPieceBytes) return absl::OkStatus();
    return writer.Write(std::exchange(piece, {}));
  };
  absl::Status written = Write(signed_manifest, files, send);
  if (!written.ok() || piece.data().empty()) return written;
  return writer.Write(std::move(piece));
}

}  // namespace congress::bundle
