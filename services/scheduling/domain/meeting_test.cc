#include "services/scheduling/domain/meeting.h"

#include "google/rpc/error_details.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using sample::Add;
using sample::kOffice;
using sample::Placed;
using support::IsOk;
using support::StatusIs;

const auto kFieldsInvalid = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");

// What is said of which field.
std::vector<std::string> Faults(const absl::Status& status) {
  google::rpc::BadRequest details;
  std::vector<std::string> faults;
  if (!status::Detail(status, &details)) return faults;
  for (const auto& violation : details.field_violations()) {
    faults.push_back(StrCat(violation.field(), ": ", violation.description()));
  }
  return faults;
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

TEST(Meeting, HasAnIdOfAtMost63SignsThatTellsLongOnesApart) {
  EXPECT_EQ(MeetingName("congresses/x", "organisations/u1"), "meetings/x-u1");
  const std::string longest(60, 'c');
  const std::string one = MeetingName("congresses/" + longest, "organisations/a1");
  const std::string other = MeetingName("congresses/" + longest, "organisations/a2");
  EXPECT_EQ(one.size(), std::string("meetings/").size() + 63);
  EXPECT_NE(one, other);
}

TEST(CheckMeeting, TellsAllFaultsAtOnce) {
  v1::Meeting meeting;
  meeting.mutable_quorum()->set_numerator(3);
  meeting.mutable_quorum()->set_denominator(2);
  meeting.set_window("congresses/y/windows/w");
  Add(&meeting, "a", v1::Participant::CHAIR);
  Add(&meeting, "a", v1::Participant::STAND_IN);
  *meeting.mutable_earliest() = civil::ToDate(sample::kMonday);
  *meeting.mutable_latest() = civil::ToDate(sample::kMonday - 1);
  const absl::Status checked = CheckMeeting(meeting);
  EXPECT_THAT(checked, kFieldsInvalid);
  std::vector<std::string> fields;
  for (const std::string& fault : Faults(checked)) fields.push_back(fault.substr(0, fault.find(':')));
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre(
                          "meeting.organisation", "meeting.kind", "meeting.title", "meeting.window", "meeting.window",
                          "meeting.participants[1].post", "meeting.participants[1].stands_in_for",
                          "meeting.quorum.numerator", "meeting.latest"));
}

TEST(CheckMeeting, LetsAStandInComeForAnotherOfTheMeetingOnly) {
  v1::Meeting meeting = Placed({sample::kMonday});
  Add(&meeting, "a", v1::Participant::REQUIRED);
  Add(&meeting, "b", v1::Participant::STAND_IN);
  for (const auto& [whom, good] : {std::pair("a", true), std::pair("b", false), std::pair("c", false)}) {
    meeting.mutable_participants(1)->set_stands_in_for(kOffice + std::string(whom));
    EXPECT_EQ(CheckMeeting(meeting).ok(), good) << whom;
  }
}

TEST(CheckOrder, NamesTheCycle) {
  const std::map<std::string, std::vector<std::string>> after = {
      {"meetings/b", {"meetings/c", "meetings/d"}}, {"meetings/c", {"meetings/d"}}, {"meetings/d", {"meetings/a"}}};
  const auto after_of = [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
    const auto found = after.find(name);
    return found == after.end() ? std::vector<std::string>() : found->second;
  };
  v1::Meeting meeting;
  meeting.set_name("meetings/a");
  meeting.add_after("meetings/e");
  EXPECT_THAT(CheckOrder(meeting, after_of), IsOk());
  meeting.add_after("meetings/b");
  const absl::Status refused = CheckOrder(meeting, after_of);
  EXPECT_THAT(refused, kFieldsInvalid);
  EXPECT_THAT(
      Faults(refused),
      ::testing::ElementsAre(::testing::HasSubstr("meetings/a → meetings/b → meetings/c → meetings/d → meetings/a")));
}

