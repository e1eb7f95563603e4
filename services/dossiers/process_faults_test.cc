// What results and steps are refused for, over every RPC that could take it.
#include "services/dossiers/testing/process_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::kToday;
using sample::Meeting;
using sample::VotesOf;
using support::IsOk;
using support::StatusIs;

auto Fails(const char* reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }

// Two candidates for two places at a poll that asks for a quorum, with the review of yesterday behind them.
class ProcessFaultsTest : public ProcessFixture {
 protected:
  ProcessFaultsTest() {
    v1::ProcessTemplate rules = sample::ThreeSteps();
    rules.mutable_steps(1)->mutable_quorum()->set_numerator(2);
    rules.mutable_steps(1)->mutable_quorum()->set_denominator(3);
    rules.mutable_steps(1)->mutable_max_surplus()->set_denominator(100);
    rules.mutable_steps(1)->set_limit_to_seats(true);
    rules.mutable_steps(2)->set_requires_minutes(true);
    MakeTemplate("strict", rules);
    MakePersons(3);
    EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(2, 2, "unit-16681-p-1", "strict"), As("clerk")), IsOk());
    EXPECT_THAT(Record("review", Meeting(kToday - 1)), IsOk());
  }
  template <class Request, class Method>
  auto Ask(Method method, const std::string& text) {
    return Call(method, About<Request>(text), As("secretary"));
  }
};

// A result of the poll that is wrong in one way, and how it is refused.
struct Fault {
  const char* reason;
  void (*make)(v1::StepResult*);
};
const Fault kFaults[] = {
    {"BALLOTS_CONTRADICT", [](v1::StepResult* result) { result->set_returned(51); }},
    {"VOTES_EXCEED_BALLOTS", [](v1::StepResult* result) { result->mutable_tallies(0)->set_agree(51); }},
    {"TALLY_DUPLICATE", [](v1::StepResult* result) { *result->add_tallies() = result->tallies(0); }},
    {"TALLIES_DIFFER", [](v1::StepResult* result) { result->mutable_tallies(0)->set_person("persons/p-2"); }},
    {"QUORUM_MISSING",
     [](v1::StepResult* result) {
       const v1::StepResult few = *result;
       result->Clear();
       *result->mutable_date() = few.date();
       result->set_convened(50);
       result->set_present(33);
     }},
    {"STEP_OUT_OF_ORDER", [](v1::StepResult* result) { *result->mutable_date() = civil::ToDate(kToday - 2); }},
    {"STEP_CLOSED", [](v1::StepResult* result) { *result->mutable_date() = civil::ToDate(kToday - 1); }},
};

TEST_F(ProcessFaultsTest, AResultIsRefusedWhenItIsRecordedAndWhenItCorrects) {
  // Open today alone; the day before the review is out of order only where no window is in the way.
  const auto today = StrCat("{ year: ", kToday.year(), " month: ", kToday.month(), " day: ", kToday.day(), " }");
  const auto open = [&](const std::string& from) {
    return Ask<v1::ScheduleProcessStepRequest>(&Stub::ScheduleProcessStep,
                                               StrCat("step_id: 'poll' opens_date ", from, " closes_date ", today));
  };
  const auto wrong = [](const Fault& fault) {
    v1::StepResult result = VotesOf({40, 20});
    fault.make(&result);
    return result;
  };
  const auto is = [](const Fault& fault, const char* reason) { return std::string_view(fault.reason) == reason; };
  for (const Fault& fault : kFaults) {
    ASSERT_THAT(open(is(fault, "STEP_CLOSED") ? today : "{ year: 2025 month: 1 day: 1 }"), IsOk());
    EXPECT_THAT(Record("poll", wrong(fault)), Fails(fault.reason));
  }
  // One of two is chosen, so the step stays open to a further ballot, and to another window.
  ASSERT_THAT(Record("poll", VotesOf({40, 20})), IsOk());
  for (const Fault& fault : kFaults) {
    ASSERT_THAT(open(is(fault, "STEP_CLOSED") ? today : "{ year: 2025 month: 1 day: 1 }"), IsOk());
    EXPECT_THAT(Correct("poll-1", wrong(fault)), Fails(fault.reason)) << fault.reason;
  }
  EXPECT_THAT(Record("vote", VotesOf({40})), Fails("TIE_OPEN"));
  v1::StepResult later = VotesOf({40, 20});
  *later.mutable_date() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Record("poll", later, 2), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(ProcessFaultsTest, TheSameBallotIsNotTakenTwice) {
  ASSERT_THAT(Record("poll", VotesOf({40, 20})), IsOk());
  EXPECT_THAT(Record("poll", VotesOf({40, 20})), Fails("STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Record("review", Meeting()), Fails("STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Conclude(), Fails("TIE_OPEN"));
}

TEST_F(ProcessFaultsTest, MoreThanTheSurplusDoNotStand) {
  ASSERT_THAT(Cancel(), IsOk());
  ASSERT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(3, 2, "unit-16681-p-2", "strict"), As("clerk")), IsOk());
  const auto in = [](v1::RecordStepResultRequest request) {
    request.set_name("congresses/xx/personnelProcesses/unit-16681-p-2");
    return request;
  };
  ASSERT_THAT(Call(&Stub::RecordStepResult, in(NewResult("review", Meeting())), As("clerk")), IsOk());
  EXPECT_THAT(Call(&Stub::RecordStepResult, in(NewResult("poll", VotesOf({40, 40, 40}))), As("clerk")),
              Fails("SURPLUS_EXCEEDED"));
}

