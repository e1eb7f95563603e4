#include "platform/server/clock_watch.h"

#include "gtest/gtest.h"

namespace congress::server {
namespace {

TEST(ClockWatch, TellsAClockThatWasSetBackAndNoOther) {
  ClockWatch watch;
  const absl::Time now = absl::FromUnixSeconds(1'750'000'000);
  const ClockWatch::Steady steady;
  using std::chrono::seconds;
  EXPECT_EQ(watch.Look(now, steady), std::nullopt);
  EXPECT_EQ(watch.Look(now + absl::Milliseconds(9500), steady + seconds(10)), std::nullopt);
  EXPECT_EQ(watch.Look(now + absl::Hours(1), steady + seconds(11)), std::nullopt) << "set forward";
  EXPECT_EQ(watch.Look(now, steady + seconds(12)), absl::Hours(1) + absl::Seconds(1));
  EXPECT_EQ(watch.Look(now + absl::Seconds(1), steady + seconds(13)), std::nullopt) << "told once";
}

}  // namespace
}  // namespace congress::server
