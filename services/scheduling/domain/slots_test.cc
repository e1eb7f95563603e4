#include "services/scheduling/domain/slots.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/scheduling/domain/booking.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using sample::Add;
using sample::Hours;
using sample::kMonday;
using sample::PartOf;
using support::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Status Check(const std::vector<v1::Slot>& slots) {
  status::Violations violations;
  CheckSlots({slots.begin(), slots.end()}, "slots", &violations);
  return violations.ToStatus();
}

TEST(IntervalsOf, SplitsADayAtNoonAndHoursAtMidnight) {
  EXPECT_THAT(IntervalsOf(PartOf(kMonday, v1::Slot::DAY)), ElementsAre(Interval{kMonday, 0, 1440}));
  EXPECT_THAT(IntervalsOf(PartOf(kMonday, v1::Slot::MORNING)), ElementsAre(Interval{kMonday, 0, 720}));
  EXPECT_THAT(IntervalsOf(PartOf(kMonday, v1::Slot::AFTERNOON)), ElementsAre(Interval{kMonday, 720, 1440}));
  EXPECT_THAT(IntervalsOf(Hours(kMonday, 480, 600)), ElementsAre(Interval{kMonday, 480, 600}));
  EXPECT_THAT(IntervalsOf(Hours(kMonday, 1320, 60)),
              ElementsAre(Interval{kMonday, 1320, 1440}, Interval{kMonday + 1, 0, 60}));
  EXPECT_THAT(IntervalsOf(Hours(kMonday, 1320, 0)), ElementsAre(Interval{kMonday, 1320, 1440})) << "until midnight";
  EXPECT_THAT(IntervalsOf(Hours(kMonday, 480, 480)),
              ElementsAre(Interval{kMonday, 480, 1440}, Interval{kMonday + 1, 0, 480}))
      << "a whole day and night";
}

TEST(CheckSlots, LetsSlotsTouchButNotOverlap) {
  const v1::Slot morning = PartOf(kMonday, v1::Slot::MORNING);
  const v1::Slot afternoon = PartOf(kMonday, v1::Slot::AFTERNOON);
  EXPECT_THAT(Check({morning, afternoon}), IsOk());
  EXPECT_THAT(Check({Hours(kMonday, 480, 600), Hours(kMonday, 600, 660)}), IsOk());
  EXPECT_THAT(Check({Hours(kMonday, 1320, 60), Hours(kMonday + 1, 60, 120)}), IsOk());
  const auto invalid = support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Check({afternoon, morning}), invalid) << "not in order";
  EXPECT_THAT(Check({morning, morning}), invalid) << "equal";
  EXPECT_THAT(Check({PartOf(kMonday, v1::Slot::DAY), Hours(kMonday, 480, 600)}), invalid) << "nested";
  EXPECT_THAT(Check({Hours(kMonday, 1320, 61), Hours(kMonday + 1, 60, 120)}), invalid) << "behind midnight";
}

TEST(CheckSlots, RefusesHoursThatAreNone) {
  const auto invalid = support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  v1::Slot slot = Hours(kMonday, 480, 600);
  slot.clear_end();
  EXPECT_THAT(Check({slot}), invalid);
  slot = Hours(kMonday, 480, 600);
  slot.set_part(v1::Slot::MORNING);
  EXPECT_THAT(Check({slot}), invalid);
  slot = Hours(kMonday, 480, 24 * 60);
  EXPECT_THAT(Check({slot}), invalid);
  slot = Hours(kMonday, 480, 600);
  slot.mutable_start()->set_seconds(1);
  EXPECT_THAT(Check({slot}), invalid);
  EXPECT_THAT(Check({PartOf(kMonday, v1::Slot::HOURS)}), invalid);
}

TEST(BookingsOf, BooksWhoHasToBeThereAndTheRoomOnceForEachPart) {
  EXPECT_THAT(BookingsOf(sample::Placed({kMonday})), IsEmpty());
  v1::Meeting meeting = sample::Placed({kMonday});
  const std::string chair = sample::kOffice + std::string("chair");
  meeting = AssignMeeting(meeting, chair, "Bí thư");
  Add(&meeting, "chair", v1::Participant::CHAIR);
  Add(&meeting, "guest", v1::Participant::INVITED);
  Add(&meeting, "away", v1::Participant::REQUIRED)->set_reply(v1::Participant::DECLINED);
  Add(&meeting, "instead", v1::Participant::STAND_IN);
  meeting.set_room("organisations/province/rooms/a");
  *meeting.add_slots() = Hours(kMonday + 1, 1320, 60);
  const std::string instead = sample::kOffice + std::string("instead");
  const auto of = [](const std::string& what) {
    return std::vector<Booking>{{what, kMonday, 0, 1440}, {what, kMonday + 1, 1320, 1440}, {what, kMonday + 2, 0, 60}};
  };
  std::vector<Booking> expected = of(chair);
  for (const std::string& what : {instead, meeting.room()}) {
    for (const Booking& booking : of(what)) expected.push_back(booking);
  }
  EXPECT_EQ(BookingsOf(meeting), expected);
  meeting.set_state(v1::Meeting::CANCELLED);
  EXPECT_THAT(BookingsOf(meeting), IsEmpty());
}

TEST(BookedDay, FindsEqualNestedAndOverlappingPartsAndLetsTouchingOnesBe) {
  v1::BookedDay day;
  const auto booking = [](int from, int to) { return Booking{"p", kMonday, from, to}; };
  Take(booking(600, 720), "meetings/a", &day);
  EXPECT_EQ(TakenBy(day, booking(600, 720), "meetings/b"), "meetings/a") << "equal";
  EXPECT_EQ(TakenBy(day, booking(630, 640), "meetings/b"), "meetings/a") << "within";
  EXPECT_EQ(TakenBy(day, booking(0, 1440), "meetings/b"), "meetings/a") << "around";
  EXPECT_EQ(TakenBy(day, booking(500, 601), "meetings/b"), "meetings/a") << "at the start";
  EXPECT_EQ(TakenBy(day, booking(719, 800), "meetings/b"), "meetings/a") << "at the end";
  EXPECT_EQ(TakenBy(day, booking(480, 600), "meetings/b"), std::nullopt) << "touches before";
  EXPECT_EQ(TakenBy(day, booking(720, 800), "meetings/b"), std::nullopt) << "touches behind";
  EXPECT_EQ(TakenBy(day, booking(600, 720), "meetings/a"), std::nullopt) << "its own";
  Take(booking(480, 600), "meetings/b", &day);
  EXPECT_EQ(day.intervals(0).meeting(), "meetings/b") << "in order";
  GiveBack(booking(600, 720), "meetings/a", &day);
  EXPECT_EQ(TakenBy(day, booking(600, 720), "meetings/c"), std::nullopt);
}

}  // namespace
}  // namespace congress::scheduling
