#include "services/allocation/domain/delegation/quota.h"

#include <algorithm>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/plan/caps.h"
#include "services/allocation/domain/plan/lifecycle.h"
#include "services/allocation/domain/plan_line.h"

namespace congress::allocation {

std::string SeatCountName(const std::string& congress, v1::Origin origin, const std::string& organisation) {
  // `organisations/x` holds a slash, the others none, so that no organisation's count is one of them.
  if (origin == v1::EX_OFFICIO) return StrCat(congress, "/seatCounts/ex-officio");
  if (origin == v1::RESERVE) return StrCat(congress, "/seatCounts/reserve");
  return StrCat(congress, "/seatCounts/", organisation);
}

absl::StatusOr<Quota> QuotaFor(const v1::Delegate& delegate, const v1::AllocationPlan& plan) {
  const std::string congress = CongressOf(delegate.name());
  if (CongressOf(plan.name()) != congress) {
    return status::InvalidArgument(v1::PLAN_OF_OTHER_CONGRESS, {{"plan", plan.name()}, {"congress", congress}});
  }
  RETURN_IF_ERROR(RequireIssued(plan));
  const v1::AllocationLine* line = FindLine(plan, delegate.organisation());
  const bool beside = delegate.organisation() == plan.organisation();
  if (line == nullptr && !beside) return NotInPlan(plan, delegate.organisation());
  Quota quota{SeatCountName(congress, delegate.origin(), delegate.organisation()), 0};
  if (delegate.origin() == v1::RESERVE) {
    quota.seats = MostReserves(plan);
  } else if (delegate.origin() == v1::EX_OFFICIO) {
    quota.seats = plan.totals().ex_officio();
  } else if (line != nullptr) {
    quota.seats = line->seats();
  } else if (delegate.origin() == v1::APPOINTED) {
    quota.seats = plan.rule().appointed_count();
  }
  return quota;
}

absl::StatusOr<v1::SeatCount> TakeSeat(v1::SeatCount count, const Quota& quota, const v1::Delegate& delegate) {
  if (count.filled() >= quota.seats) {
    const std::string origin = v1::Origin_Name(delegate.origin());
    status::Metadata metadata = {{"organisation", delegate.organisation()},
                                 {"plan", delegate.plan()},
                                 {"quota", StrCat(quota.seats)},
                                 {"filled", StrCat(count.filled())},
                                 {"origin", origin}};
    if (delegate.origin() == v1::RESERVE) {
      metadata.emplace_back("cause", origin);
    } else if (quota.seats == 0) {
      metadata.emplace_back("cause", "NONE");
    }
    return status::FailedPrecondition(v1::QUOTA_EXCEEDED, metadata);
  }
  count.set_filled(count.filled() + 1);
  return count;
}

v1::SeatCount FreeSeat(v1::SeatCount count) {
  count.set_filled(std::max<int64_t>(0, count.filled() - 1));
  return count;
}

}  // namespace congress::allocation
