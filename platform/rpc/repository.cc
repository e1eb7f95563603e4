#include "platform/rpc/repository.h"

#include "platform/store/failure.h"

namespace congress::rpc {

absl::Status EtagMismatch(std::string_view name) {
  return status::Error(absl::StatusCode::kAborted, status::PlatformReason::ETAG_MISMATCH,
                       {{"name", std::string(name)}});
}

absl::Status Corrupt(std::string_view key) { return store::DamagedRecord(key, "it cannot be parsed"); }

}  // namespace congress::rpc
