#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling::solver {

Policy StartPolicy() {
  Policy policy;
  for (Setting& setting : policy.rules) setting = {Severity::kBlock, 0};
  const std::pair<Rule, int64_t> prices[] = {
      {Rule::kBreak, 2},        {Rule::kOwnArea, 10},   {Rule::kStandIn, 15},       {Rule::kTravel, 1},
      {Rule::kTravelSpread, 1}, {Rule::kSession, 5},    {Rule::kLoadBelow, 20},     {Rule::kLoadAbove, 20},
      {Rule::kDayLevel, 3},     {Rule::kMovedDay, 100}, {Rule::kMovedApproval, 20}, {Rule::kMovedAttendee, 10}};
  for (const auto& [rule, weight] : prices) policy[rule] = {Severity::kWarn, weight};
  policy.papers_days = 3;
  policy.lead_days = 5;
  policy.session_size = 4;
  policy.day_level = 4;
  policy.day_most = 5;
  return policy;
}

}  // namespace congress::scheduling::solver
