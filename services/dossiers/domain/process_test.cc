#include "services/dossiers/domain/process.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/domain/planning.h"
#include "services/dossiers/domain/process_template.h"
#include "services/dossiers/testing/process_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using sample::Clerk;
using sample::kToday;
using support::IsOk;
using support::StatusIs;

constexpr auto kRule = StatusCode::kFailedPrecondition;

Proceeding Begun(int candidates = 3, int seats = 2) {
  auto process =
      Begin("congresses/xx", "p-1", sample::WantedProcess(candidates, seats), sample::ThreeSteps(), Clerk(kToday));
  EXPECT_THAT(process, IsOk());
  return {.rules = sample::ThreeSteps(), .process = *std::move(process), .results = {}};
}

TEST(ProcessTemplates, AreRefusedWithStepsThatCannotBeHeld) {
  const auto with = [](auto change) {
    v1::ProcessTemplate rules = sample::ThreeSteps();
    change(rules);
    return Lay("three", std::move(rules), Clerk(kToday));
  };
  using Rules = v1::ProcessTemplate;
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  ASSERT_OK_AND_ASSIGN(const Rules laid, with([](Rules&) {}));
  EXPECT_EQ(laid.name(), "processTemplates/three");
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(1)->set_step_id("vote"); }), refused);
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(1)->clear_base(); }), refused);
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(1)->clear_threshold(); }), refused);
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(0)->set_base(v1::ProcessStep::VALID); }), refused);
  EXPECT_THAT(with([](Rules& r) { *r.mutable_steps(0)->mutable_threshold() = r.steps(1).threshold(); }), refused);
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(0)->set_limit_to_seats(true); }), refused);
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(1)->mutable_threshold()->set_numerator(3); }), refused);
  // Nobody has more than all; all can be asked for.
  EXPECT_THAT(with([](Rules& r) { r.mutable_steps(1)->mutable_threshold()->set_numerator(2); }), refused);
  EXPECT_THAT(with([](Rules& r) {
                r.mutable_steps(1)->mutable_threshold()->set_numerator(2);
                r.mutable_steps(1)->set_at_least(true);
              }),
              IsOk());
}

TEST(Process, BeginsAtItsFirstStep) {
  const v1::PersonnelProcess process = Begun().process;
  EXPECT_EQ(process.name(), "congresses/xx/personnelProcesses/p-1");
  EXPECT_EQ(process.kind(), v1::RE_ELECTION);
  EXPECT_EQ(process.state(), v1::PersonnelProcess::RUNNING);
  ASSERT_EQ(process.steps_size(), 3);
  EXPECT_EQ(process.steps(0).state(), v1::StepState::OPEN);
  EXPECT_EQ(process.steps(1).state(), v1::StepState::WAITING);
  EXPECT_EQ(process.candidates(2).state(), v1::ProcessCandidate::RUNNING);
  EXPECT_EQ(process.trail(0).person(), Clerk(kToday).person);
}

TEST(Process, IsNotBegunWithWhatItsTemplateRefuses) {
  const auto begin = [](const v1::PersonnelProcess& process, const v1::ProcessTemplate& rules, CivilDay day = kToday) {
    return Begin("congresses/xx", "p-1", process, rules, Clerk(day));
  };
  v1::PersonnelProcess twice = sample::WantedProcess(2, 2);
  *twice.add_candidates() = twice.candidates(0);
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(begin(twice, sample::ThreeSteps()), invalid);
  v1::ProcessTemplate planned = sample::ThreeSteps();
  planned.set_requires_planning(true);
  EXPECT_THAT(begin(sample::WantedProcess(2, 2), planned), invalid);
  EXPECT_THAT(begin(sample::WantedProcess(2, 2), sample::ThreeSteps(), CivilDay(2025, 4, 30)),
              StatusIs(kRule, "PROCESS_TEMPLATE_NOT_EFFECTIVE"));
  EXPECT_THAT(begin(sample::WantedProcess(2, 2), sample::ThreeSteps(), CivilDay(2025, 5, 1)), IsOk());
}

TEST(Process, TakesCandidatesBeforeItsFirstResult) {
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, AddCandidate(Begun(), "persons/p-9", Clerk(kToday)));
  EXPECT_EQ(process.candidates(3).person(), "persons/p-9");
  EXPECT_EQ(process.candidates(3).since_step(), "review");
  EXPECT_THAT(AddCandidate(Begun(), "persons/p-0", Clerk(kToday)), StatusIs(kRule, "CANDIDATE_PRESENT"));
}