TEST(MoveMeeting, ReleasesTheAttendeeAndAsksAgain) {
  v1::Meeting meeting = AssignMeeting(Placed({sample::kMonday}), kOffice + std::string("p"), "Ủy viên");
  Add(&meeting, "chair", v1::Participant::CHAIR);
  meeting.mutable_participants(0)->set_reply(v1::Participant::ACCEPTED);
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
    const char* with_reason;
  } rows[] = {
      {{sample::kMonday}, "", ""},
      {{sample::kMonday, sample::kMonday + 1}, "", ""},
      {{sample::kMonday + 1, sample::kMonday + 3}, "", ""},  // Across the holiday.
      {{sample::kMonday + 4, sample::kMonday + 7}, "", ""},  // Across the weekend.
      {{sample::kMonday + 11}, "", ""},                      // Last day of the window.
      {{}, "", ""},
      {{sample::kMonday - 3}, "OUTSIDE_WINDOW", "OUTSIDE_WINDOW"},
      {{sample::kMonday + 14}, "OUTSIDE_WINDOW", "OUTSIDE_WINDOW"},
      {{sample::kMonday + 2}, "NOT_WORKING_DAY", "NOT_WORKING_DAY"},
      {{sample::kMonday + 5}, "NOT_WORKING_DAY", "NOT_WORKING_DAY"},
      {{sample::kMonday, sample::kMonday + 3}, "NOT_WORKING_DAY", ""},
      {{sample::kMonday, sample::kMonday + 1, sample::kMonday + 3}, "MEETING_TOO_LONG", "MEETING_TOO_LONG"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(status::ReasonOf(CheckDays(Placed(row.days), Window(), Calendar(), "")), row.reason);
    EXPECT_EQ(status::ReasonOf(CheckDays(Placed(row.days), Window(), Calendar(), "theo đề nghị")), row.with_reason);
  }
}

TEST(CheckDays, KeepsClosedDaysFreeWhereTheyConcern) {
  v1::Window window = Window();
  v1::Window::Closure* storm = window.add_closed();
  *storm->mutable_first_day() = *storm->mutable_last_day() = civil::ToDate(sample::kMonday + 1);
  storm->set_reason("bão số 3");
  storm->add_areas("Ven biển");
  v1::Meeting meeting = Placed({sample::kMonday + 1});
  meeting.set_travel_area("Miền núi");
  EXPECT_THAT(CheckDays(meeting, window, Calendar(), ""), IsOk());
  meeting.set_travel_area("Ven biển");
  EXPECT_THAT(CheckDays(meeting, window, Calendar(), ""),
              StatusIs(absl::StatusCode::kFailedPrecondition, "OUTSIDE_WINDOW"));
  storm->clear_areas();
  meeting.clear_travel_area();
  EXPECT_EQ(support::MetadataIn(CheckDays(meeting, window, Calendar(), ""), "why"), "bão số 3");
}

TEST(CheckDays, WithoutWindowRefusesDaysOffUnlessThereIsAReason) {
  const v1::Meeting meeting = Placed({sample::kMonday + 5});
  EXPECT_THAT(CheckDays(meeting, Calendar(), ""), StatusIs(absl::StatusCode::kFailedPrecondition, "NOT_WORKING_DAY"));
  EXPECT_THAT(CheckDays(meeting, Calendar(), "họp khẩn"), IsOk());
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
      {"venue", [](v1::Meeting* m) { m->set_venue("Hội trường A"); }, 1},
      {"title", [](v1::Meeting* m) { m->set_title("Khác"); }, 1},
      {"agenda", [](v1::Meeting* m) { m->add_agenda()->set_title("Khai mạc"); }, 1},
      {"post", [](v1::Meeting* m) { Add(m, "a", v1::Participant::INVITED); }, 1},
      {"day", [](v1::Meeting* m) { *m->mutable_slots() = WholeDays({sample::kMonday + 1}); }, 1},
  };
  for (const auto& row : rows) {
    v1::Meeting after = before;
    row.change(&after);
    ASSERT_OK_AND_ASSIGN(const v1::Meeting amended, AmendMeeting(before, after, sample::Clerk(), ""));
    EXPECT_EQ(amended.sequence(), row.sequence) << row.what;
  }
}

