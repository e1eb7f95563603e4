#include "platform/alerts/alerts.h"

#include "gmock/gmock.h"

namespace congress::alerts {
namespace {

using v1::Alert;

constexpr absl::CivilDay kToday(2025, 6, 16);

TEST(Alerts, AreAsUrgentAsTheirDay) {
  EXPECT_EQ(LevelOf(std::nullopt, kToday), Alert::OPEN);
  EXPECT_EQ(LevelOf(kToday - 1, kToday), Alert::OVERDUE);
  EXPECT_EQ(LevelOf(kToday, kToday), Alert::DUE_SOON);
  EXPECT_EQ(LevelOf(kToday + kSoonDays, kToday), Alert::DUE_SOON);
  EXPECT_EQ(LevelOf(kToday + kSoonDays + 1, kToday), Alert::OPEN);
}

TEST(Alerts, AreInOneOrderForAllServices) {
  const Alert late = AlertOn(Alert::OPINIONS, "z", "", kToday - 1, kToday);
  const Alert later = AlertOn(Alert::TASK, "a", "", kToday, kToday);
  const Alert far = AlertOn(Alert::TASK, "a", "", kToday + 30, kToday);
  const Alert undated = AlertOn(Alert::TASK, "a", "", std::nullopt, kToday);
  EXPECT_TRUE(IsBefore(late, later));
  EXPECT_TRUE(IsBefore(later, far));
  EXPECT_TRUE(IsBefore(far, undated));
  EXPECT_FALSE(IsBefore(far, far));
  // Two posts that have not answered for one meeting.
  Alert one = later;
  Alert other = later;
  one.set_post("organisations/o/posts/a");
  other.set_post("organisations/o/posts/b");
  EXPECT_TRUE(IsBefore(one, other));
  EXPECT_FALSE(IsBefore(other, one));
}

}  // namespace
}  // namespace congress::alerts
