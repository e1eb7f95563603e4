#include "services/allocation/domain/delegation/attendance.h"

#include <algorithm>
#include <set>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"

namespace congress::allocation {
namespace {

// Adds `record` behind what holds before it, null for nothing.
template <class Record, class Same>
absl::StatusOr<Recorded> Add(const v1::Delegate& delegate, const Record* before, Record record,
                             const std::string& reason, const Scribe& scribe,
                             google::protobuf::RepeatedPtrField<Record>* records, Same same) {
  if (before != nullptr && same(*before, record)) return Recorded::kUnchanged;
  if (before != nullptr && reason.empty()) {
    return status::FailedPrecondition(v1::CORRECTION_UNEXPLAINED, {{"name", delegate.name()}});
  }
  if (records->size() >= kMostRecords) {
    return status::FailedPrecondition(v1::RECORD_FULL, {{"name", delegate.name()}, {"limit", StrCat(kMostRecords)}});
  }
  const bool correction = before != nullptr;
  *record.mutable_record_time() = civil::ToTimestamp(scribe.now);
  record.set_recorded_by(scribe.who);
  if (correction) record.set_correction_reason(reason);
  *records->Add() = std::move(record);
  return correction ? Recorded::kCorrected : Recorded::kFirst;
}

bool SameDay(const google::type::Date& a, const google::type::Date& b) {
  return civil::FromDate(a) == civil::FromDate(b);
}

// Names what comes a second time.
class Distinct {
 public:
  void Add(const std::string& path, const std::string& id, status::Violations* violations) {
    if (!seen_.insert(id).second) violations->Add(path, status::PlatformFault::REPEATED, {{"value", id}});
  }

 private:
  std::set<std::string> seen_;
};

}  // namespace

absl::StatusOr<Recorded> Convene(const v1::ConveneDelegatesRequest& request, const Scribe& scribe,
                                 v1::Delegate* delegate) {
  if (StateOf(*delegate) != v1::Delegate::SEATED) return NotSeated(*delegate);
  v1::Convocation record;
  *record.mutable_date() = request.date();
  record.set_notice(request.notice());
  auto* records = delegate->mutable_convocations();
  const v1::Convocation* before = records->empty() ? nullptr : &*records->rbegin();
  return Add(*delegate, before, std::move(record), request.correction_reason(), scribe, records,
             [](const v1::Convocation& a, const v1::Convocation& b) {
               return SameDay(a.date(), b.date()) && a.notice() == b.notice();
             });
}

absl::StatusOr<Recorded> Attend(const v1::RecordAttendanceRequest& request, const v1::AttendanceEntry& entry,
                                const Scribe& scribe, v1::Delegate* delegate) {
  const absl::CivilDay day = civil::FromDate(request.date());
  if (!HoldsSeatOn(*delegate, day)) return NotSeatedOn(*delegate, day);
  v1::Attendance record;
  record.set_session_id(request.session_id());
  *record.mutable_date() = request.date();
  record.set_presence(entry.presence());
  record.set_absence_reason(entry.absence_reason());
  auto* records = delegate->mutable_attendance();
  const auto last = std::find_if(records->rbegin(), records->rend(), [&](const v1::Attendance& known) {
    return known.session_id() == request.session_id();
  });
  const v1::Attendance* before = last == records->rend() ? nullptr : &*last;
  return Add(*delegate, before, std::move(record), request.correction_reason(), scribe, records,
             [](const v1::Attendance& a, const v1::Attendance& b) {
               return SameDay(a.date(), b.date()) && a.presence() == b.presence() &&
                      a.absence_reason() == b.absence_reason();
             });
}

absl::Status CheckConvocation(const v1::ConveneDelegatesRequest& request, absl::CivilDay today) {
  status::Violations violations;
  if (civil::FromDate(request.date()) > today) violations.Add("date", status::PlatformFault::IN_FUTURE);
  if (request.delegate_ids().empty() != request.all_seated()) {
    violations.Add("delegate_ids", v1::ONE_OF_REQUIRED, {{"fields", "delegate_ids, all_seated"}});
  }
  Distinct ids;
  for (int i = 0; i < request.delegate_ids_size(); ++i) {
    ids.Add(StrCat("delegate_ids[", i, "]"), request.delegate_ids(i), &violations);
  }
  return violations.ToStatus();
}

int KeepUnsummoned(std::vector<v1::Delegate>* delegates) {
  std::erase_if(*delegates, [](const v1::Delegate& delegate) { return StateOf(delegate) != v1::Delegate::SEATED; });
  return static_cast<int>(
      std::erase_if(*delegates, [](const v1::Delegate& delegate) { return !delegate.convocations().empty(); }));
}

absl::Status CheckAttendance(const v1::RecordAttendanceRequest& request, absl::CivilDay today) {
  status::Violations violations;
  if (civil::FromDate(request.date()) > today) violations.Add("date", status::PlatformFault::IN_FUTURE);
  Distinct ids;
  for (int i = 0; i < request.entries_size(); ++i) {
    const v1::AttendanceEntry& entry = request.entries(i);
    const std::string path = StrCat("entries[", i, "]");
    ids.Add(StrCat(path, ".delegate_id"), entry.delegate_id(), &violations);
    const bool absent = entry.presence() != v1::Attendance::PRESENT;
    if (absent && entry.absence_reason().empty())
      violations.Add(StrCat(path, ".absence_reason"), status::PlatformFault::REQUIRED);
    if (!absent && !entry.absence_reason().empty()) {
      violations.Add(StrCat(path, ".absence_reason"), v1::NOT_ABSENT);
    }
  }
  return violations.ToStatus();
}

}  // namespace congress::allocation
