#include <set>

#include "gmock/gmock.h"
#include "platform/civil/civil.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/schedule_scene.h"

namespace congress::scheduling {
namespace {

using operations::v1::Operation;
using support::IsOk;
using support::StatusIs;
using v1::ScheduleRun;

const ScheduleRun::Placement& PlacementOf(const ScheduleRun& run, int number) {
  for (const ScheduleRun::Placement& placement : run.placements()) {
    if (placement.meeting() == ScheduleScene::MeetingName(number)) return placement;
  }
  ADD_FAILURE() << "meeting " << number << " is not placed";
  return run.placements(0);
}

TEST(ScheduleRuns, PlaceApproveAndAttendTogetherAndProveIt) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  EXPECT_EQ(run.state(), ScheduleRun::DONE);
  EXPECT_EQ(run.outcome(), ScheduleRun::FOUND);
  // Two sessions of three units; everybody attends in their own group, one meeting a day.
  EXPECT_EQ(run.cost(), 10);
  EXPECT_EQ(run.bound(), 10);
  EXPECT_TRUE(run.optimal());
  ASSERT_EQ(run.costs_size(), 1);
  EXPECT_EQ(run.costs(0).rule(), v1::SESSION_HELD);
  EXPECT_EQ(run.costs(0).count(), 2);
  ASSERT_EQ(run.placements_size(), 6);
  EXPECT_EQ(PlacementOf(run, 2).group(), "organisations/to-1");
  std::set<std::string> days;
  for (const auto& placement : run.placements()) {
    days.insert(civil::Format(placement.dates(0)));
    EXPECT_GE(civil::FromDate(placement.dates(0)) - civil::FromDate(placement.approval_date()), 2);
  }
  EXPECT_EQ(days.size(), 6);
  ASSERT_OK_AND_ASSIGN(const auto proof, scene.Call(&Schedules::GetScheduleProof, StrCat("name: '", run.name(), "'")));
  EXPECT_EQ(proof.problem().meetings_size(), 6);
  EXPECT_EQ(proof.answer_size(), 6);
  EXPECT_EQ(proof.bound(), 10);
}

TEST(ScheduleRuns, AnotherReplicaGoesOnAndComesToTheSame) {
  ScheduleScene scene;
  const std::string slow = "effort: 4000000";
  ASSERT_OK_AND_ASSIGN(const Operation whole, scene.Start(slow));
  scene.Finish(whole);
  ASSERT_OK_AND_ASSIGN(const ScheduleRun first, scene.Newest());
  ASSERT_OK_AND_ASSIGN(const Operation cut, scene.Start(slow));
  operations::Operations other("scheduling", scene.service().gate(), scene.service().signer());
  const ScheduleRuns runs(other);
  while (other.DoStep(cut).value_or(false)) {
  }
  ASSERT_OK_AND_ASSIGN(const ScheduleRun second, scene.Newest());
  EXPECT_EQ(first.cost(), second.cost());
  ASSERT_EQ(first.placements_size(), second.placements_size());
  for (int i = 0; i < first.placements_size(); ++i) {
    EXPECT_EQ(first.placements(i).SerializeAsString(), second.placements(i).SerializeAsString());
  }
}

TEST(ScheduleRuns, ArePutInPlaceOnceAndOnlyWhatTheyWereGiven) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  EXPECT_THAT(scene.Apply(run, "etag: 'old'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Apply(run, "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Apply(run, "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const ScheduleRun applied, scene.Apply(run));
  EXPECT_EQ(applied.state(), ScheduleRun::APPLIED);
  for (const auto& placement : run.placements()) {
    const v1::Meeting meeting = scene.Stored(kMeetings, placement.meeting());
    ASSERT_EQ(meeting.slots_size(), 1);
    EXPECT_EQ(civil::Format(meeting.slots(0).date()), civil::Format(placement.dates(0)));
    EXPECT_EQ(meeting.attendee().post(), placement.attendee());
    EXPECT_FALSE(meeting.attendee().title().empty());
  }
  // Placed again nothing moves; what stood is where it starts from.
  ASSERT_OK_AND_ASSIGN(const ScheduleRun again, scene.RunNow());
  EXPECT_EQ(again.cost(), 10);
  EXPECT_THAT(scene.Apply(run), StatusIs(kFailed, "RUN_STALE"));
}

TEST(ScheduleRuns, AreStaleOnceSomebodyIsAway) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  const std::string post = ScheduleScene::PostName(2);
  scene.Put(kPosts, StrCat("name: '", post,
                           "' organisation: 'organisations/btv' title: 'Ủy viên' absences { first_day { "
                           "year: 2025 month: 8 day: 5 } last_day { year: 2025 month: 8 day: 6 } }"));
  const auto refused = scene.Apply(run);
  EXPECT_THAT(refused, StatusIs(kFailed, "RUN_STALE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "changed"), post);
}

// By the day that it takes, not by a policy that nobody has touched.
TEST(ScheduleRuns, AreStaleOnceAnotherCongressTakesADay) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  scene.Put(
      kMeetings,
      "name: 'meetings/y' organisation: 'organisations/u9' congress: 'congresses/y' kind: CONGRESS state: PLANNED "
      "slots { date { year: 2025 month: 8 day: 5 } part: DAY }");
  const auto refused = scene.Apply(run);
  EXPECT_THAT(refused, StatusIs(kFailed, "RUN_STALE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "changed"), "2025-08-05");
}

TEST(ScheduleRuns, SayWhatExcludesWhat) {
  ScheduleScene scene;
  // One of the days is left to two congresses, of which a day takes one, and nobody else may have the others.
  for (int i = 1; i <= 3; ++i) {
    scene.Put(kMeetings, ScheduleScene::Meeting(i,
                                                "earliest { year: 2025 month: 8 day: 11 } latest { year: 2025 month: 8 "
                                                "day: 11 }"));
  }
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  EXPECT_EQ(run.outcome(), ScheduleRun::INFEASIBLE);
  EXPECT_EQ(run.state(), ScheduleRun::DONE);
  EXPECT_TRUE(run.conflict_minimal());
  std::set<std::string> meetings;
  std::set<v1::ScheduleRule> rules;
  for (const auto& fact : run.conflict()) {
    EXPECT_FALSE(fact.description().empty());
    if (fact.kind() == ScheduleRun::ConflictFact::MEETING) meetings.insert(fact.resource());
    if (fact.kind() == ScheduleRun::ConflictFact::RULE) rules.insert(fact.rule());
  }
  EXPECT_EQ(meetings, (std::set<std::string>{"meetings/x-u1", "meetings/x-u2", "meetings/x-u3"}));
  EXPECT_EQ(rules, (std::set<v1::ScheduleRule>{v1::DAY_ABOVE_MOST, v1::OUTSIDE_DAYS}));
  EXPECT_THAT(scene.Apply(run), StatusIs(kFailed, "RUN_WITHOUT_SCHEDULE"));
}

TEST(ScheduleRuns, NameTheWindowThatIsTooShort) {
  ScheduleScene scene;
  // Friday and Monday, with two meetings a day.
  scene.Put(kWindows, ScheduleScene::Window("first_day { year: 2025 month: 8 day: 8 } last_day { year: 2025 month: 8 "
                                            "day: 11 }"));
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  EXPECT_EQ(run.outcome(), ScheduleRun::INFEASIBLE);
  EXPECT_TRUE(run.conflict_minimal());
  std::multiset<std::string> told;
  for (const auto& fact : run.conflict()) {
    told.insert(fact.kind() == ScheduleRun::ConflictFact::MEETING ? "a meeting" : fact.description());
  }
  EXPECT_EQ(told,
            (std::multiset<std::string>{"a meeting", "a meeting", "a meeting", "a meeting", "a meeting",
                                        "Meetings are held within congresses/x/windows/w.", "calendars/c has days off.",
                                        "The rule forbids: outside the days on which it may meet.",
                                        "The rule forbids: more meetings on a day than allowed."}));
}

TEST(ScheduleRuns, KeepTheBestWhenTheyAreCancelled) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const Operation begun, scene.Start());
  ASSERT_OK_AND_ASSIGN(const ScheduleRun running, scene.Newest());
  EXPECT_EQ(running.state(), ScheduleRun::RUNNING);
  EXPECT_THAT(scene.Apply(running), StatusIs(kFailed, "RUN_RUNNING"));
  EXPECT_THAT(scene.Do([&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(Operation one, operations::Operations::all().Load(call, begun.name()));
    one.set_cancel_requested(true);
    operations::Operations::all().Put(call, one);
    return absl::OkStatus();
  }),
              IsOk());
  scene.Finish(begun);
  ASSERT_OK_AND_ASSIGN(const ScheduleRun stopped, scene.Newest());
  EXPECT_EQ(stopped.state(), ScheduleRun::DONE);
  EXPECT_EQ(stopped.outcome(), ScheduleRun::UNKNOWN);
}

TEST(ScheduleRuns, AStormMovesWhatItHitsAlone) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  scene.ApproveAll();
  ASSERT_OK_AND_ASSIGN(const auto release, scene.Release());
  EXPECT_EQ(release.changes_size(), 6);
  // The days of two meetings are closed.
  std::string closed;
  for (int i = 1; i <= 2; ++i) {
    const auto& date = PlacementOf(run, i).dates(0);
    const std::string day = StrCat("{ year: 2025 month: 8 day: ", date.day(), " } ");
    closed += StrCat("closed { first_day ", day, "last_day ", day, "reason: 'Bão' } ");
  }
  scene.Put(kWindows, ScheduleScene::Window(closed));
  ASSERT_OK_AND_ASSIGN(const ScheduleRun repaired, scene.RunNow());
  EXPECT_EQ(repaired.outcome(), ScheduleRun::FOUND);
  EXPECT_EQ(repaired.moved_count(), 2);
  EXPECT_EQ(repaired.reassigned_count(), 0);
  EXPECT_TRUE(PlacementOf(repaired, 1).days_changed());
  EXPECT_TRUE(PlacementOf(repaired, 2).days_changed());
  ASSERT_THAT(scene.Apply(repaired), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto next, scene.Release());
  EXPECT_EQ(next.changes_size(), 2);
  EXPECT_EQ(next.unchanged_count(), 4);
  EXPECT_EQ(next.changes(0).what(), v1::ScheduleRelease::Change::MOVED);
}

// A day that became a day off moves what was announced for it, at the price of that, and nothing else. Until it has
// moved it holds back itself alone.
TEST(ScheduleRuns, ADayOffMovesWhatStandsOnIt) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  scene.ApproveAll();
  ASSERT_THAT(scene.Release(), IsOk());
  const google::type::Date date = PlacementOf(run, 1).dates(0);
  std::set<std::string> hit;
  for (const auto& placement : run.placements()) {
    if (placement.dates(0).day() == date.day()) hit.insert(placement.meeting());
  }
  scene.Put(kCalendars, StrCat("name: 'calendars/c' organisation: 'organisations/province' first_year: 2025 last_year: "
                               "2025 holidays { date { year: 2025 month: 8 day: ",
                               date.day(), " } title: 'Nghỉ bù' }"));
  const auto refused = scene.Release();
  EXPECT_THAT(refused, StatusIs(kFailed, "RELEASE_BLOCKED"));
  EXPECT_THAT(support::MetadataIn(refused.status(), "blockers"),
              testing::HasSubstr(StrCat("OUTSIDE_DAYS meetings/x-u1 ", civil::Format(date))));
  EXPECT_EQ(support::MetadataIn(refused.status(), "blocker_count"), StrCat(hit.size()));
  std::string other;
  for (const auto& placement : run.placements()) {
    if (!hit.contains(placement.meeting())) other = placement.meeting();
  }
  EXPECT_THAT(scene.Release(StrCat("meetings: '", other, "'")), IsOk());
  const std::string ask =
      StrCat("policy: '", kPolicy, "' from_date { year: 2025 month: 7 day: 28 } meeting: '", other, "'");
  ASSERT_OK_AND_ASSIGN(const auto why, scene.Call(&Schedules::ExplainPlacement, ask));
  EXPECT_EQ(why.faults_size(), static_cast<int>(hit.size()));

  ASSERT_OK_AND_ASSIGN(const ScheduleRun moved, scene.RunNow());
  ASSERT_EQ(moved.outcome(), ScheduleRun::FOUND);
  EXPECT_EQ(moved.moved_count(), static_cast<int>(hit.size()));
  EXPECT_EQ(moved.reassigned_count(), 0);
  int64_t paid = 0;
  for (const auto& cost : moved.costs()) paid += cost.rule() == v1::DAYS_MOVED ? cost.cost() : 0;
  EXPECT_EQ(paid, 100 * static_cast<int64_t>(hit.size()));
  ASSERT_THAT(scene.Apply(moved), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto next, scene.Release());
  EXPECT_EQ(next.changes_size(), static_cast<int>(hit.size()));
}

// Who attends enough elsewhere is not sent on top of it: another group's post, at 10, is cheaper than one above its
// most.
TEST(ScheduleRuns, OfSomeMeetingsCountWhoAttendsTheOthers) {
  ScheduleScene scene;
  const auto stands = [&](int number, int day, const std::string& more, const std::string& state) {
    scene.Put(kMeetings, ScheduleScene::Meeting(number, StrCat(Slot(day), "attendee { post: '",
                                                               ScheduleScene::PostName(0), "' ", more, "}", state)));
  };
  // One is held, one is to be held; the others attended by nobody or by who has declined.
  stands(2, 1, "", " state: HELD");
  stands(4, 4, "", "");
  stands(1, 5, "reply: DECLINED", "");
  ASSERT_THAT(scene.Call(&Schedules::UpdateSchedulePolicy,
                         StrCat("policy { name: '", kPolicy, "' loads { post: '", ScheduleScene::PostName(0),
                                "' most: 2 } loads { post: '", ScheduleScene::PostName(1),
                                "' forbidden_organisations: 'organisations/u6' } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow("meetings: 'meetings/x-u6'"));
  ASSERT_EQ(run.placements_size(), 1);
  EXPECT_GE(PlacementOf(run, 6).attendee(), ScheduleScene::PostName(2));
  EXPECT_EQ(run.cost(), 15) << "a session and another group's unit";
  // With room for a third it is the one at home there.
  ASSERT_THAT(scene.Call(&Schedules::UpdateSchedulePolicy,
                         StrCat("policy { name: '", kPolicy, "' loads { post: '", ScheduleScene::PostName(0),
                                "' least: 3 most: 3 } loads { post: '", ScheduleScene::PostName(1),
                                "' forbidden_organisations: 'organisations/u6' } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const ScheduleRun third, scene.RunNow("meetings: 'meetings/x-u6'"));
  EXPECT_EQ(PlacementOf(third, 6).attendee(), ScheduleScene::PostName(0));
  EXPECT_EQ(third.cost(), 5) << "no meeting below the least either";
}

TEST(ScheduleRuns, AreRefusedWithoutSense) {
  ScheduleScene scene;
  EXPECT_THAT(scene.Refusal("policy: 'congresses/y/schedulePolicies/p'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Refusal("policy: 'congresses/x/schedulePolicies/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  scene.Put(kMeetings, "name: 'meetings/hop' organisation: 'organisations/province' kind: OTHER state: PLANNED");
  const auto unknown = scene.Refusal("meetings: 'meetings/x-u1' meetings: 'meetings/none' meetings: 'meetings/hop'");
  EXPECT_THAT(unknown, StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(support::FieldsIn(unknown), "meetings[1] meetings[2] ");
  EXPECT_THAT(scene.Refusal("meetings: 'meetings/hop'"), StatusIs(kFailed, "NOT_IN_SCHEDULE"));
  EXPECT_THAT(scene.Call(&Schedules::GetScheduleRun, "name: 'congresses/x/scheduleRuns/000009'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(ExplainPlacement, WeighsDaysAndSaysWhatAForcedOneCosts) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  const auto& first = PlacementOf(run, 1);
  const auto& second = PlacementOf(run, 2);
  const std::string ask =
      StrCat("policy: '", kPolicy, "' meeting: 'meetings/x-u1' from_date { year: 2025 month: 7 day: 28 } ");
  ASSERT_OK_AND_ASSIGN(const auto why, scene.Call(&Schedules::ExplainPlacement, ask));
  // Its approval stands three days before the ten of the window.
  EXPECT_EQ(why.alternatives_size(), 13);
  for (const auto& alternative : why.alternatives()) {
    if (civil::FromDate(alternative.date()) < absl::CivilDay(2025, 8, 4)) {
      EXPECT_GT(alternative.faults_size(), 0);
      continue;
    }
    const std::string day = civil::Format(alternative.date());
    if (day == civil::Format(first.dates(0))) {
      EXPECT_EQ(alternative.cost(), 0);
    }
    // A second meeting on a day costs 3.
    if (day == civil::Format(second.dates(0))) {
      EXPECT_EQ(alternative.cost(), 3);
    }
    EXPECT_EQ(alternative.faults_size(), 0);
  }
  ASSERT_OK_AND_ASSIGN(const auto forced,
                       scene.Call(&Schedules::ExplainPlacement,
                                  StrCat(ask, "date { year: 2025 month: 8 day: ", second.dates(0).day(), " }")));
  EXPECT_EQ(forced.forced().outcome(), ScheduleRun::FOUND);
  EXPECT_EQ(forced.forced().cost(), 3);
  EXPECT_EQ(forced.forced().placements_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto weekend,
                       scene.Call(&Schedules::ExplainPlacement, StrCat(ask, "date { year: 2025 month: 8 day: 9 }")));
  EXPECT_EQ(weekend.forced().outcome(), ScheduleRun::INFEASIBLE);
  EXPECT_THAT(
      scene.Call(&Schedules::ExplainPlacement,
                 StrCat("policy: '", kPolicy, "' meeting: 'meetings/none' from_date { year: 2025 month: 7 day: 28 }")),
      StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  scene.Put(kMeetings, "name: 'meetings/hop' organisation: 'organisations/province' kind: OTHER state: PLANNED");
  EXPECT_THAT(
      scene.Call(&Schedules::ExplainPlacement,
                 StrCat("policy: '", kPolicy, "' meeting: 'meetings/hop' from_date { year: 2025 month: 7 day: 28 }")),
      StatusIs(kFailed, "NOT_IN_SCHEDULE"));
  EXPECT_THAT(scene.Call(&Schedules::ExplainPlacement, ask, kReader), IsOk());
  EXPECT_THAT(scene.Call(&Schedules::ExplainPlacement, ask, kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
}

// As in a run: released days cost 100 to change, a released attendee 10, and what was changed by hand is paid for
// already.
TEST(ExplainPlacement, AForcedChoicePaysForWhatWasReleased) {
  ScheduleScene scene;
  ASSERT_OK_AND_ASSIGN(const ScheduleRun run, scene.RunNow());
  ASSERT_THAT(scene.Apply(run), IsOk());
  scene.ApproveAll();
  ASSERT_THAT(scene.Release(), IsOk());
  const auto force = [&](const std::string& choice) {
    const auto why =
        scene.Call(&Schedules::ExplainPlacement,
                   StrCat("policy: '", kPolicy, "' meeting: 'meetings/x-u1' from_date ", Date(2025, 7, 28), choice));
    EXPECT_THAT(why, IsOk());
    return why.value_or(v1::ExplainPlacementResponse());
  };
  std::set<int> free;
  for (int day = 4; day <= 15; ++day) {
    if (day != 9 && day != 10) free.insert(day);
  }
  for (int i = 1; i <= 6; ++i) free.erase(PlacementOf(run, i).dates(0).day());
  const int day = *free.begin();
  const auto moved = force(StrCat("date ", August(day)));
  EXPECT_EQ(moved.forced().cost(), 100);
  EXPECT_EQ(moved.forced().bound(), 100);
  EXPECT_EQ(moved.forced().placements_size(), 0);
  for (const auto& alternative : moved.alternatives()) {
    if (alternative.date().month() == 8 && alternative.date().day() == day) {
      EXPECT_EQ(alternative.cost(), 100);
    }
  }
  const std::string& attendee = PlacementOf(run, 1).attendee();
  const std::string other = ScheduleScene::PostName(attendee == ScheduleScene::PostName(2) ? 3 : 2);
  EXPECT_EQ(force(StrCat("attendee: '", other, "'")).forced().cost(), 10);
  EXPECT_EQ(force(StrCat("date ", August(day), "attendee: '", other, "'")).forced().cost(), 110);
  EXPECT_EQ(force(StrCat("attendee: '", attendee, "'")).forced().cost(), 0);
  const auto nobody =
      scene.Call(&Schedules::ExplainPlacement, StrCat("policy: '", kPolicy, "' meeting: 'meetings/x-u1' from_date ",
                                                      Date(2025, 7, 28), "attendee: '", PostName("nobody"), "'"));
  EXPECT_THAT(nobody, StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(std::string(nobody.status().message()), ::testing::HasSubstr(PostName("nobody")));
  // Moved by hand it pays already, and going back gives that back.
  v1::Meeting meeting = scene.Stored(kMeetings, "meetings/x-u1");
  meeting.mutable_slots(0)->mutable_date()->set_day(day);
  scene.Put(kMeetings, meeting.DebugString());
  EXPECT_EQ(force("").cost(), 100);
  EXPECT_EQ(force(StrCat("date ", August(*free.rbegin()))).forced().cost(), 0);
  EXPECT_EQ(force(StrCat("date ", August(PlacementOf(run, 1).dates(0).day()))).forced().cost(), -100);
}

}  // namespace
}  // namespace congress::scheduling
