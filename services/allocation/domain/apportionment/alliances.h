// Nested apportionment: alliances get their seats together and share them afterwards.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/apportionment/apportion_units.h"

namespace congress::allocation {

// Seats for alliances and for units without one, then within each alliance. Where alliances are tied, their members
// have what is certain. INVALID_ARGUMENT as ApportionTask.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionAlliances(const ApportionmentTask& task,
                                                                    const LotDrawer& drawer, Detail detail);

}  // namespace congress::allocation
