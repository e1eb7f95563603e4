// Houses that grow until every unit has its minimum.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/apportionment/apportion_units.h"

namespace congress::allocation {

// As the task's growth says. INVALID_ARGUMENT as ApportionUnits.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionGrowing(const ApportionmentTask& task,
                                                                  const LotDrawer& drawer, Detail detail);

}  // namespace congress::allocation
