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

}  // namespace
}  // namespace congress::dossiers
