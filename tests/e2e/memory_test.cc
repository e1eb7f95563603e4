// What calls leave behind in the processes that answered them: nothing.
#include <algorithm>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/support/load.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Suite;

constexpr int kCalls = 100'000;
constexpr long kMostBytesPerCall = 64;

class Memory : public ::testing::TestWithParam<support::Shape> {
 protected:
  // What `calls` calls of a method leave in all processes together, per call.
  long LeftBy(const std::string& method, int calls) {
    support::Load load{.method = method,
                       .request = "",
                       .token = suite_.Token("admin", {"administrator@province"}),
                       .calls = calls,
                       .in_flight = 32};
    const long before = Bytes();
    support::Run(suite_.channel(), load);
    return (Bytes() - before) / calls;
  }
  // What the calls leave in the best of a few rounds: the allocator takes memory in steps, a leak grows in every round.
  long LeastLeftBy(const std::string& method, int calls) {
    long least = LeftBy(method, calls);
    for (int round = 1; round < 4 && least > kMostBytesPerCall; ++round) {
      least = std::min(least, LeftBy(method, calls));
    }
    return least;
  }
  long Bytes() {
    long bytes = 0;
    for (const std::string& name : suite_.names()) bytes += support::AnonymousBytes(suite_.process(name).pid());
    return bytes;
  }

  // Lines of a log for each call would be most of the work.
  Suite suite_{{.shape = GetParam(), .store = "", .log_level = "info"}};
};
INSTANTIATE_TEST_SUITE_P(Of, Memory, ::testing::Values(support::Shape::kOneProcess, support::Shape::kSeparate),
                         [](const auto& shape) {
                           return shape.param == support::Shape::kOneProcess ? "OneProcess" : "Separate";
                         });

TEST_P(Memory, IsTheSameAfterManyCalls) {
  constexpr char kRead[] = "congress.allocation.v1.RuleSetService/ListRuleSets";
  // The allocator takes what it needs for so many at once.
  LeftBy(kRead, kCalls);
  EXPECT_LE(LeastLeftBy(kRead, kCalls), kMostBytesPerCall);
}

TEST_P(Memory, IsTheSameAfterCallsThatNobodyServes) {
  constexpr char kUnknown[] = "congress.allocation.v1.RuleSetService/Unknown";
  constexpr char kElsewhere[] = "congress.nowhere.v1.Service/Method";
  LeftBy(kUnknown, kCalls / 5);
  LeftBy(kElsewhere, kCalls / 5);
  EXPECT_LE(LeastLeftBy(kUnknown, kCalls / 5), kMostBytesPerCall);
  EXPECT_LE(LeastLeftBy(kElsewhere, kCalls / 5), kMostBytesPerCall);
}

}  // namespace
}  // namespace congress::e2e
