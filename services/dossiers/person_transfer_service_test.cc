// A person who moves, and what goes along.
#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

constexpr std::string_view kNew = "organisations/unit-2";
constexpr std::string_view kPosition = "congresses/xx/positions/unit-16681-secretary";

class PersonTransferTest : public Fixture {
 protected:
  void SetUp() override {
    OpenOne();
    service_.SetNow(service_.now() + absl::Minutes(5));
  }

  static v1::TransferPersonRequest Move() {
    v1::TransferPersonRequest request;
    request.set_name("persons/p-1");
    request.set_organisation(std::string(kNew));
    request.mutable_basis()->set_decision_number("127-QĐ/TU");
    return request;
  }
  // Who may move persons from the one to the other.
  Context Both() { return service_.As("both", {"secretary@unit-16681", "secretary@unit-2"}); }
  absl::StatusOr<v1::TransferPersonResponse> Transfer(const v1::TransferPersonRequest& request, Context context) {
    return Call(&PersonIdentityStub::TransferPerson, request, std::move(context));
  }
  absl::StatusOr<v1::Person> GetPerson(Context context) {
    v1::GetPersonRequest request;
    request.set_name("persons/p-1");
    return Call(&PersonStub::GetPerson, request, std::move(context));
  }
  absl::StatusOr<v1::Component> Attach(std::string_view binding) {
    return Call(&DossierStub::AttachComponent, NewPaper("application", kToday), As(binding));
  }
  void Hold() {
    v1::CreatePositionSlotRequest create;
    create.set_parent(std::string(kCongress));
    create.set_position_slot_id("unit-16681-secretary");
    create.mutable_position_slot()->set_organisation(std::string(sample::kUnit));
    create.mutable_position_slot()->set_display_name("Bí thư");
    create.mutable_position_slot()->set_norm(1);
    ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, create), IsOk());
    v1::ProposePositionSlotRequest propose;
    propose.set_name(std::string(kPosition));
    propose.set_person("persons/p-1");
    ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, propose), IsOk());
    ASSERT_THAT(Call(&PositionStub::FillPositionSlot, NewTenure(kPosition, "persons/p-1")), IsOk());
  }
};

TEST_F(PersonTransferTest, TheNewOrganisationHasAllOfItAndTheOldOneNothing) {
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_display_name("Nguyễn Thị Mẫu Hai");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto moved, Transfer(Move(), Both()));
  EXPECT_EQ(moved.person().organisation(), kNew);
  ASSERT_EQ(moved.touched_size(), 1);
  EXPECT_EQ(moved.touched(0).resource(), kDossier);
  EXPECT_EQ(moved.touched(0).effect(), v1::Touched::MOVED);
  const auto hidden = StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND");
  EXPECT_THAT(GetPerson(As(kClerk)), hidden);
  EXPECT_THAT(Get(As(kClerk)), hidden);
  EXPECT_THAT(Attach(kClerk), hidden) << "the old organisation cannot attach to it any more";
  EXPECT_THAT(GetPerson(As("clerk@unit-2")), IsOk());
  EXPECT_THAT(Attach("clerk@unit-2"), IsOk());
  v1::ListPersonFactsRequest facts;
  facts.set_parent("persons/p-1");
  facts.set_field("organisation");
  EXPECT_THAT(Call(&PersonStub::ListPersonFacts, facts, As(kClerk)), hidden);
  ASSERT_OK_AND_ASSIGN(const auto told, Call(&PersonStub::ListPersonFacts, facts, As("clerk@unit-2")));
  ASSERT_EQ(told.facts_size(), 2) << "where they were, and where they are";
  EXPECT_EQ(told.facts(0).value().organisation(), sample::kUnit);
  EXPECT_EQ(told.facts(1).basis().decision_number(), "127-QĐ/TU");
  for (const v1::PersonFact& fact : told.facts()) EXPECT_EQ(fact.organisation(), kNew);
}

TEST_F(PersonTransferTest, NeedsThePermissionAtBoth) {
  EXPECT_THAT(Transfer(Move(), As("secretary@unit-16681")),
              StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Transfer(Move(), As("secretary@unit-2")), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Transfer(Move(), As(kClerk)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_organisation(std::string(kNew));
  EXPECT_THAT(Call(&PersonStub::UpdatePerson, update, Both()), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"))
      << "an update moves nobody";
}

TEST_F(PersonTransferTest, AnAcceptedDossierStaysWhereItWasAccepted) {
  AttachAll();
  SubmitAndAccept();
  ASSERT_OK_AND_ASSIGN(const auto moved, Transfer(Move(), Both()));
  ASSERT_EQ(moved.touched_size(), 1);
  EXPECT_EQ(moved.touched(0).effect(), v1::Touched::KEPT);
  EXPECT_EQ(Get(nullptr)->organisation(), sample::kUnit);
}

TEST_F(PersonTransferTest, ADossierOfAnotherOrganisationIsNotTouched) {
  v1::CreateDossierRequest other = NewDossier("unit-16681-d-2", "persons/p-1", "organisations/unit-3");
  other.set_parent("congresses/yy");
  ASSERT_THAT(Call(&DossierStub::CreateDossier, other), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto moved, Transfer(Move(), nullptr));
  ASSERT_EQ(moved.touched_size(), 1);
  EXPECT_EQ(Get(nullptr, "congresses/yy/dossiers/unit-16681-d-2")->organisation(), "organisations/unit-3");
}

TEST_F(PersonTransferTest, WhoHoldsAPositionLeavesItFirstOrKeepsItKnowingly) {
  Hold();
  const auto refused = Transfer(Move(), Both());
  EXPECT_THAT(refused, StatusIs(StatusCode::kFailedPrecondition, "PERSON_HAS_TENURE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "position"), kPosition);
  v1::TransferPersonRequest keep = Move();
  keep.set_keep_tenures(true);
  EXPECT_THAT(Transfer(keep, Both()), IsOk());
}

TEST_F(PersonTransferTest, ADryRunTouchesNothing) {
  v1::TransferPersonRequest dry = Move();
  dry.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(const auto told, Transfer(dry, Both()));
  EXPECT_EQ(told.touched_size(), 1);
  EXPECT_THAT(GetPerson(As(kClerk)), IsOk());
  EXPECT_THAT(Attach(kClerk), IsOk());
}

TEST_F(PersonTransferTest, RefusesWhatIsNoMove) {
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  v1::TransferPersonRequest request = Move();
  request.set_organisation(std::string(sample::kUnit));
  EXPECT_THAT(Transfer(request, Both()), refused);
  request = Move();
  *request.mutable_valid_from() = civil::ToDate(kToday + 1);
  EXPECT_THAT(Transfer(request, Both()), refused);
  request = Move();
  request.set_etag("999999999");
  EXPECT_THAT(Transfer(request, Both()), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  request.clear_etag();
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Transfer(request, Both()), IsOk());
  EXPECT_THAT(Transfer(request, Both()), IsOk()) << "the same, once more";
  request.set_keep_tenures(true);
  EXPECT_THAT(Transfer(request, Both()), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

}  // namespace
}  // namespace congress::dossiers
