// No one handles their own dossier (B12), over every RPC that could.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using annotations::v1::GRADE_UNSPECIFIED;
using support::IsOk;
using support::StatusIs;

class OwnDossierTest : public Fixture {
 protected:
  Context Own(Grade clearance = annotations::v1::SENSITIVE) { return AsPerson("persons/p-1", "secretary", clearance); }
  static auto Refused() { return StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"); }

  // `method` is refused to the person concerned, and to an account of which nobody knows whose it is.
  template <class Method, class Request>
  void ExpectNeedsAnother(Method method, const Request& request) {
    EXPECT_THAT(Call(method, request, Own()), Refused());
    EXPECT_THAT(Call(method, request, AsPerson("", "secretary")),
                StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  }
};

TEST_F(OwnDossierTest, RefusesEveryWriteOfTheDossier) {
  MakeTemplate();
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  ExpectNeedsAnother(&DossierStub::CreateDossier, NewDossier("unit-16681-d-1", "persons/p-1"));
  v1::BatchCreateDossiersRequest create;
  create.set_parent(std::string(kCongress));
  create.add_dossiers()->set_dossier_id("unit-16681-d-1");
  *create.mutable_dossiers(0)->mutable_dossier() = NewDossier("unit-16681-d-1", "persons/p-1").dossier();
  ExpectNeedsAnother(&DossierStub::BatchCreateDossiers, create);
  MakeDossier("unit-16681-d-1", "persons/p-1");
  ExpectNeedsAnother(&DossierStub::AttachComponent, NewPaper("photo", kToday));
  v1::BatchAttachComponentsRequest attach;
  attach.add_dossiers()->set_dossier(std::string(kDossier));
  *attach.mutable_dossiers(0)->add_attachments() = sample::Paper("photo", kToday);
  ExpectNeedsAnother(&DossierStub::BatchAttachComponents, attach);
  AttachAll();
  v1::SubmitDossierRequest submit;
  submit.set_name(std::string(kDossier));
  ExpectNeedsAnother(&DossierStub::SubmitDossier, submit);
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  const auto named = [](auto request) {
    request.set_name(std::string(kDossier));
    return request;
  };
  ExpectNeedsAnother(&DossierStub::BeginDossierReview, named(v1::BeginDossierReviewRequest()));
  ExpectNeedsAnother(&DossierStub::AcceptDossier, named(v1::AcceptDossierRequest()));
  v1::ReturnDossierRequest back;
  back.set_name(std::string(kDossier));
  back.set_return_reason(v1::Review::PAPER_MISSING);
  ExpectNeedsAnother(&DossierStub::ReturnDossier, back);
  const auto because = [&](auto request) {
    request.set_reason("mẫu");
    return named(std::move(request));
  };
  const auto until = [](auto request) {
    *request.mutable_keep_until_date() = civil::ToDate(CivilDay(2040, 1, 1));
    return request;
  };
  ExpectNeedsAnother(&DossierStub::WithdrawDossier, because(v1::WithdrawDossierRequest()));
  ExpectNeedsAnother(&DossierStub::ReopenDossier, because(v1::ReopenDossierRequest()));
  ExpectNeedsAnother(&DossierStub::CloseDossier, until(because(v1::CloseDossierRequest())));
  v1::BatchCloseDossiersRequest close = until(v1::BatchCloseDossiersRequest());
  close.add_dossiers()->set_dossier(std::string(kDossier));
  close.set_reason("mẫu");
  ExpectNeedsAnother(&DossierStub::BatchCloseDossiers, close);
  v1::ExtendDossierRetentionRequest extend = until(named(v1::ExtendDossierRetentionRequest()));
  extend.mutable_basis()->set_source("mẫu");
  ExpectNeedsAnother(&DossierStub::ExtendDossierRetention, extend);
  ASSERT_THAT(Begin(AsPerson("persons/p-2", "secretary")), IsOk());
  EXPECT_THAT(Accept(AsPerson("persons/p-2", "secretary")), IsOk());
}

TEST_F(OwnDossierTest, RefusesToShowItsGradedParts) {
  OpenOne();
  EXPECT_THAT(Get(Own()), IsOk());  // Nothing graded in it yet.
  AttachAll();
  EXPECT_THAT(Get(Own()), IsOk());  // Papers are resources of their own.
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  v1::ReturnDossierRequest back;
  back.set_name(std::string(kDossier));
  back.set_return_reason(v1::Review::PAPER_MISSING);
  back.set_note("Thiếu dấu");
  ASSERT_THAT(Call(&DossierStub::ReturnDossier, back, As(kReviewer)), IsOk());
  EXPECT_THAT(Get(Own()), Refused());
  EXPECT_THAT(Get(Own(GRADE_UNSPECIFIED)), IsOk());  // Nothing graded would be shown.
  EXPECT_THAT(Get(AsPerson("persons/p-2", "secretary")), IsOk());
  EXPECT_THAT(Get(AsPerson("", "secretary")), IsOk());  // Reading does not need a person.
  v1::ListDossiersRequest list;
  list.set_parent(std::string(kCongress));
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&DossierStub::ListDossiers, list, Own()));
  ASSERT_EQ(listed.dossiers_size(), 1);
  EXPECT_EQ(listed.dossiers(0).last_review().note(), "");
  ASSERT_OK_AND_ASSIGN(const auto others, Call(&DossierStub::ListDossiers, list, AsPerson("", "secretary")));
  EXPECT_EQ(others.dossiers(0).last_review().note(), "Thiếu dấu");
}

