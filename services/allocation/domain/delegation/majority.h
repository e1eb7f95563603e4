// Of how many votes a majority is made in an election at a congress of delegates.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/credential_service.pb.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

// The regulation in force on the day; the earliest known one for days before it.
v1::MajorityBasis MajorityBasisOn(absl::CivilDay day);

// Delegates summoned, less those absent throughout: of the convening committee, and of the others without an alternate.
// Absent throughout is who is recorded so and was at no session; who withdrew after the first session without having
// been at one is so too, who withdrew before it is no delegate of this congress. FAILED_PRECONDITION
// `MAJORITY_BASE_EMPTY`.
absl::StatusOr<v1::GetMajorityBaseResponse> ReckonMajority(const Delegations& delegations);

}  // namespace congress::allocation
