// A process from its beginning to its conclusion.
#include "gmock/gmock.h"
#include "services/dossiers/testing/process_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::Meeting;
using sample::VotesOf;
using sample::VotesOn;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kPrecondition = StatusCode::kFailedPrecondition;

class ProcessServiceTest : public ProcessFixture {
 protected:
  // Review and poll of three for two places.
  void ReachVote() {
    Start(3, 2);
    ASSERT_THAT(Record("review", Meeting()), IsOk());
    ASSERT_THAT(Record("poll", VotesOf({40, 40, 40})), IsOk());
  }
};

TEST_F(ProcessServiceTest, TemplatesAreMadeOnceAndRead) {
  const auto get = support::Parse<v1::GetProcessTemplateRequest>("name: 'processTemplates/three'");
  ASSERT_OK_AND_ASSIGN(const auto rules, Call(&Stub::GetProcessTemplate, get));
  EXPECT_EQ(rules.steps_size(), 3);
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&Stub::ListProcessTemplates, v1::ListProcessTemplatesRequest()));
  EXPECT_EQ(listed.process_templates_size(), 1);
  v1::CreateProcessTemplateRequest bad;
  bad.set_process_template_id("bad");
  *bad.mutable_process_template() = sample::ThreeSteps();
  bad.mutable_process_template()->mutable_steps(1)->mutable_threshold()->set_denominator(0);
  EXPECT_THAT(Call(&Stub::CreateProcessTemplate, bad), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(ProcessServiceTest, GoesFromTheFirstStepToItsConclusion) {
  ReachVote();
  ASSERT_OK_AND_ASSIGN(const v1::StepResult vote, Record("vote", VotesOf({41, 30, 20})));
  EXPECT_EQ(vote.name(), StrCat(kProcess, "/results/vote-1"));
  EXPECT_EQ(vote.recorded_by(), "clerk");
  EXPECT_THAT(vote.sentences(0), HasSubstr("Nguyễn Văn Mẫu 0: 41 votes for, 82% of 50 convened"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, Conclude());
  EXPECT_EQ(process.state(), v1::PersonnelProcess::CONCLUDED);
  EXPECT_EQ(process.candidates(1).state(), v1::ProcessCandidate::PASSED);
  EXPECT_EQ(process.candidates(2).state(), v1::ProcessCandidate::NOT_PASSED);
  EXPECT_EQ(process.trail_size(), 2);
  ASSERT_OK_AND_ASSIGN(
      const auto listed,
      Call(&Stub::ListStepResults, support::Parse<v1::ListStepResultsRequest>(StrCat("parent: '", kProcess, "'"))));
  ASSERT_EQ(listed.step_results_size(), 3);
  // Its body may have another of the kind now.
  EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(2, 2, "unit-16681-p-2"), As("clerk")), IsOk());
}

TEST_F(ProcessServiceTest, FirstTimeCandidatesComeAfterTheReElection) {
  v1::ProcessTemplate first = sample::ThreeSteps();
  first.set_kind(v1::FIRST_TIME);
  MakeTemplate("first", first);
  Start(2, 2);
  const auto running = StatusIs(kPrecondition, "PROCESS_RUNNING");
  EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(2, 2, "unit-16681-p-2"), As("clerk")), running);
  // However the body is spelt.
  v1::CreatePersonnelProcessRequest spelt = NewProcess(2, 2, "unit-16681-p-2");
  spelt.mutable_personnel_process()->set_body("BAN CHẤP HÀNH  đảng bộ");
  EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, spelt, As("clerk")), running);
  const auto begin = [&] {
    return Call(&Stub::CreatePersonnelProcess, NewProcess(2, 2, "unit-16681-f-1", "first"), As("clerk"));
  };
  EXPECT_THAT(begin(), StatusIs(kPrecondition, "REELECTION_OPEN"));
  ASSERT_THAT(Cancel(), IsOk());
  EXPECT_THAT(begin(), IsOk());
}

