#include "services/allocation/conveners.h"

#include <set>
#include <string_view>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"

namespace congress::allocation {
namespace {

absl::Status ConvenedByAnother(const v1::AllocationPlan& plan) {
  const std::string congress = CongressOf(plan.name());
  return status::FailedPrecondition(
      v1::CONVENED_BY_ANOTHER, {{"congress", congress}, {"plan", plan.name()}, {"organisation", plan.organisation()}});
}

}  // namespace

absl::StatusOr<v1::Convener> Conveners::Load(rpc::Call& call, const std::string& congress) const {
  v1::Convener none;
  none.set_name(StrCat(congress, "/convener"));
  return conveners_.LoadOr(call, std::move(none));
}

absl::Status Conveners::Take(rpc::Call& call, const v1::AllocationPlan& plan) const {
  ASSIGN_OR_RETURN(v1::Convener convener, Load(call, CongressOf(plan.name())));
  if (convener.organisation() == plan.organisation()) return absl::OkStatus();
  if (!convener.organisation().empty() && plan.organisation() != kRoot) return ConvenedByAnother(plan);
  convener.set_organisation(plan.organisation());
  conveners_.Put(call, std::move(convener));
  return absl::OkStatus();
}

absl::Status Conveners::RequireOwn(rpc::Call& call, const v1::AllocationPlan& plan) const {
  ASSIGN_OR_RETURN(const v1::Convener convener, Load(call, CongressOf(plan.name())));
  return convener.organisation() == plan.organisation() ? absl::OkStatus() : ConvenedByAnother(plan);
}

absl::Status Conveners::RequireConvener(rpc::Call& call, const std::string& congress) const {
  ASSIGN_OR_RETURN(const v1::Convener convener, Load(call, congress));
  return call.Require(convener.organisation().empty() ? std::string(kRoot) : convener.organisation());
}

absl::StatusOr<std::vector<v1::AllocationPlan>> Conveners::PlansOf(rpc::Call& call, const std::string& congress) const {
  ASSIGN_OR_RETURN(const v1::Convener convener, Load(call, congress));
  ASSIGN_OR_RETURN(auto plans, plans_.LoadAll(call, StrCat(congress, "/allocationPlans/")));
  if (!convener.organisation().empty()) {
    std::erase_if(plans, [&](const auto& plan) { return plan.organisation() != convener.organisation(); });
  }
  return plans;
}

void KeepThoseOf(const std::vector<v1::AllocationPlan>& plans, std::vector<v1::Delegate>* delegates) {
  std::set<std::string_view> names;
  for (const v1::AllocationPlan& plan : plans) names.insert(plan.name());
  std::erase_if(*delegates, [&](const v1::Delegate& delegate) { return !names.contains(delegate.plan()); });
}

}  // namespace congress::allocation
