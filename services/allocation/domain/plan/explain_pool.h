// An organisation's seats out of a pool in words, in Vietnamese.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "services/allocation/domain/plan/pool.h"
#include "services/allocation/domain/plan/share.h"

namespace congress::allocation {

// What a remainder is worth.
std::string InWords(const v1::OpenTotal& open);

// Of a pool with open total: by the step, or by parts of `sum`, within bounds.
std::string ExplainOpen(const v1::Pool& pool, const PoolClaim& claim, const Share& share, absl::uint128 sum,
                        int64_t seats);

// Of shared seats: the certificate's unit, if there is one.
std::string ExplainShared(const v1::Pool& pool, const PoolClaim& claim, const v1::CertifiedUnit* unit,
                          const std::string& alliance, int64_t seats);

// Of seats by hand.
std::string ExplainByHand(const v1::Pool& pool, const v1::HandSeats& entered);

}  // namespace congress::allocation