TEST_F(ProcessFaultsTest, StepsAreConcludedInOrderAndWithTheirMinutes) {
  EXPECT_THAT(Conclude(), Fails("STEP_OUT_OF_ORDER"));
  const std::string day = "{ year: 2025 month: 6 day: 1 }";
  EXPECT_THAT(Ask<v1::ScheduleProcessStepRequest>(&Stub::ScheduleProcessStep,
                                                  StrCat("step_id: 'review' opens_date ", day, " closes_date ", day)),
              Fails("STEP_OUT_OF_ORDER"));
  ASSERT_THAT(Record("poll", VotesOf({40, 40})), IsOk());
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  EXPECT_THAT(Conclude(), Fails("MINUTES_MISSING"));
  EXPECT_THAT(Correct("poll-1", VotesOf({40, 20})), Fails("LATER_STEP_DEPENDS"));
  ASSERT_THAT(Correct("poll-1", VotesOf({40, 20}), true), IsOk());
  EXPECT_THAT(Correct("poll-1", VotesOf({40, 20})), Fails("RESULT_NOT_IN_FORCE"));
}

TEST_F(ProcessFaultsTest, OnlyATieOrALackIsSettled) {
  EXPECT_THAT(Ask<v1::SettleProcessStepRequest>(&Stub::SettleProcessStep,
                                                "step_id: 'poll' outcome: LEAVE_OPEN basis { source: 'Biên bản' }"),
              Fails("STEP_OUT_OF_ORDER"));
}

TEST_F(ProcessFaultsTest, ATemplateOfTheFutureIsNotUsed) {
  v1::ProcessTemplate rules = sample::ThreeSteps();
  *rules.mutable_effective_date() = civil::ToDate(kToday + 1);
  MakeTemplate("future", rules);
  EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(2, 2, "unit-16681-p-3", "future"), As("clerk")),
              Fails("PROCESS_TEMPLATE_NOT_EFFECTIVE"));
}

TEST_F(ProcessFaultsTest, WhatIsOverNeverChangesAgain) {
  ASSERT_THAT(Cancel(), IsOk());
  const auto over = Fails("PROCESS_NOT_RUNNING");
  EXPECT_THAT(Cancel(), over);
  EXPECT_THAT(Conclude(), over);
  EXPECT_THAT(Record("poll", VotesOf({40, 40})), over);
  EXPECT_THAT(Correct("review-1", Meeting()), over);
  EXPECT_THAT(Ask<v1::AddProcessCandidateRequest>(&Stub::AddProcessCandidate, "person: 'persons/p-2'"), over);
  EXPECT_THAT(Ask<v1::WithdrawProcessCandidateRequest>(&Stub::WithdrawProcessCandidate,
                                                       "person: 'persons/p-1' reason: 'Xin rút'"),
              over);
  const std::string day = "{ year: 2025 month: 6 day: 1 }";
  EXPECT_THAT(Ask<v1::ScheduleProcessStepRequest>(&Stub::ScheduleProcessStep,
                                                  StrCat("step_id: 'poll' opens_date ", day, " closes_date ", day)),
              over);
  EXPECT_THAT(Ask<v1::SettleProcessStepRequest>(&Stub::SettleProcessStep,
                                                "step_id: 'poll' outcome: LEAVE_OPEN basis { source: 'Biên bản' }"),
              over);
}

}  // namespace
}  // namespace congress::dossiers
