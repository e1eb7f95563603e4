#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class TenureServiceTest : public Fixture {
 protected:
  void SetUp() override {
    OpenOne();
    MakeSlot("unit-16681-secretary");
    MakeSlot("unit-16681-chair");
  }
  absl::StatusOr<v1::PositionSlot> NewSlot(std::string_view id, int norm) {
    v1::CreatePositionSlotRequest request;
    request.set_parent(std::string(kCongress));
    request.set_position_slot_id(std::string(id));
    v1::PositionSlot& slot = *request.mutable_position_slot();
    slot.set_organisation(std::string(sample::kUnit));
    slot.set_display_name("Bí thư");
    slot.set_position_kind("committee-member");
    slot.set_dossier_purpose("committee-candidate");
    slot.set_norm(norm);
    return Call(&PositionStub::CreatePositionSlot, request, As(kClerk));
  }
  void MakeSlot(std::string_view id) {
    ASSERT_THAT(NewSlot(id, 2), IsOk());
    v1::ProposePositionSlotRequest propose;
    propose.set_name(StrCat(kCongress, "/positions/", id));
    propose.set_person("persons/p-1");
    ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, propose, As(kClerk)), IsOk());
  }
  void AcceptDossier() {
    AttachAll();
    SubmitAndAccept();
  }
  static v1::FillPositionSlotRequest Filling(std::string_view position = "unit-16681-secretary",
                                             CivilDay from = kToday) {
    v1::FillPositionSlotRequest request = NewTenure(StrCat(kCongress, "/positions/", position), "persons/p-1", from);
    request.clear_prior();
    // The decision is there before the day from which it holds.
    *request.mutable_basis()->mutable_decision_date() = civil::ToDate(std::min(from, kToday));
    return request;
  }
  absl::StatusOr<v1::Tenure> Fill(const v1::FillPositionSlotRequest& request) {
    return Call(&PositionStub::FillPositionSlot, request, As(kOwner));
  }
  void FreezeMarchToJune() {
    EXPECT_THAT(Call(&PersonnelRuleStub::CreateFreezePeriod, support::Parse<v1::CreateFreezePeriodRequest>(R"(
      freeze_period_id: "march"
      freeze_period {
        organisation: "organisations/province"
        from_date { year: 2025 month: 3 day: 10 }
        until_date { year: 2025 month: 6 day: 30 }
        acts: APPOINTMENT
        legal_basis: "Công văn mẫu số 1-CV/TU"
      })"),
                     As(kOffice)),
                IsOk());
  }
};

