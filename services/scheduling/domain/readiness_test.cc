#include "services/scheduling/domain/readiness.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/scheduling/testing/days.h"

namespace congress::scheduling {
namespace {

v1::Meeting Meeting(const std::string& unit) {
  v1::Meeting meeting;
  meeting.set_name("congresses/x/meetings/" + unit);
  meeting.set_organisation("organisations/" + unit);
  meeting.set_title("Đại hội " + unit);
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
  ready.mutable_attendee()->set_person("post-1");
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
  meeting.mutable_attendee()->set_person("post-1");
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