TEST_F(ProcessServiceTest, CandidatesOfThePlanningListMustBeApproved) {
  v1::ProcessTemplate planned = sample::ThreeSteps();
  planned.set_requires_planning(true);
  MakeTemplate("planned", planned);
  MakePersons(2);
  v1::CreatePersonnelProcessRequest request = NewProcess(1, 1, "unit-16681-p-1", "planned");
  request.mutable_personnel_process()->set_term("2025-2030");
  request.mutable_personnel_process()->set_position_kind("committee-member");
  const auto begin = [&] { return Call(&Stub::CreatePersonnelProcess, request, As("clerk")); };
  const auto refused = StatusIs(kPrecondition, "NOT_ON_PLANNING_LIST");
  EXPECT_THAT(begin(), refused);
  const auto entry = support::Parse<v1::CreatePlanningEntryRequest>(
      "planning_entry_id: 'unit-16681-e-0' planning_entry { organisation: 'organisations/unit-16681' term: '2025-2030' "
      "position_kind: 'committee-member' person: 'persons/p-0' }");
  ASSERT_THAT(Call(&PlanningStub::CreatePlanningEntry, entry, As("clerk")), IsOk());
  EXPECT_THAT(begin(), refused);
  const auto approve = support::Parse<v1::ApprovePlanningEntryRequest>(
      "name: 'planningEntries/unit-16681-e-0' basis { decision_number: '12-QĐ/TU' }");
  ASSERT_THAT(Call(&PlanningStub::ApprovePlanningEntry, approve, As("secretary")), IsOk());
  ASSERT_THAT(begin(), IsOk());
  EXPECT_THAT(Call(&Stub::AddProcessCandidate, About<v1::AddProcessCandidateRequest>("person: 'persons/p-1'")),
              refused);
}

TEST_F(ProcessServiceTest, CandidatesComeAndGo) {
  MakePersons(4);
  ASSERT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(3, 2), As("clerk")), IsOk());
  const auto add = [&](std::string_view person) {
    return Call(&Stub::AddProcessCandidate,
                About<v1::AddProcessCandidateRequest>(StrCat("person: 'persons/", person, "'")), As("clerk"));
  };
  const auto withdraw = [&](std::string_view person) {
    return Call(&Stub::WithdrawProcessCandidate,
                About<v1::WithdrawProcessCandidateRequest>(StrCat("person: 'persons/", person, "' reason: 'Xin rút'")),
                As("clerk"));
  };
  EXPECT_THAT(add("p-0"), StatusIs(kPrecondition, "CANDIDATE_PRESENT"));
  EXPECT_THAT(add("p-9"), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(add("p-3"), IsOk());
  EXPECT_THAT(withdraw("p-9"), StatusIs(kPrecondition, "CANDIDATE_NOT_RUNNING"));
  EXPECT_THAT(withdraw("p-3"), IsOk());
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_THAT(Record("poll", VotesOf({40, 40, 40})), IsOk());
  EXPECT_THAT(add("p-3"), StatusIs(kPrecondition, "CANDIDATES_CLOSED"));
}

TEST_F(ProcessServiceTest, WhatWasEnteredWronglyIsChanged) {
  Start(2, 2);
  const auto update = [&](const std::string& text) {
    return Call(&Stub::UpdatePersonnelProcess,
                support::Parse<v1::UpdatePersonnelProcessRequest>(
                    StrCat("personnel_process { name: '", kProcess, "' ", text, " }")),
                As("clerk"));
  };
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess changed, update("title: 'Tên khác' seat_count: 1"));
  EXPECT_EQ(changed.seat_count(), 1);
  EXPECT_EQ(changed.title(), "Tên khác");
  EXPECT_EQ(changed.candidates_size(), 2);
  EXPECT_THAT(update("position: 'congresses/xx/positions/none'"),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  EXPECT_THAT(update("seat_count: 2"), StatusIs(kPrecondition, "RESULTS_PRESENT"));
  ASSERT_THAT(Cancel(), IsOk());
  EXPECT_THAT(update("title: 'Tên khác nữa'"), StatusIs(kPrecondition, "PROCESS_NOT_RUNNING"));
}

TEST_F(ProcessServiceTest, ATieIsBallotedAgainOrSettled) {
  ReachVote();
  ASSERT_THAT(Record("vote", VotesOf({45, 30, 30})), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess tied, GetProcess(As("clerk")));
  EXPECT_THAT(tied.steps(2).run_off(), ElementsAre("persons/p-1", "persons/p-2"));
  EXPECT_THAT(Conclude(), StatusIs(kPrecondition, "TIE_OPEN"));
  ASSERT_THAT(Record("vote", VotesOn({1, 2}, {30, 30}), 2), IsOk());
  const auto settle = [&](const std::string& text) {
    return Call(&Stub::SettleProcessStep,
                About<v1::SettleProcessStepRequest>("step_id: 'vote' basis { source: 'Biên bản hội nghị' } " + text),
                As("secretary"));
  };
  EXPECT_THAT(settle("outcome: CHOOSE persons: 'persons/p-0'"),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess settled, settle("outcome: CHOOSE persons: 'persons/p-2'"));
  EXPECT_EQ(settled.steps(2).settlement().account(), "secretary");
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess corrected, settle("outcome: CHOOSE persons: 'persons/p-1'"));
  EXPECT_EQ(corrected.steps(2).former_settlements_size(), 1);
  EXPECT_THAT(Conclude(), IsOk());
}

