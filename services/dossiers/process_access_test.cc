// Who may do what with a process: nobody with their own, nobody without the clearance, over every RPC.
#include "services/dossiers/testing/process_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::Meeting;
using sample::VotesOf;
using support::IsOk;
using support::StatusIs;

class ProcessAccessTest : public ProcessFixture {
 protected:
  static auto Refused(const char* reason) { return StatusIs(StatusCode::kPermissionDenied, reason); }

  // A change is refused to a candidate, to who may be one, and to whom no clearance shows that there is a process.
  template <class Method, class Request>
  void ExpectChangeNeedsAnother(Method method, const Request& request) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_THAT(Call(method, request, AsPerson("persons/p-0")), Refused("SAME_PERSON"));
    EXPECT_THAT(Call(method, request, AsPerson("")), Refused("PERSON_UNKNOWN"));
    EXPECT_THAT(Call(method, request, As("secretary", annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
  }
  template <class Method, class Request>
  void ExpectReadNeedsAnother(Method method, const Request& request) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_THAT(Call(method, request, AsPerson("persons/p-0")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
    EXPECT_THAT(Call(method, request, AsPerson("")), IsOk());
    EXPECT_THAT(Call(method, request, As("secretary", annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
    EXPECT_THAT(Call(method, request, As("reader")), Refused("PERMISSION_MISSING"));
  }
};

TEST_F(ProcessAccessTest, NobodyHandlesAProcessOfTheirOwn) {
  MakePersons(3);
  ExpectChangeNeedsAnother(&Stub::CreatePersonnelProcess, NewProcess(2, 1));
  ASSERT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(2, 1), As("clerk")), IsOk());
  ExpectChangeNeedsAnother(&Stub::UpdatePersonnelProcess,
                           support::Parse<v1::UpdatePersonnelProcessRequest>(
                               StrCat("personnel_process { name: '", kProcess, "' title: 'Tên khác' }")));
  ExpectChangeNeedsAnother(&Stub::AddProcessCandidate, About<v1::AddProcessCandidateRequest>("person: 'persons/p-2'"));
  // Nor does anybody enter themselves.
  EXPECT_THAT(Call(&Stub::AddProcessCandidate, About<v1::AddProcessCandidateRequest>("person: 'persons/p-2'"),
                   AsPerson("persons/p-2")),
              Refused("SAME_PERSON"));
  ExpectChangeNeedsAnother(&Stub::WithdrawProcessCandidate,
                           About<v1::WithdrawProcessCandidateRequest>("person: 'persons/p-1' reason: 'Xin rút'"));
  ExpectChangeNeedsAnother(
      &Stub::ScheduleProcessStep,
      About<v1::ScheduleProcessStepRequest>("step_id: 'poll' opens_date { year: 2025 month: 6 day: 1 } closes_date { "
                                            "year: 2025 month: 6 day: 30 }"));
  ExpectChangeNeedsAnother(&Stub::RecordStepResult, NewResult("review", Meeting()));
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ExpectChangeNeedsAnother(&Stub::CorrectStepResult, NewCorrection("review-1", Meeting()));
  const auto minutes = support::Parse<v1::AttachStepMinutesRequest>(
      StrCat("name: '", kProcess, "/results/review-1' minutes { title: 'Biên bản' file_sha256: '", std::string(32, 'h'),
             "' file_size_bytes: 9 }"));
  ExpectChangeNeedsAnother(&Stub::AttachStepMinutes, minutes);
  ASSERT_THAT(Record("poll", VotesOf({40, 40})), IsOk());
  ASSERT_THAT(Record("vote", VotesOf({40, 40})), IsOk());
  ExpectChangeNeedsAnother(
      &Stub::SettleProcessStep,
      About<v1::SettleProcessStepRequest>("step_id: 'vote' outcome: LEAVE_OPEN basis { source: 'Biên bản' }"));
  ExpectChangeNeedsAnother(&Stub::ConcludePersonnelProcess,
                           About<v1::ConcludePersonnelProcessRequest>("conclusion: 'Xong'"));
  ExpectChangeNeedsAnother(&Stub::CancelPersonnelProcess,
                           About<v1::CancelPersonnelProcessRequest>("reason: 'Thay đổi'"));
}

TEST_F(ProcessAccessTest, NobodyReadsOfTheirOwnProcess) {
  Start(2, 1);
  ASSERT_THAT(Record("review", Meeting()), IsOk());
  ASSERT_THAT(Record("poll", VotesOf({40, 40})), IsOk());
  ExpectReadNeedsAnother(&Stub::GetPersonnelProcess, About<v1::GetPersonnelProcessRequest>());
  const std::string result = StrCat("name: '", kProcess, "/results/poll-1'");
  ExpectReadNeedsAnother(&Stub::GetStepResult, support::Parse<v1::GetStepResultRequest>(result));
  ExpectReadNeedsAnother(&Stub::ExportStepResult, support::Parse<v1::ExportStepResultRequest>(result));
  ExpectReadNeedsAnother(&Stub::ListStepResults,
                         support::Parse<v1::ListStepResultsRequest>(StrCat("parent: '", kProcess, "'")));
  const auto list = support::Parse<v1::ListPersonnelProcessesRequest>("parent: 'congresses/xx'");
  ASSERT_OK_AND_ASSIGN(const auto own, Call(&Stub::ListPersonnelProcesses, list, AsPerson("persons/p-0")));
  EXPECT_EQ(own.personnel_processes_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto others, Call(&Stub::ListPersonnelProcesses, list, As("clerk")));
  EXPECT_EQ(others.personnel_processes(0).candidates_size(), 2);
}

TEST_F(ProcessAccessTest, AClerkRecordsAndASecretaryDecides) {
  Start(2, 1);
  const auto conclude = About<v1::ConcludePersonnelProcessRequest>("conclusion: 'Xong'");
  EXPECT_THAT(Call(&Stub::ConcludePersonnelProcess, conclude, As("clerk")), Refused("PERMISSION_MISSING"));
  EXPECT_THAT(Call(&Stub::RecordStepResult, NewResult("review", Meeting()), As("inspector")),
              Refused("PERMISSION_MISSING"));
  // A stranger does not learn that there is a process.
  const auto stranger = [&] { return service_.As("secretary", {"secretary@unit-2"}, annotations::v1::CONFIDENTIAL); };
  EXPECT_THAT(GetProcess(stranger()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&Stub::ConcludePersonnelProcess, conclude, stranger()),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::dossiers
