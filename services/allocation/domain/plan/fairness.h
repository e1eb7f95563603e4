// How evenly seats stand for members: the measures of proto/congress/allocation/v1/fairness.proto, exact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/fairness.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// Whose seats are measured. Weight and seats are not negative.
struct Measured {
  std::string organisation;
  std::string display_name;
  int64_t weight = 0;
  int64_t seats = 0;
};

// Every measure; none when nobody has weight or nobody has seats. Who has neither is left out. The sum of the weights
// fits.
std::optional<v1::Fairness> MeasureFairness(const std::vector<Measured>& all, status::Language language);

// The plan measured by seats by members, by all seats, and with the delegates ex officio of organisations.
v1::GetFairnessResponse MeasurePlan(const v1::AllocationPlan& plan, status::Language language);

}  // namespace congress::allocation
