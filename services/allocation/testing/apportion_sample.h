// Short forms for the tests of the methods.
#pragma once

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/allocation/apportion/method.h"

namespace congress::apportion::sample {

inline std::vector<Unit> Units(const std::vector<uint64_t>& weights, int64_t minimum = 0) {
  std::vector<Unit> units;
  for (const uint64_t weight : weights) units.push_back({.weight = weight, .minimum = minimum});
  return units;
}

inline Method Named(const std::string& name) {
  const auto method = MethodNamed(name);
  EXPECT_TRUE(method.has_value()) << name;
  return method.value_or(Signposts::SainteLague());
}

// The apportionment; the test fails on a refusal.
inline Apportionment Of(const Outcome& outcome) {
  const auto* result = std::get_if<Apportionment>(&outcome);
  EXPECT_NE(result, nullptr) << "refused: " << static_cast<int>(std::get<Refusal>(outcome).kind);
  return result == nullptr ? Apportionment() : *result;
}

// The refusal; the test fails on an apportionment.
inline Refusal RefusalOf(const Outcome& outcome) {
  const auto* refusal = std::get_if<Refusal>(&outcome);
  EXPECT_NE(refusal, nullptr);
  return refusal == nullptr ? Refusal{Refusal::Kind::kOutOfRange} : *refusal;
}

// Seats of a decided apportionment.
inline std::vector<int64_t> Seats(const std::string& method, const std::vector<Unit>& units, int64_t seats) {
  const Apportionment result = Of(Apportion(Named(method), units, seats));
  EXPECT_FALSE(result.tie.has_value()) << method;
  return result.seats;
}

}  // namespace congress::apportion::sample