TEST(Process, ACandidateIsWithdrawnOnce) {
  Proceeding proceeding = Begun();
  ASSERT_OK_AND_ASSIGN(proceeding.process, WithdrawCandidate(proceeding, "persons/p-1", "Xin rút", Clerk(kToday)));
  EXPECT_EQ(proceeding.process.candidates(1).state(), v1::ProcessCandidate::WITHDRAWN);
  EXPECT_EQ(proceeding.process.candidates(1).withdraw_reason(), "Xin rút");
  EXPECT_EQ(Standing(proceeding.process, proceeding.process.steps(0)),
            (std::vector<std::string>{"persons/p-0", "persons/p-2"}));
  const auto refused = StatusIs(kRule, "CANDIDATE_NOT_RUNNING");
  EXPECT_THAT(WithdrawCandidate(proceeding, "persons/p-1", "Xin rút", Clerk(kToday)), refused);
  EXPECT_THAT(WithdrawCandidate(proceeding, "persons/p-9", "Xin rút", Clerk(kToday)), refused);
}

TEST(Process, WhoWasWithdrawnComesBackAtTheSameStep) {
  Proceeding proceeding = Begun();
  ASSERT_OK_AND_ASSIGN(proceeding.process, WithdrawCandidate(proceeding, "persons/p-1", "Nhầm", Clerk(kToday)));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess back, AddCandidate(proceeding, "persons/p-1", Clerk(kToday)));
  EXPECT_EQ(back.candidates_size(), 3);
  EXPECT_EQ(back.candidates(1).state(), v1::ProcessCandidate::RUNNING);
  EXPECT_EQ(back.candidates(1).withdraw_reason(), "");
}

TEST(Process, ThePlacesAreCorrectedBeforeTheFirstResult) {
  const v1::PersonnelProcess before = Begun().process;
  v1::PersonnelProcess after = before;
  after.set_seat_count(3);
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess revised, ReviseProcess(before, after, Clerk(kToday + 1)));
  EXPECT_EQ(revised.seat_count(), 3);
  v1::PersonnelProcess none = before;
  none.clear_seat_count();
  EXPECT_THAT(ReviseProcess(before, none, Clerk(kToday)), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::PersonnelProcess begun = before;
  begun.mutable_steps(0)->add_results("r");
  EXPECT_THAT(ReviseProcess(begun, after, Clerk(kToday)), StatusIs(kRule, "RESULTS_PRESENT"));
  after = begun;
  after.set_title("Tên khác");
  EXPECT_THAT(ReviseProcess(begun, after, Clerk(kToday)), IsOk());
}

TEST(Process, AWindowEndsNoEarlierThanItBegins) {
  const auto schedule = [](std::string_view step, CivilDay opens, CivilDay closes) {
    return Schedule(Begun(), step, civil::ToDate(opens), civil::ToDate(closes), Clerk(kToday));
  };
  EXPECT_THAT(schedule("vote", kToday, kToday), IsOk());
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(schedule("vote", kToday, kToday - 1), invalid);
  EXPECT_THAT(schedule("none", kToday, kToday), invalid);
}

TEST(Process, WhatIsCancelledNeverChangesAgain) {
  Proceeding proceeding = Begun();
  ASSERT_OK_AND_ASSIGN(proceeding.process, Cancel(proceeding.process, "Thay đổi phương án", Clerk(kToday)));
  EXPECT_EQ(proceeding.process.trail(1).reason(), "Thay đổi phương án");
  const auto refused = StatusIs(kRule, "PROCESS_NOT_RUNNING");
  EXPECT_THAT(Cancel(proceeding.process, "", Clerk(kToday)), refused);
  EXPECT_THAT(AddCandidate(proceeding, "persons/p-9", Clerk(kToday)), refused);
  EXPECT_THAT(WithdrawCandidate(proceeding, "persons/p-0", "", Clerk(kToday)), refused);
  EXPECT_THAT(Conclude(proceeding, "", {}, Clerk(kToday)), refused);
  const auto today = civil::ToDate(kToday);
  EXPECT_THAT(Schedule(proceeding, "vote", today, today, Clerk(kToday)), refused);
}

TEST(Planning, GoesFromProposedToApprovedToRemoved) {
  v1::Basis basis;
  v1::PlanningEntry entry = PutForward("unit-16681-e-1", {}, Clerk(kToday));
  EXPECT_EQ(entry.state(), v1::PlanningEntry::PROPOSED);
  EXPECT_THAT(ApproveEntry(entry, basis, Clerk(kToday)), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  basis.set_decision_number("12-QĐ/TU");
  ASSERT_OK_AND_ASSIGN(entry, ApproveEntry(entry, basis, Clerk(kToday)));
  EXPECT_EQ(entry.state(), v1::PlanningEntry::APPROVED);
  EXPECT_THAT(ApproveEntry(entry, basis, Clerk(kToday)), StatusIs(kRule, "PLANNING_STATE"));
  ASSERT_OK_AND_ASSIGN(entry, RemoveEntry(entry, "Chuyển công tác", basis, Clerk(kToday)));
  EXPECT_EQ(entry.remove_reason(), "Chuyển công tác");
  EXPECT_EQ(entry.basis().decision_number(), "12-QĐ/TU");
  EXPECT_THAT(RemoveEntry(entry, "", basis, Clerk(kToday)), StatusIs(kRule, "PLANNING_STATE"));
}

}  // namespace
}  // namespace congress::dossiers
