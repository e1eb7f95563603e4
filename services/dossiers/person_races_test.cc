// Calls about one person that are answered between the reading and the commit of another.
#include <thread>

#include "congress/dossiers/v1/erasure_service.grpc.pb.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/erasure_service.h"
#include "services/dossiers/person_identity_service.h"
#include "services/dossiers/stage_service.h"
#include "services/dossiers/testing/process_sample.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::Parse;
using support::StatusIs;

class PersonRacesTest : public StageFixture {
 protected:
  void SetUp() override {
    StageFixture::SetUp();
    MakeTemplate();
  }

  absl::Status Transferred(absl::FunctionRef<void()> between) {
    return With([&](auto& call, const auto& request) { return identity_.TransferPerson(call, request); },
                Parse<v1::TransferPersonRequest>("name: 'persons/p-1' organisation: 'organisations/unit-2'"), between);
  }
  absl::Status Merged(absl::FunctionRef<void()> between) {
    return With([&](auto& call, const auto& request) { return identity_.MergePersons(call, request); },
                Parse<v1::MergePersonsRequest>("name: 'persons/p-1' duplicate: 'persons/p-2' reason: 'Trùng'"),
                between);
  }
  absl::Status Erased(absl::FunctionRef<void()> between) {
    return With([&](auto& call, const auto& request) { return erasures_.ErasePerson(call, request); },
                Parse<v1::ErasePersonRequest>("name: 'persons/p-1'"), between);
  }
  void AskForErasure() {
    const auto stub = v1::ErasureService::NewStub(service_.channel());
    const auto request = Parse<v1::RequestErasureRequest>("name: 'persons/p-1' reason: 'x' basis { source: 'Đơn' }");
    EXPECT_THAT(rpc::Invoke(static_cast<v1::ErasureService::StubInterface&>(*stub),
                            &v1::ErasureService::StubInterface::RequestErasure,
                            service_.As("first", {"administrator@unit-16681"}), request),
                IsOk());
  }

  // A process in which these are candidates, a plan and planning lists that name them.
  absl::StatusOr<v1::PersonnelProcess> Run(const std::vector<std::string>& persons, std::string_view position = "") {
    v1::CreateProcessTemplateRequest rules;
    rules.set_process_template_id("three");
    *rules.mutable_process_template() = sample::ThreeSteps();
    rules.mutable_process_template()->clear_name();
    const auto known = Call(&ProcessStub::CreateProcessTemplate, rules);
    EXPECT_TRUE(known.ok() || absl::IsAlreadyExists(known.status())) << known.status();
    v1::CreatePersonnelProcessRequest request;
    request.set_parent(std::string(kCongress));
    *request.mutable_personnel_process() = sample::WantedProcess(0, 1);
    request.mutable_personnel_process()->set_position(std::string(position));
    for (const std::string& person : persons) request.mutable_personnel_process()->add_candidates()->set_person(person);
    return Call(&ProcessStub::CreatePersonnelProcess, request);
  }
  absl::StatusOr<v1::PersonnelPlan> Plan(const std::vector<std::string>& persons) {
    v1::CreatePersonnelPlanRequest request;
    request.set_parent(std::string(kCongress));
    v1::PersonnelPlan& plan = *request.mutable_personnel_plan();
    plan.set_organisation(std::string(sample::kUnit));
    plan.set_display_name("Đề án mẫu");
    plan.add_appraisers("Ban Tổ chức");
    plan.add_parts()->set_position(std::string(kSlot));
    for (const std::string& person : persons) plan.mutable_parts(0)->add_entries()->set_person(person);
    return Call(&PersonnelPlanStub::CreatePersonnelPlan, request, As("clerk@province"));
  }
  absl::StatusOr<v1::PlanningEntry> PutOnList(std::string_view person) {
    return Call(&PlanningStub::CreatePlanningEntry,
                Parse<v1::CreatePlanningEntryRequest>(
                    StrCat("planning_entry { organisation: 'organisations/unit-16681' term: '2025-2030' "
                           "position_kind: 'member' person: '",
                           person, "' }")));
  }
  static auto Fails(const char* reason) { return StatusIs(StatusCode::kFailedPrecondition, reason); }

