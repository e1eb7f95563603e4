// Erasures over their RPCs: who asks and who confirms, what holds back, what is gone and what stays.
#include <filesystem>

#include "congress/dossiers/v1/erasure_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/process_sample.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::Parse;
using support::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPerson[] = "persons/p-1";
constexpr char kWord[] = "CANARY-8f3a";

class ErasureServiceTest : public Fixture {
 protected:
  using Stub = v1::ErasureService::StubInterface;
  using ProcessStub = v1::PersonnelProcessService::StubInterface;

  // Administrators are two persons.
  Context First() { return service_.As("first", {"administrator@unit-16681"}); }
  Context Second() { return service_.As("second", {"administrator@unit-16681"}); }

  template <class Request, class Response>
  absl::StatusOr<Response> Do(rpc::UnaryMethod<Stub, Request, Response> method, const Request& request,
                              Context context) {
    return rpc::Invoke(*erasures_, method, std::move(context), request);
  }
  static v1::RequestErasureRequest Asking(const std::string& more = "basis { source: 'Đơn của cá nhân' }") {
    return Parse<v1::RequestErasureRequest>(StrCat("name: '", kPerson, "' reason: '", kWord, "' ", more));
  }
  absl::StatusOr<v1::PersonErasure> Ask(Context context = nullptr) {
    return Do(&Stub::RequestErasure, Asking(), context == nullptr ? First() : std::move(context));
  }
  absl::StatusOr<v1::ErasePersonResponse> Erase(Context context = nullptr, const std::string& more = "") {
    return Do(&Stub::ErasePerson, Parse<v1::ErasePersonRequest>(StrCat("name: '", kPerson, "' ", more)),
              context == nullptr ? Second() : std::move(context));
  }
  absl::StatusOr<v1::PersonErasure> Withdraw(Context context, const std::string& more = "") {
    return Do(&Stub::WithdrawErasure,
              Parse<v1::WithdrawErasureRequest>(StrCat("name: '", kPerson, "/erasure' reason: 'Nhầm' ", more)),
              std::move(context));
  }
  absl::StatusOr<v1::PersonErasure> GetErasure(Context context) {
    return Do(&Stub::GetPersonErasure, Parse<v1::GetPersonErasureRequest>(StrCat("name: '", kPerson, "/erasure'")),
              std::move(context));
  }
  absl::StatusOr<v1::Person> GetPerson(Context context = nullptr) {
    return Call(&PersonStub::GetPerson, Parse<v1::GetPersonRequest>(StrCat("name: '", kPerson, "'")),
                std::move(context));
  }
  std::vector<v1::PersonErasure> Listed(Context context, const std::string& filter = "") {
    const auto listed = Do(&Stub::ListPersonErasures, Parse<v1::ListPersonErasuresRequest>(filter), std::move(context));
    EXPECT_THAT(listed, IsOk());
    return {listed->person_erasures().begin(), listed->person_erasures().end()};
  }
  // What the operation of an erasure does, to its end.
  void WaitFor(const std::string& operation) {
    const auto stub = operations::v1::OperationService::NewStub(service_.channel());
    operations::v1::WaitOperationRequest request;
    request.set_name(operation);
    const auto context = service_.Admin();
    const auto reader = stub->WaitOperation(context.get(), request);
    operations::v1::Operation seen;
    while (reader->Read(&seen)) {
    }
    EXPECT_THAT(rpc::FromGrpc(reader->Finish()), IsOk());
    EXPECT_EQ(seen.state(), operations::v1::Operation::DONE);
  }
  // Keys of records, kept answers and all else whose bytes hold the text.
  std::vector<std::string> Holding(const std::string& text) {
    std::vector<std::string> found;
    const auto all = service_.store().Scan({"", ""}, 10'000);
    EXPECT_THAT(all, IsOk());
    for (const store::Record& record : *all) {
      if (record.key.find(text) != std::string::npos || record.value.find(text) != std::string::npos) {
        found.push_back(record.key);
      }
    }
    return found;
  }
  template <class T>
  std::vector<T> All(const rpc::Repository<T>& repository, std::string_view prefix) {
    std::vector<T> all;
    EXPECT_THAT(service_.gate().Perform(service_.signer().Self(), "test",
                                        [&](rpc::Call& call) -> absl::Status {
                                          ASSIGN_OR_RETURN(all, repository.LoadAll(call, prefix));
                                          return absl::OkStatus();
                                        }),
                IsOk());
    return all;
  }
  void CloseDossier(CivilDay until) {
    EXPECT_THAT(Call(&DossierStub::WithdrawDossier,
                     Parse<v1::WithdrawDossierRequest>(StrCat("name: '", kDossier, "' reason: 'Thôi'"))),
                IsOk());
    v1::CloseDossierRequest close;
    close.set_name(std::string(kDossier));
    close.set_reason("Hết việc");
    *close.mutable_keep_until_date() = civil::ToDate(until);
    EXPECT_THAT(Call(&DossierStub::CloseDossier, close), IsOk());
  }
  // A person of whom the service keeps something of every kind, with the word in every text.
  void MakeMuch();

  std::unique_ptr<Stub> erasures_ = v1::ErasureService::NewStub(service_.channel());
  std::unique_ptr<ProcessStub> processes_ = v1::PersonnelProcessService::NewStub(service_.channel());
};

void ErasureServiceTest::MakeMuch() {
  const std::string unit = "organisation: 'organisations/unit-16681' ";
  MakeTemplate();
  ASSERT_THAT(
      Call(&PersonStub::CreatePerson, Parse<v1::CreatePersonRequest>(StrCat(
                                          "person_id: 'p-1' person { ", unit, "display_name: '", kWord, "' health: '",
                                          kWord, "' identifiers { kind: CITIZEN_ID value: '040080000001' } }"))),
      IsOk());
  ASSERT_THAT(Call(&PersonStub::CreatePerson, Parse<v1::CreatePersonRequest>(StrCat("person_id: 'p-2' person { ", unit,
                                                                                    "display_name: '", kWord, "' }"))),
              IsOk());
  MakePerson("p-3", "Lê Thị Còn");
  MakeDossier("unit-16681-d-1", kPerson);
  AttachAll();
  ASSERT_THAT(Call(&PersonIdentityStub::MergePersons,
                   Parse<v1::MergePersonsRequest>(
                       StrCat("name: '", kPerson, "' duplicate: 'persons/p-2' reason: '", kWord, "'"))),
              IsOk());
  ASSERT_THAT(Call(&PersonStub::UpdatePerson,
                   Parse<v1::UpdatePersonRequest>(StrCat("person { name: '", kPerson, "' position_title: '", kWord,
                                                         "' } update_mask { paths: ", "'position_title' }"))),
              IsOk());
  ASSERT_THAT(Call(&PlanningStub::CreatePlanningEntry,
                   Parse<v1::CreatePlanningEntryRequest>(
                       StrCat("planning_entry_id: 'e-1' planning_entry { ", unit, "term: '2025-2030' position_kind: ",
                              "'committee-member' position_title: '", kWord, "' person: '", kPerson, "' }"))),
              IsOk());
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot,
                   Parse<v1::CreatePositionSlotRequest>(StrCat("parent: '", kCongress,
                                                               "' position_slot_id: 'chair' position_slot { ", unit,
                                                               "display_name: 'Chủ nhiệm' norm: 2 }"))),
              IsOk());
  const std::string chair = StrCat(kCongress, "/positions/chair");
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure(chair, kPerson, kToday - 100)), IsOk());
  v1::VacatePositionSlotRequest end = NewEnd(chair, kPerson);
  end.set_end_reason(kWord);
  ASSERT_THAT(Call(&PositionStub::VacatePositionSlot, end), IsOk());
  ASSERT_THAT(Call(&PositionStub::ProposePositionSlot,
                   Parse<v1::ProposePositionSlotRequest>(StrCat("name: '", chair, "' person: '", kPerson, "'"))),
              IsOk());
  ASSERT_THAT(Call(&PersonnelRuleStub::CreateFreezePeriod, Parse<v1::CreateFreezePeriodRequest>(R"(
                  freeze_period_id: "june" freeze_period { organisation: "organisations/province"
                  from_date { year: 2025 month: 6 day: 1 } until_date { year: 2025 month: 6 day: 30 }
                  acts: APPOINTMENT legal_basis: "Mẫu" })")),
              IsOk());
  ASSERT_THAT(Call(&PersonnelRuleStub::CreateFreezeException,
                   Parse<v1::CreateFreezeExceptionRequest>(
                       StrCat("parent: 'freezePeriods/june' freeze_exception { person: '", kPerson, "' position: '",
                              chair, "' exception_reason: '", kWord, "' basis { decision_number: '5-TB/TU' ",
                              "decision_date { year: 2025 month: 6 day: 2 } } }"))),
              IsOk());
  v1::CreateProcessTemplateRequest rules;
  rules.set_process_template_id("three");
  *rules.mutable_process_template() = sample::ThreeSteps();
  rules.mutable_process_template()->clear_name();
  ASSERT_THAT(rpc::Invoke(*processes_, &ProcessStub::CreateProcessTemplate, service_.Admin(), rules), IsOk());
  v1::CreatePersonnelProcessRequest process;
  process.set_parent(std::string(kCongress));
  process.set_personnel_process_id("vote");
  *process.mutable_personnel_process() = sample::WantedProcess(2, 1);
  process.mutable_personnel_process()->set_template_("processTemplates/three");
  process.mutable_personnel_process()->mutable_candidates(0)->set_person(kPerson);
  process.mutable_personnel_process()->mutable_candidates(1)->set_person("persons/p-3");
  ASSERT_THAT(rpc::Invoke(*processes_, &ProcessStub::CreatePersonnelProcess, service_.Admin(), process), IsOk());
  v1::CreatePersonnelRuleSetRequest seats;
  seats.set_personnel_rule_set_id("seats");
  *seats.mutable_personnel_rule_set() = sample::StageRules();
  ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, seats), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::StageEntry entry,
                       Call(&StageStub::CreateStageEntry,
                            Parse<v1::CreateStageEntryRequest>(
                                StrCat("parent: '", kPerson, "' stage_entry { ", unit,
                                       "stage: STATE_ELECTION seat: 'assembly-full-time' candidacy: INCUMBENT }"))));
  for (const char* state : {"PROPOSED", "DECIDED", "ELECTED"}) {
    ASSERT_THAT(Call(&StageStub::AdvanceStageEntry,
                     Parse<v1::AdvanceStageEntryRequest>(StrCat("name: '", entry.name(), "' state: ", state,
                                                                " basis { decision_number: '9-QĐ/TU' ",
                                                                "decision_date { year: 2025 month: 6 day: 16 } }"))),
                IsOk());
  }
}

