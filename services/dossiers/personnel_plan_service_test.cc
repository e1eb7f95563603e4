#include "gmock/gmock.h"
#include "services/dossiers/testing/plan_fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::IsEmpty;
using Lack = v1::PlanLack;

class PersonnelPlanServiceTest : public PlanFixture {
 protected:
  void SetUp() override { MakeSlot("member", 2); }

  static auto Refused(const char* reason) { return StatusIs(StatusCode::kPermissionDenied, reason); }
  static auto WrongState() { return StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"); }
  static auto Invalid() { return StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"); }

  static v1::BatchRecordPlanAppraisalsRequest Many(const v1::RecordPlanAppraisalRequest& one) {
    v1::BatchRecordPlanAppraisalsRequest request;
    request.set_parent(std::string(kCongress));
    *request.add_requests() = one;
    return request;
  }
  static v1::BatchCreatePersonnelPlansRequest Together(const v1::CreatePersonnelPlanRequest& one) {
    v1::BatchCreatePersonnelPlansRequest request;
    request.set_parent(std::string(kCongress));
    request.add_personnel_plans()->set_personnel_plan_id(one.personnel_plan_id());
    *request.mutable_personnel_plans(0)->mutable_personnel_plan() = one.personnel_plan();
    return request;
  }
  static v1::UpdatePersonnelPlanRequest Renaming(std::string_view id) {
    v1::UpdatePersonnelPlanRequest request;
    request.mutable_personnel_plan()->set_name(PlanName(id));
    request.mutable_personnel_plan()->set_display_name("Ban Chấp hành lâm thời");
    return request;
  }
  // A change is refused to who is named in the plan and to who may be, and is nothing to who may not read it.
  template <class Method, class Request>
  void ExpectForOthers(Method method, const Request& request, std::string_view role) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_THAT(Call(method, request, AsPerson("persons/p-1", role)), Refused("SAME_PERSON"));
    EXPECT_THAT(Call(method, request, AsPerson("", role)), Refused("PERSON_UNKNOWN"));
    EXPECT_THAT(Call(method, request, As(kOffice, annotations::v1::PERSONAL)), Refused("CLEARANCE_MISSING"));
    EXPECT_THAT(Call(method, request, As(kReader)), Refused("PERMISSION_MISSING"));
  }
  template <class Method, class Request>
  void ExpectNothingTo(Method method, const Request& request, Context stranger) {
    SCOPED_TRACE(Request::descriptor()->name());
    EXPECT_THAT(Call(method, request, std::move(stranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  }
  // One of an older revision.
  template <class Method, class Request>
  void ExpectFresh(Method method, Request request, Context context) {
    SCOPED_TRACE(Request::descriptor()->name());
    request.set_etag("1");
    EXPECT_THAT(Call(method, request, std::move(context)), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  }
};

TEST_F(PersonnelPlanServiceTest, IsBuiltOfPositionsOfItsOrganisation) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  ASSERT_OK_AND_ASSIGN(const v1::PersonnelPlan plan, Create(NewPlan("unit-16681-a", "member", {"p-1"})));
  EXPECT_EQ(plan.state(), v1::PersonnelPlan::DRAFT);
  EXPECT_THAT(Create(NewPlan("unit-16681-a", "member", {"p-1"})),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(Create(NewPlan("b", "member", {"p-1", "p-1"})), Invalid());
  EXPECT_THAT(Create(NewPlan("b", "member", {"p-9"})), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Create(NewPlan("b", "member", {"p-1"}, "organisations/unit-2")), Invalid());
  // The id of another organisation is not the clerk's to try.
  EXPECT_THAT(Call(&PersonnelPlanStub::CreatePersonnelPlan, NewPlan("unit-2-a", "member", {"p-1"}), As(kClerk)),
              Invalid());
  EXPECT_THAT(Call(&PersonnelPlanStub::CreatePersonnelPlan, NewPlan("", "member", {"p-1"}), As(kClerk)), IsOk());
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchCreatePersonnelPlans, Together(NewPlan("unit-16681-a", "member", {"p-1"}))),
              StatusIs(StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchCreatePersonnelPlans, Together(NewPlan("c", "member", {"p-9"}))),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchCreatePersonnelPlans, Together(NewPlan("c", "member", {"p-1"}))), IsOk());
  v1::ListPersonnelPlansRequest list;
  list.set_parent(std::string(kCongress));
  list.set_filter("state = DRAFT");
  EXPECT_EQ(Call(&PersonnelPlanStub::ListPersonnelPlans, list, As(kClerk))->personnel_plans_size(), 3);
  EXPECT_EQ(
      Call(&PersonnelPlanStub::ListPersonnelPlans, list, AsPerson("persons/p-1", "clerk"))->personnel_plans_size(), 0);
  EXPECT_EQ(Call(&PersonnelPlanStub::ListPersonnelPlans, list, As(kStranger))->personnel_plans_size(), 0);
  list.set_filter("round = 1");
  EXPECT_THAT(Call(&PersonnelPlanStub::ListPersonnelPlans, list),
              StatusIs(StatusCode::kInvalidArgument, "FILTER_INVALID"));
}

TEST_F(PersonnelPlanServiceTest, GoesFromWhoBuildsItToWhoAppraisesItAndBack) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1"})), IsOk());
  ASSERT_THAT(Call(&PersonnelPlanStub::UpdatePersonnelPlan, Renaming("a"), As(kClerk)), IsOk());
  EXPECT_THAT(Appraise(NewAppraisal("a")), WrongState());
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(NewAppraisal("a")), As(kReviewer)),
              WrongState());
  const auto returning = About<v1::ReturnPersonnelPlanRequest>("a", "reason: 'Thiếu cơ cấu'");
  EXPECT_THAT(Call(&PersonnelPlanStub::ReturnPersonnelPlan, returning, As(kReviewer)), WrongState());
  ASSERT_THAT(SubmitIt("a"), IsOk());
  EXPECT_THAT(SubmitIt("a"), WrongState());
  EXPECT_THAT(Call(&PersonnelPlanStub::UpdatePersonnelPlan, Renaming("a"), As(kClerk)), WrongState());
  EXPECT_THAT(Appraise(NewAppraisal("a", "Ban khác")), Invalid());
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(NewAppraisal("a", "Ban khác")), As(kReviewer)),
              Invalid());
  ASSERT_OK_AND_ASSIGN(const auto recorded,
                       Call(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(NewAppraisal("a")), As(kReviewer)));
  EXPECT_EQ(recorded.personnel_plans(0).state(), v1::PersonnelPlan::APPRAISED);
  ASSERT_OK_AND_ASSIGN(const auto returned, Call(&PersonnelPlanStub::ReturnPersonnelPlan, returning, As(kReviewer)));
  EXPECT_EQ(returned.trail().rbegin()->reason(), "Thiếu cơ cấu");
  const auto withdrawing = About<v1::WithdrawPersonnelPlanRequest>("a", "reason: 'Lập lại'");
  ASSERT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan, withdrawing, As(kClerk)), IsOk());
  EXPECT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan, withdrawing, As(kClerk)), WrongState());
  const auto revoking = About<v1::RevokePersonnelPlanRequest>("a", R"(
    basis { paper: "numberSeries/qd/papers/000001" } until_date { year: 2025 month: 6 day: 16 } reason: "Nhầm")");
  EXPECT_THAT(Call(&PersonnelPlanStub::RevokePersonnelPlan, revoking, As(kOffice)), WrongState());
}