  operations::Operations runner_{"office", service_.gate(), service_.signer()};
  content::OwnFiles files_{"dossiers", service_.gate(), nullptr, service_.signer()};
  PersonIdentityService identity_;
  DossierService dossiers_{paper::Layout::Default()};
  ErasureService erasures_{service_.gate(), runner_, files_};
  StageService stages_;
};

TEST_F(PersonRacesTest, ADossierThatIsOpenedWhileThePersonMovesGoesAlong) {
  ASSERT_THAT(Transferred([&] { MakeDossier("unit-16681-d-1", "persons/p-1"); }), IsOk());
  EXPECT_EQ(Get(As(kOffice))->organisation(), "organisations/unit-2");
}

TEST_F(PersonRacesTest, ADossierThatIsOpenedWhileAnArrangementIsDecidedGoesAlong) {
  const auto entry = Proposed(NewArrangement("organisations/unit-2"));
  ASSERT_THAT(With([&](auto& call, const auto& request) { return stages_.DecideArrangement(call, request); },
                   Deciding({entry.name()}), [&] { MakeDossier("unit-16681-d-1", "persons/p-1"); }),
              IsOk());
  EXPECT_EQ(Get(As(kOffice))->organisation(), "organisations/unit-2");
}

TEST_F(PersonRacesTest, NobodyMovesWhoIsGivenAPlaceMeanwhile) {
  MakeSlot("member", 1);
  EXPECT_THAT(
      Transferred([&] { EXPECT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure(kSlot, "persons/p-1")), IsOk()); }),
      Fails("PERSON_HAS_TENURE"));
}

TEST_F(PersonRacesTest, NobodyIsErasedWhoIsEnteredMeanwhile) {
  MakeSlot("member", 1);
  AskForErasure();
  const std::vector<std::function<void()>> enters = {
      [&] { MakeDossier("unit-16681-d-1", "persons/p-1"); },
      [&] { EXPECT_THAT(Run({"persons/p-1"}), IsOk()); },
      [&] { EXPECT_THAT(Plan({"persons/p-1"}), IsOk()); },
  };
  for (const auto& enter : enters) {
    EXPECT_THAT(Erased(enter), Fails("PERSON_HELD"));
  }
}

TEST_F(PersonRacesTest, APlanningEntryOfWhoIsErasedMeanwhileGoesToo) {
  AskForErasure();
  std::string entry;
  ASSERT_THAT(Erased([&] { entry = PutOnList("persons/p-1")->name(); }), IsOk());
  v1::GetPlanningEntryRequest get;
  get.set_name(entry);
  EXPECT_THAT(Call(&PlanningStub::GetPlanningEntry, get), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(PersonRacesTest, TwoRecordsAreNotMergedThatAreEnteredInOnePlaceMeanwhile) {
  MakeSlot("member", 2);
  MakePerson("p-2", "Nguyễn Văn Mẫu");
  const std::vector<std::string> both = {"persons/p-1", "persons/p-2"};
  v1::PersonnelProcess process;
  EXPECT_THAT(Merged([&] { process = *Run(both); }), Fails("PLACES_COLLIDE"));
  const auto cancel = [&] {
    v1::CancelPersonnelProcessRequest request;
    request.set_name(process.name());
    request.set_reason("Thôi");
    EXPECT_THAT(Call(&ProcessStub::CancelPersonnelProcess, request), IsOk());
  };
  cancel();
  process = *Run({"persons/p-1"});
  EXPECT_THAT(Merged([&] {
                v1::AddProcessCandidateRequest request;
                request.set_name(process.name());
                request.set_person("persons/p-2");
                EXPECT_THAT(Call(&ProcessStub::AddProcessCandidate, request), IsOk());
              }),
              Fails("PLACES_COLLIDE"));
  cancel();
  v1::PersonnelPlan plan;
  EXPECT_THAT(Merged([&] { plan = *Plan(both); }), Fails("PLACES_COLLIDE"));
  v1::WithdrawPersonnelPlanRequest withdraw;
  withdraw.set_name(plan.name());
  withdraw.set_reason("Thôi");
  ASSERT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan, withdraw, As(kOffice)), IsOk());
  ASSERT_THAT(PutOnList("persons/p-1"), IsOk());
  EXPECT_THAT(Merged([&] { EXPECT_THAT(PutOnList("persons/p-2"), IsOk()); }), Fails("PLACES_COLLIDE"));
}