TEST_F(ProcessServiceTest, ACorrectionTakesThePlaceOfAResult) {
  ReachVote();
  ASSERT_OK_AND_ASSIGN(const v1::StepResult right, Correct("poll-1", VotesOf({40, 20, 40})));
  EXPECT_EQ(right.corrects(), StrCat(kProcess, "/results/poll-1"));
  EXPECT_EQ(right.correction_reason(), "Ghi nhầm");
  const auto get = support::Parse<v1::GetStepResultRequest>(StrCat("name: '", kProcess, "/results/poll-1'"));
  ASSERT_OK_AND_ASSIGN(const v1::StepResult old, Call(&Stub::GetStepResult, get, As("clerk")));
  EXPECT_EQ(old.corrected_by(), right.name());
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, GetProcess());
  EXPECT_EQ(process.candidates(1).state(), v1::ProcessCandidate::NOT_PASSED);
}

TEST_F(ProcessServiceTest, ADryRunOfAResultChangesNothing) {
  Start(2, 2);
  v1::RecordStepResultRequest request = NewResult("review", Meeting());
  request.set_validate_only(true);
  EXPECT_THAT(Call(&Stub::RecordStepResult, request, As("clerk")), IsOk());
  request.set_validate_only(false);
  EXPECT_THAT(Call(&Stub::RecordStepResult, request, As("clerk")), IsOk());
}

TEST_F(ProcessServiceTest, TheMinutesOfTheCountAreAPaper) {
  ReachVote();
  const auto request = support::Parse<v1::ExportStepResultRequest>(
      StrCat("name: '", kProcess, "/results/poll-1' paper_format: TEXT congress_display_name: 'Đại hội XX'"));
  ASSERT_OK_AND_ASSIGN(const auto text, Call(&Stub::ExportStepResult, request, As("clerk")));
  EXPECT_THAT(text.content(), HasSubstr("Nguyễn Văn Mẫu 2"));
  for (const auto format : {paper::v1::DOCX, paper::v1::PDF}) {
    v1::ExportStepResultRequest other = request;
    other.set_paper_format(format);
    ASSERT_OK_AND_ASSIGN(const auto file, Call(&Stub::ExportStepResult, other, As("clerk")));
    EXPECT_EQ(file.content().substr(0, 2), format == paper::v1::PDF ? "%P" : "PK");
  }
}

TEST_F(ProcessServiceTest, AProcessIsFoundByWhatItIs) {
  Start(2, 2);
  const auto count = [&](const std::string& filter) {
    const auto listed = Call(
        &Stub::ListPersonnelProcesses,
        support::Parse<v1::ListPersonnelProcessesRequest>(StrCat("parent: 'congresses/xx' filter: '", filter, "'")),
        As("clerk"));
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->personnel_processes_size() : -1;
  };
  EXPECT_EQ(count("state = RUNNING AND kind = RE_ELECTION"), 1);
  EXPECT_EQ(count("state = CANCELLED"), 0);
}

TEST_F(ProcessServiceTest, GoesOnWithTheSuccessorOfItsOrganisation) {
  Start(2, 2);
  directory::Organisation successor;
  successor.name = "organisations/c";
  service_.organisations().Put(successor);
  service_.organisations().End(sample::kUnit, sample::kToday, successor.name);
  EXPECT_THAT(Record("review", Meeting()), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  const auto clerk = [&] { return service_.As("clerk", {"clerk@c"}, annotations::v1::CONFIDENTIAL); };
  EXPECT_THAT(Call(&Stub::RecordStepResult, NewResult("review", Meeting()), clerk()), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, GetProcess(clerk()));
  EXPECT_EQ(process.organisation(), sample::kUnit);
  EXPECT_EQ(process.steps(1).state(), v1::StepState::OPEN);
}

}  // namespace
}  // namespace congress::dossiers
