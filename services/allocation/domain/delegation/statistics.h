// Who the delegates are, in numbers.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/credential_service.pb.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

// INVALID_ARGUMENT `FIELDS_INVALID` for an age that nobody has, and for targets that cannot be judged.
absl::Status CheckStatistics(const v1::GetDelegateStatisticsRequest& request);

// Counts those of the population that the request asks for, ages as of its opening day. What is not known of a delegate
// is counted as unknown.
v1::DelegateStatistics CompileStatistics(const v1::GetDelegateStatisticsRequest& request,
                                         const Delegations& delegations, status::Language language);

// The quotient with one decimal, a half rounded up; `denominator` above 0.
std::string OneDecimal(int64_t numerator, int64_t denominator);

}  // namespace congress::allocation
