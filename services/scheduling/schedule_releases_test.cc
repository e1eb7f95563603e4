#include <functional>

#include "absl/strings/str_replace.h"
#include "platform/civil/civil.h"
#include "platform/paper/layout.h"
#include "services/scheduling/schedule_service.h"
#include "services/scheduling/testing/schedule_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

TEST(SchedulePolicies, AreMadeReadListedAndChanged) {
  ScheduleScene scene;
  EXPECT_THAT(scene.Call(&Schedules::CreateSchedulePolicy, ScheduleScene::PolicyText("p", "")),
              StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Schedules::CreateSchedulePolicy,
                         ScheduleScene::PolicyText("q", "rules { rule: SOMEBODY_BUSY severity: IGNORE }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Schedules::CreateSchedulePolicy, ScheduleScene::PolicyText("q", ""), kStranger),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto changed, scene.Call(&Schedules::UpdateSchedulePolicy,
                                                      StrCat("policy { name: '", kPolicy, "' day_most: 3 }")));
  EXPECT_EQ(changed.day_most(), 3);
  EXPECT_EQ(changed.session_size(), 3);
  EXPECT_THAT(scene.Call(&Schedules::UpdateSchedulePolicy, StrCat("policy { name: '", kPolicy, "' day_level: 9 }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(
      scene.Call(&Schedules::UpdateSchedulePolicy, StrCat("policy { name: '", kPolicy, "' day_level: 2 } etag: 'old'")),
      StatusIs(support::kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Schedules::ListSchedulePolicies, "parent: 'congresses/x'"));
  EXPECT_EQ(list.policies_size(), 1);
  EXPECT_THAT(scene.Call(&Schedules::GetSchedulePolicy, StrCat("name: '", kPolicy, "'"), kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

class Placed : public ScheduleScene {
 public:
  Placed() {
    const auto run = RunNow();
    EXPECT_THAT(run, IsOk());
    EXPECT_THAT(Apply(*run), IsOk());
    ApproveAll();
  }
};

// A storm on its second day: what was held stays, and the day that was put off can be announced.
TEST(ScheduleReleases, OfACongressThatHasBegunTellTheDaysThatWerePutOff) {
  Placed scene;
  const std::string two_days = StrCat(
      "attendee { post: '", ScheduleScene::PostName(0),
      "' } slots { date { year: 2025 month: 8 day: 13 } part: DAY } slots { date { year: 2025 month: 8 day: 14 } "
      "part: DAY }");
  scene.Put(kMeetings, absl::StrReplaceAll(ScheduleScene::Meeting(1, two_days), {{"days: 1", "days: 2"}}));
  ASSERT_THAT(scene.Release(), IsOk());
  scene.service().SetNow(absl::FromCivil(absl::CivilDay(2025, 8, 13), civil::Zone()) + absl::Hours(20));
  const std::string from_today = StrCat("parent: 'congresses/x' policy: '", kPolicy, "' ");
  EXPECT_THAT(scene.Call(&Schedules::StartScheduleRun, from_today), StatusIs(kFailed, "NOTHING_TO_PLACE"))
      << "all have begun, one of them today";

  v1::Meeting meeting = scene.Stored(kMeetings, ScheduleScene::MeetingName(1));
  meeting.mutable_slots(1)->mutable_date()->set_day(15);
  scene.Put(kMeetings, meeting.ShortDebugString());
  ASSERT_OK_AND_ASSIGN(const auto release,
                       scene.Call(&Schedules::ReleaseSchedule, StrCat(from_today, "meetings: '", meeting.name(), "'")));
  ASSERT_EQ(release.changes_size(), 1);
  EXPECT_EQ(release.changes(0).meeting(), meeting.name());
  EXPECT_EQ(scene.Stored(kMeetings, meeting.name()).released().slots(1).date().day(), 15);
}

// What keeps a schedule from being judged at all is told alike by all who judge one.
TEST(ScheduleInputs, AreRefusedAlikeByRunsReleasesAndExplanations) {
  const std::string slot = "slots { date { year: 2025 month: 8 day: 6 } part: DAY } ";
  const auto put = [&](ScheduleScene* scene, int number, const std::string& more) {
    scene->Put(kMeetings, ScheduleScene::Meeting(number, slot + more));
  };
  const struct {
    const char* reason;
    std::function<void(ScheduleScene*)> spoil;
  } rows[] = {
      {"NOTHING_TO_PLACE",
       [&](ScheduleScene* scene) {
         for (int i = 1; i <= 6; ++i) put(scene, i, "state: CANCELLED");
       }},
      {"WINDOW_MISSING", [&](ScheduleScene* scene) { put(scene, 1, "window: 'congresses/x/windows/none'"); }},
      {"CALENDARS_DIFFER",
       [&](ScheduleScene* scene) {
         scene->Put(kCalendars,
                    "name: 'calendars/d' organisation: 'organisations/province' first_year: 2025 last_year: 2025");
         scene->Put(kWindows, ScheduleScene::Window("name: 'congresses/x/windows/other' calendar: 'calendars/d'"));
         put(scene, 1, "window: 'congresses/x/windows/other'");
       }},
      {"DATE_NOT_COVERED",
       [&](ScheduleScene* scene) {
         scene->Put(kWindows, ScheduleScene::Window("last_day { year: 2026 month: 1 day: 5 }"));
       }},
      {"NO_DAYS_LEFT", [&](ScheduleScene* scene) { put(scene, 1, "latest { year: 2025 month: 8 day: 1 }"); }},
      {"MEETINGS_IN_A_CIRCLE",
       [&](ScheduleScene* scene) {
         put(scene, 1, "after: 'meetings/x-u2'");
         put(scene, 2, "after: 'meetings/x-u1'");
       }},
  };
  const std::string policy = StrCat("policy: '", kPolicy, "' from_date { year: 2025 month: 7 day: 28 } ");
  for (const auto& row : rows) {
    ScheduleScene scene;
    for (int i = 1; i <= 6; ++i) put(&scene, i, "");
    row.spoil(&scene);
    EXPECT_THAT(scene.Call(&Schedules::StartScheduleRun, StrCat("parent: 'congresses/x' ", policy)),
                StatusIs(kFailed, row.reason));
    EXPECT_THAT(scene.Call(&Schedules::ReleaseSchedule, StrCat("parent: 'congresses/x' ", policy)),
                StatusIs(kFailed, row.reason));
    EXPECT_THAT(scene.Call(&Schedules::ExplainPlacement, StrCat("meeting: 'meetings/x-u3' ", policy)),
                StatusIs(kFailed, row.reason));
  }
}

TEST(ReleaseSchedule, AnnouncesAllAndTellsEachPost) {
  Placed scene;
  ASSERT_OK_AND_ASSIGN(const auto preview, scene.Release("validate_only: true"));
  EXPECT_EQ(preview.name(), "");
  EXPECT_EQ(preview.changes_size(), 6);
  EXPECT_FALSE(scene.Stored(kMeetings, "meetings/x-u1").has_released());
  ASSERT_OK_AND_ASSIGN(const auto release, scene.Release("note: 'Đợt 1'"));
  EXPECT_EQ(release.name(), "congresses/x/scheduleReleases/000001");
  EXPECT_EQ(release.changes(0).what(), v1::ScheduleRelease::Change::ANNOUNCED);
  int told = 0;
  for (const auto& notice : release.notices()) told += notice.meetings_size();
  EXPECT_EQ(told, 6);
  const v1::Meeting meeting = scene.Stored(kMeetings, "meetings/x-u1");
  EXPECT_EQ(meeting.state(), v1::Meeting::RELEASED);
  EXPECT_EQ(meeting.released().release(), release.name());
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Release());
  EXPECT_EQ(again.changes_size(), 0);
  EXPECT_EQ(again.unchanged_count(), 6);
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Schedules::ListScheduleReleases, "parent: 'congresses/x'"));
  ASSERT_EQ(list.releases_size(), 2);
  EXPECT_EQ(list.releases(1).SerializeAsString(), release.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto read,
                       scene.Call(&Schedules::GetScheduleRelease, StrCat("name: '", release.name(), "'")));
  EXPECT_EQ(read.SerializeAsString(), release.SerializeAsString());
  EXPECT_THAT(scene.Release("", "reader@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST(ReleaseSchedule, SomeMayBeAnnouncedBeforeOthers) {
  Placed scene;
  ASSERT_OK_AND_ASSIGN(const auto release, scene.Release("meetings: 'meetings/x-u2' meetings: 'meetings/x-u4'"));
  EXPECT_EQ(release.changes_size(), 2);
  EXPECT_FALSE(scene.Stored(kMeetings, "meetings/x-u1").has_released());
  EXPECT_TRUE(scene.Stored(kMeetings, "meetings/x-u4").has_released());
  EXPECT_THAT(scene.Release("meetings: 'meetings/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  scene.Put(kMeetings, "name: 'meetings/hop' organisation: 'organisations/province' kind: OTHER state: PLANNED");
  const auto others = scene.Release("meetings: 'meetings/hop' meetings: 'meetings/x-u1' meetings: 'meetings/none'");
  EXPECT_THAT(others, StatusIs(kFailed, "NOT_IN_SCHEDULE"));
  EXPECT_EQ(support::FieldsIn(others.status()), "meetings[0] meetings[2] ");
  EXPECT_THAT(scene.Release("policy: 'congresses/y/schedulePolicies/p'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Release("policy: 'congresses/x/schedulePolicies/no'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(ReleaseSchedule, RulesHoldItBackUntilTheyAreOverridden) {
  Placed scene;
  // Everybody attends from another group than the meeting's now, and a rule says that this blocks the release.
  ASSERT_THAT(scene.Call(&Schedules::UpdateSchedulePolicy,
                         StrCat("policy { name: '", kPolicy,
                                "' rules { rule: OTHER_GROUP severity: BLOCK_RELEASE weight: 10 } }")),
              IsOk());
  v1::Meeting meeting = scene.Stored(kMeetings, "meetings/x-u1");
  const std::string other =
      meeting.attendee().post() < ScheduleScene::PostName(2) ? ScheduleScene::PostName(3) : ScheduleScene::PostName(0);
  ASSERT_THAT(scene.Do([&](rpc::Call& call) {
    v1::Meeting changed = *kMeetings.Load(call, meeting.name());
    changed.mutable_attendee()->set_post(other);
    kMeetings.Put(call, changed);
    return absl::OkStatus();
  }),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto preview, scene.Release("validate_only: true"));
  ASSERT_EQ(preview.blockers_size(), 1);
  EXPECT_EQ(preview.blockers(0).rule(), v1::OTHER_GROUP);
  EXPECT_FALSE(preview.blockers(0).description().empty());
  const auto refused = scene.Release();
  EXPECT_THAT(refused, StatusIs(kFailed, "RELEASE_BLOCKED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "blockers"), StrCat("OTHER_GROUP meetings/x-u1 ", other));
  EXPECT_THAT(scene.Release("overrides { rule: OTHER_GROUP meeting: 'meetings/x-u2' reason: 'Nhầm' }"),
              StatusIs(kFailed, "RELEASE_BLOCKED"));
  ASSERT_OK_AND_ASSIGN(
      const auto release,
      scene.Release("overrides { rule: OTHER_GROUP meeting: 'meetings/x-u1' reason: 'Theo yêu cầu' }"));
  EXPECT_EQ(release.overrides_size(), 1);
}

TEST(ReleaseSchedule, WhatIsForbiddenIsNotOverridden) {
  Placed scene;
  v1::Meeting meeting = scene.Stored(kMeetings, "meetings/x-u1");
  const std::string day = StrCat("{ year: 2025 month: 8 day: ", meeting.slots(0).date().day(), " } ");
  scene.Put(kWindows, ScheduleScene::Window(StrCat("closed { first_day ", day, "last_day ", day, "reason: 'Bão' } ")));
  EXPECT_THAT(scene.Release("overrides { rule: OUTSIDE_DAYS reason: 'Vẫn họp' }"),
              StatusIs(kFailed, "RELEASE_BLOCKED"));
}

TEST(DeleteSchedulePolicy, IsRefusedWhileARunLooksOrAReleaseRestsOnIt) {
  Placed scene;
  const auto remove = [&](const std::string& id, const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&Schedules::DeleteSchedulePolicy, StrCat("name: 'congresses/x/schedulePolicies/", id, "' ", more),
                      binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto running, scene.Start());
  const auto refused = remove("p");
  EXPECT_THAT(refused, StatusIs(kFailed, "SCHEDULE_POLICY_IN_USE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "user"), "congresses/x/scheduleRuns/000002");
  scene.Finish(running);
  ASSERT_THAT(scene.Call(&Schedules::CreateSchedulePolicy, ScheduleScene::PolicyText("q", "")), IsOk());
  EXPECT_THAT(remove("q", "etag: '999'"), StatusIs(support::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(remove("q", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(remove("q", "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(remove("q"), IsOk());
  EXPECT_THAT(remove("q"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto release, scene.Release());
  const auto released = remove("p");
  EXPECT_THAT(released, StatusIs(kFailed, "SCHEDULE_POLICY_IN_USE"));
  EXPECT_EQ(support::MetadataIn(released.status(), "user"), release.name());
}

TEST(DeleteSchedulePolicy, LeavesRunsThatHaveEndedAndTheyAreNotAppliedAnyMore) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const auto run, scene.RunNow());
  ASSERT_THAT(scene.Call(&Schedules::DeleteSchedulePolicy, StrCat("name: '", kPolicy, "'")), IsOk());
  EXPECT_THAT(scene.Newest(), IsOk());
  EXPECT_THAT(scene.Apply(run), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

// What begins while the deletion is decided on makes it be decided on anew.
TEST(DeleteSchedulePolicy, DoesNotMissARunOrAReleaseThatComesMeanwhile) {
  class Racing : public Placed {
   public:
    void Expect(const std::function<absl::Status()>& meanwhile) {
      const ScheduleService service(runner_, paper::Layout::Default());
      const auto request = Parse<v1::DeleteSchedulePolicyRequest>(StrCat("name: '", kPolicy, "'"));
      int tries = 0;
      EXPECT_THAT(Do([&](rpc::Call& call) {
                    const absl::Status deleted = service.DeleteSchedulePolicy(call, request).status();
                    if (++tries == 1) {
                      EXPECT_THAT(deleted, IsOk());
                      EXPECT_THAT(meanwhile(), IsOk());
                    }
                    return deleted;
                  }),
                  StatusIs(kFailed, "SCHEDULE_POLICY_IN_USE"));
      EXPECT_EQ(tries, 2);
    }
  };
  Racing run;
  run.Expect([&] { return run.Start().status(); });
  Racing release;
  release.Expect([&] { return release.Release().status(); });
}

TEST(ExportScheduleRelease, SaysWhatIsNewAndWhoIsWhereAndStaysTheSame) {
  Placed scene;
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Release("meetings: 'meetings/x-u2' note: 'Đợt thử'"));
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Release());
  const auto write = [&](const v1::ScheduleRelease& release, const std::string& more,
                         const std::string& binding = "administrator@province") {
    return scene.Call(&Schedules::ExportScheduleRelease, StrCat("name: '", release.name(), "' ", more), binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto one, write(first, ""));
  EXPECT_EQ(one.content_type(), "text/plain; charset=utf-8");
  for (const char* told :
       {"(release 1)", "Đợt thử", "Announced anew: 1; as announced before: 0.", "organisations/u2", "Ủy viên"}) {
    EXPECT_THAT(one.content(), ::testing::HasSubstr(told));
  }
  EXPECT_THAT(one.content(), ::testing::Not(::testing::HasSubstr("organisations/u1")));
  ASSERT_OK_AND_ASSIGN(const auto two, write(second, ""));
  EXPECT_THAT(two.content(), ::testing::HasSubstr("Announced anew: 5; as announced before: 1."));
  EXPECT_THAT(two.content(), ::testing::HasSubstr("organisations/u2"));
  // What was cancelled later changes neither of them; the next release leaves it out.
  ASSERT_THAT(scene.Do([&](rpc::Call& call) {
    v1::Meeting meeting = *kMeetings.Load(call, "meetings/x-u2");
    meeting.set_state(v1::Meeting::CANCELLED);
    v1::Note& note = *meeting.add_notes();
    note.set_state("CANCELLED");
    *note.mutable_time() = civil::ToTimestamp(call.now() + absl::Hours(1));
    kMeetings.Put(call, meeting);
    return absl::OkStatus();
  }),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto again, write(second, ""));
  EXPECT_EQ(again.content(), two.content());
  scene.service().SetNow(scene.service().now() + absl::Hours(2));
  ASSERT_OK_AND_ASSIGN(const auto third, scene.Release());
  ASSERT_OK_AND_ASSIGN(const auto three, write(third, ""));
  EXPECT_THAT(three.content(), ::testing::Not(::testing::HasSubstr("organisations/u2")));
  for (const auto& [format, extension] :
       {std::pair("paper_format: DOCX", ".docx"), std::pair("paper_format: PDF", ".pdf"),
        std::pair("workbook: true", ".xlsx")}) {
    ASSERT_OK_AND_ASSIGN(const auto file, write(second, format));
    EXPECT_EQ(file.file_name(), StrCat("schedule-release", extension));
    EXPECT_FALSE(file.content().empty());
  }
  EXPECT_THAT(write(second, "", "reader@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(write(second, "", "inspector@province"), IsOk());
  EXPECT_THAT(write(second, "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

// The preparatory session takes half a day at most above the grassroots, as a policy says with its legal basis.
TEST(PreparatorySessions, AreAsLongAsThePolicySays) {
  Placed scene;
  const auto put = [&](const std::string& slots, const std::string& more = "") {
    scene.Put(kMeetings, StrCat("name: 'meetings/tb' organisation: 'organisations/u1' congress: 'congresses/x' kind: ",
                                "PREPARATORY state: PLANNED title: 'Phiên trù bị' window: 'congresses/x/windows/w' ",
                                slots, more));
  };
  const auto told = [&](const std::string& more = "") {
    const auto dry = scene.Release("validate_only: true " + more);
    EXPECT_THAT(dry, IsOk());
    std::string blockers;
    if (!dry.ok()) return blockers;
    for (const auto& one : dry->blockers()) blockers += StrCat(v1::ScheduleRule_Name(one.rule()), " ", one.meeting());
    return blockers;
  };
  const auto policy = [&](const std::string& more) {
    EXPECT_THAT(scene.Call(&Schedules::UpdateSchedulePolicy, StrCat("policy { name: '", kPolicy, "' ", more, " }")),
                IsOk());
  };
  put(Slot(5, "AFTERNOON"));
  EXPECT_EQ(told(), "");
  put(Hours(5, 8, 11));
  EXPECT_EQ(told(), "");
  for (const std::string& slots : {Slot(5), Hours(5, 10, 15), Slot(5, "AFTERNOON") + Slot(6, "MORNING")}) {
    put(slots);
    EXPECT_EQ(told(), "PREPARATORY_LONG meetings/tb") << slots;
  }
  EXPECT_THAT(scene.Release(), StatusIs(kFailed, "RELEASE_BLOCKED"));
  EXPECT_EQ(told("overrides { rule: PREPARATORY_LONG reason: 'Theo hướng dẫn riêng' }"), "");
  EXPECT_EQ(told(StrCat("meetings: '", ScheduleScene::MeetingName(2), "'")), "") << "of another unit";
  put(Slot(5), "state: CANCELLED");
  EXPECT_EQ(told(), "");
  put(Slot(5));
  scene.Put(kWindows, ScheduleScene::Window("level: GRASSROOTS"));
  EXPECT_EQ(told(), "");
  scene.Put(kWindows, ScheduleScene::Window(""));
  policy("preparatory_half_days: 2");
  EXPECT_EQ(told(), "");
  policy("preparatory_half_days: 1 rules { rule: PREPARATORY_LONG severity: BLOCK legal_basis: '45-CT/TW' }");
  EXPECT_EQ(told("overrides { rule: PREPARATORY_LONG reason: 'x' }"), "PREPARATORY_LONG meetings/tb");
  policy("rules { rule: PREPARATORY_LONG severity: IGNORE }");
  EXPECT_EQ(told(), "");
}

}  // namespace
}  // namespace congress::scheduling
