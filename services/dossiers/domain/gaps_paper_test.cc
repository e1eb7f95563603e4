#include "services/dossiers/domain/gaps_paper.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"

namespace congress::dossiers {
namespace {

using ::testing::HasSubstr;

TEST(GapsPaper, NamesWhatEachDossierLacks) {
  GapTable gaps;
  gaps.before = absl::CivilDay(2025, 10, 1);
  gaps.organisation_name = [](const std::string& name) { return name == "organisations/a" ? "Đảng bộ xã A" : name; };
  gaps.person_name = [](const std::string& name) { return name == "persons/p-1" ? "Nguyễn Văn Mẫu" : ""; };
  v1::DossierCompleteness& first = gaps.dossiers.emplace_back();
  first.set_organisation("organisations/a");
  first.set_person("persons/p-1");
  first.add_missing()->set_title("Tờ trình");
  first.add_missing()->set_title("Sơ yếu lý lịch");
  v1::RequirementGap& ending = *first.add_expiring();
  ending.set_title("Giấy chứng nhận sức khỏe");
  *ending.mutable_last_valid_date() = civil::ToDate(absl::CivilDay(2025, 9, 3));
  v1::DossierCompleteness& second = gaps.dossiers.emplace_back();
  second.set_organisation("organisations/b");
  second.set_person("persons/p-2");
  second.add_expired()->set_title("Bản kê khai");
  gaps.sums.set_dossier_count(5);
  gaps.sums.set_gap_dossier_count(2);

  v1::ExportDossierGapsRequest request;
  request.set_organisation("organisations/a");
  request.set_congress_display_name("Đại hội Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(GapsPaper(gaps, request, status::Language::kVietnamese).abstract(),
            "hồ sơ còn thiếu giấy tờ, tài liệu của Đảng bộ xã A phục vụ Đại hội Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(GapsPaper(gaps, request, status::Language::kEnglish).abstract(),
            "of dossiers that lack papers of Đảng bộ xã A for Đại hội Đảng bộ tỉnh Mẫu");
  const std::string text = *paper::RenderText(GapsPaper(gaps, {}, status::Language::kVietnamese));
  for (const char* part :
       {"Có 2/5 hồ sơ chưa đầy đủ", "trước ngày 01/10/2025",
        "Đảng bộ xã A    | Nguyễn Văn Mẫu | Còn thiếu: Tờ trình; Sơ yếu lý lịch. Sắp hết giá trị: Giấy chứng nhận sức "
        "khỏe (03/9/2025).\n",
        "organisations/b |                | Đã hết giá trị: Bản kê khai.\n"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(*paper::RenderText(GapsPaper(gaps, {}, status::Language::kEnglish)),
              HasSubstr("Missing: Tờ trình; Sơ yếu lý lịch. Ending: Giấy chứng nhận sức khỏe (2025-09-03)."));
}

}  // namespace
}  // namespace congress::dossiers
