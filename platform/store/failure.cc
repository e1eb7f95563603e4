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
  return With(status::Unavailable(PlatformReason::STORE_UNAVAILABLE,
                                  "The store does not answer; nothing was changed. Try again shortly."),
              driver_text);
}

absl::Status OutcomeUnknown(std::string_view driver_text) {
  return With(status::Unavailable(PlatformReason::COMMIT_OUTCOME_UNKNOWN,
                                  "The connection to the store broke within the change, so it is not known whether it "
                                  "was made; repeat the request with the same request_id."),
              driver_text);
}

absl::Status Damaged(std::string_view driver_text) {
  return With(status::Error(absl::StatusCode::kDataLoss, PlatformReason::INTERNAL_FAULT,
                            "The store holds a damaged record; the operator must restore it."),
              driver_text);
}

}  // namespace congress::store
