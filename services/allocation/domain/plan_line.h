// The lines of a plan, found by their organisations.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace congress::allocation {

// Which line is the organisation's; -1 when it takes no part.
int PlaceOf(const v1::AllocationPlan& plan, const std::string& organisation);

// The line of an organisation, null when it takes no part.
const v1::AllocationLine* FindLine(const v1::AllocationPlan& plan, const std::string& organisation);

// The names of the organisations of a plan, made once for many. The plan outlives it, and its lines stay.
class LineNames {
 public:
  explicit LineNames(const v1::AllocationPlan& plan);

  // The resource name of one that takes no part.
  std::string Of(const std::string& organisation) const;
  // `Xã A, Xã B`.
  std::string Of(const google::protobuf::RepeatedPtrField<std::string>& organisations) const;

 private:
  absl::flat_hash_map<std::string_view, std::string_view> names_;
};

// FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`.
absl::Status NotInPlan(const v1::AllocationPlan& plan, const std::string& organisation);

}  // namespace congress::allocation
