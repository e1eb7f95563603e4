#include "services/dossiers/domain/checklist.h"

#include "google/rpc/error_details.pb.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using support::IsOk;
using support::StatusIs;

// Fields that the error names.
std::vector<std::string> FieldsOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  std::vector<std::string> fields;
  if (!status::Detail(status, &bad)) return fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

absl::StatusOr<v1::ChecklistTemplate> Lay(const v1::ChecklistTemplate& checklist) {
  return LayDown("committee", checklist, sample::Clerk(absl::CivilDay(2025, 6, 16)));
}

TEST(LayDown, NamesAndDatesASoundTemplate) {
  const auto laid = Lay(sample::Checklist());
  ASSERT_THAT(laid, IsOk());
  EXPECT_EQ(laid->name(), "checklistTemplates/committee");
  EXPECT_TRUE(laid->has_create_time());
}

TEST(LayDown, RefusesTheSameItemTwice) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  checklist.mutable_items(5)->set_item_id("application");
  const auto laid = Lay(checklist);
  EXPECT_THAT(laid, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(FieldsOf(laid.status()), testing::ElementsAre("checklist_template.items[5].item_id"));
}

TEST(LayDown, RefusesAGroupOfWhichOnlySomeItemsAreRequired) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  checklist.mutable_items(4)->set_required(false);
  EXPECT_THAT(FieldsOf(Lay(checklist).status()), testing::ElementsAre("checklist_template.items[4].required"));
}

TEST(LayDown, RefusesAValidityBelowOne) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  checklist.mutable_items(0)->set_validity_days(0);
  checklist.mutable_items(1)->set_validity_months(-1);
  EXPECT_THAT(FieldsOf(Lay(checklist).status()), testing::ElementsAre("checklist_template.items[0].validity_days",
                                                                      "checklist_template.items[1].validity_months"));
}

TEST(LayDown, RefusesATemplateThatDemandsNothing) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  for (v1::ChecklistItem& item : *checklist.mutable_items()) item.set_required(false);
  EXPECT_THAT(FieldsOf(Lay(checklist).status()), testing::ElementsAre("checklist_template.items"));
}

TEST(RequirementsOf, CountsAnAnyOfGroupOnceAndLeavesOptionalItemsOut) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  const std::vector<Requirement> requirements = RequirementsOf(checklist);
  ASSERT_EQ(requirements.size(), 4u);
  EXPECT_EQ(IdsOf(requirements[0]), "application");
  EXPECT_EQ(IdsOf(requirements[3]), "comment-residence|comment-workplace");
  EXPECT_EQ(TitleOf(requirements[3]), "Nhận xét nơi cư trú / Nhận xét nơi công tác");
}

TEST(RequirementsOf, KeepsGroupsTogetherWhenOtherItemsStandBetween) {
  v1::ChecklistTemplate checklist;
  sample::AddItem(&checklist, "a", "A", "g");
  sample::AddItem(&checklist, "b", "B");
  sample::AddItem(&checklist, "c", "C", "g");
  const std::vector<Requirement> requirements = RequirementsOf(checklist);
  ASSERT_EQ(requirements.size(), 2u);
  EXPECT_EQ(IdsOf(requirements[0]), "a|c");
  EXPECT_EQ(IdsOf(requirements[1]), "b");
}

TEST(ItemFor, IsThereForThoseWhoMaySeeItsPapers) {
  const v1::ChecklistTemplate checklist = sample::Checklist();
  EXPECT_THAT(ItemFor(checklist, "nothing", kEveryGrade), StatusIs(absl::StatusCode::kInvalidArgument, "ITEM_UNKNOWN"));
  EXPECT_THAT(ItemFor(checklist, "health-certificate", annotations::v1::CONFIDENTIAL),
              StatusIs(absl::StatusCode::kPermissionDenied, "ITEM_GRADED"));
  EXPECT_EQ((*ItemFor(checklist, "photo", annotations::v1::GRADE_UNSPECIFIED))->title(), "Ảnh 4×6");
}

}  // namespace
}  // namespace congress::dossiers
