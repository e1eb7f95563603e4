// Two records of one unit: which look like it, and making one of them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"

namespace congress::allocation {

// Organisations in force under one parent, of one kind, whose names differ at most in case, spaces and where in a
// syllable the tone mark stands (`Hòa`, `Hoà`); at most 100 groups of at most 100.
std::vector<v1::SuspectedDuplicate> SuspectDuplicates(const std::vector<v1::Organisation>& organisations);

// What the merger of the request's duplicate into its `name` changes: the record that stays first, the duplicate
// second, then what was in force under the duplicate. What was closed before never changes. NOT_FOUND
// `RESOURCE_NOT_FOUND`; FAILED_PRECONDITION `ORGANISATION_NOT_IN_FORCE`, `NOT_DUPLICATES`.
absl::StatusOr<std::vector<v1::Organisation>> MergeDuplicate(const std::vector<v1::Organisation>& existing,
                                                             const v1::MergeDuplicateOrganisationsRequest& request,
                                                             absl::CivilDay today);

}  // namespace congress::allocation
