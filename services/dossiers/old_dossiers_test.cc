// A store from before papers were resources, brought up to date and served.
#include "services/dossiers/old_dossiers.h"

#include "platform/rpc/migration.h"
#include "platform/rpc/records.h"
#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/old_record.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

class OldDossiersTest : public Fixture {
 protected:
  OldDossiersTest() {
    MakeTemplate();
    MakePerson("p-1", "Nguyễn Thị Mẫu");
    store::Batch batch;
    batch.writes.push_back({.key = rpc::RecordKey("Dossier", kDossier),
                            .value = sample::OldRecord(),
                            .organisation = std::string(sample::kUnit)});
    EXPECT_THAT(service_.store().Commit(batch), IsOk());
    const std::vector<store::SchemaStep> steps = {PapersBecomeResources()};
    const std::vector<const rpc::RecordType*> types;
    const rpc::Migration migration{.steps = steps, .types = types, .principal = "process-dossiers"};
    EXPECT_TRUE(*rpc::Migrate(service_.store(), migration, absl::InfiniteFuture()));
  }
};

TEST_F(OldDossiersTest, ItsPapersAreFoundUnderTheirNamesUpToTheClearance) {
  ASSERT_OK_AND_ASSIGN(const auto all, Papers(As(kClerk)));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].sensitive_document().title(), "Giấy khám");
  ASSERT_OK_AND_ASSIGN(const auto plain, Papers(As(kClerk, annotations::v1::GRADE_UNSPECIFIED)));
  ASSERT_EQ(plain.size(), 1U);
  EXPECT_EQ(plain[0].name(), StrCat(kDossier, "/components/1"));
  ASSERT_OK_AND_ASSIGN(const v1::Dossier dossier, Get(As(kReviewer)));
  EXPECT_EQ(dossier.GetReflection()->GetUnknownFields(dossier).field_count(), 0);
  EXPECT_EQ(dossier.trail_size(), 4);
}

// Of its papers only the accounts are known.
TEST_F(OldDossiersTest, WhoAttachedDoesNotReviewIt) {
  v1::ReturnDossierRequest back;
  back.set_name(std::string(kDossier));
  back.set_return_reason(v1::Review::SITUATION_CHANGED);
  ASSERT_THAT(Call(&DossierStub::ReturnDossier, back, As(kReviewer)), IsOk());
  AttachAll();
  ASSERT_THAT(Submit(service_.As("an", {"clerk@unit-16681"})), IsOk());
  EXPECT_THAT(Begin(service_.As("clerk", {"reviewer@unit-16681"})),
              StatusIs(StatusCode::kPermissionDenied, "REVIEWER_HANDLED"));
  EXPECT_THAT(Begin(As(kReviewer)), IsOk());
}

// The person's dossiers are known, though none was opened by this version.
TEST_F(OldDossiersTest, AChangeOfThePersonVoidsItsAcceptance) {
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name("persons/p-1");
  update.mutable_person()->set_position_title("Bí thư");
  update.mutable_update_mask()->add_paths("position_title");
  ASSERT_THAT(Call(&PersonStub::UpdatePerson, update, As(kClerk)), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Dossier dossier, Get(As(kClerk)));
  EXPECT_EQ(dossier.state(), v1::Dossier::UNDER_REVIEW);
}

}  // namespace
}  // namespace congress::dossiers
