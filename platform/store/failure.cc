#include "platform/store/failure.h"

#include "absl/strings/cord.h"
#include "platform/status/status.h"

namespace congress::store {
namespace {

using status::PlatformReason;

absl::Status With(absl::Status status, std::string_view driver_text) {
  status.SetPayload(kDriverTextPayload, absl::Cord(std::string(driver_text)));
  return status;
}

}  // namespace

std::string DriverText(const absl::Status& status) {
  const auto payload = status.GetPayload(kDriverTextPayload);
  return payload.has_value() ? std::string(*payload) : std::string();
}

absl::Status Unanswered(std::string_view driver_text) {
  return With(status::Unavailable(PlatformReason::STORE_UNAVAILABLE), driver_text);
}

absl::Status OutcomeUnknown(std::string_view driver_text) {
  return With(status::Unavailable(PlatformReason::COMMIT_OUTCOME_UNKNOWN), driver_text);
}

absl::Status Damaged(std::string_view driver_text) {
  return With(absl::DataLossError("The store holds a damaged record; the operator must restore it."), driver_text);
}

}  // namespace congress::store
