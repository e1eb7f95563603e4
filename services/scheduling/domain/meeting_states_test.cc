#include "services/scheduling/domain/meeting_states.h"

#include "platform/civil/civil.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using sample::Add;
using sample::Clerk;
using sample::kMonday;
using sample::kOffice;
using sample::Placed;
using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;
using State = v1::Meeting;

v1::Meeting In(v1::Meeting::State state) {
  v1::Meeting meeting = Placed({kMonday, kMonday + 1});
  if (state == State::RELEASED) return *Release(meeting, "", Clerk());
  meeting.set_state(state);
  return meeting;
}

v1::MeetingPresence Was(const std::string& id, v1::Participant::Presence presence, const std::string& by = "") {
  v1::MeetingPresence was;
  was.set_post(kOffice + id);
  was.set_presence(presence);
  if (!by.empty()) was.set_represented_by(kOffice + by);
  return was;
}

// What each verb answers in each state.
TEST(MeetingStates, FollowTheTable) {
  const auto postpone = [](const v1::Meeting& meeting) { return Postpone(meeting, {}, Clerk()).status(); };
  const auto hold = [](const v1::Meeting& meeting) { return Hold(meeting, {}, Clerk(kMonday)).status(); };
  const struct {
    v1::Meeting::State state;
    const char* release;
    const char* cancel;
    const char* postpone;
    const char* hold;
    const char* correct;
    const char* erase;
  } rows[] = {
      {State::PLANNED, "", "", "", "", "MEETING_NOT_HELD", ""},
      {State::RELEASED, "", "", "", "", "MEETING_NOT_HELD", "MEETING_RELEASED"},
      {State::POSTPONED, "MEETING_WITHOUT_DAYS", "", "MEETING_POSTPONED", "", "MEETING_NOT_HELD", ""},
      {State::HELD, "MEETING_HELD", "MEETING_HELD", "MEETING_HELD", "MEETING_HELD", "", "MEETING_HELD"},
      {State::CANCELLED, "MEETING_CANCELLED", "MEETING_CANCELLED", "MEETING_CANCELLED", "MEETING_CANCELLED",
       "MEETING_NOT_HELD", "MEETING_CANCELLED"},
  };
  v1::CorrectMeetingRequest correction;
  correction.set_minutes("12-BB");
  for (const auto& row : rows) {
    const v1::Meeting meeting = In(row.state);
    const std::string name = v1::Meeting::State_Name(row.state);
    EXPECT_EQ(status::ReasonOf(Release(meeting, "", Clerk()).status()), row.release) << name;
    EXPECT_EQ(status::ReasonOf(Cancel(meeting, "bão", Clerk()).status()), row.cancel) << name;
    EXPECT_EQ(status::ReasonOf(postpone(meeting)), row.postpone) << name;
    EXPECT_EQ(status::ReasonOf(hold(meeting)), row.hold) << name;
    EXPECT_EQ(status::ReasonOf(Correct(meeting, correction, Clerk(kMonday)).status()), row.correct) << name;
    EXPECT_EQ(status::ReasonOf(CheckDeletable(meeting)), row.erase) << name;
  }
}

