#include <set>

#include "congress/audit/v1/audit.pb.h"
#include "platform/rpc/gate.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class EligibilityServiceTest : public Fixture {
 protected:
  void SetUp() override {
    v1::CreatePersonRequest person = NewPerson("p-1", "Nguyễn Thị Mẫu");
    person.mutable_person()->set_gender(v1::Person::FEMALE);
    *person.mutable_person()->mutable_birth_date() = sample::Partial(1975);
    ASSERT_THAT(Call(&PersonStub::CreatePerson, person), IsOk());
  }
  void MakeRules(const v1::PersonnelRuleSet& rules, std::string_view id = "rules") {
    v1::CreatePersonnelRuleSetRequest request;
    request.set_personnel_rule_set_id(std::string(id));
    *request.mutable_personnel_rule_set() = rules;
    ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, request, As(kOffice)), IsOk());
  }
  static v1::CheckEligibilityRequest Asked(v1::Candidacy candidacy = v1::INCUMBENT) {
    v1::CheckEligibilityRequest request;
    request.set_name("persons/p-1");
    request.set_position_kind("committee-member");
    request.set_candidacy(candidacy);
    return request;
  }
  absl::StatusOr<v1::Eligibility> Check(const v1::CheckEligibilityRequest& request, Context context = nullptr) {
    if (context == nullptr) context = As(kReviewer);
    return Call(&EligibilityStub::CheckEligibility, request, std::move(context));
  }
};

