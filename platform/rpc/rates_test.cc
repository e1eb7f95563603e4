#include "platform/rpc/rates.h"

#include "gtest/gtest.h"

namespace congress::rpc {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'750'000'000);

TEST(Rates, AQuietAccountHasTwoSecondsAtOnceAndThenItsRate) {
  Rates rates({.all = 5});
  const auto take = [&](absl::Time at) { return rates.Take("an", "Get", "x.read", at); };
  for (int i = 0; i < 10; ++i) EXPECT_EQ(take(kStart), absl::ZeroDuration()) << i;
  EXPECT_EQ(take(kStart), absl::Milliseconds(200));
  // What is refused costs nothing.
  EXPECT_EQ(take(kStart), absl::Milliseconds(200));
  EXPECT_EQ(take(kStart + absl::Milliseconds(200)), absl::ZeroDuration());
  EXPECT_GT(take(kStart + absl::Milliseconds(200)), absl::ZeroDuration());
  EXPECT_EQ(rates.Take("binh", "Get", "x.read", kStart), absl::ZeroDuration()) << "of its own";
  EXPECT_EQ(rates.Take("an", "List", "x.read", kStart), absl::ZeroDuration()) << "of each method";
  // A clock that is set back gives nothing.
  EXPECT_GT(take(kStart - absl::Hours(1)), absl::ZeroDuration());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(take(kStart + absl::Hours(1)), absl::ZeroDuration()) << i;
  EXPECT_GT(take(kStart + absl::Hours(1)), absl::ZeroDuration()) << "no more than two seconds are saved";
}

TEST(Rates, APermissionHasItsOwn) {
  Rates rates({.all = 0, .by_permission = {{"x.export", 0.1}}});
  EXPECT_EQ(rates.Take("an", "Export", "x.export", kStart), absl::ZeroDuration());
  EXPECT_EQ(rates.Take("an", "Export", "x.export", kStart), absl::Seconds(10));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(rates.Take("an", "Get", "x.read", kStart), absl::ZeroDuration());
}

TEST(Rates, ManyAccountsFillNoMemory) {
  Rates rates({.all = 1});
  for (int i = 0; i < 100'000; ++i) rates.Take(std::to_string(i), "Get", "x.read", kStart);
  EXPECT_EQ(rates.Take("0", "Get", "x.read", kStart + absl::Minutes(2)), absl::ZeroDuration());
}

}  // namespace
}  // namespace congress::rpc
