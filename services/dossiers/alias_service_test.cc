// Two records of one person: whatever is said of the one holds for the other, whichever of their names is used.
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/process_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::Parse;
using support::StatusIs;

constexpr char kKept[] = "persons/p-1";
constexpr char kAlias[] = "persons/unit-2-1";

class AliasServiceTest : public Fixture {
 protected:
  AliasServiceTest() {
    MakePerson("p-1", "Nguyễn Thị Mẫu");
    MakePerson("unit-2-1", "Nguyễn Thị Mẫu", "organisations/unit-2");
  }
  absl::StatusOr<v1::MergePersonsResponse> Merge(bool dry = false) {
    v1::MergePersonsRequest request;
    request.set_name(kKept);
    request.set_duplicate(kAlias);
    request.set_reason("Cùng một người");
    request.set_validate_only(dry);
    return Call(&PersonIdentityStub::MergePersons, request);
  }
  absl::StatusOr<v1::Suspension> Suspend(std::string_view person) {
    return Call(&SuspensionStub::CreateSuspension,
                Parse<v1::CreateSuspensionRequest>(
                    StrCat("parent: '", person, "' suspension { cause: PROSECUTION reason: 'mẫu' begin_date { ",
                           "year: 2025 month: 6 day: 16 } basis { source: 'mẫu' } }")));
  }
  int Suspensions(std::string_view person, Context context = nullptr) {
    const auto listed = Call(&SuspensionStub::ListSuspensions,
                             Parse<v1::ListSuspensionsRequest>(StrCat("parent: '", person, "'")), std::move(context));
    EXPECT_THAT(listed, IsOk());
    return listed->suspensions_size();
  }
  void MakeSlot(std::string_view id, int norm = 2) {
    ASSERT_THAT(Call(&PositionStub::CreatePositionSlot,
                     Parse<v1::CreatePositionSlotRequest>(StrCat("parent: 'congresses/xx' position_slot_id: '", id,
                                                                 "' position_slot { organisation: '", sample::kUnit,
                                                                 "' display_name: 'Bí thư' norm: ", norm, " }"))),
                IsOk());
  }
  absl::StatusOr<v1::PositionSlot> Propose(std::string_view slot, std::string_view person) {
    return Call(&PositionStub::ProposePositionSlot,
                Parse<v1::ProposePositionSlotRequest>(
                    StrCat("name: 'congresses/xx/positions/", slot, "' person: '", person, "'")));
  }
  absl::StatusOr<v1::Tenure> Fill(std::string_view slot, std::string_view person) {
    return Call(&PositionStub::FillPositionSlot, NewTenure(StrCat("congresses/xx/positions/", slot), person));
  }
  absl::StatusOr<v1::PlanningEntry> Plan(std::string_view id, std::string_view person) {
    return Call(&PlanningStub::CreatePlanningEntry,
                Parse<v1::CreatePlanningEntryRequest>(
                    StrCat("planning_entry_id: '", id, "' planning_entry { organisation: '", sample::kUnit,
                           "' term: '2025-2030' position_kind: 'member' person: '", person, "' }")));
  }
  absl::StatusOr<v1::PersonnelProcess> Begin(const std::vector<std::string>& persons, std::string_view id = "q-1") {
    v1::CreateProcessTemplateRequest rules;
    rules.set_process_template_id(StrCat("rules-", id));
    *rules.mutable_process_template() = sample::ThreeSteps();
    rules.mutable_process_template()->clear_name();
    EXPECT_THAT(Call(&ProcessStub::CreateProcessTemplate, rules), IsOk());
    v1::CreatePersonnelProcessRequest request;
    request.set_parent("congresses/xx");
    request.set_personnel_process_id(std::string(id));
    *request.mutable_personnel_process() = sample::WantedProcess(0, 1);
    request.mutable_personnel_process()->set_template_(StrCat("processTemplates/rules-", id));
    for (const std::string& person : persons) {
      request.mutable_personnel_process()->add_candidates()->set_person(person);
    }
    return Call(&ProcessStub::CreatePersonnelProcess, request);
  }
};