TEST_F(PersonnelPlanServiceTest, ABodyThatIsAskedReadsItAndAnswersForItselfAlone) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  auto request = NewPlan("a", "member", {"p-1"});
  request.mutable_personnel_plan()->add_appraisers("organisations/inspection");
  ASSERT_THAT(Create(request), IsOk());
  ASSERT_THAT(SubmitIt("a"), IsOk());
  EXPECT_THAT(GetPlan("a", As("reviewer@inspection")), IsOk());
  const auto as_body = [&](std::string_view body) {
    return Call(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("a", body), As("reviewer@inspection"));
  };
  EXPECT_THAT(as_body("Ban Tổ chức Tỉnh ủy Mẫu"), Refused("PERMISSION_MISSING"));
  EXPECT_THAT(as_body("organisations/inspection"), IsOk());
  EXPECT_EQ(Appraise(NewAppraisal("a"))->state(), v1::PersonnelPlan::APPRAISED);
}

TEST_F(PersonnelPlanServiceTest, TellsWhatKeepsItFromBeingDecided) {
  MakeReady("p-1");
  MakePerson("p-2", "Lê Thị Mẫu");
  MakePerson("p-3", "Đỗ Văn Mẫu");
  MakeDossier("d-3", "persons/p-3");
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1"})), IsOk());
  EXPECT_THAT(Lacks("a"), IsEmpty());
  ASSERT_THAT(Create(NewPlan("b", "member", {"p-1", "p-2", "p-3"})), IsOk());
  EXPECT_THAT(Lacks("b"), ElementsAre(Lack::TOO_MANY, Lack::TWICE, Lack::NO_DOSSIER, Lack::NOT_ACCEPTED));
  auto empty = NewPlan("c", "member", {});
  ASSERT_THAT(Create(empty), IsOk());
  EXPECT_THAT(Lacks("c"), ElementsAre(Lack::TOO_FEW));
  empty.set_personnel_plan_id("d");
  empty.mutable_personnel_plan()->clear_parts();
  ASSERT_THAT(Create(empty), IsOk());
  EXPECT_THAT(Lacks("d"), ElementsAre(Lack::NO_PARTS));
  v1::ListPersonnelPlanLacksRequest list;
  list.set_parent(std::string(kCongress));
  list.set_page_size(4);
  ASSERT_OK_AND_ASSIGN(const auto first, Call(&PersonnelPlanStub::ListPersonnelPlanLacks, list, As(kClerk)));
  // The plan that was whole is not any more, as the other one has its person too.
  EXPECT_EQ(first.lacks(0).plan(), PlanName("a"));
  EXPECT_EQ(first.lacks(0).kind(), Lack::PLANNED_TWICE);
  EXPECT_EQ(first.lacks_size(), 4);
  list.set_page_token(first.next_page_token());
  EXPECT_EQ(Call(&PersonnelPlanStub::ListPersonnelPlanLacks, list, As(kClerk))->lacks_size(), 4);
  list.clear_page_token();
  EXPECT_EQ(Call(&PersonnelPlanStub::ListPersonnelPlanLacks, list, As(kStranger))->lacks_size(), 0);
}

