#include "services/scheduling/domain/meeting_alerts.h"

#include "gmock/gmock.h"
#include "platform/status/strings.h"
#include "services/scheduling/testing/meetings.h"

namespace congress::scheduling {
namespace {

using Alert = alerts::v1::Alert;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kMonday(2025, 8, 4);

// Announced for Tuesday and Wednesday, with a chair, a member and a guest.
v1::Meeting Announced() {
  v1::Meeting meeting = sample::Placed({kMonday + 1, kMonday + 2});
  meeting.set_title("Đại hội");
  meeting.set_state(v1::Meeting::RELEASED);
  sample::Add(&meeting, "chair", v1::Participant::CHAIR)->set_title("Bí thư");
  sample::Add(&meeting, "member", v1::Participant::REQUIRED);
  sample::Add(&meeting, "guest", v1::Participant::INVITED);
  return meeting;
}

std::vector<std::string> Posts(const std::vector<Waiting>& waiting) {
  std::vector<std::string> posts;
  for (const Waiting& one : waiting) posts.push_back(one.alert.post().substr(sizeof(sample::kOffice) - 1));
  return posts;
}
std::vector<std::string> Silent(const v1::Meeting& meeting, absl::CivilDay day = kMonday) {
  return Posts(RepliesDue(meeting, day, status::Language::kEnglish));
}

TEST(RepliesDue, AreOfWhoHasToBeThereUntilTheMeetingIsOver) {
  v1::Meeting meeting = Announced();
  EXPECT_THAT(Silent(meeting), ElementsAre("chair", "member"));
  EXPECT_THAT(Silent(meeting, kMonday + 3), IsEmpty());
  const auto due = RepliesDue(meeting, kMonday, status::Language::kVietnamese);
  EXPECT_EQ(due[0].alert.description(), "Đại hội: Bí thư chưa báo dự họp");
  EXPECT_EQ(due[0].alert.level(), Alert::DUE_SOON);
  EXPECT_THAT(due[0].bodies, ElementsAre("organisations/province"));
  meeting.mutable_participants(0)->set_reply(v1::Participant::ACCEPTED);
  meeting.mutable_participants(1)->set_reply(v1::Participant::DECLINED);
  EXPECT_THAT(Silent(meeting), IsEmpty());
  // Nobody is asked before it is announced.
  meeting = Announced();
  meeting.set_state(v1::Meeting::PLANNED);
  EXPECT_THAT(Silent(meeting), IsEmpty());
}

TEST(PostsAway, AreThoseThatMissADayWithoutAStandIn) {
  v1::Meeting meeting = Announced();
  v1::Post away;
  v1::PostAbsence* absence = away.add_absences();
  *absence->mutable_first_day() = civil::ToDate(kMonday + 2);
  *absence->mutable_last_day() = civil::ToDate(kMonday + 9);
  const auto told = [&](absl::CivilDay day = kMonday) {
    const auto find = [&](const std::string& post) { return post.ends_with("member") ? &away : nullptr; };
    return PostsAway(meeting, find, day, status::Language::kEnglish);
  };
  const auto first = told();
  EXPECT_THAT(Posts(first), ElementsAre("member"));
  EXPECT_EQ(civil::FromDate(first[0].alert.day()), kMonday + 2);
  EXPECT_THAT(told(kMonday + 3), IsEmpty());
  sample::Add(&meeting, "deputy", v1::Participant::STAND_IN)->set_stands_in_for(StrCat(sample::kOffice, "member"));
  EXPECT_THAT(told(), IsEmpty());
}

TEST(ClosingAlert, CountsCongressesThatAreNotHeld) {
  v1::Window window;
  window.set_name("congresses/x/windows/w");
  window.set_level(v1::Window::ABOVE_GRASSROOTS);
  *window.mutable_last_day() = civil::ToDate(kMonday + 7);
  std::vector<v1::Meeting> meetings = {Announced(), Announced()};
  const auto told = [&](absl::CivilDay day) { return ClosingAlert(window, meetings, day, status::Language::kEnglish); };
  EXPECT_FALSE(told(kMonday - 1).has_value());
  const auto closing = told(kMonday);
  ASSERT_TRUE(closing.has_value());
  EXPECT_EQ(closing->alert.description(), "2 congresses of the window not held (above the grassroots)");
  EXPECT_EQ(closing->alert.level(), Alert::DUE_SOON);
  EXPECT_EQ(told(kMonday + 8)->alert.level(), Alert::OVERDUE);
  meetings[0].set_state(v1::Meeting::HELD);
  meetings[1].set_state(v1::Meeting::CANCELLED);
  EXPECT_FALSE(told(kMonday).has_value());
  meetings[1].set_state(v1::Meeting::PLANNED);
  meetings[1].set_window("congresses/x/windows/other");
  EXPECT_FALSE(told(kMonday).has_value());
}

}  // namespace
}  // namespace congress::scheduling
