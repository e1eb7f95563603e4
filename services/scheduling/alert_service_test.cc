#include "gmock/gmock.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using alerts::v1::Alert;
using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;

// Today is Monday 16 June 2025.
class AlertScene : public Scene {
 public:
  AlertScene() {
    MakePlan("p");
    EXPECT_THAT(
        MakePost("office", "head", StrCat("holders { person: 'persons/p-1' first_day ", Date(2025, 1, 1), " }")),
        IsOk());
    EXPECT_THAT(
        Call(&Bodies::CreateMembership, StrCat("parent: 'organisations/board' membership_id: 'm' membership { post: "
                                               "'organisations/office/posts/head' role: HEAD first_day ",
                                               Date(2025, 1, 1), "}")),
        IsOk());
    EXPECT_THAT(AddTask("p", "late", StrCat("due_date ", Date(2025, 6, 15))), IsOk());
    EXPECT_THAT(AddTask("p", "soon", StrCat("post: 'organisations/office/posts/head' due_date ", Date(2025, 6, 23))),
                IsOk());
    EXPECT_THAT(AddTask("p", "open", StrCat("owner: 'organisations/u1' due_date ", Date(2025, 6, 24))), IsOk());
    EXPECT_THAT(AddTask("p", "undated", StrCat("follow_up_date ", Date(2025, 6, 16))), IsOk());
    EXPECT_THAT(AddTask("p", "week",
                        StrCat("task_class: REGULAR coordinators: 'organisations/u1' start_date ", Date(2025, 6, 9),
                               "rhythm { every: WEEK due_day: 5 }")),
                IsOk());
  }
  std::vector<std::string> Told(const std::string& more, const std::string& binding = kAdmin) {
    const auto page = Call(&AlertLists::ListSchedulingAlerts, more, binding);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> told;
    if (!page.ok()) return told;
    for (const Alert& one : page->alerts()) {
      told.push_back(StrCat(one.resource().substr(sizeof("plans/p/tasks/") - 1), " ", Alert::Level_Name(one.level())));
    }
    return told;
  }
};

TEST(ListSchedulingAlerts, TellsTheMostUrgentFirst) {
  AlertScene scene;
  EXPECT_THAT(scene.Told(""),
              ElementsAre("week/occurrences/2025-w24 OVERDUE", "late OVERDUE", "undated DUE_SOON",
                          "week/occurrences/2025-w25 DUE_SOON", "soon DUE_SOON", "open OPEN", "undated OPEN"));
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&AlertLists::ListSchedulingAlerts, "page_size: 2"));
  EXPECT_EQ(page.alerts(0).description(), "task week of 47-KH/BCĐ, 2025-W24: Đề án (Văn phòng)");
  EXPECT_EQ(page.alerts(0).kind(), Alert::OCCURRENCE);
  EXPECT_NE(page.next_page_token(), "");
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto spoken, scene.Call(&AlertLists::ListSchedulingAlerts, "page_size: 3"));
  EXPECT_EQ(spoken.alerts(1).description(), "nhiệm vụ late của 47-KH/BCĐ: Đề án (Văn phòng)");
  EXPECT_EQ(spoken.alerts(2).description(), "đôn đốc nhiệm vụ undated của 47-KH/BCĐ: Đề án (Văn phòng)");
}

TEST(ListSchedulingAlerts, IsAskedForByWhoseItIsAndHowUrgent) {
  AlertScene scene;
  EXPECT_THAT(scene.Told("least: OVERDUE"), ElementsAre("week/occurrences/2025-w24 OVERDUE", "late OVERDUE"));
  EXPECT_THAT(scene.Told(StrCat("least: DUE_SOON until ", Date(2025, 6, 16))),
              ElementsAre("week/occurrences/2025-w24 OVERDUE", "late OVERDUE", "undated DUE_SOON"));
  EXPECT_THAT(scene.Told("organisation: 'organisations/u1'"),
              ElementsAre("week/occurrences/2025-w24 OVERDUE", "week/occurrences/2025-w25 DUE_SOON", "open OPEN"));
  EXPECT_THAT(scene.Told("post: 'organisations/office/posts/head'"), ElementsAre("soon DUE_SOON"));
  EXPECT_THAT(scene.Told("person: 'persons/p-1'"), ElementsAre("soon DUE_SOON"));
  EXPECT_THAT(scene.Told("person: 'persons/p-2'"), ElementsAre());
  EXPECT_THAT(scene.Told("organisation: 'organisations/board'"), ElementsAre());
  EXPECT_THAT(scene.Told("organisation: 'organisations/board' members: true"), ElementsAre("soon DUE_SOON"));
  EXPECT_THAT(scene.Told(StrCat("least: OVERDUE as_of ", Date(2025, 6, 14))),
              ElementsAre("week/occurrences/2025-w24 OVERDUE"));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/late'"), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/week' occurrence: '2025-W24'"), IsOk());
  EXPECT_THAT(scene.Told("least: OVERDUE"), ElementsAre());
}

TEST(ListSchedulingAlerts, ShowsWhatTheCallerMayRead) {
  AlertScene scene;
  EXPECT_EQ(scene.Told("", kReader).size(), 7u);
  EXPECT_THAT(scene.Told("", kStranger), ElementsAre());
  EXPECT_THAT(scene.Call(&AlertLists::ListSchedulingAlerts, "page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&AlertLists::ListSchedulingAlerts, "post: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling
