#include "services/scheduling/domain/attendance.h"

#include <algorithm>
#include <functional>
#include <random>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/schedule_checker.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;
using ::testing::IsEmpty;

const auto kInfeasible = StatusIs(absl::StatusCode::kFailedPrecondition, "ATTENDANCE_INFEASIBLE");
const auto kUnlevel = StatusIs(absl::StatusCode::kFailedPrecondition, "ATTENDANCE_UNLEVEL");

v1::Meeting Meeting(int id, const std::vector<CivilDay>& days) {
  v1::Meeting meeting;
  meeting.set_name(StrCat("meetings/x-u", 1000 + id));
  meeting.set_organisation(StrCat("organisations/u", 1000 + id));
  *meeting.mutable_slots() = WholeDays(days);
  return meeting;
}

std::vector<v1::Attendee> Posts(int count) {
  std::vector<v1::Attendee> posts;
  for (int i = 0; i < count; ++i) {
    v1::Attendee& post = posts.emplace_back();
    post.set_post(StrCat("post-", 100 + i));
    post.set_title(StrCat("Ủy viên ", i));
  }
  return posts;
}

void Block(v1::Attendee* post, CivilDay day) { *post->add_unavailable_dates() = civil::ToDate(day); }

std::vector<std::string> Judge(const AttendanceTask& task, const std::vector<int>& chosen) {
  ScheduleChecker checker;
  checker.first_day = 0;
  checker.last_day = 1'000'000;
  checker.most_per_day = 1'000'000;
  for (const v1::Attendee& post : task.attendees) {
    std::set<long>& closed = checker.posts[post.post()];
    for (const auto& date : post.unavailable_dates()) closed.insert(ScheduleChecker::DayNumber(date));
    for (const auto& unit : post.forbidden_organisations()) checker.forbidden.emplace(post.post(), unit);
  }
  std::vector<v1::Meeting> meetings = task.meetings;
  for (size_t i = 0; i < meetings.size(); ++i) {
    checker.duration[meetings[i].organisation()] = meetings[i].slots_size();
    meetings[i].mutable_attendee()->set_post(task.attendees[static_cast<size_t>(chosen[i])].post());
  }
  return checker.Judge(meetings);
}

// The province's size: `count` meetings over six weeks, every `two_day_share`-th of two days.
std::vector<v1::Meeting> ManyMeetings(int count, int two_day_share) {
  std::vector<v1::Meeting> meetings;
  for (int i = 0; i < count; ++i) {
    const int64_t week = i % 6;
    const CivilDay first = sample::kMonday + 7 * week + (i / 6) % 4;
    std::vector<CivilDay> days = {first};
    if (two_day_share > 0 && i % two_day_share == 0) days.push_back(first + 1);
    meetings.push_back(Meeting(i, days));
  }
  return meetings;
}

TEST(AssignAttendees, LevelsTheNumbersAndPassesTheChecker) {
  for (const int two_day_share : {0, 1, 2, 3}) {
    const AttendanceTask task{ManyMeetings(130, two_day_share), Posts(17)};
    ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
    EXPECT_THAT(Judge(task, chosen), IsEmpty()) << two_day_share;
  }
}

TEST(AssignAttendees, RespectsWhatIsUnavailableAndForbidden) {
  std::mt19937 random(20250825);
  for (int round = 0; round < 10; ++round) {
    AttendanceTask task{ManyMeetings(130, 2), Posts(17)};
    for (v1::Attendee& post : task.attendees) {
      for (int day = 0; day < 42; ++day) {
        if (random() % 10 == 0) Block(&post, sample::kMonday + day);
      }
      for (const v1::Meeting& meeting : task.meetings) {
        if (random() % 10 == 0) post.add_forbidden_organisations(meeting.organisation());
      }
    }
    ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
    EXPECT_THAT(Judge(task, chosen), IsEmpty()) << round;
  }
}

