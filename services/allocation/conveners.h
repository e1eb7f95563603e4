// Who convenes each congress. Ids of congresses are everybody's, so without this a unit could issue a plan for the
// province's congress, and would pass for the one whose delegates, votes and seats these are.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

class Conveners {
 public:
  // Notes, in the commit in which the plan's issuing begins, that its organisation convenes the congress: the first to
  // issue one, or the province, which nobody keeps out. FAILED_PRECONDITION `CONVENED_BY_ANOTHER`.
  absl::Status Take(rpc::Call& call, const v1::AllocationPlan& plan) const;

  // FAILED_PRECONDITION `CONVENED_BY_ANOTHER` unless the issued plan is of who convenes the congress.
  absl::Status RequireOwn(rpc::Call& call, const v1::AllocationPlan& plan) const;

  // PERMISSION_DENIED `PERMISSION_MISSING` unless the caller holds the method's permission where the congress is
  // convened. Seats ex officio, convocation and attendance are the congress's, not a unit's.
  absl::Status RequireConvener(rpc::Call& call, const std::string& congress) const;

  // The plans of a congress that are of who convenes it; all as long as none was issued.
  absl::StatusOr<std::vector<v1::AllocationPlan>> PlansOf(rpc::Call& call, const std::string& congress) const;

 private:
  // Empty where nobody has convened it.
  absl::StatusOr<v1::Convener> Load(rpc::Call& call, const std::string& congress) const;

  rpc::Repository<v1::Convener> conveners_{rpc::kUnlisted};
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
};

// Takes away the delegates of other plans than these.
void KeepThoseOf(const std::vector<v1::AllocationPlan>& plans, std::vector<v1::Delegate>* delegates);

}  // namespace congress::allocation
