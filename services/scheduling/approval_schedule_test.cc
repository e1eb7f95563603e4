// Approvals within schedules: put in place by runs, kept where they stand, and what a release says of changed ones.
#include <map>

#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/testing/schedule_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using v1::ScheduleRun;

std::vector<v1::ApprovalSession> SessionsOf(ScheduleScene& scene) {
  std::vector<v1::ApprovalSession> sessions;
  EXPECT_THAT(scene.Do([&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(sessions, LoadSessions(call, "congresses/x"));
    return absl::OkStatus();
  }),
              IsOk());
  return sessions;
}
v1::UnitApproval ApprovalOf(ScheduleScene& scene, int number) {
  return scene.Stored(kUnitApprovals, StrCat("congresses/x/unitApprovals/u", number));
}
// As if it had been decided so.
void Decided(ScheduleScene& scene, int number, const std::string& documents) {
  v1::UnitApproval approval = ApprovalOf(scene, number);
  approval.clear_documents();
  scene.Put(kUnitApprovals, approval.DebugString() + "documents { " + documents + " }");
}

TEST(ScheduledApprovals, AreSessionsOfDayAndGroup) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  const auto sessions = SessionsOf(scene);
  ASSERT_EQ(sessions.size(), 2u);
  for (const auto& session : sessions) {
    EXPECT_EQ(session.units_size(), 3);
    const v1::Meeting meeting = scene.Stored(kMeetings, session.meeting());
    EXPECT_EQ(meeting.participants_size(), 2) << "the group is booked";
  }
  for (const auto& placement : run.placements()) {
    const v1::UnitApproval approval =
        scene.Stored(kUnitApprovals, StrCat("congresses/x/unitApprovals/", placement.organisation().substr(14)));
    const auto session = scene.Stored(kApprovalSessions, approval.session());
    EXPECT_EQ(session.group(), placement.group());
    EXPECT_EQ(civil::FromDate(session.date()), civil::FromDate(placement.approval_date()));
  }
  // What stands is found again, and nothing moves.
  ASSERT_OK_AND_ASSIGN(const ScheduleRun again, scene.RunNow());
  EXPECT_EQ(again.outcome(), ScheduleRun::FOUND);
  for (const auto& placement : again.placements()) EXPECT_FALSE(placement.approval_changed());
  ASSERT_THAT(scene.Apply(again), IsOk());
  EXPECT_EQ(SessionsOf(scene).size(), 2u);
  EXPECT_EQ(ApprovalOf(scene, 1).notes_size(), 1);
  EXPECT_THAT(scene.Release(), IsOk());
}

TEST(ScheduledApprovals, MoveWhatIsPlannedAndKeepWhatIsPinnedOrDone) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  const auto before = SessionsOf(scene);
  // One group is away on the day of its session, the other's session is pinned.
  const v1::ApprovalSession& moved = before[0];
  v1::ApprovalSession pinned = before[1];
  pinned.set_pinned(true);
  pinned.clear_state();
  scene.Put(kApprovalSessions, pinned.DebugString());
  const int first = moved.group() == "organisations/to-1" ? 0 : 2;
  const std::string day = moved.date().ShortDebugString();
  scene.Put(kPosts, StrCat("name: '", ScheduleScene::PostName(first), "' organisation: 'organisations/btv' absences { ",
                           "first_day { ", day, " } last_day { ", day, " } }"));
  ASSERT_OK_AND_ASSIGN(const ScheduleRun second, scene.RunNow());
  ASSERT_EQ(second.outcome(), ScheduleRun::FOUND);
  ASSERT_THAT(scene.Apply(second), IsOk());
  std::map<std::string, v1::ApprovalSession> after;
  for (auto& session : SessionsOf(scene)) after[session.name()] = session;
  EXPECT_NE(after[moved.name()].date().ShortDebugString(), day);
  EXPECT_EQ(after[moved.name()].units_size(), 3) << "the same session on another day";
  EXPECT_EQ(after[pinned.name()].date().ShortDebugString(), pinned.date().ShortDebugString());
  int placed = 0;
  for (const auto& placement : second.placements()) placed += placement.has_approval_date() ? 1 : 0;
  EXPECT_EQ(placed, 3) << "those of the pinned session are taken as approved";
}

TEST(ScheduledApprovals, WhatHasChangedIsApprovedAgainAndHoldsTheReleaseBack) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  const std::string approved = "outcome: APPROVED decided_date { year: 2025 month: 7 day: 29 } ";
  for (int i = 1; i <= 6; ++i) Decided(scene, i, approved + (i == 1 ? "changed_since: true" : ""));
  EXPECT_THAT(scene.Release(), StatusIs(kFailed, "RELEASE_BLOCKED"));
  ASSERT_OK_AND_ASSIGN(const auto dry, scene.Release("validate_only: true"));
  ASSERT_EQ(dry.blockers_size(), 1);
  EXPECT_EQ(dry.blockers(0).rule(), v1::APPROVAL_STALE);
  EXPECT_EQ(dry.blockers(0).meeting(), ScheduleScene::MeetingName(1));
  EXPECT_FALSE(dry.blockers(0).description().empty());
  EXPECT_THAT(scene.Release("overrides { rule: APPROVAL_STALE reason: 'Chỉ sửa lỗi chính tả' }"), IsOk());
  ASSERT_OK_AND_ASSIGN(const ScheduleRun again, scene.RunNow());
  int placed = 0;
  for (const auto& placement : again.placements()) placed += placement.has_approval_date() ? 1 : 0;
  EXPECT_EQ(placed, 1);
  ASSERT_THAT(scene.Apply(again), IsOk());
  const v1::UnitApproval anew = ApprovalOf(scene, 1);
  EXPECT_EQ(anew.round(), 2);
  EXPECT_EQ(anew.documents().outcome(), v1::ApprovalSubject::PENDING);
  EXPECT_EQ(ApprovalOf(scene, 2).round(), 1);
}

TEST(ScheduledApprovals, APolicySaysWhatChangedOnesMean) {
  const auto severity = [](const std::string& said) {
    ScheduleScene scene;
    const auto run = scene.RunNow();
    EXPECT_THAT(run, IsOk());
    EXPECT_THAT(scene.Apply(*run), IsOk());
    Decided(scene, 1, "outcome: APPROVED changed_since: true decided_date { year: 2025 month: 7 day: 29 } ");
    EXPECT_THAT(
        scene.Call(&Schedules::UpdateSchedulePolicy,
                   StrCat("policy { name: '", kPolicy, "' rules { rule: APPROVAL_STALE severity: ", said, " } }")),
        IsOk());
    return scene.Release("overrides { rule: APPROVAL_STALE reason: 'x' }").status();
  };
  EXPECT_THAT(severity("IGNORE"), IsOk());
  EXPECT_THAT(severity("BLOCK"), StatusIs(kFailed, "RELEASE_BLOCKED")) << "no override helps";
}

}  // namespace
}  // namespace congress::scheduling
