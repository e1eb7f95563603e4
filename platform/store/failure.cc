#include "platform/store/failure.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "platform/status/status.h"

namespace congress::store {

using status::PlatformReason;

namespace {

// Never leaves the process: whoever is told of a damaged record gets an error of its own.
constexpr char kDamagedKeyPayload[] = "congress/damaged-key";

}  // namespace

absl::Status Unanswered(std::string_view driver_text) {
  return status::WithDriverText(status::Unavailable(PlatformReason::STORE_UNAVAILABLE), driver_text);
}

absl::Status OutcomeUnknown(std::string_view driver_text) {
  return status::WithDriverText(status::Unavailable(PlatformReason::COMMIT_OUTCOME_UNKNOWN), driver_text);
}

absl::Status Damaged(std::string_view driver_text, std::string_view key) {
  absl::Status damaged = absl::DataLossError("The store holds a damaged record; the operator must restore it.");
  if (!key.empty()) damaged.SetPayload(kDamagedKeyPayload, absl::Cord(absl::string_view(key.data(), key.size())));
  return status::WithDriverText(std::move(damaged), driver_text);
}

std::string DamagedKey(const absl::Status& status) {
  const auto key = status.GetPayload(kDamagedKeyPayload);
  return key.has_value() ? std::string(*key) : "";
}

absl::Status CannotOpen(std::string_view what, int error) {
  const std::string sentence = absl::StrCat(std::string(what), std::generic_category().message(error), ".");
  return error == ENOSPC || error == EDQUOT ? absl::UnavailableError(sentence)
                                            : absl::FailedPreconditionError(sentence);
}

}  // namespace congress::store
