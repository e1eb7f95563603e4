// Approvals within schedules: put in place by runs, kept where they stand, and what a release says of changed ones.
#include <algorithm>
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

TEST(ScheduledApprovals, WhatHasChangedIsApprovedAgain) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  scene.ApproveAll();
  scene.Decide(1, ScheduleScene::Approved("changed_since: true "));
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

// A schedule that is in place, of which nothing is decided yet.
class Undecided : public ScheduleScene {
 public:
  Undecided() {
    const auto run = RunNow();
    EXPECT_THAT(run, IsOk());
    EXPECT_THAT(Apply(*run), IsOk());
  }
  absl::StatusOr<v1::ScheduleRelease> ReleaseAs(annotations::v1::Grade clearance, const std::string& more) {
    return CallAs(&Schedules::ReleaseSchedule,
                  StrCat("parent: 'congresses/x' policy: '", kPolicy, "' from_date ", Date(2025, 7, 28), more),
                  clearance);
  }
  // What keeps the release back.
  std::vector<std::string> Blockers() {
    const auto dry = ReleaseAs(annotations::v1::SENSITIVE, "validate_only: true");
    EXPECT_THAT(dry, IsOk());
    std::vector<std::string> told;
    if (!dry.ok()) return told;
    for (const auto& blocker : dry->blockers()) {
      told.push_back(StrCat(v1::ScheduleRule_Name(blocker.rule()), " ", blocker.meeting(), " ", blocker.description()));
    }
    return told;
  }
};

