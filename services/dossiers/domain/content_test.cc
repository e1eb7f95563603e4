#include "services/dossiers/domain/content.h"

#include "gtest/gtest.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/testing/sample.h"

namespace congress::dossiers {
namespace {

v1::Person Someone() {
  v1::Person person;
  person.set_name("persons/p-1");
  person.set_display_name("Nguyễn Thị Mẫu");
  person.set_position_title("Bí thư");
  person.set_political_conclusion("Đủ tiêu chuẩn");
  person.set_health("Loại A");
  person.mutable_birth_date()->set_year(1980);
  return person;
}

const Folder& Gathered() {
  static const Folder& folder = *new Folder(sample::Complete(sample::Checklist(), sample::kToday));
  return folder;
}

TEST(ContentOf, ChangesWithWhatIsReviewedAndWithNothingElse) {
  const std::string content = ContentOf(Gathered(), sample::Checklist(), Someone());
  const auto differs = [&](auto change) {
    Folder folder = Gathered();
    v1::Person person = Someone();
    v1::ChecklistTemplate checklist = sample::Checklist();
    change(folder, person, checklist);
    return ContentOf(folder, checklist, person) != content;
  };
  EXPECT_TRUE(differs([](auto& folder, auto&, auto&) { folder.components[1].set_state(v1::Component::WITHDRAWN); }));
  EXPECT_TRUE(differs(
      [](auto& folder, auto&, auto&) { DocumentOf(&folder.components[1])->set_file_sha256(std::string(32, 'x')); }));
  EXPECT_TRUE(differs([](auto&, auto& person, auto&) { person.set_position_title("Phó Bí thư"); }));
  EXPECT_TRUE(differs([](auto&, auto& person, auto&) { person.clear_political_conclusion(); }));
  EXPECT_TRUE(differs([](auto&, auto& person, auto&) { person.add_assessments()->set_year(2024); }));
  EXPECT_TRUE(differs([](auto&, auto& person, auto&) { person.mutable_birth_date()->set_month(2); }));
  EXPECT_TRUE(differs([](auto&, auto&, auto& checklist) { checklist.set_name("checklistTemplates/other"); }));
  EXPECT_TRUE(differs([](auto& folder, auto&, auto&) { folder.dossier.set_position_kind("secretary"); }));
  EXPECT_TRUE(differs([](auto& folder, auto&, auto&) { folder.dossier.set_candidacy(v1::INCUMBENT); }));
  EXPECT_TRUE(differs([](auto& folder, auto&, auto&) { folder.dossier.set_rule_set("personnelRuleSets/other"); }));
  // The file may be sent later, and facts that are not watched say nothing about the papers.
  EXPECT_FALSE(differs(
      [](auto& folder, auto&, auto&) { DocumentOf(&folder.components[1])->mutable_content()->set_id("file-1"); }));
  EXPECT_FALSE(differs([](auto&, auto& person, auto&) { person.set_health("Loại B"); }));
  EXPECT_FALSE(differs([](auto& folder, auto&, auto&) {
    std::swap(folder.components[0], folder.components[1]);
    folder.dossier.set_state(v1::Dossier::SUBMITTED);
  }));
}

TEST(WatchedDiffer, GoesByTheFieldsOfTheChecklist) {
  v1::ChecklistTemplate checklist = sample::Checklist();
  v1::Person healthier = Someone();
  healthier.set_health("Loại AA");
  EXPECT_FALSE(WatchedDiffer(checklist, Someone(), healthier));
  checklist.add_watched_fields("health");
  EXPECT_TRUE(WatchedDiffer(checklist, Someone(), healthier));
  v1::Person promoted = Someone();
  promoted.set_position_title("Chủ tịch");
  EXPECT_FALSE(WatchedDiffer(checklist, Someone(), promoted)) << "named fields take the place of the usual ones";
}

}  // namespace
}  // namespace congress::dossiers