TEST_F(ErasureServiceTest, OneAsksAndAnotherErases) {
  MakePerson("p-1", "Trần Văn Xóa");
  EXPECT_THAT(Erase(), StatusIs(StatusCode::kFailedPrecondition, "ERASURE_NOT_REQUESTED"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonErasure asked, Ask());
  EXPECT_THAT(Ask(Second()), StatusIs(StatusCode::kFailedPrecondition, "ERASURE_REQUESTED"));
  EXPECT_THAT(Erase(First()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Erase(nullptr, "etag: 'old'"), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const v1::ErasePersonResponse looked, Erase(nullptr, "validate_only: true"));
  EXPECT_EQ(looked.operation(), "") << "none was begun";
  ASSERT_OK_AND_ASSIGN(const v1::Person there, GetPerson());
  EXPECT_FALSE(there.has_erase_time());
  ASSERT_OK_AND_ASSIGN(const v1::ErasePersonResponse gone, Erase());
  EXPECT_GT(gone.erased_count(), 0);
  WaitFor(gone.operation());
  ASSERT_OK_AND_ASSIGN(const v1::Person left, GetPerson());
  EXPECT_TRUE(left.has_erase_time());
  EXPECT_EQ(left.display_name(), "");
  EXPECT_EQ(left.organisation(), sample::kUnit);
  ASSERT_OK_AND_ASSIGN(const v1::PersonErasure done, GetErasure(First()));
  EXPECT_EQ(done.state(), v1::PersonErasure::ERASED);
  EXPECT_EQ(done.requester(), "first");
  EXPECT_EQ(done.settled_by(), "second");
  EXPECT_EQ(done.basis().source(), "Đơn của cá nhân");
  EXPECT_EQ(done.reason(), "") << "it goes with the person";
}

TEST_F(ErasureServiceTest, NobodyGetsTheIdAgainAndNothingIsDoneToWhoIsGone) {
  MakePerson("p-1", "Trần Văn Xóa");
  ASSERT_THAT(Ask(), IsOk());
  ASSERT_THAT(Erase(), IsOk());
  EXPECT_THAT(Call(&PersonStub::CreatePerson, NewPerson("p-1", "Người Khác")),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  for (const auto& answer : {Ask().status(), Erase().status()}) {
    EXPECT_THAT(answer, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  }
  MakeTemplate();
  EXPECT_THAT(Call(&DossierStub::CreateDossier, NewDossier("unit-16681-d-1", kPerson)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GetPerson(As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ErasureServiceTest, ARequestIsTakenBackAndMadeAnew) {
  MakePerson("p-1", "Trần Văn Xóa");
  EXPECT_THAT(Withdraw(First()), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Withdraw(First(), "etag: 'old'"), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(Withdraw(First()), IsOk());
  EXPECT_THAT(Withdraw(First()), StatusIs(StatusCode::kFailedPrecondition, "ERASURE_NOT_REQUESTED"));
  EXPECT_THAT(Erase(), StatusIs(StatusCode::kFailedPrecondition, "ERASURE_NOT_REQUESTED"));
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Listed(First(), "state: REQUESTED"), SizeIs(1));
  EXPECT_THAT(Listed(First(), "state: ERASED"), IsEmpty());
  EXPECT_THAT(Listed(service_.As("other", {"administrator@unit-2"})), IsEmpty());
}

TEST_F(ErasureServiceTest, IsForAdministratorsAloneAndNeverOnesOwn) {
  MakePerson("p-1", "Trần Văn Xóa");
  for (const std::string_view role : {kOwner, kClerk, kReviewer, kOffice}) {
    EXPECT_THAT(Ask(As(role)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING")) << role;
    EXPECT_THAT(GetErasure(As(role)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING")) << role;
  }
  const auto own = [&] { return AsPerson(kPerson, "administrator"); };
  const auto unknown = [&] { return AsPerson("", "administrator"); };
  EXPECT_THAT(Ask(own()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(unknown()), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Erase(own()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Erase(unknown()), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Withdraw(own()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Withdraw(unknown()), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(GetErasure(own()), StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Listed(own()), IsEmpty());
}

TEST_F(ErasureServiceTest, NeedsABasis) {
  MakePerson("p-1", "Trần Văn Xóa");
  const char* tomorrow = "basis { decision_number: '1' decision_date { year: 2025 month: 6 day: 17 } }";
  for (const char* basis : {"basis {}", tomorrow}) {
    EXPECT_THAT(Do(&Stub::RequestErasure, Asking(basis), First()),
                StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  }
}

TEST_F(ErasureServiceTest, IsHeldBackWhileARetentionRuns) {
  OpenOne();
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kFailedPrecondition, "PERSON_HELD"));
  CloseDossier(kToday + 10);
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kFailedPrecondition, "PERSON_HELD"));
  service_.SetNow(sample::Noon(kToday + 11));
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Erase(), IsOk());
}

TEST_F(ErasureServiceTest, IsHeldBackByWhatCameAfterTheRequest) {
  MakePerson("p-1", "Trần Văn Xóa");
  ASSERT_THAT(Ask(), IsOk());
  MakeTemplate();
  MakeDossier("unit-16681-d-1", kPerson);
  EXPECT_THAT(Erase(), StatusIs(StatusCode::kFailedPrecondition, "PERSON_HELD"));
}

TEST_F(ErasureServiceTest, TakesAllThatIsKeptOfThePerson) {
  MakeMuch();
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kFailedPrecondition, "PERSON_HELD")) << "the process runs";
  ASSERT_THAT(rpc::Invoke(*processes_, &ProcessStub::CancelPersonnelProcess, service_.Admin(),
                          Parse<v1::CancelPersonnelProcessRequest>(
                              "name: 'congresses/xx/personnelProcesses/vote' reason: 'Thay đổi'")),
              IsOk());
  CloseDossier(kToday);
  service_.SetNow(sample::Noon(kToday + 1));
  ASSERT_THAT(Ask(), IsOk());
  EXPECT_THAT(Holding(kWord), Not(IsEmpty())) << "names lie open until then";
  ASSERT_OK_AND_ASSIGN(const v1::ErasePersonResponse gone, Erase());
  WaitFor(gone.operation());

  EXPECT_THAT(Holding(kWord), IsEmpty());
  for (const char* key : {"k/persons/p-1", "k/persons/p-2", "k/planningEntries/e-1"}) {
    EXPECT_TRUE(absl::IsNotFound(service_.store().Get(key).status())) << key;
  }
  EXPECT_THAT(All(kPersons, "persons/"), SizeIs(1)) << "the alias is gone too";
  EXPECT_THAT(All(kPersonFacts, ""), IsEmpty());
  EXPECT_THAT(All(kIdentifierClaims, ""), IsEmpty());
  EXPECT_THAT(All(kPersonMerges, ""), IsEmpty());
  EXPECT_THAT(All(kDossiers, ""), IsEmpty());
  EXPECT_THAT(All(kPersonDossiers, ""), IsEmpty());
  EXPECT_THAT(All(kComponents, ""), IsEmpty());
  EXPECT_THAT(All(kPlanningEntries, ""), IsEmpty());
  EXPECT_THAT(All(kPlanningLists, "").front().places(), IsEmpty());
  EXPECT_THAT(All(kFreezeExceptions, ""), IsEmpty());
  EXPECT_THAT(All(kStageEntries, ""), IsEmpty());
  EXPECT_THAT(All(kPositionSlots, "").front().candidates(), IsEmpty());
  const auto process = All(kProcesses, "").front();
  EXPECT_THAT(process.candidates(0).person(), HasSubstr("persons/erased-"));
  EXPECT_EQ(process.candidates(1).person(), "persons/p-3");
  const auto tenures = All(kTenures, "");
  ASSERT_THAT(tenures, SizeIs(1));
  EXPECT_EQ(tenures.front().person(), kPerson);
  EXPECT_EQ(tenures.front().basis().decision_number(), "7-QĐ/TU");
  EXPECT_EQ(tenures.front().end_reason(), "");

  std::vector<v1::PersonErasure::Left::Kind> left;
  for (const auto& one : gone.left()) left.push_back(one.kind());
  using Left = v1::PersonErasure::Left;
  EXPECT_THAT(
      left, ElementsAre(Left::TENURE, Left::PROCESS, Left::ELECTION, Left::OTHER_SERVICES, Left::AUDIT, Left::BACKUPS));
  ASSERT_OK_AND_ASSIGN(const v1::PersonErasure done, GetErasure(First()));
  EXPECT_THAT(done.erased(), ElementsAre(kPerson, "persons/p-2"));
  // A new person may have the identifier.
  EXPECT_THAT(Call(&PersonStub::CreatePerson,
                   Parse<v1::CreatePersonRequest>(
                       "person_id: 'p-4' person { organisation: 'organisations/unit-16681' display_name: 'Lê Văn Mới' "
                       "identifiers { kind: CITIZEN_ID value: '040080000001' } }")),
              IsOk());
}

}  // namespace
}  // namespace congress::dossiers