TEST_F(TenureServiceTest, BeginsWithADecisionAndAnAcceptedDossier) {
  EXPECT_THAT(Fill(Filling()), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_ACCEPTED"));
  AcceptDossier();
  v1::FillPositionSlotRequest undecided = Filling();
  undecided.mutable_basis()->Clear();
  EXPECT_THAT(Fill(undecided), StatusIs(StatusCode::kFailedPrecondition, "DECISION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill(Filling()));
  v1::GetTenureRequest get;
  get.set_name(tenure.name());
  ASSERT_OK_AND_ASSIGN(const v1::Tenure read, Call(&PositionStub::GetTenure, get, As(kReviewer)));
  EXPECT_EQ(read.basis().decision_number(), "7-QĐ/TU");
  EXPECT_THAT(Call(&PositionStub::GetTenure, get, As(kStranger)),
              StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(TenureServiceTest, OneWhoHoldsAnotherSeatIsRefusedUnlessBothAreWanted) {
  AcceptDossier();
  ASSERT_THAT(Fill(Filling("unit-16681-secretary")), IsOk());
  EXPECT_THAT(Fill(Filling("unit-16681-chair")), StatusIs(StatusCode::kFailedPrecondition, "POSITION_HELD_ELSEWHERE"));
  v1::FillPositionSlotRequest both = Filling("unit-16681-chair");
  both.set_concurrent_reason("Bí thư đồng thời là Chủ tịch HĐND");
  EXPECT_THAT(Fill(both), IsOk());
}

TEST_F(TenureServiceTest, AFreezeStopsItButForOneExceptionThatIsUsedUp) {
  AcceptDossier();
  FreezeMarchToJune();
  EXPECT_THAT(Fill(Filling()), StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
  // Neither a later first day nor another position gets round it.
  v1::FillPositionSlotRequest later = Filling();
  *later.mutable_from_date() = civil::ToDate(CivilDay(2025, 7, 1));
  EXPECT_THAT(Fill(later), StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
  ASSERT_OK_AND_ASSIGN(const auto exception, Call(&PersonnelRuleStub::CreateFreezeException,
                                                  support::Parse<v1::CreateFreezeExceptionRequest>(R"(
        parent: "freezePeriods/march"
        freeze_exception {
          person: "persons/p-1"
          position: "congresses/xx/positions/unit-16681-secretary"
          exception_reason: "Khuyết bí thư"
          basis { decision_number: "5-TB/TU" decision_date { year: 2025 month: 6 day: 2 } }
        })"),
                                                  As(kOffice)));
  v1::FillPositionSlotRequest chair = Filling("unit-16681-chair");
  chair.set_exception(exception.name());
  EXPECT_THAT(Fill(chair), StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
  v1::FillPositionSlotRequest allowed = Filling();
  allowed.set_exception(exception.name());
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill(allowed));
  v1::ListFreezeExceptionsRequest list;
  list.set_parent("freezePeriods/march");
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&PersonnelRuleStub::ListFreezeExceptions, list, As(kOffice)));
  EXPECT_EQ(listed.freeze_exceptions(0).used_by(), tenure.name());
}

TEST_F(TenureServiceTest, WhoSatThereBeforeIsEnteredWithoutADossierButNotIntoAFreeze) {
  FreezeMarchToJune();
  v1::FillPositionSlotRequest request = Filling("unit-16681-secretary", CivilDay(2025, 4, 1));
  request.set_prior(true);
  EXPECT_THAT(Fill(request), StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
  request = Filling("unit-16681-secretary", CivilDay(2025, 3, 9));
  request.set_prior(true);
  EXPECT_THAT(Fill(request), IsOk());
}

TEST_F(TenureServiceTest, IsNotCorrectedIntoAFreezeNorEnteredForTimesToCome) {
  AcceptDossier();
  v1::FillPositionSlotRequest request = Filling("unit-16681-secretary", CivilDay(2025, 3, 1));
  request.set_prior(true);
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill(request));
  FreezeMarchToJune();
  v1::CorrectTenureRequest correct;
  correct.set_name(tenure.name());
  correct.set_reason("Nhầm ngày");
  const auto corrected = [&](CivilDay from) {
    *correct.mutable_from_date() = civil::ToDate(from);
    return Call(&PositionStub::CorrectTenure, correct, As(kOwner));
  };
  EXPECT_THAT(corrected(CivilDay(2025, 4, 1)), StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
  EXPECT_THAT(corrected(CivilDay(2025, 3, 5)), IsOk());
  EXPECT_THAT(corrected(kToday + 100), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::FillPositionSlotRequest future = Filling("unit-16681-chair", kToday + 100);
  future.set_prior(true);
  EXPECT_THAT(Fill(future), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(TenureServiceTest, StaysKnownAfterItsEnd) {
  AcceptDossier();
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill(Filling()));
  v1::CorrectTenureRequest correct;
  correct.set_name(tenure.name());
  *correct.mutable_from_date() = civil::ToDate(kToday - 1);
  *correct.mutable_basis() = tenure.basis();
  *correct.mutable_basis()->mutable_decision_date() = correct.from_date();
  correct.set_reason("Nhầm ngày");
  ASSERT_THAT(Call(&PositionStub::CorrectTenure, correct, As(kOwner)), IsOk());
  v1::VacatePositionSlotRequest vacate = NewEnd(StrCat(kCongress, "/positions/unit-16681-secretary"), "persons/p-1");
  vacate.set_end_reason("Nghỉ theo nguyện vọng");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, Call(&PositionStub::VacatePositionSlot, vacate, As(kOwner)));
  EXPECT_EQ(ended.name(), tenure.name());
  v1::ListTenuresRequest list;
  list.set_parent("congresses/-/positions/-");
  list.set_person("persons/p-1");
  const auto listed = [&](Grade clearance) {
    const auto response = Call(&PositionStub::ListTenures, list, As(kReviewer, clearance));
    EXPECT_THAT(response, IsOk());
    return *response;
  };
  ASSERT_EQ(listed(annotations::v1::SENSITIVE).tenures_size(), 1);
  EXPECT_EQ(listed(annotations::v1::SENSITIVE).tenures(0).end_reason(), "Nghỉ theo nguyện vọng");
  EXPECT_EQ(listed(annotations::v1::PERSONAL).tenures(0).end_reason(), "");
  EXPECT_EQ(listed(annotations::v1::SENSITIVE).tenures(0).corrections_size(), 1);
  *list.mutable_as_of() = civil::ToDate(kToday + 1);
  EXPECT_EQ(listed(annotations::v1::SENSITIVE).tenures_size(), 0);
  // The place is free, and the person can be proposed for it again.
  EXPECT_THAT(Fill(Filling("unit-16681-chair", kToday + 1)), IsOk());
}

TEST_F(TenureServiceTest, APlanningListIsNotApprovedWhileItStandsStill) {
  v1::CreateFreezePeriodRequest freeze;
  freeze.set_freeze_period_id("lists");
  freeze.mutable_freeze_period()->set_organisation(std::string(auth::kProvince));
  *freeze.mutable_freeze_period()->mutable_from_date() = civil::ToDate(kToday);
  freeze.mutable_freeze_period()->add_acts(v1::FreezePeriod::PLANNING);
  freeze.mutable_freeze_period()->set_legal_basis("Công văn mẫu số 2-CV/TU");
  ASSERT_THAT(Call(&PersonnelRuleStub::CreateFreezePeriod, freeze, As(kOffice)), IsOk());
  ASSERT_THAT(
      Call(&PlanningStub::CreatePlanningEntry,
           support::Parse<v1::CreatePlanningEntryRequest>("planning_entry_id: 'unit-16681-e-1' planning_entry { "
                                                          "organisation: 'organisations/unit-16681' term: '2025-2030' "
                                                          "position_kind: 'secretary' person: 'persons/p-1' }"),
           As(kClerk)),
      IsOk());
  EXPECT_THAT(Call(&PlanningStub::ApprovePlanningEntry,
                   support::Parse<v1::ApprovePlanningEntryRequest>(
                       "name: 'planningEntries/unit-16681-e-1' basis { decision_number: '12-QĐ/TU' }"),
                   As(kOwner)),
              StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
}

// Both ways of filling refuse alike.
TEST_F(TenureServiceTest, EachRefusalIsThatOfABatchToo) {
  const auto refused = [&](const v1::FillPositionSlotRequest& request, std::string_view reason) {
    EXPECT_THAT(Fill(request), StatusIs(StatusCode::kFailedPrecondition, reason));
    v1::BatchFillPositionSlotsRequest batch;
    batch.set_parent(std::string(kCongress));
    *batch.add_requests() = request;
    EXPECT_THAT(Call(&PositionStub::BatchFillPositionSlots, batch, As(kOwner)),
                StatusIs(StatusCode::kFailedPrecondition, reason));
  };
  MakePerson("p-2", "Trần Văn Thử");
  refused(Filling(), "DOSSIER_NOT_ACCEPTED");
  AcceptDossier();
  v1::FillPositionSlotRequest other = Filling();
  other.set_person("persons/p-2");
  refused(other, "POSITION_PERSON_NOT_PROPOSED");
  v1::FillPositionSlotRequest undecided = Filling();
  undecided.clear_basis();
  refused(undecided, "DECISION_MISSING");
  ASSERT_THAT(Fill(Filling()), IsOk());
  refused(Filling(), "POSITION_PERSON_PRESENT");
  refused(Filling("unit-16681-chair"), "POSITION_HELD_ELSEWHERE");
  v1::UpdatePositionSlotRequest full;
  full.mutable_position_slot()->set_name(StrCat(kCongress, "/positions/unit-16681-secretary"));
  full.mutable_position_slot()->set_norm(1);
  ASSERT_THAT(Call(&PositionStub::UpdatePositionSlot, full), IsOk());
  other.set_prior(true);
  refused(other, "POSITION_FULL");
  FreezeMarchToJune();
  v1::FillPositionSlotRequest frozen = Filling("unit-16681-chair");
  frozen.set_concurrent_reason("Kiêm nhiệm");
  refused(frozen, "APPOINTMENT_FROZEN");
}

// A process that only puts somebody forward seats nobody.
TEST_F(TenureServiceTest, AProcessFillsOnlyWhereItElected) {
  const auto rules = support::Parse<v1::CreateProcessTemplateRequest>(R"(
    process_template_id: "once"
    process_template {
      organisation: "organisations/province" display_name: "Giới thiệu mẫu" kind: APPOINTMENT
      effective_date { year: 2025 month: 1 day: 1 } legal_basis: "Giả định"
      steps {
step_id:
  "review" title : "Xem xét" body : "Ban Thường vụ" act : REVIEW }
    })");
  ASSERT_THAT(Call(&ProcessStub::CreateProcessTemplate, rules), IsOk());
  const auto wanted = support::Parse<v1::CreatePersonnelProcessRequest>(R"(
    parent: "congresses/xx" personnel_process_id: "unit-16681-once"
    personnel_process {
      organisation: "organisations/unit-16681" template: "processTemplates/once" title: "Giới thiệu bí thư"
      body: "Ban Thường vụ" position: "congresses/xx/positions/unit-16681-secretary" seat_count: 1
      candidates { person: "persons/p-1" }
    })");
  ASSERT_THAT(Call(&ProcessStub::CreatePersonnelProcess, wanted, As(kOwner)), IsOk());
  v1::FillPositionSlotRequest request = Filling();
  request.clear_basis();
  request.set_process("congresses/xx/personnelProcesses/unit-16681-once");
  EXPECT_THAT(Fill(request), StatusIs(StatusCode::kFailedPrecondition, "NOT_ELECTED"));
  v1::BatchFillPositionSlotsRequest batch;
  batch.set_parent(std::string(kCongress));
  *batch.add_requests() = request;
  EXPECT_THAT(Call(&PositionStub::BatchFillPositionSlots, batch, As(kOwner)),
              StatusIs(StatusCode::kFailedPrecondition, "NOT_ELECTED"));
}

TEST_F(TenureServiceTest, ADecisionIsNotCorrectedAway) {
  v1::FillPositionSlotRequest request = Filling();
  request.set_prior(true);
  ASSERT_OK_AND_ASSIGN(const v1::Tenure tenure, Fill(request));
  v1::CorrectTenureRequest correct;
  correct.set_name(tenure.name());
  correct.mutable_basis()->set_source("Không rõ");
  correct.set_reason("Nhầm");
  EXPECT_THAT(Call(&PositionStub::CorrectTenure, correct, As(kOwner)),
              StatusIs(StatusCode::kFailedPrecondition, "DECISION_MISSING"));
}

TEST_F(TenureServiceTest, ManyBeginTogetherOrNone) {
  MakePerson("p-2", "Trần Văn Thử");
  v1::BatchFillPositionSlotsRequest batch;
  batch.set_parent(std::string(kCongress));
  *batch.add_requests() = Filling();
  *batch.add_requests() = Filling();
  for (auto& one : *batch.mutable_requests()) one.set_prior(true);
  const auto fill = [&] { return Call(&PositionStub::BatchFillPositionSlots, batch, As(kOwner)); };
  EXPECT_THAT(fill(), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
  batch.mutable_requests(1)->set_person("persons/p-2");
  batch.mutable_requests(1)->set_name("congresses/other/positions/unit-16681-secretary");
  EXPECT_THAT(fill(), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  batch.mutable_requests(1)->set_name(batch.requests(0).name());
  ASSERT_OK_AND_ASSIGN(const auto filled, fill());
  EXPECT_EQ(filled.tenures_size(), 2);
}

TEST_F(TenureServiceTest, NormsAreThoseOfTheRulesInEffect) {
  v1::CreatePersonnelRuleSetRequest rules;
  rules.set_personnel_rule_set_id("rules");
  *rules.mutable_personnel_rule_set() = sample::Rules();
  ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, rules, As(kOffice)), IsOk());
  EXPECT_THAT(NewSlot("unit-16681-member", 28), StatusIs(StatusCode::kFailedPrecondition, "NORM_OUTSIDE_RULE"));
  EXPECT_THAT(NewSlot("unit-16681-member", 27), IsOk());
  v1::UpdatePositionSlotRequest more;
  more.mutable_position_slot()->set_name(StrCat(kCongress, "/positions/unit-16681-member"));
  more.mutable_position_slot()->set_norm(28);
  EXPECT_THAT(Call(&PositionStub::UpdatePositionSlot, more, As(kClerk)),
              StatusIs(StatusCode::kFailedPrecondition, "NORM_OUTSIDE_RULE"));
  v1::BatchCreatePositionSlotsRequest batch;
  batch.set_parent(std::string(kCongress));
  batch.add_position_slots()->set_position_slot_id("unit-16681-many");
  v1::PositionSlot& many = *batch.mutable_position_slots(0)->mutable_position_slot();
  many.set_organisation(std::string(sample::kUnit));
  many.set_display_name("Ủy viên");
  many.set_position_kind("committee-member");
  many.set_norm(28);
  EXPECT_THAT(Call(&PositionStub::BatchCreatePositionSlots, batch, As(kClerk)),
              StatusIs(StatusCode::kFailedPrecondition, "NORM_OUTSIDE_RULE"));
}

}  // namespace
}  // namespace congress::dossiers
