#include "services/drafting/domain/number_import.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/corrections.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/domain/terms.h"

namespace congress::drafting {
namespace {

absl::Status InUse(const v1::NumberEntry& entry, const char* cause) {
  return status::FailedPrecondition(v1::IMPORT_IN_USE, {{"formatted", entry.formatted()}, {"cause", cause}});
}

}  // namespace

absl::StatusOr<v1::NumberEntry> EntryOf(const v1::NumberSeries& series, const v1::OldNumber& row,
                                        const std::string& number_import, absl::Time now) {
  ASSIGN_OR_RETURN(const PrintedNumber typed, ReadNumber(series, row.number()));
  v1::NumberEntry said;
  said.set_document_type(row.document_type().empty() ? typed.symbol : row.document_type());
  said.set_title(row.title());
  said.set_secrecy(row.secrecy());
  said.set_holder(row.holder());
  *said.mutable_joint_issuers() = row.joint_issuers();
  if (civil::FromDate(row.document_date()) > civil::Today(now)) {
    status::Violations violations;
    violations.Add("document_date", status::PlatformFault::IN_FUTURE);
    return violations.ToStatus();
  }
  ASSIGN_OR_RETURN(said, CheckEntry(series, std::move(said), "title"));
  said = EntryAt(series, std::move(said), typed.number, now);
  *said.mutable_document_date() = row.document_date();
  RETURN_IF_ERROR(CheckInTerm(series, said.formatted(), civil::FromDate(row.document_date())));
  said.set_state(v1::NumberEntry::ASSIGNED);
  said.set_number_import(number_import);
  return said;
}

absl::StatusOr<bool> SaysSame(const v1::NumberEntry& known, const v1::NumberEntry& said) {
  const bool open = known.state() == v1::NumberEntry::LOST ||
                    (known.state() == v1::NumberEntry::VOIDED && !known.number_import().empty());
  if (open) return false;
  if (known.state() == v1::NumberEntry::ASSIGNED &&
      google::protobuf::util::MessageDifferencer::Equals(ValuesOf(known), ValuesOf(said))) {
    return true;
  }
  return status::FailedPrecondition(
      v1::NUMBER_TAKEN, {{"formatted", known.formatted()}, {"state", v1::NumberEntry::State_Name(known.state())}});
}

std::vector<int64_t> LeftOut(const Entries& known, const Entries& said, int64_t next) {
  std::vector<int64_t> numbers;
  if (said.empty()) return numbers;
  const int64_t lowest = std::min(next, said.begin()->first);
  const int64_t highest = std::max(next - 1, said.rbegin()->first);
  for (int64_t number = lowest; number <= highest; ++number) {
    if (!known.contains(number) && !said.contains(number)) numbers.push_back(number);
  }
  return numbers;
}

absl::Status CheckLeftOut(const std::vector<int64_t>& left_out) {
  if (left_out.empty()) return absl::OkStatus();
  return CheckGap(left_out.front(), left_out.back(), static_cast<int64_t>(left_out.size()), kMostLeftOut);
}

v1::NumberEntry OpenEntry(const v1::NumberSeries& series, int64_t number, const std::string& number_import,
                          const std::string& reason, absl::Time now) {
  v1::NumberEntry entry = Lost(series, number, number, reason, now).front();
  entry.set_number_import(number_import);
  return entry;
}

absl::Status CheckAsImported(const v1::NumberEntry& entry, const v1::NumberImport& imported) {
  const bool same = civil::FromTimestamp(entry.update_time()) == civil::FromTimestamp(imported.create_time());
  return same ? absl::OkStatus() : InUse(entry, "changed");
}

absl::Status UsedByOthers(const v1::NumberEntry& entry) { return InUse(entry, "used"); }

v1::NumberEntry Withdrawn(v1::NumberEntry entry, const std::string& reason, absl::Time now) {
  entry.set_state(v1::NumberEntry::VOIDED);
  entry.set_void_reason(reason);
  entry.clear_document_date();
  *entry.mutable_update_time() = civil::ToTimestamp(now);
  return entry;
}

}  // namespace congress::drafting
