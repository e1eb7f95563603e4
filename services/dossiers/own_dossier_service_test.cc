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
  static auto Refused() { return StatusIs(StatusCode::kPermissionDenied, "OWN_DOSSIER"); }
};

TEST_F(OwnDossierTest, RefusesEveryWriteOfTheDossier) {
  MakeTemplate();
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  EXPECT_THAT(Dossier(&DossierStub::CreateDossier, Own(), NewDossier("d-1", "persons/p-1")), Refused());
  v1::BatchCreateDossiersRequest create;
  create.set_parent(std::string(kCongress));
  create.add_dossiers()->set_dossier_id("d-1");
  *create.mutable_dossiers(0)->mutable_dossier() = NewDossier("d-1", "persons/p-1").dossier();
  EXPECT_THAT(Dossier(&DossierStub::BatchCreateDossiers, Own(), create), Refused());
  MakeDossier("d-1", "persons/p-1");
  EXPECT_THAT(Dossier(&DossierStub::AttachComponent, Own(), NewPaper("photo", kToday)), Refused());
  v1::BatchAttachComponentsRequest attach;
  attach.add_dossiers()->set_dossier(std::string(kDossier));
  *attach.mutable_dossiers(0)->add_attachments() = sample::Paper("photo", kToday);
  EXPECT_THAT(Dossier(&DossierStub::BatchAttachComponents, Own(), attach), Refused());
  AttachAll();
  EXPECT_THAT(Submit(Own()), Refused());
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_THAT(Accept(Own()), Refused());
  v1::ReturnDossierRequest back;
  back.set_name(std::string(kDossier));
  back.set_return_reason(v1::Review::PAPER_MISSING);
  EXPECT_THAT(Dossier(&DossierStub::ReturnDossier, Own(), back), Refused());
  EXPECT_THAT(Accept(AsPerson("persons/p-2", "secretary")), IsOk());
}

TEST_F(OwnDossierTest, RefusesToShowItsGradedPapers) {
  OpenOne();
  EXPECT_THAT(Get(Own()), IsOk());  // Nothing graded in it yet.
  AttachAll();
  EXPECT_THAT(Get(Own()), Refused());
  EXPECT_THAT(Get(Own(GRADE_UNSPECIFIED)), IsOk());  // Nothing graded would be shown.
  EXPECT_THAT(Get(AsPerson("persons/p-2", "secretary")), IsOk());
  v1::ListDossiersRequest list;
  list.set_parent(std::string(kCongress));
  ASSERT_OK_AND_ASSIGN(const auto listed, Dossier(&DossierStub::ListDossiers, Own(), list));
  ASSERT_EQ(listed.dossiers_size(), 1);
  EXPECT_TRUE(listed.dossiers(0).components(0).has_document());
  EXPECT_FALSE(listed.dossiers(0).components(1).has_sensitive_document());
  EXPECT_FALSE(listed.dossiers(0).components(2).has_confidential_document());
}

TEST_F(OwnDossierTest, RefusesToShowOrChangeTheOwnRecord) {
  EXPECT_THAT(Person(&PersonStub::CreatePerson, Own(), NewPerson("p-1", "Nguyễn Thị Mẫu")), Refused());
  v1::BatchCreatePersonsRequest batch;
  batch.add_persons()->set_person_id("p-1");
  *batch.mutable_persons(0)->mutable_person() = NewPerson("p-1", "Nguyễn Thị Mẫu").person();
  EXPECT_THAT(Person(&PersonStub::BatchCreatePersons, Own(), batch), Refused());
  v1::CreatePersonRequest request = NewPerson("p-1", "Nguyễn Thị Mẫu");
  request.mutable_person()->set_health("Loại A");
  ASSERT_THAT(Person(&PersonStub::CreatePerson, As(kClerk), request), IsOk());
  v1::GetPersonRequest get;
  get.set_name("persons/p-1");
  EXPECT_THAT(Person(&PersonStub::GetPerson, Own(), get), Refused());
  EXPECT_THAT(Person(&PersonStub::GetPerson, Own(GRADE_UNSPECIFIED), get), IsOk());
  v1::ListPersonChangesRequest changes;
  changes.set_parent("persons/p-1");
  EXPECT_THAT(Person(&PersonStub::ListPersonChanges, Own(), changes), Refused());
  ASSERT_OK_AND_ASSIGN(const auto listed, Person(&PersonStub::ListPersons, Own(), v1::ListPersonsRequest()));
  ASSERT_EQ(listed.persons_size(), 1);
  EXPECT_TRUE(listed.persons(0).health().empty());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  EXPECT_THAT(Person(&PersonStub::UpdatePerson, Own(), update), Refused());
}

TEST_F(OwnDossierTest, RefusesToPutOneselfIntoAPosition) {
  MakePerson("p-1", "Nguyễn Thị Mẫu");
  v1::CreatePositionSlotRequest create;
  create.set_parent(std::string(kCongress));
  create.set_position_slot_id("secretary");
  create.mutable_position_slot()->set_organisation(std::string(sample::kUnit));
  create.mutable_position_slot()->set_display_name("Bí thư");
  create.mutable_position_slot()->set_norm(1);
  ASSERT_THAT(Position(&PositionStub::CreatePositionSlot, As(kClerk), create), IsOk());
  const auto named = [](auto request) {
    request.set_name("congresses/xx/positions/secretary");
    request.set_person("persons/p-1");
    return request;
  };
  EXPECT_THAT(Position(&PositionStub::ProposePositionSlot, Own(), named(v1::ProposePositionSlotRequest())), Refused());
  ASSERT_THAT(Position(&PositionStub::ProposePositionSlot, As(kClerk), named(v1::ProposePositionSlotRequest())),
              IsOk());
  EXPECT_THAT(Position(&PositionStub::FillPositionSlot, Own(), named(v1::FillPositionSlotRequest())), Refused());
  EXPECT_THAT(Position(&PositionStub::VacatePositionSlot, Own(), named(v1::VacatePositionSlotRequest())), Refused());
}

}  // namespace
}  // namespace congress::dossiers