TEST(UnapprovedCongresses, HoldTheReleaseBackHoweverTheyAreNotApproved) {
  Undecided scene;
  EXPECT_EQ(scene.Blockers().size(), 6u) << "planned for a session";
  scene.ApproveAll();
  EXPECT_THAT(scene.Blockers(), ::testing::IsEmpty());
  const std::string decided = "decided_date { year: 2025 month: 7 day: 29 } ";
  const std::string conditions = "conditions { text: 'Sửa phần nhân sự' } ";
  EXPECT_THAT(
      (scene.Decide(1, StrCat("documents { outcome: CONDITIONAL ", decided, conditions, "}")), scene.Blockers()),
      ::testing::IsEmpty());
  const std::string waits = StrCat("NOT_APPROVED ", ScheduleScene::MeetingName(1), " not approved as it is now");
  const auto told = ::testing::ElementsAre(waits);
  for (const std::string& so :
       {StrCat("documents { outcome: RETURNED ", decided, "}"), std::string("documents { outcome: PENDING }"),
        ScheduleScene::Approved("changed_since: true "), ScheduleScene::Approved() + "personnel { outcome: PENDING }",
        ScheduleScene::Approved() + "personnel { outcome: RETURNED }",
        ScheduleScene::Approved() + "personnel { outcome: APPROVED changed_since: true }"}) {
    scene.Decide(1, so);
    EXPECT_THAT(scene.Blockers(), told) << so;
    EXPECT_THAT(scene.Release(), StatusIs(kFailed, "RELEASE_BLOCKED"));
  }
  // Nothing was ever planned for it, and no group is named.
  scene.Decide(1, ScheduleScene::Approved());
  v1::Meeting meeting = scene.Stored(kMeetings, ScheduleScene::MeetingName(2));
  meeting.clear_approval_group();
  scene.Put(kMeetings, meeting.DebugString());
  EXPECT_THAT(scene.Do([](rpc::Call& call) {
    kUnitApprovals.Delete(call, "congresses/x/unitApprovals/u2");
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(scene.Blockers(), ::testing::ElementsAre(::testing::HasSubstr(ScheduleScene::MeetingName(2))));
  ASSERT_OK_AND_ASSIGN(const auto released,
                       scene.Release("overrides { rule: NOT_APPROVED reason: 'Được duyệt bằng văn bản' }"));
  EXPECT_EQ(released.overrides_size(), 1);
  // Who sees that the documents are approved would know of the rest.
  const std::string name = StrCat("name: '", released.name(), "'");
  EXPECT_EQ(scene.Call(&Schedules::GetScheduleRelease, name)->overrides_size(), 1);
  const auto uncleared = annotations::v1::PERSONAL;
  EXPECT_EQ(scene.CallAs(&Schedules::GetScheduleRelease, name, uncleared)->overrides_size(), 0);
  EXPECT_EQ(
      scene.CallAs(&Schedules::ListScheduleReleases, "parent: 'congresses/x'", uncleared)->releases(0).overrides_size(),
      0);
  ASSERT_OK_AND_ASSIGN(const auto paper, scene.CallAs(&Schedules::ExportScheduleRelease, name, uncleared));
  EXPECT_THAT(paper.paper().ShortDebugString(), ::testing::Not(::testing::HasSubstr("bằng văn bản")));
}

// Documents are seen by all: what is kept back although they are approved would tell of the personnel.
TEST(UnapprovedCongresses, TellNobodyOfPersonnelByWhatIsKeptBack) {
  Undecided scene;
  scene.ApproveAll();
  std::set<std::string> answers;
  for (const char* personnel :
       {"personnel { outcome: APPROVED }", "personnel { outcome: PENDING }", "personnel { outcome: RETURNED }", ""}) {
    scene.Decide(1, ScheduleScene::Approved() + personnel);
    for (const char* dry : {"", "validate_only: true "}) {
      for (const std::string& asked : {std::string(), StrCat("meetings: '", ScheduleScene::MeetingName(1), "'"),
                                       StrCat("meetings: '", ScheduleScene::MeetingName(2), "'")}) {
        const auto refused = scene.ReleaseAs(annotations::v1::PERSONAL, dry + asked);
        EXPECT_THAT(refused, StatusIs(kDenied, "FIELD_GRADED")) << personnel;
        answers.insert(refused.status().ToString());
      }
    }
  }
  EXPECT_EQ(answers.size(), 1u);
  // What else is judged goes by the days of approvals, whether the rule is overridden or not.
  EXPECT_THAT(scene.ReleaseAs(annotations::v1::PERSONAL, "overrides { rule: NOT_APPROVED reason: 'Theo văn bản' }"),
              StatusIs(kDenied, "FIELD_GRADED"));
}

// A run plans the approval of who is not approved, so that it tells of the personnel to who knows of the documents.
TEST(Runs, TellNobodyOfPersonnelByWhomTheyPlanFor) {
  Undecided scene;
  scene.ApproveAll();
  const std::string explain = StrCat("policy: '", kPolicy, "' meeting: '", ScheduleScene::MeetingName(1),
                                     "' from_date { year: 2025 month: 7 day: 28 }");
  for (const char* personnel :
       {"personnel { outcome: APPROVED }", "personnel { outcome: PENDING }", "personnel { outcome: RETURNED }", ""}) {
    scene.Decide(1, ScheduleScene::Approved() + personnel);
    ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
    const bool planned = std::any_of(run.placements().begin(), run.placements().end(),
                                     [](const auto& placement) { return placement.has_approval_date(); });
    EXPECT_EQ(planned, std::string_view(personnel).find("RETURNED") != std::string_view::npos) << personnel;
    const auto as_uncleared = [&](auto method, const std::string& text) {
      return scene.CallAs(method, text, annotations::v1::PERSONAL);
    };
    const std::string name = StrCat("name: '", run.name(), "'");
    for (const absl::Status& refused :
         {scene.Refusal("", annotations::v1::PERSONAL),
          scene.Refusal(StrCat("meetings: '", ScheduleScene::MeetingName(1), "'"), annotations::v1::PERSONAL),
          as_uncleared(&Schedules::GetScheduleProof, name).status(),
          as_uncleared(&Schedules::ApplyScheduleRun, name).status(),
          as_uncleared(&Schedules::ExplainPlacement, explain).status()}) {
      EXPECT_THAT(refused, StatusIs(kDenied, "FIELD_GRADED")) << personnel;
      EXPECT_EQ(support::MetadataIn(refused, "field"), "personnel");
      EXPECT_EQ(support::FieldsIn(refused), "");
    }
    ASSERT_OK_AND_ASSIGN(const ScheduleRun seen, as_uncleared(&Schedules::GetScheduleRun, name));
    EXPECT_EQ(seen.outcome(), ScheduleRun::OUTCOME_UNSPECIFIED);
    EXPECT_EQ(seen.placements_size() + seen.faults_size() + seen.conflict_size() + seen.costs_size(), 0) << personnel;
    EXPECT_EQ(seen.cost() + seen.bound() + seen.moved_count() + seen.spent_effort(), 0) << personnel;
    ASSERT_OK_AND_ASSIGN(const auto listed, as_uncleared(&Schedules::ListScheduleRuns, "parent: 'congresses/x'"));
    EXPECT_EQ(listed.runs(0).costs_size() + listed.runs(0).cost(), 0) << personnel;
    EXPECT_EQ(listed.runs(0).state(), ScheduleRun::DONE);
    EXPECT_THAT(scene.CallAs(&Schedules::GetScheduleProof, name, annotations::v1::CONFIDENTIAL), IsOk());
  }
  // The operation is shown, and what it made to who may see personnel.
  ASSERT_OK_AND_ASSIGN(const auto begun, scene.Start());
  scene.Finish(begun);
  ScheduleRun told;
  ASSERT_TRUE(scene.Operation(begun).response().UnpackTo(&told));
  EXPECT_EQ(told.outcome(), ScheduleRun::FOUND);
  EXPECT_EQ(told.placements_size(), 0);
  EXPECT_EQ(begun.clearance(), annotations::v1::CONFIDENTIAL);
}

// Where nobody approves, everybody who may plans.
TEST(Runs, AreForEverybodyWhereNobodyApproves) {
  ScheduleScene scene;
  for (int i = 1; i <= 6; ++i) {
    v1::Meeting meeting = scene.Stored(kMeetings, ScheduleScene::MeetingName(i));
    meeting.clear_approval_group();
    scene.Put(kMeetings, meeting.DebugString());
  }
  ASSERT_OK_AND_ASSIGN(const auto begun, scene.Start("", annotations::v1::PERSONAL));
  scene.Finish(begun);
  ASSERT_OK_AND_ASSIGN(const ScheduleRun made, scene.Newest());
  ASSERT_OK_AND_ASSIGN(
      const ScheduleRun seen,
      scene.CallAs(&Schedules::GetScheduleRun, StrCat("name: '", made.name(), "'"), annotations::v1::PERSONAL));
  EXPECT_EQ(seen.placements_size(), 6);
}

// The congress of who releases is approved above it.
TEST(UnapprovedCongresses, AreNotThoseOfThePolicysOwnOrganisation) {
  Undecided scene;
  scene.ApproveAll();
  v1::Meeting own = scene.Stored(kMeetings, ScheduleScene::MeetingName(2));
  own.set_organisation("organisations/province");
  own.clear_approval_group();
  scene.Put(kMeetings, own.DebugString());
  EXPECT_THAT(scene.Blockers(), ::testing::IsEmpty());
}

TEST(UnapprovedCongresses, MeanWhatAPolicySays) {
  const auto severity = [](const std::string& said) {
    Undecided scene;
    EXPECT_THAT(
        scene.Call(&Schedules::UpdateSchedulePolicy,
                   StrCat("policy { name: '", kPolicy, "' rules { rule: NOT_APPROVED severity: ", said, " } }")),
        IsOk());
    return scene.Release("overrides { rule: NOT_APPROVED reason: 'x' }").status();
  };
  EXPECT_THAT(severity("IGNORE"), IsOk());
  EXPECT_THAT(severity("BLOCK"), StatusIs(kFailed, "RELEASE_BLOCKED")) << "no override helps";
}

}  // namespace
}  // namespace congress::scheduling
