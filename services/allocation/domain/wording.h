// Vietnamese wording of numbers and dates, as officials write them.
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/rule_set.pb.h"

namespace congress::allocation {

// `12.345`.
std::string Grouped(int64_t number);

// `ngày 01 tháng 10 năm 2025`.
std::string InWords(absl::CivilDay day);

// `Số 12-QĐ/TU, ngày 01 tháng 7 năm 2025`, or the mark of a plan that is not issued.
std::string Standing(const v1::AllocationPlan& plan);

// The tie rule as a sentence.
std::string InWords(v1::RuleSet::TieRule rule);

}  // namespace congress::allocation
