#include "gmock/gmock.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;

class PersonnelRuleServiceTest : public Fixture {
 protected:
  absl::StatusOr<v1::PersonnelRuleSet> Create(std::string_view id, std::string_view organisation = auth::kProvince,
                                              std::string_view as = kOffice) {
    v1::CreatePersonnelRuleSetRequest request;
    request.set_personnel_rule_set_id(std::string(id));
    *request.mutable_personnel_rule_set() = sample::Rules();
    request.mutable_personnel_rule_set()->set_organisation(std::string(organisation));
    return Call(&PersonnelRuleStub::CreatePersonnelRuleSet, request, As(as));
  }
  std::vector<std::string> Listed(std::string_view as, const v1::ListPersonnelRuleSetsRequest& request = {}) {
    const auto listed = Call(&PersonnelRuleStub::ListPersonnelRuleSets, request, As(as));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> names;
    for (const auto& one : listed->personnel_rule_sets()) names.push_back(one.name());
    return names;
  }
  absl::StatusOr<v1::GetPositionNormsResponse> Norms(std::string_view organisation, std::string_view as = kOffice) {
    v1::GetPositionNormsRequest request;
    request.set_name(std::string(organisation));
    return Call(&PersonnelRuleStub::GetPositionNorms, request, As(as));
  }
  absl::StatusOr<v1::FreezePeriod> Freeze(std::string_view organisation = auth::kProvince,
                                          std::string_view id = "march") {
    v1::CreateFreezePeriodRequest request;
    request.set_freeze_period_id(std::string(id));
    v1::FreezePeriod& freeze = *request.mutable_freeze_period();
    freeze.set_organisation(std::string(organisation));
    *freeze.mutable_from_date() = civil::ToDate(CivilDay(2025, 3, 10));
    freeze.add_acts(v1::FreezePeriod::APPOINTMENT);
    freeze.set_legal_basis("Công văn mẫu số 1-CV/TU");
    return Call(&PersonnelRuleStub::CreateFreezePeriod, request, As(kOffice));
  }
  absl::StatusOr<v1::FreezePeriod> Lift(const google::type::Date& day, std::string_view number = "3-CV/TU") {
    v1::LiftFreezePeriodRequest request;
    request.set_name("freezePeriods/march");
    *request.mutable_lift_date() = day;
    request.mutable_basis()->set_decision_number(std::string(number));
    *request.mutable_basis()->mutable_decision_date() = civil::ToDate(kToday);
    return Call(&PersonnelRuleStub::LiftFreezePeriod, request, As(kOffice));
  }
  v1::CreateFreezeExceptionRequest NewException() {
    return support::Parse<v1::CreateFreezeExceptionRequest>(R"(
      parent: "freezePeriods/march"
      freeze_exception {
        person: "persons/p-1"
        position: "congresses/xx/positions/unit-16681-secretary"
        exception_reason: "Khuyết bí thư"
        basis { decision_number: "5-TB/TU" decision_date { year: 2025 month: 6 day: 2 } }
      })");
  }
  void MakePosition() {
    EXPECT_THAT(Call(&PositionStub::CreatePositionSlot, support::Parse<v1::CreatePositionSlotRequest>(R"(
      parent: "congresses/xx" position_slot_id: "unit-16681-secretary"
      position_slot { organisation: "organisations/unit-16681" display_name: "Bí thư" norm: 1 })")),
                IsOk());
  }
};

TEST_F(PersonnelRuleServiceTest, RulesOfTheProvinceAreReadByEveryoneBelowIt) {
  ASSERT_THAT(Create("province"), IsOk());
  ASSERT_THAT(Create("unit", sample::kUnit), IsOk());
  EXPECT_THAT(Create("province"), StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(Create("other", sample::kUnit, kClerk), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Listed(kClerk), ElementsAre("personnelRuleSets/province", "personnelRuleSets/unit"));
  EXPECT_THAT(Listed(kStranger), ElementsAre("personnelRuleSets/province"));
  v1::GetPersonnelRuleSetRequest get;
  get.set_name("personnelRuleSets/unit");
  EXPECT_THAT(Call(&PersonnelRuleStub::GetPersonnelRuleSet, get, As(kStranger)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  get.set_name("personnelRuleSets/province");
  EXPECT_THAT(Call(&PersonnelRuleStub::GetPersonnelRuleSet, get, As(kStranger)), IsOk());
}

TEST_F(PersonnelRuleServiceTest, RulesEnd) {
  ASSERT_THAT(Create("province"), IsOk());
  v1::EndPersonnelRuleSetRequest request;
  request.set_name("personnelRuleSets/province");
  *request.mutable_end_date() = civil::ToDate(CivilDay(2025, 5, 31));
  ASSERT_OK_AND_ASSIGN(const auto ended, Call(&PersonnelRuleStub::EndPersonnelRuleSet, request, As(kOffice)));
  v1::ListPersonnelRuleSetsRequest list;
  *list.mutable_as_of() = civil::ToDate(CivilDay(2025, 5, 31));
  EXPECT_THAT(Listed(kClerk, list), ElementsAre(ended.name()));
  *list.mutable_as_of() = civil::ToDate(CivilDay(2025, 6, 1));
  EXPECT_THAT(Listed(kClerk, list), IsEmpty());
  request.set_etag("1");
  EXPECT_THAT(Call(&PersonnelRuleStub::EndPersonnelRuleSet, request, As(kOffice)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
}

TEST_F(PersonnelRuleServiceTest, NormsFollowHowManyUnitsBecameOne) {
  ASSERT_THAT(Create("province"), IsOk());
  const auto most = [&](std::string_view organisation) {
    const auto norms = Norms(organisation);
    EXPECT_THAT(norms, IsOk());
    return std::pair(norms->merged_unit_count(), norms->norms(0).maximum());
  };
  directory::Organisation merged;
  merged.name = "organisations/merged";
  merged.from = kToday;
  service_.organisations().Put(merged);
  EXPECT_EQ(most("organisations/merged"), std::pair(1, 27));
  for (const char* old : {"organisations/a", "organisations/b"}) {
    service_.organisations().End(old, kToday, "organisations/merged");
  }
  EXPECT_EQ(most("organisations/merged"), std::pair(2, 27));
  service_.organisations().End("organisations/c", kToday, "organisations/merged");
  EXPECT_EQ(most("organisations/merged"), std::pair(3, 33));
  // Who was there before and took others in counts itself.
  service_.organisations().End("organisations/d", kToday, sample::kUnit);
  EXPECT_EQ(most(sample::kUnit), std::pair(2, 27));
  EXPECT_THAT(Norms("organisations/nowhere"), StatusIs(StatusCode::kNotFound, "ORGANISATION_UNKNOWN"));
  EXPECT_THAT(Norms("organisations/merged", kClerk), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

TEST_F(PersonnelRuleServiceTest, AFreezeIsReadBelowTheOrganisationForWhichItHolds) {
  ASSERT_THAT(Freeze(), IsOk());
  ASSERT_THAT(Freeze(sample::kUnit, "unit"), IsOk());
  v1::ListFreezePeriodsRequest request;
  ASSERT_OK_AND_ASSIGN(auto listed, Call(&PersonnelRuleStub::ListFreezePeriods, request, As(kStranger)));
  ASSERT_EQ(listed.freeze_periods_size(), 1);
  EXPECT_EQ(listed.freeze_periods(0).name(), "freezePeriods/march");
  v1::GetFreezePeriodRequest get;
  get.set_name("freezePeriods/march");
  EXPECT_THAT(Call(&PersonnelRuleStub::GetFreezePeriod, get, As(kStranger)), IsOk());
  get.set_name("freezePeriods/unit");
  EXPECT_THAT(Call(&PersonnelRuleStub::GetFreezePeriod, get, As(kStranger)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_organisation("organisations/unit-2");
  ASSERT_OK_AND_ASSIGN(listed, Call(&PersonnelRuleStub::ListFreezePeriods, request, As(kOffice)));
  EXPECT_EQ(listed.freeze_periods_size(), 1);
  request.set_organisation(std::string(sample::kUnit));
  *request.mutable_as_of() = civil::ToDate(CivilDay(2025, 3, 9));
  ASSERT_OK_AND_ASSIGN(listed, Call(&PersonnelRuleStub::ListFreezePeriods, request, As(kOffice)));
  EXPECT_EQ(listed.freeze_periods_size(), 0);
}

TEST_F(PersonnelRuleServiceTest, AFreezeIsLiftedOnce) {
  ASSERT_THAT(Freeze(), IsOk());
  EXPECT_THAT(Lift(civil::ToDate(kToday), ""), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Lift(civil::ToDate(kToday)), IsOk());
  EXPECT_THAT(Lift(civil::ToDate(kToday)), StatusIs(StatusCode::kFailedPrecondition, "FREEZE_LIFTED"));
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  MakePosition();
  EXPECT_THAT(Call(&PersonnelRuleStub::CreateFreezeException, NewException(), As(kOffice)),
              StatusIs(StatusCode::kFailedPrecondition, "FREEZE_LIFTED"));
}

TEST_F(PersonnelRuleServiceTest, ExceptionsAreSeenWithTheClearanceAlone) {
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  MakePosition();
  ASSERT_THAT(Freeze(), IsOk());
  EXPECT_THAT(Call(&PersonnelRuleStub::CreateFreezeException, NewException(), As(kOffice, annotations::v1::PERSONAL)),
              StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  EXPECT_THAT(Call(&PersonnelRuleStub::CreateFreezeException, NewException(),
                   service_.As("themselves", {"secretary@province"}, annotations::v1::SENSITIVE, "persons/p-1")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  ASSERT_OK_AND_ASSIGN(const auto exception,
                       Call(&PersonnelRuleStub::CreateFreezeException, NewException(), As(kOffice)));
  EXPECT_EQ(exception.organisation(), auth::kProvince);
  v1::ListFreezeExceptionsRequest list;
  list.set_parent("freezePeriods/march");
  EXPECT_THAT(Call(&PersonnelRuleStub::ListFreezeExceptions, list, As(kOffice, annotations::v1::PERSONAL)),
              StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&PersonnelRuleStub::ListFreezeExceptions, list, As(kOffice)));
  ASSERT_EQ(listed.freeze_exceptions_size(), 1);
  EXPECT_EQ(listed.freeze_exceptions(0).person(), "persons/p-1");
  v1::WithdrawFreezeExceptionRequest withdraw;
  withdraw.set_name(exception.name());
  withdraw.set_reason("Nhập nhầm");
  EXPECT_THAT(Call(&PersonnelRuleStub::WithdrawFreezeException, withdraw, As(kOffice)), IsOk());
  EXPECT_THAT(Call(&PersonnelRuleStub::WithdrawFreezeException, withdraw, As(kOffice)),
              StatusIs(StatusCode::kFailedPrecondition, "EXCEPTION_SPENT"));
}

}  // namespace
}  // namespace congress::dossiers