TEST(Release, KeepsWhatWasAnnouncedAndCountsOnWhatIsAnnouncedAnew) {
  ASSERT_OK_AND_ASSIGN(v1::Meeting meeting, Release(Placed({kMonday}), "congresses/x/scheduleReleases/1", Clerk()));
  EXPECT_EQ(meeting.state(), State::RELEASED);
  EXPECT_EQ(meeting.sequence(), 0);
  EXPECT_EQ(meeting.released().release(), "congresses/x/scheduleReleases/1");
  EXPECT_EQ(meeting.notes(0).state(), "RELEASED");
  v1::Meeting moved = meeting;
  *moved.mutable_slots() = WholeDays({kMonday + 1});
  ASSERT_OK_AND_ASSIGN(moved, AmendMeeting(meeting, moved, Clerk(), ""));
  EXPECT_EQ(moved.state(), State::RELEASED);
  EXPECT_TRUE(moved.differs_from_release());
  EXPECT_EQ(moved.sequence(), 0) << "nobody is shown it yet";
  EXPECT_EQ(DaysOf(AsShown(moved)).front(), kMonday);
  ASSERT_OK_AND_ASSIGN(moved, Release(moved, "", Clerk()));
  EXPECT_FALSE(moved.differs_from_release());
  EXPECT_EQ(moved.sequence(), 1);
  EXPECT_EQ(DaysOf(AsShown(moved)).front(), kMonday + 1);
  v1::Meeting retitled = moved;
  retitled.set_title("Khác");
  ASSERT_OK_AND_ASSIGN(retitled, AmendMeeting(moved, retitled, Clerk(), ""));
  EXPECT_EQ(retitled.sequence(), 2) << "a title is shown at once";
}

TEST(Cancel, IsShownAtOnce) {
  ASSERT_OK_AND_ASSIGN(const v1::Meeting cancelled, Cancel(In(State::RELEASED), "bão số 3", Clerk()));
  EXPECT_EQ(cancelled.sequence(), 1);
  EXPECT_EQ(cancelled.notes(1).reason(), "bão số 3");
  EXPECT_TRUE(IsCalledOff(cancelled, cancelled.slots(0)));
}