TEST_F(AliasServiceTest, WhatIsUnderWayAgainstTheOneHoldsUpTheOther) {
  MakeTemplate();
  MakeDossier("unit-16681-d-1", kKept);
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  ASSERT_THAT(Fixture::Begin(As(kReviewer)), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Suspension before, Suspend(kAlias));
  ASSERT_OK_AND_ASSIGN(const auto preview, Merge(true));
  ASSERT_EQ(preview.touched_size(), 1);
  EXPECT_EQ(preview.touched(0).resource(), before.name());
  EXPECT_EQ(Suspensions(kKept), 0) << "a preview changes nothing";
  ASSERT_THAT(Merge(), IsOk());
  EXPECT_EQ(Suspensions(kKept), 1);
  EXPECT_THAT(Accept(As(kReviewer)), StatusIs(StatusCode::kFailedPrecondition, "PERSON_SUSPENDED"));
  ASSERT_OK_AND_ASSIGN(const v1::Suspension after, Suspend(kAlias));
  EXPECT_EQ(after.person(), kKept);
  EXPECT_EQ(after.organisation(), sample::kUnit);
  EXPECT_EQ(Suspensions(kKept), 2);
  EXPECT_EQ(Suspensions(kAlias), 2);
  // Nobody's own are shown, whichever name the token has.
  EXPECT_EQ(Suspensions(kAlias, AsPerson(kAlias, "reviewer")), 0);
  EXPECT_EQ(Suspensions("persons/-", AsPerson(kAlias, "reviewer")), 0);
  // A separation gives back what the merge took, and nothing that came since.
  v1::SeparatePersonsRequest separate;
  separate.set_name(kAlias);
  separate.set_reason("Nhầm");
  ASSERT_THAT(Call(&PersonIdentityStub::SeparatePersons, separate), IsOk());
  EXPECT_EQ(Suspensions(kKept), 1);
  EXPECT_EQ(Suspensions(kAlias), 1);
}

TEST_F(AliasServiceTest, NobodyIsTwiceOnABallot) {
  ASSERT_THAT(Merge(), IsOk());
  EXPECT_THAT(Begin({kKept, kAlias}), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, Begin({kAlias}, "q-2"));
  EXPECT_EQ(process.candidates(0).person(), kKept);
  v1::AddProcessCandidateRequest add;
  add.set_name(process.name());
  add.set_person(kAlias);
  EXPECT_THAT(Call(&ProcessStub::AddProcessCandidate, add),
              StatusIs(StatusCode::kFailedPrecondition, "CANDIDATE_PRESENT"));
}

TEST_F(AliasServiceTest, ACandidateIsKnownUnderBothNamesAfterAMergeInBetween) {
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, Begin({kAlias}));
  ASSERT_THAT(Merge(), IsOk());
  v1::GetPersonnelProcessRequest get;
  get.set_name(process.name());
  const auto same = StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON");
  EXPECT_THAT(Call(&ProcessStub::GetPersonnelProcess, get, AsPerson(kKept, "secretary")),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  v1::RecordStepResultRequest record;
  record.set_name(process.name());
  record.set_step_id("review");
  *record.mutable_step_result() = sample::Meeting();
  EXPECT_THAT(Call(&ProcessStub::RecordStepResult, record, AsPerson(kKept, "secretary")), same);
  ASSERT_THAT(Call(&ProcessStub::RecordStepResult, record), IsOk());
  record.set_step_id("poll");
  *record.mutable_step_result() = sample::VotesOf({40});
  record.mutable_step_result()->mutable_tallies(0)->set_person(kKept);
  ASSERT_OK_AND_ASSIGN(const v1::StepResult counted, Call(&ProcessStub::RecordStepResult, record));
  EXPECT_EQ(counted.tallies(0).person(), kAlias) << "as the process knows them";
}

TEST_F(AliasServiceTest, NobodyIsTwiceOnAPlanningList) {
  ASSERT_THAT(Plan("unit-16681-e-1", kAlias), IsOk());
  ASSERT_THAT(Merge(), IsOk());
  EXPECT_THAT(Plan("unit-16681-e-2", kKept), StatusIs(StatusCode::kFailedPrecondition, "PLANNING_DUPLICATE"));
  const auto listed =
      Call(&PlanningStub::ListPlanningEntries, v1::ListPlanningEntriesRequest(), AsPerson(kKept, "secretary"));
  ASSERT_THAT(listed, IsOk());
  EXPECT_EQ(listed->planning_entries_size(), 0) << "one's own";
}