TEST_F(OwnDossierTest, RefusesToShowOrChangeTheOwnRecord) {
  ExpectNeedsAnother(&PersonStub::CreatePerson, NewPerson("p-1", "Nguyễn Thị Mẫu"));
  v1::BatchCreatePersonsRequest batch;
  batch.add_persons()->set_person_id("p-1");
  *batch.mutable_persons(0)->mutable_person() = NewPerson("p-1", "Nguyễn Thị Mẫu").person();
  ExpectNeedsAnother(&PersonStub::BatchCreatePersons, batch);
  v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
  request.mutable_person()->set_health("Loại A");
  ASSERT_THAT(Call(&PersonStub::CreatePerson, request), IsOk());
  v1::GetPersonRequest get;
  get.set_name("persons/p-1");
  EXPECT_THAT(Call(&PersonStub::GetPerson, get, Own()), Refused());
  EXPECT_THAT(Call(&PersonStub::GetPerson, get, Own(GRADE_UNSPECIFIED)), IsOk());
  EXPECT_THAT(Call(&PersonStub::GetPerson, get, AsPerson("", "secretary")), IsOk());
  v1::ListPersonFactsRequest facts;
  facts.set_parent("persons/p-1");
  EXPECT_THAT(Call(&PersonStub::ListPersonFacts, facts, Own()), Refused());
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&PersonStub::ListPersons, v1::ListPersonsRequest(), Own()));
  ASSERT_EQ(listed.persons_size(), 1);
  EXPECT_TRUE(listed.persons(0).health().empty());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  ExpectNeedsAnother(&PersonStub::UpdatePerson, update);
  v1::RecordPersonFactRequest record;
  record.set_parent("persons/p-1");
  record.set_field("position_title");
  record.mutable_value()->set_position_title("Bí thư");
  ExpectNeedsAnother(&PersonStub::RecordPersonFact, record);
  v1::CorrectPersonFactRequest correct;
  correct.set_name(Call(&PersonStub::ListPersonFacts, facts)->facts(0).name());
  correct.mutable_basis()->set_source("Quyết định");
  correct.set_reason("Nhầm số");
  ExpectNeedsAnother(&PersonStub::CorrectPersonFact, correct);
  v1::TransferPersonRequest move;
  move.set_name("persons/p-1");
  move.set_organisation("organisations/unit-2");
  ExpectNeedsAnother(&PersonIdentityStub::TransferPerson, move);
}

