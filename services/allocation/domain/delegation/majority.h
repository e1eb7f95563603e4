// The number of which more than half is a majority in an election at a congress of delegates.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/credential_service.pb.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

// The regulation in force on the day. For a day before the earliest known regulation, that one.
v1::MajorityBasis MajorityBasisOn(absl::CivilDay day, const status::Teller& tell);

// Counts the delegates convened, less those of the convening committee who were absent throughout, less the others who
// were absent throughout and have no alternate. A delegate was absent throughout if recorded so and present at no
// session, or if withdrawn after the first session and present at none. A delegate who withdrew before the first
// session is not counted at all. FAILED_PRECONDITION `MAJORITY_BASE_EMPTY` if no delegate is left.
absl::StatusOr<v1::GetMajorityBaseResponse> ReckonMajority(const Delegations& delegations, status::Language language);

}  // namespace congress::allocation