TEST_F(PersonnelPlanServiceTest, TellsOfOnePlaceThatTwoPlansFill) {
  for (const char* id : {"p-1", "p-2"}) MakeReady(id);
  MakeSlot("chair", 1);
  ASSERT_THAT(Create(NewPlan("a", "chair", {"p-1"})), IsOk());
  EXPECT_THAT(Lacks("a"), IsEmpty());
  ASSERT_THAT(Create(NewPlan("b", "chair", {"p-2"})), IsOk());
  EXPECT_THAT(Lacks("a"), ElementsAre(Lack::PLANNED_TWICE));
  EXPECT_THAT(Lacks("b"), ElementsAre(Lack::PLANNED_TWICE));
  const auto withdrawing = About<v1::WithdrawPersonnelPlanRequest>("b", "reason: 'Lập lại'");
  ASSERT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan, withdrawing, As(kClerk)), IsOk());
  EXPECT_THAT(Lacks("a"), IsEmpty());
}

TEST_F(PersonnelPlanServiceTest, TellsOfPersonsAsThePlanNamesThem) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  MakePerson("unit-2-q", "Nguyễn Văn Ví Dụ", "organisations/unit-2");
  MakeSlot("chair", 1, "organisations/unit-2");
  ASSERT_THAT(Create(NewPlan("unit-2-a", "chair", {"unit-2-q"}, "organisations/unit-2")), IsOk());
  v1::MergePersonsRequest merge;
  merge.set_name("persons/p-1");
  merge.set_duplicate("persons/unit-2-q");
  merge.set_reason("Trùng");
  ASSERT_THAT(Call(&PersonIdentityStub::MergePersons, merge), IsOk());
  const auto told = Call(&PersonnelPlanStub::GetPersonnelPlanLacks, About<v1::GetPersonnelPlanLacksRequest>("unit-2-a"),
                         As(kStranger));
  ASSERT_THAT(told, IsOk());
  ASSERT_EQ(told->lacks_size(), 1);
  EXPECT_EQ(told->lacks(0).person(), "persons/unit-2-q");
  EXPECT_EQ(told->DebugString().find("persons/p-1"), std::string::npos);
}