TEST(AssignAttendees, DoesNotDependOnTheOrderOfItsInput) {
  const AttendanceTask task{ManyMeetings(60, 3), Posts(9)};
  ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
  AttendanceTask reversed = task;
  std::reverse(reversed.meetings.begin(), reversed.meetings.end());
  std::reverse(reversed.attendees.begin(), reversed.attendees.end());
  ASSERT_OK_AND_ASSIGN(const auto other, AssignAttendees(reversed));
  for (size_t i = 0; i < chosen.size(); ++i) {
    EXPECT_EQ(task.attendees[static_cast<size_t>(chosen[i])].post(),
              reversed.attendees[static_cast<size_t>(other[chosen.size() - 1 - i])].post());
  }
}

TEST(AssignAttendees, HonoursEveryPreferenceThatLevelNumbersAllow) {
  AttendanceTask task{ManyMeetings(12, 0), Posts(3)};
  for (int i = 0; i < 12; ++i) {
    task.attendees[static_cast<size_t>((i + 1) % 3)].add_preferred_organisations(
        task.meetings[static_cast<size_t>(i)].organisation());
  }
  ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
  for (int i = 0; i < 12; ++i) EXPECT_EQ(chosen[static_cast<size_t>(i)], (i + 1) % 3);
}

TEST(AssignAttendees, KeepsTheAttendeeOfAPinnedMeeting) {
  AttendanceTask task{ManyMeetings(6, 0), Posts(3)};
  task.meetings[4].set_pinned(true);
  task.meetings[4].mutable_attendee()->set_post("post-102");
  ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
  EXPECT_EQ(chosen[4], 2);
  task.attendees.pop_back();
  EXPECT_THAT(AssignAttendees(task), kInfeasible);
}

TEST(AssignAttendees, KeepsAwayWhoChairsElsewhereOnThatDay) {
  AttendanceTask task{{Meeting(0, {sample::kMonday}), Meeting(1, {sample::kMonday})}, Posts(2)};
  auto* chair = task.meetings[0].add_participants();
  chair->set_post("post-100");
  chair->set_role(v1::Participant::CHAIR);
  ASSERT_OK_AND_ASSIGN(const auto chosen, AssignAttendees(task));
  EXPECT_EQ(chosen, (std::vector<int>{0, 1}));
  task.meetings[1] = Meeting(1, {sample::kMonday + 1});
  *task.meetings[1].add_participants() = *chair;
  EXPECT_THAT(AssignAttendees(task), IsOk());
}

TEST(AssignAttendees, NamesTheDayAndThePostsThatAreTooFew) {
  AttendanceTask task{{Meeting(0, {sample::kMonday}), Meeting(1, {sample::kMonday}), Meeting(2, {sample::kMonday + 1})},
                      Posts(3)};
  Block(&task.attendees[0], sample::kMonday);
  Block(&task.attendees[2], sample::kMonday);
  const absl::Status status = AssignAttendees(task).status();
  EXPECT_THAT(status, kInfeasible);
  EXPECT_EQ(support::MetadataIn(status, "days"), "2025-08-04");
  EXPECT_EQ(support::MetadataIn(status, "posts"), "post-101");
  EXPECT_EQ(support::MetadataIn(status, "missing"), "1");
}

TEST(AssignAttendees, NamesThePostsThatCannotBeLevelled) {
  AttendanceTask task{ManyMeetings(12, 0), Posts(3)};
  for (int day = 0; day < 42; ++day) Block(&task.attendees[1], sample::kMonday + day);
  const absl::Status status = AssignAttendees(task).status();
  EXPECT_THAT(status, kUnlevel);
  EXPECT_EQ(support::MetadataIn(status, "posts"), "post-101");
  EXPECT_EQ(support::MetadataIn(status, "least"), "0");
  EXPECT_EQ(support::MetadataIn(status, "most"), "6");
}

// Every way to assign, by trying: whether any exists, and whether a level one does.
std::pair<bool, bool> ByTrying(const AttendanceTask& task) {
  bool covered = false;
  bool level = false;
  std::vector<int> chosen;
  const std::function<void()> descend = [&] {
    if (level) return;
    if (chosen.size() == task.meetings.size()) {
      covered = true;
      level = Judge(task, chosen).empty();
      return;
    }
    const v1::Meeting& meeting = task.meetings[chosen.size()];
    for (size_t post = 0; post < task.attendees.size(); ++post) {
      if (!MayAttend(task.attendees[post], meeting)) continue;
      bool busy = false;
      for (size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i] != static_cast<int>(post)) continue;
        for (const CivilDay mine : DaysOf(task.meetings[i])) {
          for (const CivilDay day : DaysOf(meeting)) busy = busy || mine == day;
        }
      }
      if (busy) continue;
      chosen.push_back(static_cast<int>(post));
      descend();
      chosen.pop_back();
    }
  };
  descend();
  return {covered, level};
}

