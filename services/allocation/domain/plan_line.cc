#include "services/allocation/domain/plan_line.h"

#include "absl/strings/str_join.h"
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

LineNames::LineNames(const v1::AllocationPlan& plan) {
  for (const v1::AllocationLine& line : plan.lines()) names_.emplace(line.organisation(), line.display_name());
}

std::string LineNames::Of(const std::string& organisation) const {
  const auto found = names_.find(organisation);
  return found == names_.end() ? organisation : std::string(found->second);
}

std::string LineNames::Of(const google::protobuf::RepeatedPtrField<std::string>& organisations) const {
  return absl::StrJoin(organisations, ", ", [this](std::string* out, const std::string& one) { out->append(Of(one)); });
}

absl::Status NotInPlan(const v1::AllocationPlan& plan, const std::string& organisation) {
  return status::FailedPrecondition(v1::ORGANISATION_NOT_IN_PLAN,
                                    {{"organisation", organisation}, {"plan", plan.name()}});
}

}  // namespace congress::allocation
