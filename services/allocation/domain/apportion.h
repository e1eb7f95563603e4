// Exact apportionment of seats to weights: integers only, any weights and seats up to 2^63.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "congress/allocation/v1/rule_set.pb.h"

namespace congress::allocation {

// Who claims seats, by what weight. Codes are distinct; weights are not negative.
struct Claim {
  int64_t weight = 0;
  std::string code;
};

// What one claim got: whole steps, and what remained as the fraction remainder / denominator of a step.
struct Share {
  int64_t whole = 0;
  absl::uint128 remainder = 0;
  absl::uint128 denominator = 0;
  bool extra = false;

  int64_t seats() const { return whole + (extra ? 1 : 0); }
};

// Claims with equal remainders of which only the winners got a seat, as indices.
struct RemainderTie {
  std::vector<size_t> claims;
  std::vector<size_t> winners;
};

struct Apportionment {
  std::vector<Share> shares;  // In the order of the claims.
  std::vector<RemainderTie> ties;
};

// Exactly `seats` seats: each claim gets the whole part of weight · seats / sum; seats left go to the largest
// remainders, among equal ones to the claim with more weight, then to the earlier code. The sum of the weights must be
// positive unless `seats` is 0.
Apportionment ByLargestRemainder(std::span<const Claim> claims, int64_t seats);

// One seat per step of weight; the step's rule says what a remainder is worth.
Apportionment ByStep(std::span<const Claim> claims, const v1::OpenTotal& step);

}  // namespace congress::allocation
