#include "cli/plan_choice.h"

#include "cli/language.h"
#include "cli/resources.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "platform/status/macros.h"

namespace congress::cli {
namespace {

constexpr char kPlanPattern[] = "congresses/*/allocationPlans/*";

}  // namespace

void PlanChoice::AddTo(CLI::App* app) {
  app->add_option("plan", name,
                  Say({.en = "The plan; the context's unless it is named",
                       .vi = "Phương án; nếu không ghi thì là phương án của ngữ cảnh"}))
      ->option_text(kPlanPattern);
}

absl::StatusOr<allocation::v1::AllocationPlan> PlanChoice::Fetch(const Connection& connection) const {
  const std::string chosen = name.empty() ? NameInContext(kPlanPattern).value_or("") : name;
  if (chosen.empty()) return Wrong(LackInContext(kPlanPattern).value_or(status::Sentence()));
  allocation::v1::GetAllocationPlanRequest request;
  // By its whole name only: nothing in the answer says of which plan it is.
  ASSIGN_OR_RETURN(*request.mutable_name(), Resources(connection).Resolve(kPlanPattern, chosen, /*exact=*/true));
  allocation::v1::AllocationPlan plan;
  RETURN_IF_ERROR(connection.Call(request, &plan));
  return plan;
}

}  // namespace congress::cli
