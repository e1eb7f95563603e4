#include "services/allocation/domain/delegation/standing.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"

namespace congress::allocation {
namespace {

using sample::kRecorded;
using State = v1::Delegate;

TEST(StateOn, FollowsTheDaysOfAReplacement) {
  const v1::Delegate left = sample::Ended(sample::Person("d", "a"), kRecorded + 5, "r");
  const v1::Delegate followed = sample::Promoted(sample::Person("r", "a", v1::RESERVE, 1), "d", kRecorded + 5);
  const struct {
    int day;
    v1::Delegate::State left;
    v1::Delegate::State followed;
  } cases[] = {
      {-1, State::STATE_UNSPECIFIED, State::STATE_UNSPECIFIED},
      {0, State::SEATED, State::IN_RESERVE},
      {4, State::SEATED, State::IN_RESERVE},
      {5, State::REPLACED, State::SEATED},
      {50, State::REPLACED, State::SEATED},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(StateOn(left, kRecorded + c.day), c.left) << c.day;
    EXPECT_EQ(StateOn(followed, kRecorded + c.day), c.followed) << c.day;
    // At every moment from the recording on the seat is held once.
    if (c.day >= 0) {
      EXPECT_NE(HoldsSeatOn(left, kRecorded + c.day), HoldsSeatOn(followed, kRecorded + c.day)) << c.day;
    }
  }
  EXPECT_EQ(StateOf(left), State::REPLACED);
  EXPECT_EQ(StateOf(sample::Ended(sample::Person("d", "a"), kRecorded)), State::WITHDRAWN);
  EXPECT_EQ(StateOf(sample::Person("r", "a", v1::RESERVE, 1)), State::IN_RESERVE);
  EXPECT_EQ(StateOf(followed), State::SEATED);
}

TEST(HoldsSeatOn, DoesNotAskWhenItWasRecorded) {
  EXPECT_TRUE(HoldsSeatOn(sample::Person("d", "a"), kRecorded - 30));
  EXPECT_FALSE(HoldsSeatOn(sample::Person("r", "a", v1::RESERVE, 1), kRecorded));
}

TEST(ConvocationOn, IsTheLastRecordFromItsDayOn) {
  const v1::Delegate delegate = sample::Summoned(sample::Summoned(sample::Person("d", "a"), kRecorded), kRecorded + 3);
  EXPECT_EQ(ConvocationOn(sample::Person("d", "a"), kRecorded), nullptr);
  EXPECT_EQ(ConvocationOn(delegate, kRecorded + 2), nullptr) << "the first record was wrong";
  ASSERT_NE(ConvocationOn(delegate, kRecorded + 3), nullptr);
  EXPECT_EQ(civil::FromDate(ConvocationOn(delegate, kRecorded + 3)->date()), kRecorded + 3);
}

TEST(AttendanceOn, TheLastRecordOfASessionHolds) {
  v1::Delegate delegate = sample::At(sample::Person("d", "a"), "s1", v1::Attendance::PRESENT, kRecorded);
  delegate = sample::At(delegate, "s2", v1::Attendance::ABSENT, kRecorded + 1);
  EXPECT_TRUE(WasPresent(delegate, kRecorded));
  delegate = sample::At(delegate, "s1", v1::Attendance::ABSENT, kRecorded);
  EXPECT_FALSE(WasPresent(delegate, kRecorded + 9)) << "corrected";
  EXPECT_EQ(delegate.attendance_size(), 3) << "nothing is lost";
  EXPECT_EQ(AttendanceOn(delegate, kRecorded + 1).size(), 2u);
  ASSERT_EQ(AttendanceOn(delegate, kRecorded).size(), 1u);
  EXPECT_EQ(AttendanceOn(delegate, kRecorded)[0]->presence(), v1::Attendance::ABSENT);
}

}  // namespace
}  // namespace congress::allocation
