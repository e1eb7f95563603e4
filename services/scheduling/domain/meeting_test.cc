#include "services/scheduling/domain/meeting.h"

#include "platform/civil/civil.h"
#include "services/scheduling/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Meeting Placed(const std::vector<CivilDay>& days) {
  v1::MeetingUnit unit;
  unit.set_organisation("organisations/unit-1");
  unit.set_display_name("phường Thành Vinh");
  return MoveMeeting(NewMeeting("congresses/x", unit), "congresses/x/windows/w", days);
}

void Add(v1::Meeting* meeting, const std::string& person, v1::Participant::Role role) {
  auto* participant = meeting->add_participants();
  participant->set_person(person);
  participant->set_role(role);
}

v1::Window Window() {
  v1::Window window;
  *window.mutable_first_day() = civil::ToDate(sample::kMonday);
  *window.mutable_last_day() = civil::ToDate(sample::kMonday + 11);
  window.set_longest_days(2);
  return window;
}

WorkingDays Calendar() {
  v1::Calendar calendar;
  calendar.set_first_year(2025);
  calendar.set_last_year(2025);
  *calendar.add_holidays()->mutable_date() = civil::ToDate(sample::kMonday + 2);
  return WorkingDays(calendar);
}

TEST(Meeting, IsNamedAfterItsUnitAndBeginsWithSequenceZero) {
  const v1::Meeting meeting = Placed({sample::kMonday});
  EXPECT_EQ(meeting.name(), "congresses/x/meetings/unit-1");
  EXPECT_EQ(meeting.title(), "Đại hội Đảng bộ phường Thành Vinh");
  EXPECT_EQ(meeting.sequence(), 0);
  v1::MeetingUnit unit;
  unit.set_organisation("organisations/unit-1");
  unit.set_display_name("Đảng bộ phường Thành Vinh");
  EXPECT_EQ(NewMeeting("congresses/x", unit).title(), "Đại hội Đảng bộ phường Thành Vinh");
}

