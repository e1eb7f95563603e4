#include "services/dossiers/domain/old_dossier.h"

#include "congress/dossiers/v1/index.pb.h"
#include "services/dossiers/testing/old_record.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

TEST(Expand, TakesThePapersOutAndTellsTheReviewsAsATrail) {
  ASSERT_OK_AND_ASSIGN(const Folder folder, Expand(sample::OldRecord()));
  const v1::Dossier& dossier = folder.dossier;
  EXPECT_EQ(dossier.GetReflection()->GetUnknownFields(dossier).field_count(), 0);
  EXPECT_EQ(dossier.state(), v1::Dossier::ACCEPTED);
  ASSERT_EQ(dossier.trail_size(), 4);
  EXPECT_EQ(dossier.trail(0).state(), v1::Dossier::OPEN);
  EXPECT_EQ(dossier.trail(1).state(), v1::Dossier::RETURNED);
  EXPECT_EQ(dossier.trail(1).reason(), "Thiếu dấu");
  EXPECT_EQ(dossier.trail(2).state(), v1::Dossier::SUBMITTED);
  EXPECT_EQ(dossier.trail(2).person(), support::PersonOf("clerk"));
  EXPECT_EQ(dossier.trail(3).state(), v1::Dossier::ACCEPTED);
  EXPECT_EQ(dossier.last_review().outcome(), v1::Review::ACCEPTED);
  EXPECT_EQ(civil::FromTimestamp(dossier.accept_time()), sample::Noon(sample::kToday) + absl::Hours(3));
  ASSERT_EQ(folder.components.size(), 2U);
  const v1::Component& health = folder.components[1];
  EXPECT_EQ(health.name(), "congresses/xx/dossiers/unit-16681-d-1/components/2");
  EXPECT_EQ(health.organisation(), sample::kUnit);
  EXPECT_EQ(health.person(), "persons/p-1");
  EXPECT_EQ(health.state(), v1::Component::LIVE);
  EXPECT_EQ(health.grade(), annotations::v1::SENSITIVE);
  EXPECT_EQ(health.sensitive_document().title(), "Giấy khám");
}

TEST(Expand, LeavesWhatIsNewAndRefusesWhatCannotBeRead) {
  v1::Dossier dossier = sample::Opened();
  dossier.add_trail()->set_state(v1::Dossier::OPEN);
  ASSERT_OK_AND_ASSIGN(const Folder folder, Expand(dossier.SerializeAsString()));
  EXPECT_EQ(folder.dossier.SerializeAsString(), dossier.SerializeAsString());
  EXPECT_TRUE(folder.components.empty());
  EXPECT_TRUE(absl::IsDataLoss(Expand("\x0a\xff").status()));
}

}  // namespace
}  // namespace congress::dossiers