TEST_F(AliasServiceTest, NobodyHoldsTwoPlaces) {
  MakeSlot("secretary");
  MakeSlot("chair");
  ASSERT_THAT(Fill("chair", kAlias), IsOk());
  ASSERT_THAT(Propose("secretary", kAlias), IsOk());
  ASSERT_THAT(Merge(), IsOk());
  EXPECT_THAT(Propose("secretary", kKept), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
  EXPECT_THAT(Propose("chair", kKept), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
  EXPECT_THAT(Fill("chair", kKept), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
  for (const char* name : {kKept, kAlias}) {
    EXPECT_THAT(Fill("secretary", name), StatusIs(StatusCode::kFailedPrecondition, "POSITION_HELD_ELSEWHERE"));
  }
  v1::TransferPersonRequest transfer;
  transfer.set_name(kKept);
  transfer.set_organisation("organisations/unit-2");
  EXPECT_THAT(Call(&PersonIdentityStub::TransferPerson, transfer),
              StatusIs(StatusCode::kFailedPrecondition, "PERSON_HAS_TENURE"));
  v1::ListTenuresRequest list;
  list.set_parent("congresses/-/positions/-");
  list.set_person(kKept);
  EXPECT_EQ(Call(&PositionStub::ListTenures, list)->tenures_size(), 1);
  v1::VacatePositionSlotRequest end = NewEnd("congresses/xx/positions/chair", kKept);
  end.set_end_cause(v1::Tenure::ENTERED_WRONGLY);
  end.set_end_reason("Nhập nhầm");
  EXPECT_THAT(Call(&PositionStub::VacatePositionSlot, end), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill("secretary", kAlias));
  EXPECT_EQ(tenure.person(), kKept);
}

TEST_F(AliasServiceTest, WhoStandsTwiceInOnePlaceIsTakenOffBeforeTheMerge) {
  const auto refused = StatusIs(StatusCode::kFailedPrecondition, "PLACES_COLLIDE");
  ASSERT_THAT(Plan("unit-16681-e-1", kKept), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PlanningEntry entry, Plan("unit-16681-e-2", kAlias));
  EXPECT_THAT(Merge(), refused);
  EXPECT_EQ(support::MetadataIn(Merge().status(), "resource"), "planningEntries/unit-16681-e-2");
  v1::MergePersonsRequest merge;
  merge.set_name(kKept);
  merge.set_duplicate(kAlias);
  merge.set_reason("Cùng một người");
  const absl::Status hidden =
      Call(&PersonIdentityStub::MergePersons, merge, As(kOffice, annotations::v1::PERSONAL)).status();
  EXPECT_THAT(hidden, refused);
  EXPECT_EQ(hidden.ToString().find("unit-16681-e-2"), std::string::npos) << hidden;
  v1::RemovePlanningEntryRequest remove;
  remove.set_name(entry.name());
  remove.set_reason("Trùng người");
  remove.mutable_basis()->set_source("mẫu");
  ASSERT_THAT(Call(&PlanningStub::RemovePlanningEntry, remove), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelProcess process, Begin({kKept, kAlias}));
  EXPECT_EQ(support::MetadataIn(Merge().status(), "resource"), process.name());
  v1::WithdrawProcessCandidateRequest withdraw;
  withdraw.set_name(process.name());
  withdraw.set_person(kAlias);
  withdraw.set_reason("Trùng người");
  ASSERT_THAT(Call(&ProcessStub::WithdrawProcessCandidate, withdraw), IsOk());
  MakeSlot("secretary");
  ASSERT_THAT(Propose("secretary", kKept), IsOk());
  ASSERT_THAT(Propose("secretary", kAlias), IsOk());
  EXPECT_EQ(support::MetadataIn(Merge().status(), "resource"), "congresses/xx/positions/secretary");
  v1::WithdrawPositionSlotRequest off;
  off.set_name("congresses/xx/positions/secretary");
  off.set_person(kAlias);
  ASSERT_THAT(Call(&PositionStub::WithdrawPositionSlot, off), IsOk());
  EXPECT_THAT(Merge(), IsOk());
}

TEST_F(AliasServiceTest, AnAcceptedDossierOfTheAliasServesTheKeptPerson) {
  MakeTemplate();
  MakeDossier("unit-16681-d-1", kAlias);
  AttachAll();
  SubmitAndAccept();
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot,
                   Parse<v1::CreatePositionSlotRequest>(StrCat(
                       "parent: 'congresses/xx' position_slot_id: 's' position_slot { organisation: '", sample::kUnit,
                       "' display_name: 'Uỷ viên' norm: 1 dossier_purpose: 'committee-candidate' }"))),
              IsOk());
  ASSERT_THAT(Propose("s", kAlias), IsOk());
  ASSERT_THAT(Merge(), IsOk());
  v1::FillPositionSlotRequest fill = NewTenure("congresses/xx/positions/s", kKept);
  fill.clear_prior();
  EXPECT_THAT(Call(&PositionStub::FillPositionSlot, fill), IsOk());
}

TEST_F(AliasServiceTest, FourEyesSeeOnePersonBehindTwoNames) {
  MakeTemplate();
  MakeDossier("unit-16681-d-1", kKept);
  MakePerson("h-1", "Lê Văn Mẫu");
  MakePerson("h-2", "Lê Văn Mẫu");
  const auto both = [&](std::string_view person) { return AsPerson(person, "secretary"); };
  const auto handled = StatusIs(StatusCode::kPermissionDenied, "REVIEWER_HANDLED");
  AttachAll();
  ASSERT_THAT(Submit(both("persons/h-1")), IsOk());
  ASSERT_THAT(Fixture::Begin(both("persons/h-2")), IsOk());
  v1::MergePersonsRequest merge;
  merge.set_name("persons/h-1");
  merge.set_duplicate("persons/h-2");
  merge.set_reason("Cùng một người");
  ASSERT_THAT(Call(&PersonIdentityStub::MergePersons, merge), IsOk());
  EXPECT_THAT(Accept(both("persons/h-2")), handled) << "who turned out to be the one who submitted";
  MakePerson("p-3", "Trần Thị Mẫu");
  MakeDossier("unit-16681-d-3", "persons/p-3");
  constexpr std::string_view kOther = "congresses/xx/dossiers/unit-16681-d-3";
  AttachAll(kOther);
  ASSERT_THAT(Submit(both("persons/h-2"), kOther), IsOk());
  EXPECT_THAT(Fixture::Begin(both("persons/h-1"), kOther), handled);
}

TEST_F(AliasServiceTest, WhatAnotherOrganisationCallsThePersonIsNotTold) {
  ASSERT_THAT(Merge(), IsOk());
  const auto told = [&](const absl::Status& refused) {
    EXPECT_THAT(refused, StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
    EXPECT_EQ(refused.ToString().find(kKept), std::string::npos) << refused;
    EXPECT_NE(refused.ToString().find(kAlias), std::string::npos) << refused;
  };
  const auto theirs = [&] { return As("secretary@unit-2"); };
  v1::GetPersonRequest get;
  get.set_name(kAlias);
  told(Call(&PersonStub::GetPerson, get, theirs()).status());
  v1::ListPersonFactsRequest facts;
  facts.set_parent(kAlias);
  told(Call(&PersonStub::ListPersonFacts, facts, theirs()).status());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(kAlias);
  update.mutable_person()->set_position_title("Bí thư");
  told(Call(&PersonStub::UpdatePerson, update, theirs()).status());
  MakeTemplate();
  told(Call(&DossierStub::CreateDossier, NewDossier("unit-2-d", kAlias, "organisations/unit-2"), theirs()).status());
  v1::ImportPersonsRequest import;
  import.set_csv("name,position_title\nunit-2-1,Bí thư\n");
  const absl::Status rejected = Call(&PersonStub::ImportPersons, import, theirs()).status();
  EXPECT_FALSE(rejected.ok());
  EXPECT_EQ(rejected.ToString().find(kKept), std::string::npos) << rejected;
}

TEST_F(AliasServiceTest, ADossierNamesItsPersonToItsUnitAsTheUnitKnowsThem) {
  constexpr char kTheirs[] = "congresses/xx/dossiers/unit-2-d";
  const auto theirs = [&] { return As("secretary@unit-16681"); };
  MakeTemplate();
  MakeDossier("unit-2-d", kAlias, "organisations/unit-2");
  AttachAll(kTheirs);
  SubmitAndAccept(kTheirs, "unit-2");
  ASSERT_THAT(Merge(), IsOk());
  // What the person is now, the acceptance was not for: the dossier comes to the unit, under the name that it has.
  v1::UpdatePersonRequest promote;
  promote.mutable_person()->set_name(kKept);
  promote.mutable_person()->set_position_title("Bí thư");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, promote), IsOk());
  v1::GetDossierRequest get;
  get.set_name(kTheirs);
  EXPECT_EQ(Call(&DossierStub::GetDossier, get)->person(), kAlias);
  ASSERT_OK_AND_ASSIGN(const v1::Dossier told, Call(&DossierStub::GetDossier, get, theirs()));
  EXPECT_EQ(told.person(), kKept);
  EXPECT_EQ(told.state(), v1::Dossier::UNDER_REVIEW);
  v1::ListDossiersRequest list;
  list.set_parent("congresses/xx");
  EXPECT_EQ(Call(&DossierStub::ListDossiers, list, theirs())->dossiers(0).person(), kKept);
  list.set_filter(StrCat("person = \"", kKept, "\""));
  EXPECT_EQ(Call(&DossierStub::ListDossiers, list, theirs())->dossiers_size(), 1);
  list.set_filter(StrCat("person = \"", kAlias, "\""));
  EXPECT_EQ(Call(&DossierStub::ListDossiers, list, theirs())->dossiers_size(), 0) << "names cannot be tried";
  EXPECT_EQ(Call(&DossierStub::ListDossiers, list)->dossiers_size(), 1);
  v1::GetDossierCompletenessRequest completeness;
  completeness.set_name(kTheirs);
  EXPECT_EQ(Call(&DossierStub::GetDossierCompleteness, completeness, theirs())->person(), kKept);
  v1::ListDossierGapsRequest gaps;
  gaps.set_parent("congresses/xx");
  *gaps.mutable_before() = civil::ToDate(kToday + 400);
  EXPECT_EQ(Call(&DossierStub::ListDossierGaps, gaps, theirs())->dossiers(0).person(), kKept);
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name(kTheirs);
  withdraw.set_reason("Rút");
  EXPECT_EQ(Call(&DossierStub::WithdrawDossier, withdraw, theirs())->person(), kKept);
}

