#include "services/allocation/domain/delegation/succession.h"

#include <algorithm>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/allocation/domain/delegation/standing.h"

namespace congress::allocation {
namespace {

// A delegate leaves after coming, and after the last session that they were at.
absl::Status CheckDay(const v1::Delegate& delegate, absl::CivilDay day, absl::Time now) {
  status::Violations violations;
  if (day > civil::Today(now)) violations.Add("date", status::PlatformFault::IN_FUTURE);
  const absl::CivilDay taken_on =
      delegate.has_promotion() ? civil::FromDate(delegate.promotion().date()) : absl::CivilDay::min();
  if (taken_on > day) violations.Add("date", v1::BEFORE_SEAT, {{"taken_on", civil::Format(taken_on)}});
  for (const v1::Attendance* record : AttendanceOn(delegate, absl::CivilDay::max())) {
    const absl::CivilDay session = civil::FromDate(record->date());
    if (record->presence() == v1::Attendance::PRESENT && session >= day) {
      violations.Add("date", v1::NOT_AFTER_SESSION,
                     {{"session", record->session_id()}, {"day", civil::Format(session)}});
    }
  }
  return violations.ToStatus();
}

void End(v1::Delegate* delegate, const Leaving& leaving, const Scribe& scribe) {
  v1::DelegateEnd& end = *delegate->mutable_end();
  *end.mutable_date() = civil::ToDate(leaving.day);
  end.set_reason(leaving.reason);
  *end.mutable_record_time() = civil::ToTimestamp(scribe.now);
  end.set_recorded_by(scribe.who);
  delegate->set_state(StateOf(*delegate));
}

}  // namespace

absl::Status NotSeated(const v1::Delegate& delegate) {
  return status::FailedPrecondition(
      v1::DELEGATE_NOT_SEATED, {{"name", delegate.name()}, {"state", v1::Delegate::State_Name(StateOf(delegate))}});
}

absl::Status NotSeatedOn(const v1::Delegate& delegate, absl::CivilDay day) {
  return status::FailedPrecondition(v1::DELEGATE_NOT_SEATED, {{"name", delegate.name()},
                                                              {"state", v1::Delegate::State_Name(StateOf(delegate))},
                                                              {"cause", "DAY"},
                                                              {"day", civil::Format(day)}});
}

absl::Status RequireReplaceable(const v1::Delegate& delegate) {
  if (delegate.has_end()) return NotSeated(delegate);
  if (delegate.origin() == v1::ELECTED || delegate.origin() == v1::APPOINTED) return absl::OkStatus();
  return status::FailedPrecondition(v1::ORIGIN_NOT_REPLACEABLE,
                                    {{"name", delegate.name()}, {"origin", v1::Origin_Name(delegate.origin())}});
}

absl::StatusOr<Succession> Replace(v1::Delegate delegate, v1::Delegate reserve, const Called& called,
                                   const std::string& pass_over_reason, const Leaving& leaving, const Scribe& scribe) {
  RETURN_IF_ERROR(RequireReplaceable(delegate));
  RETURN_IF_ERROR(CheckDay(delegate, leaving.day, scribe.now));
  v1::Promotion& promotion = *reserve.mutable_promotion();
  promotion.set_reserve_rank(reserve.reserve_rank());
  *promotion.mutable_date() = civil::ToDate(leaving.day);
  promotion.mutable_passed_over()->Assign(called.passed_over.begin(), called.passed_over.end());
  promotion.set_pass_over_reason(pass_over_reason);
  reserve.set_reserve_rank(0);
  reserve.set_replaces(delegate.name());
  reserve.set_origin(delegate.origin());
  reserve.set_plan(delegate.plan());
  reserve.set_state(StateOf(reserve));
  delegate.set_replaced_by(reserve.name());
  End(&delegate, leaving, scribe);
  return Succession{std::move(delegate), std::move(reserve)};
}

absl::StatusOr<v1::Delegate> Withdraw(v1::Delegate delegate, const Leaving& leaving, const Scribe& scribe) {
  if (delegate.has_end()) return NotSeated(delegate);
  RETURN_IF_ERROR(CheckDay(delegate, leaving.day, scribe.now));
  End(&delegate, leaving, scribe);
  return delegate;
}

absl::Status RequireForgettable(const v1::Delegate& delegate) {
  const bool kept = delegate.has_end() || delegate.has_promotion() || !delegate.convocations().empty() ||
                    !delegate.attendance().empty();
  if (!kept) return absl::OkStatus();
  return status::FailedPrecondition(v1::DELEGATE_KEPT, {{"name", delegate.name()}});
}

}  // namespace congress::allocation