TEST(Postpone, KeepsTheDaysBeforeAndTakesTheNewOnes) {
  v1::PostponeMeetingRequest request;
  request.set_reason("bão số 3");
  *request.mutable_from_date() = civil::ToDate(kMonday + 1);
  ASSERT_OK_AND_ASSIGN(const v1::Meeting rest, Postpone(In(State::RELEASED), request, Clerk()));
  EXPECT_EQ(rest.state(), State::POSTPONED);
  EXPECT_EQ(DaysOf(rest), std::vector{kMonday});
  EXPECT_EQ(rest.sequence(), 1);
  EXPECT_FALSE(IsCalledOff(rest, rest.released().slots(0)));
  EXPECT_TRUE(IsCalledOff(rest, rest.released().slots(1)));
  *request.mutable_slots() = WholeDays({kMonday + 7});
  ASSERT_OK_AND_ASSIGN(const v1::Meeting again, Postpone(In(State::RELEASED), request, Clerk()));
  EXPECT_EQ(again.state(), State::PLANNED);
  EXPECT_EQ(DaysOf(again), (std::vector{kMonday, kMonday + 7}));
  EXPECT_TRUE(IsCalledOff(again, again.released().slots(1))) << "until the new days are announced";
  request.clear_from_date();
  ASSERT_OK_AND_ASSIGN(const v1::Meeting all, Postpone(In(State::PLANNED), request, Clerk()));
  EXPECT_EQ(DaysOf(all), std::vector{kMonday + 7});
  *request.mutable_slots() = WholeDays({sample::kToday - 1});
  EXPECT_THAT(Postpone(In(State::PLANNED), request, Clerk()), StatusIs(kFailed, "MEETING_PAST"));
  *request.mutable_slots() = WholeDays({kMonday + 7, kMonday + 7});
  EXPECT_THAT(Postpone(In(State::PLANNED), request, Clerk()), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// A chair who accepted, two who have to be there, a guest.
v1::Meeting Called() {
  v1::Meeting meeting = Placed({kMonday});
  Add(&meeting, "chair", v1::Participant::CHAIR)->set_reply(v1::Participant::ACCEPTED);
  Add(&meeting, "a", v1::Participant::REQUIRED);
  Add(&meeting, "b", v1::Participant::REQUIRED);
  Add(&meeting, "guest", v1::Participant::INVITED);
  meeting.mutable_quorum()->set_numerator(2);
  meeting.mutable_quorum()->set_denominator(3);
  return meeting;
}

TEST(Hold, PresumesWhatWasAnsweredAndCountsTheQuorum) {
  v1::MeetingHeld held;
  ASSERT_OK_AND_ASSIGN(const v1::Meeting alone, Hold(Called(), held, Clerk(kMonday)));
  EXPECT_EQ(alone.participants(0).presence(), v1::Participant::PRESENT);
  EXPECT_EQ(alone.participants(1).presence(), v1::Participant::ABSENT);
  EXPECT_FALSE(alone.quorum_met()) << "one of three; that it was held is recorded all the same";
  *held.add_attendance() = Was("guest", v1::Participant::PRESENT);
  EXPECT_FALSE(Hold(Called(), held, Clerk(kMonday))->quorum_met()) << "guests do not count";
  *held.add_attendance() = Was("a", v1::Participant::REPRESENTED, "x");
  held.set_minutes("12-BB/TU");
  ASSERT_OK_AND_ASSIGN(const v1::Meeting enough, Hold(Called(), held, Clerk(kMonday)));
  EXPECT_TRUE(enough.quorum_met()) << "two of three";
  EXPECT_EQ(enough.participants(1).represented_by(), kOffice + std::string("x"));
  EXPECT_EQ(enough.minutes(), "12-BB/TU");
  v1::Meeting replaced = Called();
  v1::Participant* instead = Add(&replaced, "c", v1::Participant::STAND_IN);
  instead->set_stands_in_for(kOffice + std::string("b"));
  instead->set_reply(v1::Participant::ACCEPTED);
  EXPECT_TRUE(Hold(replaced, {}, Clerk(kMonday))->quorum_met()) << "who stands in counts for the other";
}

TEST(Hold, IsRecordedFromTheFirstDayOnWithTheDaysThatItWas) {
  EXPECT_THAT(Hold(Called(), {}, Clerk(kMonday - 1)), StatusIs(kFailed, "MEETING_NOT_YET"));
  EXPECT_THAT(Hold(Placed({}), {}, Clerk(kMonday)), StatusIs(kFailed, "MEETING_WITHOUT_DAYS"));
  v1::MeetingHeld held;
  *held.mutable_slots() = WholeDays({kMonday - 3});
  ASSERT_OK_AND_ASSIGN(const v1::Meeting earlier, Hold(Called(), held, Clerk(kMonday - 1)));
  EXPECT_EQ(DaysOf(earlier), std::vector{kMonday - 3});
}

TEST(Hold, RefusesPresencesThatAreNone) {
  v1::MeetingHeld held;
  *held.add_attendance() = Was("stranger", v1::Participant::PRESENT);
  EXPECT_THAT(Hold(Called(), held, Clerk(kMonday)), StatusIs(kFailed, "PERSON_NOT_INVITED"));
  for (const auto& wrong : {Was("a", v1::Participant::REPRESENTED), Was("a", v1::Participant::PRESENT, "x")}) {
    held.clear_attendance();
    *held.add_attendance() = wrong;
    EXPECT_THAT(Hold(Called(), held, Clerk(kMonday)), StatusIs(kInvalid, "FIELDS_INVALID"));
  }
  held.clear_attendance();
  for (int i = 0; i < 2; ++i) *held.add_attendance() = Was("a", v1::Participant::PRESENT);
  EXPECT_THAT(Hold(Called(), held, Clerk(kMonday)), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Correct, KeepsWhatStoodThereBefore) {
  const v1::Meeting held = *Hold(Called(), {}, Clerk(kMonday));
  v1::CorrectMeetingRequest request;
  request.set_reason("ghi nhầm");
  EXPECT_THAT(Correct(held, request, Clerk(kMonday)), StatusIs(kInvalid, "FIELDS_INVALID")) << "nothing to correct";
  *request.add_attendance() = Was("a", v1::Participant::PRESENT);
  *request.mutable_slots() = WholeDays({kMonday - 1});
  ASSERT_OK_AND_ASSIGN(const v1::Meeting corrected, Correct(held, request, Clerk(kMonday)));
  EXPECT_TRUE(corrected.quorum_met());
  EXPECT_EQ(corrected.state(), State::HELD);
  ASSERT_EQ(corrected.corrections_size(), 1);
  EXPECT_EQ(corrected.corrections(0).reason(), "ghi nhầm");
  EXPECT_EQ(corrected.corrections(0).attendance(0).presence(), v1::Participant::ABSENT);
  EXPECT_EQ(DaysOf(corrected.corrections(0).slots()), std::vector{kMonday});
  *request.mutable_slots() = WholeDays({kMonday + 1});
  EXPECT_THAT(Correct(held, request, Clerk(kMonday)), StatusIs(kFailed, "MEETING_NOT_YET"));
  *request.mutable_attendance(0) = Was("stranger", v1::Participant::PRESENT);
  EXPECT_THAT(Correct(held, request, Clerk(kMonday)), StatusIs(kFailed, "PERSON_NOT_INVITED"));
}

v1::ReplyMeetingRequest Answer(const std::string& id, v1::Participant::Reply reply, const std::string& instead = "") {
  v1::ReplyMeetingRequest request;
  request.set_post(kOffice + id);
  request.set_reply(reply);
  request.set_note("Bận");
  if (!instead.empty()) request.set_stand_in(kOffice + instead);
  return request;
}

TEST(Reply, AsksAnotherInsteadUntilTheFirstComesAfterAll) {
  const absl::Time now = Clerk().now;
  ASSERT_OK_AND_ASSIGN(const v1::Meeting declined, Reply(Called(), Answer("a", v1::Participant::DECLINED, "c"), now));
  ASSERT_EQ(declined.participants_size(), 5);
  EXPECT_EQ(declined.participants(1).reply_note(), "Bận");
  EXPECT_EQ(declined.participants(4).role(), v1::Participant::STAND_IN);
  EXPECT_EQ(declined.participants(4).stands_in_for(), kOffice + std::string("a"));
  ASSERT_OK_AND_ASSIGN(const v1::Meeting other, Reply(declined, Answer("a", v1::Participant::DECLINED, "d"), now));
  ASSERT_EQ(other.participants_size(), 5);
  EXPECT_EQ(other.participants(4).post(), kOffice + std::string("d"));
  ASSERT_OK_AND_ASSIGN(const v1::Meeting after_all, Reply(other, Answer("a", v1::Participant::ACCEPTED), now));
  EXPECT_EQ(after_all.participants_size(), 4);
}

TEST(Reply, PutsAStandInInPlaceOfTheAttendee) {
  const v1::Meeting meeting = AssignMeeting(Placed({kMonday}), kOffice + std::string("p"), "Ủy viên");
  ASSERT_OK_AND_ASSIGN(const v1::Meeting declined,
                       Reply(meeting, Answer("p", v1::Participant::DECLINED, "q"), Clerk().now));
  EXPECT_EQ(declined.attendee().post(), kOffice + std::string("q"));
  EXPECT_EQ(declined.attendee().stands_in_for(), kOffice + std::string("p"));
  EXPECT_EQ(declined.attendee().reply(), v1::Participant::REPLY_UNSPECIFIED);
}

TEST(Reply, RefusesStrangersAndStandInsThatAreNone) {
  const absl::Time now = Clerk().now;
  EXPECT_THAT(Reply(Called(), Answer("x", v1::Participant::ACCEPTED), now), StatusIs(kFailed, "PERSON_NOT_INVITED"));
  EXPECT_THAT(Reply(Called(), Answer("a", v1::Participant::ACCEPTED, "c"), now), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Reply(Called(), Answer("a", v1::Participant::DECLINED, "b"), now), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Reply(In(State::HELD), Answer("a", v1::Participant::ACCEPTED), now), StatusIs(kFailed, "MEETING_HELD"));
}

}  // namespace
}  // namespace congress::scheduling