TEST_F(PersonnelPlanServiceTest, TellsOfSeatsThatSomebodyHasAlready) {
  MakeReady("p-1");
  MakeSlot("chair", 1);
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure(Position("chair"), "persons/p-1")), IsOk());
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1"})), IsOk());
  EXPECT_THAT(Lacks("a"), ElementsAre(Lack::HELD_ELSEWHERE));
  auto both = NewPlan("b", "chair", {"p-1"});
  both.mutable_personnel_plan()->mutable_parts(0)->mutable_entries(0)->set_concurrent_reason("Kiêm nhiệm");
  ASSERT_THAT(Create(both), IsOk());
  EXPECT_THAT(Lacks("b"), ElementsAre(Lack::TOO_MANY, Lack::HELD_ALREADY));
}

TEST_F(PersonnelPlanServiceTest, JudgesByTheRulesInEffectAndTheFreezes) {
  v1::CreatePersonnelRuleSetRequest rules;
  rules.set_personnel_rule_set_id("sample");
  *rules.mutable_personnel_rule_set() = sample::Rules();
  rules.mutable_personnel_rule_set()->clear_name();
  ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, rules), IsOk());
  MakeSlot("standing", 9, sample::kUnit, "standing-member");
  MakeReady("p-1");
  v1::UpdatePersonRequest born;
  born.mutable_person()->set_name("persons/p-1");
  born.mutable_person()->mutable_birth_date()->set_year(1964);
  born.mutable_person()->set_gender(v1::Person::MALE);
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, born), IsOk());
  auto plan = NewPlan("a", "standing", {"p-1"});
  plan.mutable_personnel_plan()->mutable_parts(0)->mutable_entries(0)->set_candidacy(v1::NEWCOMER);
  ASSERT_THAT(Create(plan), IsOk());
  // What was accepted said otherwise.
  EXPECT_THAT(Lacks("a"), ElementsAre(Lack::TOO_FEW, Lack::NOT_ACCEPTED, Lack::NOT_ELIGIBLE));
  ASSERT_THAT(Call(&PersonnelRuleStub::CreateFreezePeriod, support::Parse<v1::CreateFreezePeriodRequest>(R"(
      freeze_period_id: "june"
      freeze_period {
        organisation: "organisations/province"
        from_date { year: 2025 month: 6 day: 1 } until_date { year: 2025 month: 6 day: 30 }
        acts: APPOINTMENT legal_basis: "Công văn mẫu số 1-CV/TU"
      })")),
              IsOk());
  EXPECT_THAT(Lacks("a"), ElementsAre(Lack::TOO_FEW, Lack::NOT_ACCEPTED, Lack::NOT_ELIGIBLE, Lack::FROZEN));
  auto later = About<v1::GetPersonnelPlanLacksRequest>("a");
  *later.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  EXPECT_EQ(Call(&PersonnelPlanStub::GetPersonnelPlanLacks, later)->lacks_size(), 3);
}

TEST_F(PersonnelPlanServiceTest, NamesNobodyTwiceUnderTwoNames) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  MakePerson("p-2", "Nguyễn Văn Ví Dụ");
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1", "p-2"})), IsOk());
  v1::MergePersonsRequest merge;
  merge.set_name("persons/p-1");
  merge.set_duplicate("persons/p-2");
  merge.set_reason("Trùng");
  EXPECT_THAT(Call(&PersonIdentityStub::MergePersons, merge),
              StatusIs(StatusCode::kFailedPrecondition, "PLACES_COLLIDE"));
}

