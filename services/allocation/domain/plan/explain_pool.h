// An organisation's seats out of a pool in words, worked again from what the plan says of them.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/plan/share.h"

namespace congress::allocation {

// Made once for all lines: pools may name as many organisations as there are lines. The plan outlives it.
class PoolTeller {
 public:
  PoolTeller(const v1::AllocationPlan& plan, status::Language language);

  // Empty for who has nothing out of a pool by hand.
  std::string Explain(const v1::AllocationLine& line, const v1::PoolSeats& seats) const;

 private:
  // What a pool's sentences are made of.
  struct Known {
    const v1::Pool* rule = nullptr;
    absl::uint128 sum = 0;
    // By the codes of their organisations.
    absl::flat_hash_map<std::string_view, const v1::CertifiedUnit*> units;
    // By organisations.
    absl::flat_hash_map<std::string_view, std::string_view> alliances;
    absl::flat_hash_map<std::string_view, const v1::HandSeats*> by_hand;
  };

  static Known KnownOf(const v1::Pool& rule, const v1::AllocationPlan& plan);
  std::string Claim(const v1::Pool& rule, const std::string& weight) const;
  std::string Made(const v1::Pool& rule, int64_t claims, int64_t seats) const;
  std::string ExplainOpen(const Known& known, const v1::PoolSeats& seats) const;
  std::string ExplainShared(const Known& known, const v1::AllocationLine& line, const v1::PoolSeats& seats) const;

  const status::Teller tell_;
  absl::flat_hash_map<std::string_view, Known> pools_;
};

}  // namespace congress::allocation
