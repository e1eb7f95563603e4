// How long messages may be.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {

// Longest message, everywhere.
inline constexpr int kMaxMessageBytes = 16 << 20;
// Up to this length a server reads a message, so as to say that it is too long.
inline constexpr int kMaxReadBytes = 2 * kMaxMessageBytes;

// RESOURCE_EXHAUSTED `MESSAGE_TOO_LARGE` beyond `most`.
inline absl::Status CheckSize(size_t bytes, size_t most = size_t{kMaxMessageBytes}) {
  if (bytes <= most) return absl::OkStatus();
  return status::Error(absl::StatusCode::kResourceExhausted, status::PlatformReason::MESSAGE_TOO_LARGE,
                       {{"bytes", StrCat(bytes)}, {"limit_bytes", StrCat(most)}});
}

}  // namespace congress::rpc