TEST_F(PersonnelPlanServiceTest, NobodyHandlesAPlanThatNamesThemselves) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  const auto wanted = NewPlan("unit-16681-a", "member", {"p-1"});
  ExpectForOthers(&PersonnelPlanStub::CreatePersonnelPlan, wanted, "clerk");
  ExpectForOthers(&PersonnelPlanStub::BatchCreatePersonnelPlans, Together(wanted), "clerk");
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1"})), IsOk());
  const auto submit = About<v1::SubmitPersonnelPlanRequest>("a");
  const auto withdraw = About<v1::WithdrawPersonnelPlanRequest>("a", "reason: 'Lập lại'");
  const auto send_back = About<v1::ReturnPersonnelPlanRequest>("a", "reason: 'Thiếu cơ cấu'");
  const auto revoke = About<v1::RevokePersonnelPlanRequest>("a", R"(
    basis { paper: "numberSeries/qd/papers/000001" } until_date { year: 2025 month: 6 day: 16 } reason: "Nhầm")");
  ExpectForOthers(&PersonnelPlanStub::UpdatePersonnelPlan, Renaming("a"), "clerk");
  ExpectForOthers(&PersonnelPlanStub::SubmitPersonnelPlan, submit, "clerk");
  ExpectForOthers(&PersonnelPlanStub::WithdrawPersonnelPlan, withdraw, "clerk");
  ExpectForOthers(&PersonnelPlanStub::ReturnPersonnelPlan, send_back, "reviewer");
  ExpectForOthers(&PersonnelPlanStub::RevokePersonnelPlan, revoke, "secretary");
  ExpectForOthers(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("a"), "reviewer");
  ExpectForOthers(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(NewAppraisal("a")), "reviewer");
  ExpectNothingTo(&PersonnelPlanStub::UpdatePersonnelPlan, Renaming("a"), As("clerk@unit-2"));
  ExpectNothingTo(&PersonnelPlanStub::SubmitPersonnelPlan, submit, As("clerk@unit-2"));
  ExpectNothingTo(&PersonnelPlanStub::WithdrawPersonnelPlan, withdraw, As("clerk@unit-2"));
  ExpectNothingTo(&PersonnelPlanStub::ReturnPersonnelPlan, send_back, As("reviewer@unit-2"));
  ExpectNothingTo(&PersonnelPlanStub::RevokePersonnelPlan, revoke, As(kStranger));
  ExpectNothingTo(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("a"), As("reviewer@unit-2"));
  ExpectNothingTo(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(NewAppraisal("a")), As("reviewer@unit-2"));
  ExpectFresh(&PersonnelPlanStub::SubmitPersonnelPlan, submit, As(kClerk));
  ExpectFresh(&PersonnelPlanStub::WithdrawPersonnelPlan, withdraw, As(kClerk));
  ExpectFresh(&PersonnelPlanStub::ReturnPersonnelPlan, send_back, As(kReviewer));
  ExpectFresh(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("a"), As(kReviewer));
  auto older = NewAppraisal("a");
  older.set_etag("1");
  EXPECT_THAT(Call(&PersonnelPlanStub::BatchRecordPlanAppraisals, Many(older), As(kReviewer)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  auto renaming = Renaming("a");
  renaming.mutable_personnel_plan()->set_etag("1");
  EXPECT_THAT(Call(&PersonnelPlanStub::UpdatePersonnelPlan, renaming, As(kClerk)),
              StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
}

TEST_F(PersonnelPlanServiceTest, WhoIsNamedDoesNotReadItAndWhoBuiltItDoesNotAppraiseIt) {
  MakePerson("p-1", "Nguyễn Văn Ví Dụ");
  ASSERT_THAT(Create(NewPlan("a", "member", {"p-1"})), IsOk());
  ASSERT_THAT(SubmitIt("a"), IsOk());
  const auto get = About<v1::GetPersonnelPlanRequest>("a");
  const auto lacks = About<v1::GetPersonnelPlanLacksRequest>("a");
  const auto write = About<v1::ExportPersonnelPlanRequest>("a");
  const auto themselves = [&] { return AsPerson("persons/p-1", "secretary"); };
  ExpectNothingTo(&PersonnelPlanStub::GetPersonnelPlan, get, themselves());
  ExpectNothingTo(&PersonnelPlanStub::GetPersonnelPlanLacks, lacks, themselves());
  ExpectNothingTo(&PersonnelPlanStub::ExportPersonnelPlan, write, themselves());
  ExpectNothingTo(&PersonnelPlanStub::GetPersonnelPlan, get, As(kStranger));
  ExpectNothingTo(&PersonnelPlanStub::GetPersonnelPlanLacks, lacks, As(kStranger));
  ExpectNothingTo(&PersonnelPlanStub::ExportPersonnelPlan, write, As(kStranger));
  ASSERT_OK_AND_ASSIGN(const auto file, Call(&PersonnelPlanStub::ExportPersonnelPlan, write, As(kOffice)));
  EXPECT_THAT(file.content(), testing::HasSubstr("Nguyễn Văn Ví Dụ"));
  // The reviewer's role at a second account of who built it.
  EXPECT_THAT(
      Call(&PersonnelPlanStub::RecordPlanAppraisal, NewAppraisal("a"), service_.As("clerk", {std::string(kReviewer)})),
      Refused("SAME_PERSON"));
}

}  // namespace
}  // namespace congress::dossiers
