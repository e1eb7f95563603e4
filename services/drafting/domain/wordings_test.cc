#include "services/drafting/domain/wordings.h"

#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::StatusIs;

v1::Revision Texts(const std::vector<std::pair<std::string, std::string>>& sections) {
  v1::Revision revision;
  for (const auto& [id, text] : sections) {
    v1::Section& section = *revision.add_sections();
    section.set_id(id);
    section.set_title(id);
    SetBody(BodyOf(text), &section);
  }
  return revision;
}

v1::Opinion Wording(int number, const std::string& section, const std::string& quotation, const std::string& wording) {
  v1::Opinion opinion;
  opinion.set_name(StrCat("r/opinions/0001-00000", number));
  opinion.set_section(section);
  opinion.set_quotation(quotation);
  opinion.set_wording(wording);
  opinion.set_strike(wording.empty());
  opinion.set_disposition(v1::TAKEN);
  return opinion;
}

absl::StatusOr<Reworded> Put(const std::vector<v1::Opinion>& opinions, const v1::Revision& asked,
                             const v1::Revision& last) {
  const History history{.revision = [](const std::string&) { return absl::UnknownError("none"); },
                        .body = [](const std::string&) { return absl::UnknownError("none"); }};
  return PutWordings(opinions, asked, last, history, status::Language::kEnglish);
}

const char kText[] =
    "Tốc độ tăng trưởng bình quân đạt 9 %. Thu ngân sách tăng 12 %. Giữ vững an ninh.\nXây dựng 130 xã vững mạnh.";

TEST(PutWordings, TakesWhatDoesNotTouch) {
  const v1::Revision asked = Texts({{"a", kText}, {"b", "Mở đầu."}});
  v1::Revision last = Texts({{"a", StrCat(kText, " Thêm một câu mới.")}, {"b", "Mở đầu."}});
  ASSERT_OK_AND_ASSIGN(const Reworded reworded,
                       Put({Wording(1, "a", "đạt 9 %", "đạt 10,5 %"), Wording(2, "a", "tăng 12 %", "tăng 15 %"),
                            Wording(3, "b", "Mở đầu.", "")},
                           asked, last));
  EXPECT_EQ(reworded.merged.size(), 3u);
  EXPECT_EQ(reworded.collisions.size(), 0u);
  EXPECT_EQ(TextOf(reworded.sections[0].body()),
            "Tốc độ tăng trưởng bình quân đạt 10,5 %. Thu ngân sách tăng 15 %. Giữ vững an ninh.\n"
            "Xây dựng 130 xã vững mạnh. Thêm một câu mới.");
  EXPECT_EQ(TextOf(reworded.sections[1].body()), "");
}

TEST(PutWordings, TellsWhatCollides) {
  const v1::Revision asked = Texts({{"a", kText}, {"gone", "Cũ."}});
  std::string changed = kText;
  changed.replace(changed.find("12 %"), 4, "14 %");
  const v1::Revision last = Texts({{"a", changed}});
  ASSERT_OK_AND_ASSIGN(const Reworded reworded,
                       Put({Wording(1, "a", "đạt 9 %", "đạt 10,5 %"), Wording(2, "a", "bình quân đạt 9 %", "đạt 8 %"),
                            Wording(3, "a", "đạt 9 %", "đạt 10,5 %"), Wording(4, "a", "tăng 12 %", "tăng 15 %"),
                            Wording(5, "gone", "Cũ", "Mới")},
                           asked, last));
  EXPECT_EQ(reworded.merged, (std::vector<std::string>{"r/opinions/0001-000001", "r/opinions/0001-000003"}))
      << "of two the first, and who says the same";
  ASSERT_EQ(reworded.collisions.size(), 3u);
  EXPECT_EQ(reworded.collisions[0].cause(), v1::WordingCollision::OTHER_WORDING);
  EXPECT_EQ(reworded.collisions[0].with(), "r/opinions/0001-000001");
  EXPECT_EQ(reworded.collisions[1].cause(), v1::WordingCollision::TEXT_CHANGED);
  EXPECT_NE(reworded.collisions[1].present().find("14"), std::string::npos) << reworded.collisions[1].present();
  EXPECT_EQ(reworded.collisions[2].cause(), v1::WordingCollision::SECTION_GONE);
  EXPECT_EQ(reworded.collisions[2].description(), "The section is no longer in the document.");
}

TEST(CheckWording, IsOfOpinionsThatAreTakenAndNotMergedYet) {
  v1::Opinion opinion = Wording(1, "a", "x", "y");
  EXPECT_THAT(CheckWording(opinion), IsOk());
  opinion.set_disposition(v1::PARTLY_TAKEN);
  EXPECT_THAT(CheckWording(opinion), IsOk());
  opinion.set_disposition(v1::NOT_TAKEN);
  EXPECT_THAT(CheckWording(opinion), StatusIs(kFailed, "WORDING_MISSING"));
  opinion.set_disposition(v1::TAKEN);
  opinion.set_merged_into("x");
  EXPECT_EQ(support::MetadataIn(CheckWording(opinion), "cause"), "merged");
  opinion.clear_merged_into();
  opinion.clear_wording();
  EXPECT_EQ(support::MetadataIn(CheckWording(opinion), "cause"), "none");
}

}  // namespace
}  // namespace congress::drafting
