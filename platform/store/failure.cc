#include "platform/store/failure.h"

#include <cerrno>
#include <string>
#include <system_error>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/status/status.h"
#include "platform/store/store.h"

namespace congress::store {

using status::PlatformReason;

absl::Status Unanswered(std::string_view driver_text) {
  return status::WithDriverText(status::Unavailable(PlatformReason::STORE_UNAVAILABLE), driver_text);
}

absl::Status OutcomeUnknown(std::string_view driver_text) {
  return status::WithDriverText(status::Unavailable(PlatformReason::COMMIT_OUTCOME_UNKNOWN), driver_text);
}

absl::Status Refused(std::string_view finding) {
  return status::WithDriverText(status::FailedPrecondition(PlatformReason::STORE_REFUSED), finding);
}

absl::Status RefusedAsDamaged(std::string_view label, const absl::Status& damage) {
  return Refused(absl::StrCat(std::string(label), " is damaged (", DriverText(damage),
                              "). Restore a backup, and run once with --accept-rollback."));
}

absl::Status Damaged(std::string_view driver_text) {
  return status::WithDriverText(status::Error(absl::StatusCode::kDataLoss, PlatformReason::STORE_DAMAGED), driver_text);
}

absl::Status DamagedRecord(std::string_view key, std::string_view driver_text) {
  // Keys of indexes are no text.
  const std::string record = absl::CEscape(absl::string_view(key.data(), key.size()));
  status::Metadata metadata = {{"record", record}};
  if (key.starts_with(kIndexes)) metadata.emplace_back("cause", "index");
  if (key.starts_with(kTreeCopy)) metadata.emplace_back("cause", "directory");
  return status::WithDriverText(
      status::Error(absl::StatusCode::kDataLoss, PlatformReason::RECORD_DAMAGED, std::move(metadata)),
      absl::StrCat("the record '", record, "': ", std::string(driver_text)));
}

std::string DamagedKey(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (!absl::IsDataLoss(status) || !status::Detail(status, &info)) return "";
  const auto record = info.metadata().find("record");
  std::string key;
  return record != info.metadata().end() && absl::CUnescape(record->second, &key) ? key : "";
}

bool IsFullDisk(int error) { return error == ENOSPC || error == EDQUOT; }

absl::Status CannotOpen(std::string_view what, int error) {
  const std::string sentence = absl::StrCat(std::string(what), std::generic_category().message(error), ".");
  return IsFullDisk(error) ? absl::UnavailableError(sentence) : absl::FailedPreconditionError(sentence);
}

}  // namespace congress::store