TEST_F(AliasServiceTest, ASeparationOpensTheSuspicionAgain) {
  const auto identified = [&](std::string_view name) {
    return Call(&PersonStub::UpdatePerson,
                Parse<v1::UpdatePersonRequest>(
                    StrCat("person { name: '", name, "' identifiers { kind: CITIZEN_ID value: '040080000001' } }")),
                As(name == kKept ? "clerk@unit-16681" : "clerk@unit-2"));
  };
  ASSERT_THAT(identified(kKept), IsOk());
  ASSERT_THAT(identified(kAlias), IsOk());
  const auto pair = [&] {
    const auto listed = Call(&PersonIdentityStub::ListSuspectedDuplicates, v1::ListSuspectedDuplicatesRequest());
    EXPECT_EQ(listed->suspected_duplicates_size(), 1);
    return listed->suspected_duplicates(0);
  };
  ASSERT_THAT(Merge(), IsOk());
  EXPECT_EQ(pair().state(), v1::SuspectedDuplicate::MERGED);
  v1::SeparatePersonsRequest separate;
  separate.set_name(kAlias);
  separate.set_reason("Nhầm");
  ASSERT_THAT(Call(&PersonIdentityStub::SeparatePersons, separate), IsOk());
  EXPECT_EQ(pair().state(), v1::SuspectedDuplicate::OPEN);
  EXPECT_TRUE(pair().reason().empty());
}

}  // namespace
}  // namespace congress::dossiers
