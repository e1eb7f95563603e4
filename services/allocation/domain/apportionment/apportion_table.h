// Tables apportioned: columns first where they have no seats, then the cells.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

// INVALID_ARGUMENT `FIELDS_INVALID`, `APPORTIONMENT_INFEASIBLE` or `APPORTIONMENT_TOO_LARGE`.
absl::StatusOr<v1::ComputeBiproportionalApportionmentResponse> ApportionTable(
    const v1::ComputeBiproportionalApportionmentRequest& request, const LotDrawer& drawer);

}  // namespace congress::allocation
