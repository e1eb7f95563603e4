// Units apportioned: the answer with its tie, its lot and its certificate.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/domain/apportionment/apportionment_task.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

// How much is told: everything, or the seats and ties alone, without the lot, certificates and words, which cost far
// more than the seats. For numbers that are tried and thrown away.
enum class Detail { kAll, kSeats };

// INVALID_ARGUMENT `FIELDS_INVALID`, `APPORTIONMENT_INFEASIBLE` or `APPORTIONMENT_TOO_LARGE`.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionUnits(const v1::ComputeApportionmentRequest& request,
                                                                const LotDrawer& drawer);

// The same of a task, which has alliances or growth or neither.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionTask(const ApportionmentTask& task, const LotDrawer& drawer,
                                                               Detail detail);

// The same without its alliances and its growth.
absl::StatusOr<v1::ComputeApportionmentResponse> ApportionOnce(const ApportionmentTask& task, const LotDrawer& drawer,
                                                               Detail detail);

}  // namespace congress::allocation
