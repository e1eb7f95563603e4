// Units apportioned: the answer with its tie, its lot and its certificate.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/lot.h"

namespace congress::allocation {

// INVALID_ARGUMENT `FIELDS_INVALID`, `APPORTIONMENT_INFEASIBLE` or `APPORTIONMENT_TOO_LARGE`.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionUnits(const v1::ComputeApportionmentRequest& request,
                                                                const Drawing& drawing);

}  // namespace congress::allocation