TEST(AssignAttendees, AgreesWithTryingEverythingOnSmallCases) {
  std::mt19937 random(20251002);
  int outcomes[3] = {0, 0, 0};
  for (int round = 0; round < 2000; ++round) {
    AttendanceTask task{{}, Posts(2 + static_cast<int>(random() % 3))};
    const int count = 2 + static_cast<int>(random() % 5);
    for (int i = 0; i < count; ++i) {
      const CivilDay first = sample::kMonday + static_cast<int>(random() % 4);
      std::vector<CivilDay> days = {first};
      if (random() % 2 == 0) days.push_back(first + 1);
      task.meetings.push_back(Meeting(i, days));
    }
    for (v1::Attendee& post : task.attendees) {
      for (int day = 0; day < 5; ++day) {
        if (random() % 5 == 0) Block(&post, sample::kMonday + day);
      }
      for (const v1::Meeting& meeting : task.meetings) {
        if (random() % 5 == 0) post.add_forbidden_organisations(meeting.organisation());
      }
    }
    const auto [covered, level] = ByTrying(task);
    const auto chosen = AssignAttendees(task);
    if (level) {
      ++outcomes[0];
      ASSERT_THAT(chosen, IsOk()) << round;
      EXPECT_THAT(Judge(task, *chosen), IsEmpty()) << round;
    } else {
      ++outcomes[covered ? 1 : 2];
      EXPECT_EQ(status::ReasonOf(chosen.status()), covered ? "ATTENDANCE_UNLEVEL" : "ATTENDANCE_INFEASIBLE") << round;
    }
  }
  for (const int seen : outcomes) EXPECT_GT(seen, 40);
}

TEST(AssignAttendees, EndsOnceNobodyWaits) {
  AttendanceTask task{ManyMeetings(30, 1), Posts(5)};
  int asked = 0;
  task.wanted = [&] {
    ++asked;
    return absl::DeadlineExceededError("late");
  };
  EXPECT_TRUE(absl::IsDeadlineExceeded(AssignAttendees(task).status()));
  EXPECT_EQ(asked, 1) << "and asks no more";
}

TEST(AssignAttendees, GivesUpWithoutClaimingAProof) {
  AttendanceTask task{ManyMeetings(30, 1), Posts(5), 3};
  EXPECT_THAT(AssignAttendees(task), StatusIs(absl::StatusCode::kResourceExhausted, "SEARCH_EXHAUSTED"));
}

TEST(CheckAttendees, RefusesPostsTwiceAndWhatIsBothPreferredAndForbidden) {
  auto posts = Posts(2);
  EXPECT_THAT(CheckAttendees(posts), IsOk());
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  posts[1].set_post(posts[0].post());
  EXPECT_THAT(CheckAttendees(posts), refused);
  posts = Posts(1);
  posts[0].add_preferred_organisations("organisations/a");
  posts[0].add_forbidden_organisations("organisations/a");
  EXPECT_THAT(CheckAttendees(posts), refused);
  posts = Posts(1);
  posts[0].add_preferred_areas("Miền núi");
  posts[0].add_forbidden_areas("Miền núi");
  EXPECT_THAT(CheckAttendees(posts), refused);
}

TEST(MayAttend, KnowsUnitsAndAreas) {
  v1::Meeting meeting = Meeting(0, {sample::kMonday});
  meeting.set_travel_area("Miền núi");
  v1::Attendee post = Posts(1)[0];
  EXPECT_TRUE(MayAttend(post, meeting));
  EXPECT_FALSE(Prefers(post, meeting));
  post.add_preferred_areas("Miền núi");
  EXPECT_TRUE(Prefers(post, meeting));
  post.add_forbidden_areas("Miền núi");
  EXPECT_FALSE(MayAttend(post, meeting));
}

}  // namespace
}  // namespace congress::scheduling