TEST_F(OwnDossierTest, RefusesToPutOneselfIntoAPosition) {
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  v1::CreatePositionSlotRequest create;
  create.set_parent(std::string(kCongress));
  create.set_position_slot_id("unit-16681-secretary");
  create.mutable_position_slot()->set_organisation(std::string(sample::kUnit));
  create.mutable_position_slot()->set_display_name("Bí thư");
  create.mutable_position_slot()->set_norm(1);
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, create, As(kClerk)), IsOk());
  const auto named = [](auto request) {
    request.set_name("congresses/xx/positions/unit-16681-secretary");
    request.set_person("persons/p-1");
    return request;
  };
  ExpectNeedsAnother(&PositionStub::ProposePositionSlot, named(v1::ProposePositionSlotRequest()));
  ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, named(v1::ProposePositionSlotRequest()), As(kClerk)), IsOk());
  ExpectNeedsAnother(&PositionStub::WithdrawPositionSlot, named(v1::WithdrawPositionSlotRequest()));
  ExpectNeedsAnother(&PositionStub::FillPositionSlot,
                     NewTenure("congresses/xx/positions/unit-16681-secretary", "persons/p-1"));
  ExpectNeedsAnother(&PositionStub::VacatePositionSlot,
                     NewEnd("congresses/xx/positions/unit-16681-secretary", "persons/p-1"));
  v1::BatchFillPositionSlotsRequest batch;
  batch.set_parent(std::string(kCongress));
  *batch.add_requests() = NewTenure("congresses/xx/positions/unit-16681-secretary", "persons/p-1");
  ExpectNeedsAnother(&PositionStub::BatchFillPositionSlots, batch);
  ASSERT_OK_AND_ASSIGN(const auto filled, Call(&PositionStub::BatchFillPositionSlots, batch, As(kOwner)));
  v1::CorrectTenureRequest correct;
  correct.set_name(filled.tenures(0).name());
  correct.set_reason("Nhầm");
  ExpectNeedsAnother(&PositionStub::CorrectTenure, correct);
}

TEST_F(OwnDossierTest, RefusesExceptionsForOneself) {
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  const auto slot = support::Parse<v1::CreatePositionSlotRequest>(
      "parent: 'congresses/xx' position_slot_id: 'unit-16681-secretary' position_slot { organisation: "
      "'organisations/unit-16681' display_name: 'Bí thư' norm: 1 }");
  ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, slot), IsOk());
  const auto freeze = support::Parse<v1::CreateFreezePeriodRequest>(
      "freeze_period_id: 'march' freeze_period { organisation: 'organisations/unit-16681' from_date { year: 2025 "
      "month: "
      "3 day: 10 } acts: APPOINTMENT legal_basis: 'Mẫu' }");
  ASSERT_THAT(Call(&PersonnelRuleStub::CreateFreezePeriod, freeze), IsOk());
  const auto wanted = support::Parse<v1::CreateFreezeExceptionRequest>(
      "parent: 'freezePeriods/march' freeze_exception { person: 'persons/p-1' position: "
      "'congresses/xx/positions/unit-16681-secretary' exception_reason: 'Khuyết' basis { decision_number: '5-TB/TU' "
      "decision_date "
      "{ "
      "year: 2025 month: 6 day: 2 } } }");
  ExpectNeedsAnother(&PersonnelRuleStub::CreateFreezeException, wanted);
  ASSERT_OK_AND_ASSIGN(const auto exception, Call(&PersonnelRuleStub::CreateFreezeException, wanted));
  v1::ListFreezeExceptionsRequest list;
  list.set_parent("freezePeriods/march");
  EXPECT_EQ(Call(&PersonnelRuleStub::ListFreezeExceptions, list)->freeze_exceptions_size(), 1);
  EXPECT_EQ(Call(&PersonnelRuleStub::ListFreezeExceptions, list,
                 service_.As("own", {"secretary@province"}, annotations::v1::SENSITIVE, "persons/p-1"))
                ->freeze_exceptions_size(),
            0);
  v1::WithdrawFreezeExceptionRequest withdraw;
  withdraw.set_name(exception.name());
  withdraw.set_reason("Nhầm");
  ExpectNeedsAnother(&PersonnelRuleStub::WithdrawFreezeException, withdraw);
}

}  // namespace
}  // namespace congress::dossiers