TEST(MoveMeeting, ReleasesTheAttendeeAndAsksAgain) {
  v1::Meeting meeting = AssignMeeting(Placed({sample::kMonday}), "post-1", "Ủy viên");
  Add(&meeting, "chair", v1::Participant::CHAIR);
  ASSERT_OK_AND_ASSIGN(meeting, ReplyMeeting(meeting, "chair", v1::Participant::ACCEPTED, "Có mặt"));
  const v1::Meeting same = MoveMeeting(meeting, meeting.window(), {sample::kMonday});
  EXPECT_EQ(same.SerializeAsString(), meeting.SerializeAsString());
  const v1::Meeting moved = MoveMeeting(meeting, meeting.window(), {sample::kMonday + 1});
  EXPECT_FALSE(moved.has_attendee());
  EXPECT_EQ(moved.participants(0).reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(moved.sequence(), meeting.sequence() + 1);
}

TEST(CheckDays, HoldsDaysAgainstWindowAndCalendar) {
  const struct {
    std::vector<CivilDay> days;
    const char* reason;
  } rows[] = {
      {{sample::kMonday}, ""},
      {{sample::kMonday, sample::kMonday + 1}, ""},
      {{sample::kMonday + 1, sample::kMonday + 3}, ""},  // Across the holiday.
      {{sample::kMonday + 4, sample::kMonday + 7}, ""},  // Across the weekend.
      {{sample::kMonday + 11}, ""},                      // Last day of the window.
      {{}, "FIELDS_INVALID"},
      {{sample::kMonday - 3}, "OUTSIDE_WINDOW"},
      {{sample::kMonday + 14}, "OUTSIDE_WINDOW"},
      {{sample::kMonday + 2}, "NOT_WORKING_DAY"},
      {{sample::kMonday + 5}, "NOT_WORKING_DAY"},
      {{sample::kMonday, sample::kMonday + 3}, "NOT_WORKING_DAY"},
      {{sample::kMonday + 1, sample::kMonday}, "NOT_WORKING_DAY"},
      {{sample::kMonday, sample::kMonday}, "NOT_WORKING_DAY"},
      {{sample::kMonday, sample::kMonday + 1, sample::kMonday + 3}, "MEETING_TOO_LONG"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(status::ReasonOf(CheckDays(Placed(row.days), Window(), Calendar())), row.reason);
  }
}

TEST(AmendMeeting, CountsTheSequenceOnOnlyForWhatACalendarShows) {
  const v1::Meeting before = Placed({sample::kMonday});
  const struct {
    const char* what;
    void (*change)(v1::Meeting*);
    int sequence;
  } rows[] = {
      {"nothing", [](v1::Meeting*) {}, 0},
      {"pin", [](v1::Meeting* m) { m->set_pinned(true); }, 0},
      {"area", [](v1::Meeting* m) { m->set_travel_area("Miền núi"); }, 0},
      {"room", [](v1::Meeting* m) { m->set_room("Hội trường A"); }, 1},
      {"title", [](v1::Meeting* m) { m->set_title("Khác"); }, 1},
      {"agenda", [](v1::Meeting* m) { m->add_agenda()->set_title("Khai mạc"); }, 1},
      {"person", [](v1::Meeting* m) { Add(m, "a", v1::Participant::INVITED); }, 1},
      {"day", [](v1::Meeting* m) { *m->mutable_dates(0) = civil::ToDate(sample::kMonday + 1); }, 1},
  };
  for (const auto& row : rows) {
    v1::Meeting after = before;
    row.change(&after);
    ASSERT_OK_AND_ASSIGN(const v1::Meeting amended, AmendMeeting(before, after));
    EXPECT_EQ(amended.sequence(), row.sequence) << row.what;
  }
}

TEST(AmendMeeting, KeepsAnswersUnlessTheDaysChange) {
  v1::Meeting before = AssignMeeting(Placed({sample::kMonday}), "post-1", "Ủy viên");
  Add(&before, "a", v1::Participant::REQUIRED);
  ASSERT_OK_AND_ASSIGN(before, ReplyMeeting(before, "a", v1::Participant::DECLINED, "Bận"));
  ASSERT_OK_AND_ASSIGN(before, ReplyMeeting(before, "post-1", v1::Participant::ACCEPTED, ""));
  v1::Meeting after = before;
  after.mutable_participants(0)->clear_reply();
  Add(&after, "b", v1::Participant::INVITED);
  after.mutable_participants(1)->set_reply(v1::Participant::ACCEPTED);
  ASSERT_OK_AND_ASSIGN(const v1::Meeting kept, AmendMeeting(before, after));
  EXPECT_EQ(kept.participants(0).reply(), v1::Participant::DECLINED);
  EXPECT_EQ(kept.participants(0).reply_note(), "Bận");
  EXPECT_EQ(kept.participants(1).reply(), v1::Participant::REPLY_UNSPECIFIED);
  *after.mutable_dates(0) = civil::ToDate(sample::kMonday + 1);
  ASSERT_OK_AND_ASSIGN(const v1::Meeting moved, AmendMeeting(before, after));
  EXPECT_EQ(moved.participants(0).reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(moved.attendee().reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(moved.attendee().person(), "post-1");
}

TEST(AmendMeeting, RefusesAPersonTwiceAndAnEmptyTitle) {
  const v1::Meeting before = Placed({sample::kMonday});
  v1::Meeting after = before;
  Add(&after, "a", v1::Participant::CHAIR);
  Add(&after, "a", v1::Participant::INVITED);
  EXPECT_THAT(AmendMeeting(before, after), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  after = before;
  after.clear_title();
  EXPECT_THAT(AmendMeeting(before, after), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(AssignMeeting, CountsOnForAnotherPostOnly) {
  const v1::Meeting once = AssignMeeting(Placed({sample::kMonday}), "post-1", "Ủy viên");
  EXPECT_EQ(once.sequence(), 1);
  EXPECT_EQ(AssignMeeting(once, "post-1", "Ủy viên").SerializeAsString(), once.SerializeAsString());
  EXPECT_EQ(AssignMeeting(once, "post-2", "Ủy viên").sequence(), 2);
}

TEST(ReplyMeeting, RefusesAStranger) {
  EXPECT_THAT(ReplyMeeting(Placed({sample::kMonday}), "nobody", v1::Participant::ACCEPTED, ""),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PERSON_NOT_INVITED"));
}

TEST(BookingsOf, BooksWhoHasToBeThereAndTheRoomEachDayOnce) {
  EXPECT_THAT(BookingsOf(Placed({sample::kMonday})), IsEmpty());
  v1::Meeting meeting = AssignMeeting(Placed({sample::kMonday, sample::kMonday + 1}), "post-1", "Ủy viên");
  Add(&meeting, "post-1", v1::Participant::CHAIR);
  Add(&meeting, "guest", v1::Participant::INVITED);
  meeting.set_room("A");
  EXPECT_THAT(BookingsOf(meeting), ElementsAre(Booking{Booking::Kind::kPerson, "post-1", sample::kMonday},
                                               Booking{Booking::Kind::kPerson, "post-1", sample::kMonday + 1},
                                               Booking{Booking::Kind::kRoom, "A", sample::kMonday},
                                               Booking{Booking::Kind::kRoom, "A", sample::kMonday + 1}));
}

}  // namespace
}  // namespace congress::scheduling
