// What the person of a dossier stands for, as its keeper says and changes it.
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;

class DossierUpdateTest : public Fixture {
 protected:
  DossierUpdateTest() { OpenOne(); }
  static v1::UpdateDossierRequest Update(std::string_view kind = "committee-member",
                                         v1::Candidacy candidacy = v1::NEWCOMER) {
    v1::UpdateDossierRequest request;
    request.mutable_dossier()->set_name(std::string(kDossier));
    request.mutable_dossier()->set_position_kind(std::string(kind));
    request.mutable_dossier()->set_candidacy(candidacy);
    return request;
  }
  absl::StatusOr<v1::Dossier> Change(const v1::UpdateDossierRequest& request, Context context = nullptr) {
    if (context == nullptr) context = As(kClerk);
    return Call(&DossierStub::UpdateDossier, request, std::move(context));
  }
};

TEST_F(DossierUpdateTest, SaysWhatThePersonStandsForToThoseWhoMaySeeIt) {
  ASSERT_OK_AND_ASSIGN(const v1::Dossier changed, Change(Update()));
  EXPECT_EQ(changed.position_kind(), "committee-member");
  EXPECT_EQ(changed.candidacy(), v1::NEWCOMER);
  EXPECT_EQ(Get(As(kClerk, PERSONAL))->position_kind(), "");
  v1::UpdateDossierRequest away = Update("");
  away.mutable_update_mask()->add_paths("position_kind");
  ASSERT_OK_AND_ASSIGN(const v1::Dossier cleared, Change(away));
  EXPECT_EQ(cleared.position_kind(), "");
  EXPECT_EQ(cleared.candidacy(), v1::NEWCOMER) << "not named";
}

TEST_F(DossierUpdateTest, NothingIsWrittenBlindNorInOnesOwn) {
  const auto graded = StatusIs(StatusCode::kPermissionDenied, "FIELD_GRADED");
  EXPECT_THAT(Change(Update(), As(kClerk, PERSONAL)), graded);
  MakePerson("p-2", "Trần Văn Thử");
  v1::CreateDossierRequest create = NewDossier("d-2", "persons/p-2");
  create.mutable_dossier()->set_position_kind("secretary");
  EXPECT_THAT(Call(&DossierStub::CreateDossier, create, As(kClerk, PERSONAL)), graded);
  v1::BatchCreateDossiersRequest batch;
  batch.set_parent(std::string(kCongress));
  v1::NewDossier& one = *batch.add_dossiers();
  one.set_dossier_id(create.dossier_id());
  *one.mutable_dossier() = create.dossier();
  EXPECT_THAT(Call(&DossierStub::BatchCreateDossiers, batch, As(kClerk, PERSONAL)), graded);
  EXPECT_EQ(Call(&DossierStub::CreateDossier, create, As(kClerk))->position_kind(), "secretary");
  EXPECT_THAT(Change(Update(), AsPerson("persons/p-1", "clerk")),
              StatusIs(StatusCode::kPermissionDenied, "SAME_PERSON"));
  EXPECT_THAT(Change(Update(), AsPerson("", "clerk")), StatusIs(StatusCode::kPermissionDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Change(Update(), As(kReviewer)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Change(Update(), As(kStranger)), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(DossierUpdateTest, RefusesWhatNeverChangesAndRulesThatAreNotThere) {
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  v1::UpdateDossierRequest request = Update();
  request.mutable_dossier()->set_purpose("delegate");
  EXPECT_THAT(Change(request), invalid);
  request = Update();
  request.mutable_dossier()->clear_name();
  EXPECT_THAT(Change(request), invalid);
  request = Update();
  request.mutable_dossier()->set_etag("1");
  EXPECT_THAT(Change(request), StatusIs(StatusCode::kAborted, "ETAG_MISMATCH"));
  request = Update();
  request.mutable_dossier()->set_rule_set("personnelRuleSets/none");
  EXPECT_THAT(Change(request), StatusIs(StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request = Update();
  request.set_request_id(std::string(kRequestId));
  ASSERT_THAT(Change(request), IsOk());
  request.mutable_dossier()->set_candidacy(v1::SPECIAL);
  EXPECT_THAT(Change(request), StatusIs(StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST_F(DossierUpdateTest, AnAcceptanceWasForWhatItWasGivenFor) {
  ASSERT_THAT(Change(Update()), IsOk());
  AttachAll();
  ASSERT_THAT(Submit(As(kClerk)), IsOk());
  EXPECT_THAT(Change(Update("secretary")), StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_NOT_OPEN"));
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  ASSERT_THAT(Accept(As(kReviewer)), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Dossier voided, Change(Update("secretary")));
  EXPECT_EQ(voided.state(), v1::Dossier::UNDER_REVIEW);
  EXPECT_EQ(voided.trail().rbegin()->cause(), v1::Dossier::POSITION_CHANGED);
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Accept(As(kReviewer)), IsOk());
}

}  // namespace
}  // namespace congress::dossiers