TEST_F(EligibilityServiceTest, GoesByTheRulesInEffect) {
  EXPECT_THAT(Check(Asked()), StatusIs(StatusCode::kFailedPrecondition, "NO_RULE_SET"));
  MakeRules(sample::Rules());
  ASSERT_OK_AND_ASSIGN(const v1::Eligibility eligibility, Check(Asked()));
  EXPECT_EQ(eligibility.verdict(), v1::MET);
  EXPECT_EQ(eligibility.rule_set(), "personnelRuleSets/rules");
  MakeRules(sample::Rules(), "others");
  EXPECT_THAT(Check(Asked()), StatusIs(StatusCode::kFailedPrecondition, "RULE_SETS_OVERLAP"));
  v1::CheckEligibilityRequest named = Asked();
  named.set_rule_set("personnelRuleSets/others");
  EXPECT_THAT(Check(named), IsOk());
  named.set_rule_set("personnelRuleSets/none");
  EXPECT_THAT(Check(named), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, TellsNothingWithoutTheClearanceNorOfOneself) {
  MakeRules(sample::Rules());
  EXPECT_THAT(Check(Asked(), As(kReviewer, annotations::v1::PERSONAL)),
              StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  EXPECT_THAT(Check(Asked(), AsPerson("persons/p-1", "reviewer")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Check(Asked(), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(EligibilityServiceTest, LooksAtThePlanningListAndTheDossier) {
  v1::PersonnelRuleSet rules = sample::Rules();
  rules.clear_requirements();
  sample::AddRequirement(&rules, "planned")->mutable_planned()->set_term("2025-2030");
  sample::AddRequirement(&rules, "standards")->mutable_shown()->set_item_id("application");
  MakeRules(rules);
  const auto verdicts = [&](const v1::CheckEligibilityRequest& request) {
    const auto eligibility = Check(request);
    EXPECT_THAT(eligibility, IsOk());
    return std::pair(eligibility->findings(0).verdict(), eligibility->findings(1).verdict());
  };
  EXPECT_EQ(verdicts(Asked()), std::pair(v1::UNMET, v1::UNKNOWN));
  ASSERT_THAT(
      Call(&PlanningStub::CreatePlanningEntry,
           support::Parse<v1::CreatePlanningEntryRequest>("planning_entry_id: 'unit-16681-e-1' planning_entry { "
                                                          "organisation: 'organisations/unit-16681' term: '2025-2030' "
                                                          "position_kind: 'committee-member' person: 'persons/p-1' }"),
           As(kClerk)),
      IsOk());
  ASSERT_THAT(Call(&PlanningStub::ApprovePlanningEntry,
                   support::Parse<v1::ApprovePlanningEntryRequest>(
                       "name: 'planningEntries/unit-16681-e-1' basis { decision_number: '12-QĐ/TU' }"),
                   As(kOwner)),
              IsOk());
  MakeTemplate();
  MakeDossier("unit-16681-d-1", "persons/p-1");
  AttachAll();
  v1::CheckEligibilityRequest request = Asked();
  request.set_dossier(std::string(kDossier));
  EXPECT_EQ(verdicts(request), std::pair(v1::MET, v1::MET));
  // The dossier of another says nothing.
  MakePerson("p-2", "Trần Văn Thử");
  MakeDossier("unit-16681-d-2", "persons/p-2");
  request.set_dossier("congresses/xx/dossiers/unit-16681-d-2");
  EXPECT_THAT(Check(request), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// Judges the dossiers of a congress.
class EligibilityListTest : public EligibilityServiceTest {
 protected:
  void SetUp() override {
    EligibilityServiceTest::SetUp();
    MakeTemplate();
    v1::PersonnelRuleSet rules = sample::Rules();
    sample::AddRequirement(&rules, "standards")->mutable_shown()->set_item_id("application");
    sample::AddRequirement(&rules, "planned")->mutable_planned()->set_term("2025-2030");
    rules.mutable_requirements(3)->set_advisory(true);
    MakeRules(rules);
    // MET once the application is there, UNMET by age, UNKNOWN without a birth date; d-4 says nothing.
    MakeOne("unit-16681-d-1", "persons/p-1");
    Born("p-2", 1960);
    Born("p-3", 0);
    Born("p-4", 1980);
    MakeOne("unit-16681-d-2", "persons/p-2");
    MakeOne("unit-16681-d-3", "persons/p-3");
    MakeDossier("unit-16681-d-4", "persons/p-4");
    ASSERT_THAT(Call(&DossierStub::AttachComponent, NewPaper("application", kToday), As(kClerk)), IsOk());
  }
  void Born(std::string_view id, int year) {
    v1::CreatePersonRequest person = NewPerson(id, "Trần Văn Thử");
    person.mutable_person()->set_gender(v1::Person::MALE);
    if (year != 0) *person.mutable_person()->mutable_birth_date() = sample::Partial(year);
    ASSERT_THAT(Call(&PersonStub::CreatePerson, person), IsOk());
  }
  void MakeOne(std::string_view id, std::string_view person) {
    v1::CreateDossierRequest request = NewDossier(id, person);
    request.mutable_dossier()->set_position_kind("committee-member");
    request.mutable_dossier()->set_candidacy(v1::INCUMBENT);
    ASSERT_THAT(Call(&DossierStub::CreateDossier, request), IsOk());
  }
  static v1::ListEligibilityRequest All() {
    v1::ListEligibilityRequest request;
    request.set_parent(std::string(kCongress));
    return request;
  }
  absl::StatusOr<v1::ListEligibilityResponse> List(const v1::ListEligibilityRequest& request = All(),
                                                   Context context = nullptr) {
    if (context == nullptr) context = As(kReviewer);
    return Call(&EligibilityStub::ListEligibility, request, std::move(context));
  }
  static std::string Told(const v1::ListEligibilityResponse& listed) {
    std::string told;
    for (const v1::Eligibility& one : listed.eligibilities()) {
      told += one.dossier().substr(one.dossier().size() - 3) + " " + v1::Verdict_Name(one.verdict()) + " ";
    }
    return told;
  }
};

TEST_F(EligibilityListTest, JudgesEachDossierAndCountsThemAll) {
  ASSERT_OK_AND_ASSIGN(const auto listed, List());
  EXPECT_EQ(Told(listed), "d-1 MET d-2 UNMET d-3 UNKNOWN d-4 UNKNOWN ");
  EXPECT_EQ(listed.eligibilities(3).gap(), v1::Eligibility::NO_POSITION);
  EXPECT_NE(listed.eligibilities(3).gap_description(), "");
  // Dossier by dossier it is what CheckEligibility says.
  v1::CheckEligibilityRequest single = Asked();
  single.set_dossier(std::string(kDossier));
  ASSERT_OK_AND_ASSIGN(const v1::Eligibility alone, Check(single));
  EXPECT_EQ(alone.SerializeAsString(), listed.eligibilities(0).SerializeAsString()) << alone.DebugString();
  ASSERT_EQ(alone.findings_size(), 3);
  EXPECT_EQ(alone.findings(0).sources_size(), 2) << "birth and gender";
  ASSERT_EQ(alone.findings(1).sources_size(), 1);
  EXPECT_TRUE(alone.findings(1).sources(0).record().starts_with(StrCat(kDossier, "/components/")));
  EXPECT_EQ(listed.sums().dossier_count(), 4);
  EXPECT_EQ(listed.sums().met_count(), 1);
  EXPECT_EQ(listed.sums().unmet_count(), 1);
  EXPECT_EQ(listed.sums().unknown_count(), 2);
}

TEST_F(EligibilityListTest, TheAuditNamesEachDossierThatWasRead) {
  ASSERT_THAT(List(), IsOk());
  const auto audited = service_.store().Scan(store::Range::Prefix(StrCat(rpc::kAuditLog, "/")), 1000);
  ASSERT_THAT(audited, IsOk());
  audit::v1::AuditRecord last;
  ASSERT_TRUE(last.ParseFromString(audited->back().value));
  std::set<std::string> names;
  for (const auto& read : last.reads()) {
    EXPECT_GT(read.fields_size(), 0);
    names.insert(read.names().begin(), read.names().end());
  }
  EXPECT_THAT(names,
              testing::ElementsAre("congresses/xx/dossiers/unit-16681-d-1", "congresses/xx/dossiers/unit-16681-d-2",
                                   "congresses/xx/dossiers/unit-16681-d-3", "congresses/xx/dossiers/unit-16681-d-4"));
}

TEST_F(EligibilityListTest, PagesAndFiltersWithTheSumsOfAll) {
  v1::ListEligibilityRequest request = All();
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const auto first, List(request));
  EXPECT_EQ(Told(first), "d-1 MET d-2 UNMET ");
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto second, List(request));
  EXPECT_EQ(Told(second), "d-3 UNKNOWN d-4 UNKNOWN ");
  EXPECT_FALSE(second.has_sums());
  request.set_page_token("no token");
  EXPECT_THAT(List(request), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  request = All();
  request.set_page_size(-1);
  EXPECT_THAT(List(request), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request = All();
  request.set_verdict(v1::UNMET);
  ASSERT_OK_AND_ASSIGN(const auto unmet, List(request));
  EXPECT_EQ(Told(unmet), "d-2 UNMET ");
  EXPECT_EQ(unmet.sums().dossier_count(), 4);
  request = All();
  request.set_position_kind("committee-member");
  EXPECT_EQ(List(request)->sums().dossier_count(), 3);
  request.set_organisation("organisations/unit-2");
  EXPECT_EQ(List(request)->sums().dossier_count(), 0);
}

TEST_F(EligibilityListTest, JudgesAsOfTheDayByTheRulesThatAreNamed) {
  v1::ListEligibilityRequest before = All();
  *before.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 1, 1));
  ASSERT_OK_AND_ASSIGN(const auto early, List(before));
  EXPECT_EQ(early.eligibilities(0).gap(), v1::Eligibility::NO_RULES) << "they were not in effect";
  MakeRules(sample::Rules(), "others");
  EXPECT_EQ(List()->eligibilities(0).gap(), v1::Eligibility::SEVERAL_RULES);
  v1::UpdateDossierRequest named;
  named.mutable_dossier()->set_name(std::string(kDossier));
  named.mutable_dossier()->set_rule_set("personnelRuleSets/others");
  ASSERT_THAT(Call(&DossierStub::UpdateDossier, named, As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto listed, List());
  EXPECT_EQ(listed.eligibilities(0).rule_set(), "personnelRuleSets/others");
  EXPECT_EQ(listed.eligibilities(0).verdict(), v1::MET);
}

TEST_F(EligibilityListTest, LeavesOutOnesOwnAndWhatIsGivenUpOrOfOthers) {
  EXPECT_EQ(List(All(), AsPerson("persons/p-2", "reviewer"))->sums().unmet_count(), 0);
  EXPECT_EQ(Told(*List(All(), AsPerson("persons/p-2", "reviewer"))), "d-1 MET d-3 UNKNOWN d-4 UNKNOWN ");
  EXPECT_EQ(List(All(), As(kStranger))->sums().dossier_count(), 0);
  EXPECT_THAT(List(All(), As(kReviewer, annotations::v1::PERSONAL)),
              StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  v1::WithdrawDossierRequest withdraw;
  withdraw.set_name("congresses/xx/dossiers/unit-16681-d-3");
  withdraw.set_reason("theo nguyện vọng");
  ASSERT_THAT(Call(&DossierStub::WithdrawDossier, withdraw, As(kClerk)), IsOk());
  EXPECT_EQ(Told(*List()), "d-1 MET d-2 UNMET d-4 UNKNOWN ");
}

}  // namespace
}  // namespace congress::dossiers