TEST_F(PersonRacesTest, WhoHasTwoRecordsIsEnteredOnceInAPlace) {
  MakeSlot("member", 2);
  MakePerson("p-2", "Nguyễn Văn Mẫu");
  ASSERT_THAT(Merged([] {}), IsOk());
  const std::vector<std::string> both = {"persons/p-1", "persons/p-2"};
  EXPECT_THAT(Run(both), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Plan(both), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_THAT(PutOnList("persons/p-1"), IsOk());
  EXPECT_THAT(PutOnList("persons/p-2"), Fails("PLANNING_DUPLICATE"));
}

TEST_F(PersonRacesTest, TwoRecordsAreNotMergedThatGetDossiersOfOnePurposeMeanwhile) {
  MakePerson("p-2", "Nguyễn Văn Mẫu");
  MakeDossier("unit-16681-d-1", "persons/p-1");
  EXPECT_THAT(Merged([&] { MakeDossier("unit-16681-d-2", "persons/p-2"); }), Fails("DOSSIERS_COLLIDE"));
}

TEST_F(PersonRacesTest, APersonIsSeparatedOnce) {
  MakePerson("p-2", "Nguyễn Văn Mẫu");
  for (int i = 0; i < 15; ++i) {
    ASSERT_THAT(Merged([] {}), IsOk());
    const auto separate = [&] {
      const auto request = Parse<v1::SeparatePersonsRequest>("name: 'persons/p-2' reason: 'Hai người'");
      const auto separated = Call(&PersonIdentityStub::SeparatePersons, request);
      EXPECT_TRUE(separated.ok() || status::ReasonOf(separated.status()) == "PERSON_NOT_MERGED") << separated.status();
    };
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) threads.emplace_back(separate);
  }
}

TEST_F(PersonRacesTest, ADossierIsNotPutAwayByWhichThePersonRunsMeanwhile) {
  MakeDossier("unit-16681-d-1", "persons/p-1");
  AttachAll();
  SubmitAndAccept();
  MakeSlot("member", 2);
  const auto close = Parse<v1::BatchCloseDossiersRequest>(
      StrCat("dossiers { dossier: '", kDossier, "' } reason: 'Xong' keep_until_date { year: 2040 month: 1 day: 1 }"));
  EXPECT_THAT(With([&](auto& call, const auto& request) { return dossiers_.BatchCloseDossiers(call, request); }, close,
                   [&] { EXPECT_THAT(Run({"persons/p-1"}, kSlot), IsOk()); }),
              Fails("DOSSIER_IN_USE"));
}

TEST_F(PersonRacesTest, WhoChangesNothingCommitsNothing) {
  const auto before = service_.store().LastSequence();
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(Call(&StageStub::PreviewStageDecision, Preview(NewEntry(v1::CONGRESS, "committee-member")), As(kClerk)),
              IsOk());
  EXPECT_EQ(*service_.store().LastSequence(), *before);
}

TEST_F(PersonRacesTest, ADossierIsNotSubmittedWithoutAPaperThatIsWithdrawnMeanwhile) {
  MakeDossier("unit-16681-d-1", "persons/p-1");
  AttachAll();
  ASSERT_OK_AND_ASSIGN(const auto papers, Papers(As(kClerk)));
  const auto graded = std::find_if(papers.begin(), papers.end(), [](const v1::Component& paper) {
    return paper.grade() != annotations::v1::GRADE_UNSPECIFIED;
  });
  ASSERT_NE(graded, papers.end());
  v1::WithdrawComponentRequest withdraw;
  withdraw.set_name(graded->name());
  withdraw.set_reason("Nhầm");
  v1::SubmitDossierRequest submit;
  submit.set_name(std::string(kDossier));
  EXPECT_THAT(With([&](auto& call, const auto& request) { return dossiers_.SubmitDossier(call, request); }, submit,
                   [&] { EXPECT_THAT(Call(&DossierStub::WithdrawComponent, withdraw, As(kClerk)), IsOk()); }),
              Fails("DOSSIER_INCOMPLETE"));
  // And it is told nowhere that there are papers of the kind.
  const auto records = service_.store().Scan(store::Range{}, 10'000);
  ASSERT_THAT(records, IsOk());
  for (const store::Record& record : *records) {
    EXPECT_EQ(record.key.find("radedPapers"), std::string::npos) << record.key;
  }
}

}  // namespace
}  // namespace congress::dossiers
