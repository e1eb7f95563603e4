#include "services/allocation/domain/plan_line.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::allocation {

int PlaceOf(const v1::AllocationPlan& plan, const std::string& organisation) {
  for (int i = 0; i < plan.lines_size(); ++i) {
    if (plan.lines(i).organisation() == organisation) return i;
  }
  return -1;
}

const v1::AllocationLine* FindLine(const v1::AllocationPlan& plan, const std::string& organisation) {
  const int place = PlaceOf(plan, organisation);
  return place < 0 ? nullptr : &plan.lines(place);
}

absl::Status NotInPlan(const v1::AllocationPlan& plan, const std::string& organisation) {
  return status::FailedPrecondition(v1::ORGANISATION_NOT_IN_PLAN,
                                    {{"organisation", organisation}, {"plan", plan.name()}});
}

}  // namespace congress::allocation
