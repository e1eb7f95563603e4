// Whether a plan is issued and its seats are filled, as of a day.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Judges by the plan in force on `day`, and by the delegates recorded up to `day`.
// Blockers of the whole: `PLAN_MISSING`, `SEATS_UNFILLED` and `SEATS_OVERFILLED` for delegates ex officio and those
// appointed beside the organisations. Blockers of an organisation: the latter two. They are described in `language`.
v1::GetAllocationReadinessResponse JudgeReadiness(const std::string& congress, absl::CivilDay day,
                                                  const std::vector<v1::AllocationPlan>& plans,
                                                  const std::vector<v1::Delegate>& delegates,
                                                  status::Language language);

}  // namespace congress::allocation
