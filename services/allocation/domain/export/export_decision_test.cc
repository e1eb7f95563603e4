#include "services/allocation/domain/export/export_decision.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/export_sample.h"

namespace congress::allocation {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::DecisionForm Form() {
  v1::DecisionForm form;
  form.set_issuer("TỈNH ỦY MẪU");
  form.set_place("Mẫu");
  form.add_recipients("Như Điều 4,");
  form.add_recipients("Lưu Văn phòng.");
  form.set_signature_authority("T/M TỈNH ỦY");
  form.set_signer_title("BÍ THƯ");
  form.set_signer_name("Nguyễn Văn Mẫu");
  return form;
}

TEST(ToDecisionText, MarksADraftAndNumbersADecision) {
  auto plan = sample::ForExport();
  EXPECT_TRUE(ToDecisionText(plan, {}, Vietnamese()).starts_with("DỰ THẢO"));
  EXPECT_TRUE(ToDecisionText(plan, {}, English()).starts_with("DRAFT"));
  sample::Number(&plan);
  const std::string text = ToDecisionText(plan, {}, Vietnamese());
  EXPECT_THAT(text, Not(HasSubstr("DỰ THẢO")));
  for (const char* part :
       {"Số 12-QĐ/TU", "ngày 01 tháng 7 năm 2025", "Quyết định mẫu", "Tổng số đại biểu là 12",
        "Đại biểu đương nhiên: 2", "Số đại biểu tối đa theo quy định: 20", "1.500 đảng viên (ước tính); 1 + 6 + 0",
        "Xã b (b): 3 đại biểu được chỉ định", "Điều 4. Các tổ chức đảng"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, HasSubstr(plan.inputs_sha256()));
  EXPECT_THAT(text, Not(HasSubstr("Chỉ định ngoài số")));
  // Seats that Điều 1 counts and no organisation bears are named, or the sums would not add up.
  plan.mutable_totals()->set_total(plan.totals().total() + 2);
  EXPECT_THAT(ToDecisionText(plan, {}, Vietnamese()), HasSubstr("Chỉ định ngoài số của các tổ chức đảng: 2 đại biểu"));
}

// The first lines and the last: what a form says, and what is left to be filled in by hand.
TEST(ToDecisionText, HasTheFormOfAPartyDocument) {
  auto plan = sample::ForExport();
  sample::Number(&plan);
  const std::string text = ToDecisionText(plan, Form(), Vietnamese());
  EXPECT_TRUE(
      text.starts_with("              TỈNH ỦY MẪU                        ĐẢNG CỘNG SẢN VIỆT NAM\n"
                       "                   *\n"
                       "              Số 12-QĐ/TU                    Mẫu, ngày 01 tháng 7 năm 2025\n"))
      << text;
  EXPECT_THAT(text, HasSubstr("TỈNH ỦY MẪU\n                                  QUYẾT ĐỊNH:\n"));
  EXPECT_THAT(text, HasSubstr("Nơi nhận:                                             T/M TỈNH ỦY\n"
                              "- Như Điều 4,                                            BÍ THƯ\n"
                              "- Lưu Văn phòng.\n\n\n"
                              "                                                     Nguyễn Văn Mẫu\n"));
  EXPECT_THAT(text, Not(HasSubstr("....")));
}

TEST(ToDecisionText, HasDotsForWhatNobodySaid) {
  const std::string text = ToDecisionText(sample::ForExport(), {}, Vietnamese());
  for (const char* part : {"Số ......", "........, ngày ... tháng ... năm ......", "T/M ......................",
                           "- Như Điều 4,", "- Lưu ................"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  const auto without = [](auto clear) {
    v1::DecisionForm form = Form();
    clear(form);
    auto plan = sample::ForExport();
    sample::Number(&plan);
    return ToDecisionText(plan, form, Vietnamese());
  };
  EXPECT_THAT(without([](auto& form) { form.clear_issuer(); }), HasSubstr("   ......................   "));
  EXPECT_THAT(without([](auto& form) { form.clear_place(); }), HasSubstr("........, ngày 01"));
  EXPECT_THAT(without([](auto& form) { form.clear_signer_title(); }), HasSubstr("  ......................\n"));
  EXPECT_THAT(without([](auto& form) { form.clear_signer_name(); }), HasSubstr("  ......................\n"));
}

// The figures of each line from the first article on, sorted: a sentence may name them in another order.
std::vector<std::vector<std::string>> Figures(const std::string& text, const std::string& from) {
  std::vector<std::vector<std::string>> lines;
  for (const absl::string_view line : absl::StrSplit(text.substr(text.find(from)), '\n')) {
    std::vector<std::string> figures(1);
    for (size_t i = 0; i < line.size(); ++i) {
      const auto is_digit = [&](size_t at) {
        return at < line.size() && absl::ascii_isdigit(static_cast<unsigned char>(line[at]));
      };
      const bool groups = (line[i] == '.' || line[i] == ',') && is_digit(i + 1);
      if (is_digit(i)) {
        figures.back().push_back(line[i]);
      } else if (!groups && !figures.back().empty()) {
        figures.emplace_back();
      }
    }
    std::sort(figures.begin(), figures.end());
    lines.push_back(std::move(figures));
  }
  return lines;
}

v1::AllocationPlan Tied() {
  return *sample::Computed(sample::FittedRule(5), {sample::Unit("a", 1'000), sample::Unit("b", 1'000)});
}

// Tied at two steps of the method.
v1::AllocationPlan TiedInSteps() {
  v1::RuleSet rule = sample::EmptyRule();
  v1::Pool& pool = *rule.add_pools();
  pool.set_id("p");
  pool.set_display_name("Nhóm");
  pool.mutable_shared()->set_seats(8);
  pool.mutable_shared()->set_method("quota-method");
  return *sample::Computed(
      rule, {sample::Unit("a", 720), sample::Unit("b", 720), sample::Unit("c", 120), sample::Unit("d", 120)});
}

v1::AllocationPlan ByStep(v1::OpenTotal::Remainder remainder, int64_t threshold = 0) {
  return *sample::Computed(sample::OpenRule(1'200, remainder, threshold),
                           {sample::Unit("a", 31'000), sample::Unit("b", 1'700)});
}

TEST(ToDecisionText, SaysTheSameInBothLanguages) {
  const v1::AllocationPlan plans[] = {sample::ForExport(),
                                      sample::Province(),
                                      sample::WithExOfficio(true),
                                      sample::WithTargets(),
                                      Tied(),
                                      TiedInSteps(),
                                      ByStep(v1::OpenTotal::FLOOR),
                                      ByStep(v1::OpenTotal::CEILING),
                                      ByStep(v1::OpenTotal::HALF),
                                      ByStep(v1::OpenTotal::THRESHOLD, 601)};
  for (v1::AllocationPlan plan : plans) {
    sample::Number(&plan);
    plan.mutable_totals()->set_total(plan.totals().total() + 2);
    const std::string vietnamese = ToDecisionText(plan, Form(), Vietnamese());
    const std::string english = ToDecisionText(plan, Form(), English());
    EXPECT_EQ(Figures(english, "Article 1."), Figures(vietnamese, "Điều 1.")) << english;
    EXPECT_THAT(english, HasSubstr("No. 12-QĐ/TU"));
    EXPECT_THAT(english, HasSubstr("Mẫu, 1 July 2025"));
    EXPECT_THAT(english, HasSubstr("in force from 1 January 2025"));
    for (const auto& line : plan.lines()) EXPECT_THAT(english, HasSubstr(line.display_name()));
  }
  EXPECT_THAT(
      ToDecisionText(Tied(), {}, English()),
      HasSubstr("Equal remainders: Xã a, Xã b; delegates left for these 2: 1. Rule: the organisation with more members "
                "comes first; with equal members the one with the earlier code. One more each: Xã a."));
  EXPECT_THAT(ToDecisionText(TiedInSteps(), {}, English()),
              HasSubstr("Step by step: 1 for Xã c, Xã d; 1 for Xã a, Xã b. Rule: "));
  EXPECT_THAT(ToDecisionText(ByStep(v1::OpenTotal::THRESHOLD, 601), {}, English()),
              HasSubstr("For every 1,200 members there is 1 delegate; a remainder of 601 or more gives 1 more."));
}

TEST(ToDecisionText, EachLineAddsUpThoughDelegatesExOfficioTakeSeats) {
  const std::string text = ToDecisionText(sample::WithExOfficio(true), {}, Vietnamese());
  EXPECT_THAT(text, HasSubstr("(cơ bản + theo số đảng viên + cộng thêm − đại biểu đương nhiên):"));
  EXPECT_THAT(text, HasSubstr("1. Xã a (a): 9 đại biểu được bầu (1.000 đảng viên; 1 + 11 + 0 − 3).\n"));
  EXPECT_THAT(text, HasSubstr("2. Xã b (b): 11 đại biểu được bầu (1.000 đảng viên; 1 + 10 + 0).\n"));
  const std::string on_top = ToDecisionText(sample::WithExOfficio(false), {}, Vietnamese());
  EXPECT_THAT(on_top, HasSubstr("(cơ bản + theo số đảng viên + cộng thêm):"));
  EXPECT_THAT(on_top, HasSubstr("1. Xã a (a): 10 đại biểu được bầu (1.000 đảng viên; 1 + 9 + 0).\n"));
}

TEST(ToDecisionText, HasAnArticleOnTheStructureIfThereAreTargets) {
  const auto plan = sample::WithTargets();
  EXPECT_THAT(ToDecisionText(plan, {}, Vietnamese()),
              HasSubstr("Điều 4. Cơ cấu đại biểu dự đại hội:\n"
                        "- Đại biểu nữ – nữ: ít nhất 2 (15/100) trong 12 đại biểu, bắt buộc.\n"
                        "  Phân bổ 2: Xã \"A\" & <B>, mới: 1; Xã b: 1.\n"
                        "- Đại biểu trẻ – trẻ tuổi (dưới 40): khoảng 4, được lệch 1, trong 10 đại biểu (không kể đại "
                        "biểu đương nhiên), định hướng.\n"
                        "  Phân bổ 4: Xã \"A\" & <B>, mới: 3; Xã b: 1.\n"
                        "- Đại biểu dân tộc – dân tộc thiểu số: nhiều nhất 6 trong 12 đại biểu, bắt buộc.\n"
                        "  Phân bổ 6: Xã \"A\" & <B>, mới: 4; Xã b: 1; đại biểu đương nhiên: 1.\n"
                        "- Đại biểu sản xuất – lĩnh vực production: ít nhất 3 trong 12 đại biểu, bắt buộc.\n"));
  EXPECT_THAT(ToDecisionText(plan, {}, Vietnamese()), HasSubstr("\n\nĐiều 5. Các tổ chức đảng nêu tại Điều 3"));
  EXPECT_THAT(ToDecisionText(plan, {}, Vietnamese()), HasSubstr("- Như Điều 5,"));
  EXPECT_THAT(ToDecisionText(plan, {}, English()),
              HasSubstr("Article 4. Structure of the delegates to the congress:\n"
                        "- Đại biểu nữ – women: at least 2 (15/100) of 12 delegates, binding.\n"));
  EXPECT_THAT(ToDecisionText(plan, {}, English()),
              HasSubstr("- Đại biểu trẻ – young (under 40): about 4, give or take 1, of 10 delegates (those ex officio "
                        "apart), guiding.\n"));
  EXPECT_THAT(ToDecisionText(sample::ForExport(), {}, Vietnamese()), Not(HasSubstr("Cơ cấu")));
}

TEST(ToDecisionText, NamesHowMembersAreKnown) {
  auto plan = sample::ForExport();
  const std::pair<const char*, const char*> cases[] = {{"estimated", " (estimated);"}, {"assumed", " (assumed);"},
                                                       {"invented", " (assumed);"},    {"published", " (published);"},
                                                       {"tạm tính", " (tạm tính);"},   {"", "1,500 members;"}};
  for (const auto& [basis, words] : cases) {
    plan.mutable_lines(0)->set_members_basis(basis);
    EXPECT_THAT(ToDecisionText(plan, {}, English()), HasSubstr(words));
  }
}

}  // namespace
}  // namespace congress::allocation