TEST(AmendMeeting, KeepsAnswersUnlessTheDaysChange) {
  v1::Meeting before = AssignMeeting(Placed({sample::kMonday}), kOffice + std::string("p"), "Ủy viên");
  Add(&before, "a", v1::Participant::REQUIRED);
  before.mutable_participants(0)->set_reply(v1::Participant::DECLINED);
  before.mutable_participants(0)->set_reply_note("Bận");
  before.mutable_attendee()->set_reply(v1::Participant::ACCEPTED);
  v1::Meeting after = before;
  after.mutable_participants(0)->clear_reply();
  Add(&after, "b", v1::Participant::INVITED);
  after.mutable_participants(1)->set_reply(v1::Participant::ACCEPTED);
  ASSERT_OK_AND_ASSIGN(const v1::Meeting kept, AmendMeeting(before, after, sample::Clerk(), ""));
  EXPECT_EQ(kept.participants(0).reply(), v1::Participant::DECLINED);
  EXPECT_EQ(kept.participants(0).reply_note(), "Bận");
  EXPECT_EQ(kept.participants(1).reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(kept.attendee().reply(), v1::Participant::ACCEPTED);
  *after.mutable_slots() = WholeDays({sample::kMonday + 1});
  ASSERT_OK_AND_ASSIGN(const v1::Meeting moved, AmendMeeting(before, after, sample::Clerk(), ""));
  EXPECT_EQ(moved.participants(0).reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(moved.attendee().reply(), v1::Participant::REPLY_UNSPECIFIED);
  EXPECT_EQ(moved.attendee().post(), before.attendee().post());
}

TEST(AmendMeeting, LeavesSlotsThatArePastAsTheyAre) {
  const auto past = StatusIs(absl::StatusCode::kFailedPrecondition, "MEETING_PAST");
  const v1::Meeting begun = Placed({sample::kToday - 1, sample::kToday + 1});
  v1::Meeting after = begun;
  *after.mutable_slots() = WholeDays({sample::kToday - 1, sample::kToday + 2});
  EXPECT_THAT(AmendMeeting(begun, after, sample::Clerk(), ""), IsOk()) << "the rest may move";
  *after.mutable_slots() = WholeDays({sample::kToday + 1});
  EXPECT_THAT(AmendMeeting(begun, after, sample::Clerk(), ""), past);
  *after.mutable_slots() = WholeDays({sample::kToday - 2});
  EXPECT_THAT(AmendMeeting(Placed({sample::kToday}), after, sample::Clerk(), ""), past);
}

TEST(AmendMeeting, PlansAgainWhatWasPutOffAndNotesTheReason) {
  v1::Meeting before = Placed({});
  before.set_state(v1::Meeting::POSTPONED);
  v1::Meeting after = before;
  *after.mutable_slots() = WholeDays({sample::kMonday});
  ASSERT_OK_AND_ASSIGN(const v1::Meeting planned, AmendMeeting(before, after, sample::Clerk(), "hết bão"));
  EXPECT_EQ(planned.state(), v1::Meeting::PLANNED);
  ASSERT_EQ(planned.notes_size(), 1);
  EXPECT_EQ(planned.notes(0).state(), "PLANNED");
  EXPECT_EQ(planned.notes(0).reason(), "hết bão");
  EXPECT_EQ(planned.notes(0).account(), sample::Clerk().account);
}

TEST(AssignMeeting, CountsOnForAnotherPostOnly) {
  const std::string one = kOffice + std::string("one");
  const v1::Meeting once = AssignMeeting(Placed({sample::kMonday}), one, "Ủy viên");
  EXPECT_EQ(once.sequence(), 1);
  EXPECT_EQ(AssignMeeting(once, one, "Ủy viên").SerializeAsString(), once.SerializeAsString());
  EXPECT_EQ(AssignMeeting(once, kOffice + std::string("two"), "Ủy viên").sequence(), 2);
}

}  // namespace
}  // namespace congress::scheduling
