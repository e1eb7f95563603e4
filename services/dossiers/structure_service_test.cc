// Who a body is made up of, over its RPC.
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class StructureServiceTest : public Fixture {
 protected:
  void SetUp() override {
    for (const char* id : {"p-1", "p-2"}) {
      v1::CreatePersonRequest person = NewPerson(id, "Nguyễn Thị Mẫu");
      person.mutable_person()->set_gender(v1::Person::FEMALE);
      ASSERT_THAT(Call(&PersonStub::CreatePerson, person), IsOk());
    }
    MakePerson("p-3", "Trần Văn Thử", "organisations/unit-2");
  }
  void MakeRules(std::string_view id, const std::string& target) {
    v1::CreatePersonnelRuleSetRequest request;
    request.set_personnel_rule_set_id(std::string(id));
    *request.mutable_personnel_rule_set() = sample::Rules();
    *request.mutable_personnel_rule_set()->add_targets() = support::Parse<v1::StructureTarget>(target);
    made_ = Call(&PersonnelRuleStub::CreatePersonnelRuleSet, request, As(kOffice)).status();
  }
  static std::string Women(const std::string& more = "minimum { numerator: 1 denominator: 2 }") {
    return "target_id: 'women' display_name: 'Nữ' measure: WOMEN " + more;
  }
  absl::StatusOr<v1::Structure> Count(const std::string& text, Context context = nullptr) {
    if (context == nullptr) context = As(kClerk, annotations::v1::PERSONAL);
    return Call(&StructureStub::CountPersonnel,
                support::Parse<v1::CountPersonnelRequest>("organisation: 'organisations/unit-16681' " + text),
                std::move(context));
  }
  static constexpr char kAll[] =
      "persons { person: 'persons/p-1' } persons { person: 'persons/p-2' } "
      "persons { person: 'persons/p-1' } persons { person: 'persons/p-3' } "
      "persons { person: 'persons/nobody' }";

  absl::Status made_;
};

TEST_F(StructureServiceTest, EachPersonCountsOnceAndWhoIsHiddenIsUnknown) {
  ASSERT_OK_AND_ASSIGN(const v1::Structure structure, Count(kAll));
  EXPECT_EQ(structure.total(), 4);
  EXPECT_EQ(structure.women(), 2);
  EXPECT_EQ(structure.unknown().hidden(), 2);
  EXPECT_EQ(structure.rule_set(), "");
}

TEST_F(StructureServiceTest, WhoHoldsAPositionCounts) {
  v1::CreatePositionSlotRequest create;
  create.set_parent(std::string(kCongress));
  create.set_position_slot_id("member");
  create.mutable_position_slot()->set_organisation(std::string(sample::kUnit));
  create.mutable_position_slot()->set_display_name("Uỷ viên");
  create.mutable_position_slot()->set_norm(3);
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, create), IsOk());
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure("congresses/xx/positions/member", "persons/p-2")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Structure structure,
                       Count("persons { person: 'persons/p-2' } positions: 'congresses/xx/positions/member'"));
  EXPECT_EQ(structure.total(), 1);
  EXPECT_THAT(Count("positions: 'congresses/xx/positions/none'"),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(StructureServiceTest, TheTargetsAreThoseInEffectOrOfTheRulesThatAreNamed) {
  MakeRules("one", Women());
  ASSERT_THAT(made_, IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Structure structure, Count(kAll));
  EXPECT_EQ(structure.rule_set(), "personnelRuleSets/one");
  EXPECT_EQ(structure.targets(0).verdict(), v1::MET);
  MakeRules("two", Women("maximum { numerator: 1 denominator: 3 }"));
  EXPECT_THAT(Count(kAll), StatusIs(StatusCode::kFailedPrecondition, "RULE_SETS_OVERLAP"));
  ASSERT_OK_AND_ASSIGN(const v1::Structure named, Count(std::string(kAll) + " rule_set: 'personnelRuleSets/two'"));
  EXPECT_EQ(named.targets(0).verdict(), v1::UNMET);
}

TEST_F(StructureServiceTest, ATargetHoldsTogether) {
  for (const char* wrong :
       {"", "minimum { numerator: 3 denominator: 2 }", "measure: UNDER_AGE minimum { numerator: 1 denominator: 2 }",
        "measure: QUALIFIED minimum { numerator: 1 denominator: 2 }",
        "measure: QUALIFIED any_of: 'none' minimum { numerator: 1 denominator: 2 }"}) {
    MakeRules("wrong", Women(wrong));
    EXPECT_THAT(made_, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << wrong;
  }
}

TEST_F(StructureServiceTest, APartIsNoMoreThanTheWhole) {
  EXPECT_THAT(Count("given { count: 2 women: 3 source: 'Báo cáo' }"),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(StructureServiceTest, NeedsTheClearanceAndThePermission) {
  EXPECT_THAT(Count(kAll, As(kClerk, annotations::v1::GRADE_UNSPECIFIED)),
              StatusIs(StatusCode::kPermissionDenied, "CLEARANCE_MISSING"));
  EXPECT_THAT(Count(kAll, As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Count(kAll, As(kStranger)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
}

}  // namespace
}  // namespace congress::dossiers
