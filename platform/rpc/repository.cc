#include "platform/rpc/repository.h"

namespace congress::rpc {

absl::Status EtagMismatch(std::string_view name) {
  return status::Error(absl::StatusCode::kAborted, status::PlatformReason::ETAG_MISMATCH,
                       {{"name", std::string(name)}});
}

absl::Status Corrupt(std::string_view key) {
  return absl::DataLossError(StrCat("The record at '", key, "' cannot be read."));
}

}  // namespace congress::rpc
