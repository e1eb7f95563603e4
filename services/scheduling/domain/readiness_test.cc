#include "services/scheduling/domain/readiness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/days.h"

namespace congress::scheduling {
namespace {

v1::Meeting Meeting(const std::string& unit) {
  v1::Meeting meeting;
  meeting.set_name("meetings/x-" + unit);
  meeting.set_organisation("organisations/" + unit);
  meeting.set_title("Đại hội " + unit);
  meeting.set_kind(v1::Meeting::CONGRESS);
  meeting.set_state(v1::Meeting::PLANNED);
  meeting.set_attended(true);
  *meeting.mutable_slots() = WholeDays({sample::kMonday});
  return meeting;
}

v1::Task Overdue(const std::string& code, const std::string& owner) {
  v1::Task task;
  task.set_name("plans/p/tasks/" + code);
  task.set_code(code);
  task.set_owner(owner);
  task.set_task_class(v1::Task::ONE_OFF);
  *task.mutable_due_date() = civil::ToDate(sample::kToday - 1);
  return task;
}

TEST(JudgeReadiness, FindsMissingMeetingsAttendeesAndRefusals) {
  v1::Meeting ready = Meeting("a");
  ready.mutable_attendee()->set_post("post-1");
  v1::Meeting declined = Meeting("c");
  declined.mutable_attendee()->set_reply(v1::Participant::DECLINED);
  const std::vector<v1::Meeting> meetings = {ready, Meeting("b"), declined};
  const auto readiness = JudgeReadiness("congresses/x", {"organisations/d", "organisations/a"}, meetings, {},
                                        sample::kToday, status::Language::kVietnamese);
  ASSERT_EQ(readiness.organisations_size(), 4);
  EXPECT_EQ(readiness.ready_count(), 1);
  EXPECT_TRUE(readiness.organisations(0).ready());
  const char* reasons[] = {"ATTENDEE_MISSING", "ATTENDEE_DECLINED", "MEETING_MISSING"};
  for (int i = 1; i < 4; ++i) {
    EXPECT_FALSE(readiness.organisations(i).ready());
    ASSERT_EQ(readiness.organisations(i).blockers_size(), 1);
    EXPECT_EQ(readiness.organisations(i).blockers(0).reason(), reasons[i - 1]);
  }
  EXPECT_EQ(readiness.organisations(3).blockers(0).resource(), "organisations/d");
}

std::vector<std::string> Reasons(const v1::OrganisationReadiness& row) {
  std::vector<std::string> reasons;
  for (const v1::Blocker& blocker : row.blockers()) reasons.push_back(blocker.reason());
  return reasons;
}

TEST(JudgeReadiness, TellsOfMissingDaysOfDaysOffAndOfWhoDeclined) {
  v1::Meeting meeting = Meeting("a");
  meeting.set_attended(false);
  const auto judge = [&](const WrongDays& wrong = {}) {
    return Reasons(
        JudgeReadiness("congresses/x", {}, {meeting}, {}, sample::kToday, status::Language::kVietnamese, wrong)
            .organisations(0));
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(judge(), ElementsAre());
  EXPECT_THAT(judge({.off = {{meeting.name(), sample::kMonday}}, .outside = {}}), ElementsAre("MEETING_ON_DAY_OFF"));
  EXPECT_THAT(judge({.off = {}, .outside = {{meeting.name(), sample::kMonday}}}), ElementsAre("OUTSIDE_WINDOW"));
  v1::Participant* chair = meeting.add_participants();
  chair->set_post("organisations/a/posts/chair");
  chair->set_role(v1::Participant::CHAIR);
  chair->set_reply(v1::Participant::DECLINED);
  EXPECT_THAT(judge(), ElementsAre("PARTICIPANT_DECLINED"));
  v1::Participant* other = meeting.add_participants();
  other->set_role(v1::Participant::STAND_IN);
  other->set_stands_in_for("organisations/a/posts/chair");
  EXPECT_THAT(judge(), ElementsAre());
  meeting.set_state(v1::Meeting::POSTPONED);
  EXPECT_THAT(judge(), ElementsAre("DAYS_MISSING"));
  meeting.set_state(v1::Meeting::HELD);
  EXPECT_THAT(judge(), ElementsAre()) << "what was held is ready";
  meeting.set_state(v1::Meeting::CANCELLED);
  EXPECT_EQ(JudgeReadiness("congresses/x", {}, {meeting}, {}, sample::kToday, status::Language::kVietnamese)
                .organisations_size(),
            0);
}

TEST(JudgeReadiness, PutsOtherMeetingsWhereTheirOrganisationIs) {
  v1::Meeting congress = Meeting("a");
  congress.set_attended(false);
  v1::Meeting preparatory = congress;
  preparatory.set_name("meetings/p");
  preparatory.set_kind(v1::Meeting::PREPARATORY);
  preparatory.clear_slots();
  auto readiness =
      JudgeReadiness("congresses/x", {}, {congress, preparatory}, {}, sample::kToday, status::Language::kVietnamese);
  EXPECT_THAT(Reasons(readiness.organisations(0)), ::testing::ElementsAre("DAYS_MISSING"));
  preparatory.set_organisation("organisations/elsewhere");
  readiness =
      JudgeReadiness("congresses/x", {}, {congress, preparatory}, {}, sample::kToday, status::Language::kVietnamese);
  EXPECT_EQ(readiness.organisations_size(), 1);
  ASSERT_EQ(readiness.blockers_size(), 1);
  EXPECT_EQ(readiness.blockers(0).resource(), "meetings/p");
}

TEST(JudgeReadiness, BlocksACongressWithoutAnyMeeting) {
  const auto readiness = JudgeReadiness("congresses/x", {}, {}, {}, sample::kToday, status::Language::kVietnamese);
  ASSERT_EQ(readiness.blockers_size(), 1);
  EXPECT_EQ(readiness.blockers(0).reason(), "NO_MEETINGS");
  EXPECT_EQ(JudgeReadiness("", {}, {}, {}, sample::kToday, status::Language::kVietnamese).blockers_size(), 0);
  EXPECT_EQ(JudgeReadiness("congresses/x", {"organisations/a"}, {}, {}, sample::kToday, status::Language::kVietnamese)
                .blockers_size(),
            0);
}

TEST(JudgeReadiness, PutsAnOverdueTaskWhereItsOwnerIs) {
  v1::Meeting meeting = Meeting("a");
  meeting.mutable_attendee()->set_post("post-1");
  const std::vector<v1::Task> tasks = {Overdue("1", "organisations/a"), Overdue("2", "Văn phòng Tỉnh ủy"),
                                       Overdue("3", "organisations/elsewhere")};
  const auto readiness =
      JudgeReadiness("congresses/x", {}, {meeting}, tasks, sample::kToday, status::Language::kVietnamese);
  ASSERT_EQ(readiness.organisations_size(), 1);
  EXPECT_FALSE(readiness.organisations(0).ready());
  EXPECT_EQ(readiness.organisations(0).blockers(0).resource(), "plans/p/tasks/1");
  EXPECT_EQ(readiness.blockers_size(), 2);
  EXPECT_EQ(JudgeReadiness("congresses/x", {}, {meeting}, tasks, sample::kToday - 1, status::Language::kVietnamese)
                .ready_count(),
            1);
}

}  // namespace
}  // namespace congress::scheduling
