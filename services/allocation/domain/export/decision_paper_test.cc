#include "services/allocation/domain/export/decision_paper.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "services/allocation/domain/export/project_paper.h"
#include "services/allocation/domain/wording.h"
#include "services/allocation/testing/export_sample.h"

namespace congress::allocation {
namespace {

using status::Language;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::DecisionForm Form() {
  v1::DecisionForm form;
  form.set_issuer("TỈNH ỦY MẪU");
  form.set_place("Mẫu");
  form.add_recipients("Như Điều 3,");
  form.add_recipients("Văn phòng, các ban, đảng ủy trực thuộc Tỉnh ủy,");
  form.add_recipients("Lưu Văn phòng.");
  form.set_deciding_body("Ban Thường vụ");
  form.set_signer_title("BÍ THƯ");
  form.set_signer_name("Nguyễn Văn Mẫu");
  form.set_proposer("Ban Tổ chức Tỉnh ủy");
  form.add_legal_bases("Điều lệ Đảng");
  return form;
}

paper::v1::Paper Decision(v1::AllocationPlan plan, const v1::DecisionForm& form = {},
                          Language language = Language::kVietnamese) {
  TellPlan(language, &plan);
  return DecisionPaper({plan, nullptr, form, language});
}

std::string TextOf(const paper::v1::Paper& paper) { return *paper::RenderText(paper); }

std::string Text(const v1::AllocationPlan& plan, const v1::DecisionForm& form = {},
                 Language language = Language::kVietnamese) {
  return TextOf(Decision(plan, form, language));
}

v1::AllocationPlan Numbered(v1::AllocationPlan plan) {
  sample::Number(&plan);
  plan.set_issuer("Tỉnh ủy Mẫu");
  return plan;
}

TEST(DecisionPaper, MarksADraftAndNumbersADecision) {
  auto plan = sample::ForExport();
  EXPECT_TRUE(Text(plan).starts_with("DỰ THẢO"));
  EXPECT_THAT(Text(plan, {}, Language::kEnglish), HasSubstr("\nDRAFT\n"));
  plan = Numbered(plan);
  const std::string text = Text(plan);
  EXPECT_THAT(text, Not(HasSubstr("DỰ THẢO")));
  for (const char* part :
       {"Số 12-QĐ/TU", "ngày 01 tháng 7 năm 2025", "Căn cứ Quyết định mẫu;", "Tổng số đại biểu là 12",
        "Đại biểu đương nhiên: 2", "Số đại biểu tối đa theo quy định: 20", "Điều 3. Các tổ chức đảng"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("Chỉ định ngoài số")));
  // Seats that Điều 1 counts and no organisation bears are named, or the sums would not add up.
  plan.mutable_totals()->set_total(plan.totals().total() + 2);
  EXPECT_THAT(Text(plan), HasSubstr("Chỉ định ngoài số của các tổ chức đảng: 2 đại biểu"));
}

TEST(DecisionPaper, HasTheFormOfAPartyPaper) {
  const paper::v1::Paper paper = Decision(Numbered(sample::ForExport()), Form());
  EXPECT_THAT(paper.issuer(), ElementsAre("TỈNH ỦY MẪU"));
  EXPECT_EQ(paper.number(), "12-QĐ/TU");
  EXPECT_EQ(paper.place(), "Mẫu");
  EXPECT_EQ(paper.type(), "QUYẾT ĐỊNH");
  EXPECT_THAT(paper.legal_bases(),
              ElementsAre("Căn cứ Điều lệ Đảng", "Căn cứ Quyết định mẫu", "Xét đề nghị của Ban Tổ chức Tỉnh ủy"));
  EXPECT_EQ(paper.body(0).paragraph().spans(0).text(), "BAN THƯỜNG VỤ TỈNH ỦY MẪU");
  EXPECT_EQ(paper.body(1).paragraph().spans(0).text(), "QUYẾT ĐỊNH:");
  EXPECT_EQ(paper.signature().authority(), "T/M BAN THƯỜNG VỤ");
  EXPECT_EQ(paper.signature().title(), "BÍ THƯ");
  EXPECT_EQ(paper.signature().name(), "Nguyễn Văn Mẫu");
  EXPECT_THAT(paper.recipients(),
              ElementsAre("Như Điều 3,", "Văn phòng, các ban, đảng ủy trực thuộc Tỉnh ủy,", "Lưu Văn phòng."));
  EXPECT_THAT(TextOf(paper), Not(HasSubstr("....")));
}

TEST(DecisionPaper, TakesTheIssuerFromTheNumberSeries) {
  v1::DecisionForm form = Form();
  form.clear_issuer();
  EXPECT_THAT(Decision(Numbered(sample::ForExport()), form).issuer(), ElementsAre("TỈNH ỦY MẪU"));
  EXPECT_TRUE(Decision(sample::ForExport(), form).issuer().empty()) << "nobody has given a number yet";
  form.set_issuer("TỈNH ỦY MẪU\nBAN THƯỜNG VỤ");
  EXPECT_THAT(Decision(Numbered(sample::ForExport()), form).issuer(), ElementsAre("TỈNH ỦY MẪU", "BAN THƯỜNG VỤ"));
}

// Who decides, who is named before the articles and who signs are one.
TEST(DecisionPaper, IsSignedInTheNameOfWhoDecides) {
  const auto said = [](const v1::AllocationPlan& plan, const v1::DecisionForm& form, Language language) {
    const paper::v1::Paper paper = Decision(plan, form, language);
    return StrCat(paper.body(0).paragraph().spans(0).text(), " / ", paper.signature().authority());
  };
  const auto plan = Numbered(sample::ForExport());
  v1::DecisionForm form;
  EXPECT_EQ(said(plan, form, Language::kVietnamese), "TỈNH ỦY MẪU / T/M TỈNH ỦY MẪU");
  form.set_issuer("ĐẢNG ỦY\nCÔNG AN TỈNH");
  EXPECT_EQ(said(plan, form, Language::kVietnamese), "ĐẢNG ỦY / T/M ĐẢNG ỦY CÔNG AN TỈNH");
  form.set_deciding_body("Ban Thường vụ");
  EXPECT_EQ(said(plan, form, Language::kVietnamese), "BAN THƯỜNG VỤ ĐẢNG ỦY CÔNG AN TỈNH / T/M BAN THƯỜNG VỤ");
  form.set_issuer("PROVINCIAL COMMITTEE");
  form.set_deciding_body("Standing Board");
  EXPECT_EQ(said(plan, form, Language::kEnglish),
            "STANDING BOARD OF PROVINCIAL COMMITTEE / On behalf of STANDING BOARD");
  form.clear_issuer();
  EXPECT_EQ(said(sample::ForExport(), form, Language::kVietnamese), "STANDING BOARD / T/M STANDING BOARD");
}

TEST(DecisionPaper, HasDotsForWhatNobodySaid) {
  const std::string text = Text(sample::ForExport());
  for (const char* part :
       {"Số ......", "........, ngày ... tháng ... năm ......", "T/M ......................", "- Như Điều 3,",
        "- Lưu ................", "- Xét đề nghị của ......................;",
        "(kèm theo Quyết định số ......, ngày ... tháng ... năm ...... của ......................)"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(DecisionPaper, SaysWhatItIsAboutOnce) {
  auto plan = Numbered(sample::ForExport());
  plan.set_display_name("Phân bổ đại biểu dự Đại hội đại biểu Đảng bộ tỉnh Mẫu");
  const paper::v1::Paper paper = Decision(plan, Form());
  EXPECT_EQ(paper.abstract(), "về việc phân bổ đại biểu dự Đại hội đại biểu Đảng bộ tỉnh Mẫu");
  const std::vector<std::string> parts = absl::StrSplit(TextOf(paper), "ự Đại hội đại biểu Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(parts.size(), 2U);
  plan.set_display_name("Phương án phân bổ");
  EXPECT_EQ(Decision(plan).abstract(), "về phương án phân bổ");
}

TEST(DecisionPaper, KeepsAssumptionsOutOfItsLegalBases) {
  auto plan = Numbered(sample::ForExport());
  plan.mutable_rule()->set_legal_basis("Chỉ thị số 45-CT/TW\nQuy định số 9-QĐ/TU");
  plan.mutable_rule()->set_note("Số đại biểu cơ bản là giả định.");
  const paper::v1::Paper paper = Decision(plan, Form());
  EXPECT_THAT(paper.legal_bases(), ElementsAre("Căn cứ Điều lệ Đảng", "Căn cứ Chỉ thị số 45-CT/TW",
                                               "Căn cứ Quy định số 9-QĐ/TU", "Xét đề nghị của Ban Tổ chức Tỉnh ủy"));
  std::vector<std::string> notes;
  for (const auto& block : paper.annexes(0).body()) {
    if (block.paragraph().role() != paper::v1::Paragraph::NOTE) continue;
    notes.push_back(StrCat(block.paragraph().label(), " ", block.paragraph().spans(0).text()));
  }
  EXPECT_THAT(notes, ElementsAre(" Ghi chú:", "(1) Số đảng viên ước tính.", " Số đại biểu cơ bản là giả định."));
}

// The cells of the rows of a table, with ` | ` between them.
std::vector<std::string> RowsOf(const google::protobuf::RepeatedPtrField<paper::v1::Row>& rows) {
  std::vector<std::string> lines;
  for (const auto& row : rows) {
    std::string& line = lines.emplace_back();
    for (const auto& cell : row.cells()) {
      line += StrCat(&cell == &row.cells(0) ? "" : " | ", cell.spans().empty() ? "" : cell.spans(0).text());
    }
  }
  return lines;
}

TEST(DecisionPaper, ListsTheOrganisationsInAnAnnex) {
  const auto plan = Numbered(sample::ForExport());
  const paper::v1::Paper paper = Decision(plan, Form());
  ASSERT_EQ(paper.annexes_size(), 1);
  const paper::v1::Annex& annex = paper.annexes(0);
  EXPECT_EQ(annex.reference(),
            "kèm theo Quyết định số 12-QĐ/TU, ngày 01 tháng 7 năm 2025 của Ban Thường vụ Tỉnh ủy Mẫu");
  EXPECT_EQ(annex.footer(), StrCat("Mã băm SHA-256 của số liệu đầu vào: ", plan.inputs_sha256()));
  const paper::v1::Table& table = annex.body(0).table();
  EXPECT_THAT(RowsOf(table.heading()), ElementsAre("STT | Tổ chức đảng | Căn cứ phân bổ | Số đại biểu | Hình thức",
                                                   "Số đảng viên | Cơ bản | Theo số đảng viên | Cộng thêm"));
  EXPECT_THAT(RowsOf(table.rows()),
              ElementsAre("1 | Xã \"A\" & <B>, mới | 1.500 (1) | 1 | 6 | 0 | 7 | Bầu",
                          "2 | Xã b | 500 | 1 | 2 | 0 | 3 | Chỉ định", "Tổng cộng | 2.000 | 2 | 8 | 0 | 10 | "));
}

TEST(DecisionPaper, HasTheHashInTheFooterOfTheAnnexAlone) {
  const auto plan = Numbered(sample::ForExport());
  paper::v1::Paper paper = Decision(plan, Form());
  paper.clear_annexes();
  EXPECT_THAT(TextOf(paper), Not(HasSubstr(plan.inputs_sha256())));
}

TEST(DecisionPaper, NamesTheDecisionThatItReplaces) {
  const auto plan = Numbered(sample::ForExport());
  auto before = plan;
  before.set_decision_number("Số 07-QĐ/TU");
  const v1::DecisionForm form = Form();
  EXPECT_THAT(TextOf(DecisionPaper({plan, &before, form})),
              HasSubstr("Điều 3. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 07-QĐ/TU, ngày 01 "
                        "tháng 7 năm 2025 của Ban Thường vụ Tỉnh ủy Mẫu."));
  // One issuer is not called by two names, unless the office says so.
  v1::DecisionForm by_body = form;
  by_body.set_replaced_deciding_body("Ban Chấp hành");
  EXPECT_THAT(TextOf(DecisionPaper({plan, &before, by_body})), HasSubstr("năm 2025 của Ban Chấp hành Tỉnh ủy Mẫu."));
  before.set_issuer("Huyện ủy Cũ");
  by_body.clear_replaced_deciding_body();
  EXPECT_THAT(TextOf(DecisionPaper({plan, &before, by_body})), HasSubstr("năm 2025 của Huyện ủy Cũ."));
  before.set_issuer(plan.issuer());
  EXPECT_THAT(TextOf(DecisionPaper({plan, &before, form, Language::kEnglish})),
              HasSubstr("replaces Decision No. 07-QĐ/TU of 1 July 2025 of Ban Thường vụ of Tỉnh ủy Mẫu."));
  EXPECT_THAT(TextOf(ProjectPaper({plan, &before, form})),
              HasSubstr("Quyết định ban hành theo Đề án này thay thế Quyết định số 07-QĐ/TU"));
  EXPECT_THAT(Text(plan, form), Not(HasSubstr("thay thế")));
}

// The figures of each line from the first article on, sorted: a sentence may name them in another order. The line with
// the decision's date, whose month is a word in English, is left out.
std::vector<std::vector<std::string>> Figures(const std::string& text, const std::string& from) {
  std::vector<std::vector<std::string>> lines;
  for (const absl::string_view line : absl::StrSplit(text.substr(text.find(from)), '\n')) {
    if (absl::StrContains(line, "12-QĐ/TU")) continue;
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
    // Columns are as wide as their titles, so that lines between them differ.
    if (figures.size() == 1) continue;
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

TEST(DecisionPaper, SaysTheSameInBothLanguages) {
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
    plan = Numbered(plan);
    plan.mutable_totals()->set_total(plan.totals().total() + 2);
    const std::string vietnamese = Text(plan, Form());
    const std::string english = Text(plan, Form(), Language::kEnglish);
    EXPECT_EQ(Figures(english, "Article 1."), Figures(vietnamese, "Điều 1.")) << english;
    EXPECT_THAT(english, HasSubstr("No. 12-QĐ/TU"));
    EXPECT_THAT(english, HasSubstr("Mẫu, 1 July 2025"));
    for (const auto& line : plan.lines()) EXPECT_THAT(english, HasSubstr(line.display_name()));
  }
  EXPECT_THAT(
      Text(Tied(), {}, Language::kEnglish),
      HasSubstr("Equal remainders: Xã a, Xã b; delegates left for these 2: 1. Rule: the organisation with more members "
                "comes first; with equal members the one with the earlier code. One more each: Xã a."));
  EXPECT_THAT(Text(TiedInSteps(), {}, Language::kEnglish),
              HasSubstr("Step by step: 1 for Xã c, Xã d; 1 for Xã a, Xã b. Rule: "));
  EXPECT_THAT(Text(ByStep(v1::OpenTotal::THRESHOLD, 601), {}, Language::kEnglish),
              HasSubstr("For every 1,200 members there is 1 delegate; a remainder of 601 or more gives 1 more."));
}

// As officials reckon, and what is exact after it.
TEST(DecisionPaper, TellsTheRoundStepBeforeTheExactOne) {
  const auto plan = sample::Told(Numbered(sample::Province()));
  const v1::Step& step = plan.step();
  ASSERT_GT(step.round_step(), 0);
  EXPECT_THAT(Text(plan), HasSubstr(StrCat("Cứ ", Grouped(step.round_step()), " đảng viên được 1 đại biểu, số dư từ ",
                                           Grouped(step.round_threshold()),
                                           " đảng viên trở lên được thêm 1 đại biểu (mức chính xác: ",
                                           Grouped(step.numerator()), "/", Grouped(step.denominator()))));
  for (const auto& line : plan.lines()) {
    const int64_t whole = line.members() / step.round_step();
    const int64_t rest = line.members() % step.round_step();
    EXPECT_EQ(line.member_seats(), whole + (rest >= step.round_threshold() ? 1 : 0)) << line.code();
    EXPECT_THAT(line.explanation(), HasSubstr(StrCat("cứ ", Grouped(step.round_step()), " đảng viên được 1 đại biểu: ",
                                                     whole, ", dư ", Grouped(rest), "; số dư từ ")));
  }
}

TEST(DecisionPaper, EachRowAddsUpThoughDelegatesExOfficioTakeSeats) {
  const auto rows = [](bool within) {
    return RowsOf(Decision(sample::WithExOfficio(within)).annexes(0).body(0).table().rows());
  };
  EXPECT_THAT(rows(true),
              ElementsAre("1 | Xã a | 1.000 | 1 | 11 | 0 | 3 | 9 | Bầu", "2 | Xã b | 1.000 | 1 | 10 | 0 | 0 | 11 | Bầu",
                          "Tổng cộng | 2.000 | 2 | 21 | 0 | 3 | 20 | "));
  EXPECT_THAT(rows(false),
              ElementsAre("1 | Xã a | 1.000 | 1 | 9 | 0 | 10 | Bầu", "2 | Xã b | 1.000 | 1 | 9 | 0 | 10 | Bầu",
                          "Tổng cộng | 2.000 | 2 | 18 | 0 | 20 | "));
}

TEST(DecisionPaper, HasAnArticleOnTheStructureIfThereAreTargets) {
  const auto plan = sample::WithTargets();
  const std::string text = Text(plan);
  for (const char* line :
       {"Điều 3. Cơ cấu đại biểu dự đại hội:\n",
        "- Đại biểu nữ (nữ): ít nhất 2 (15/100) trong 12 đại biểu, bắt buộc.\n",
        "- Phân bổ 2: Xã \"A\" & <B>, mới: 1; Xã b: 1.\n",
        "- Đại biểu trẻ (trẻ tuổi (dưới 40)): khoảng 4, được lệch 1, trong 10 đại biểu (không kể đại biểu đương "
        "nhiên), định hướng.\n",
        "- Đại biểu dân tộc (dân tộc thiểu số): nhiều nhất 6 trong 12 đại biểu, bắt buộc.\n",
        "- Phân bổ 6: Xã \"A\" & <B>, mới: 4; Xã b: 1; đại biểu đương nhiên: 1.\n",
        "- Đại biểu sản xuất: ít nhất 3 trong 12 đại biểu, bắt buộc.\n", "Điều 4. Các tổ chức đảng nêu tại Phụ lục",
        "- Như Điều 4,"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_THAT(Text(plan, {}, Language::kEnglish),
              HasSubstr("- Đại biểu nữ (women): at least 2 (15/100) of 12 delegates, "
                        "binding.\n"));
  EXPECT_THAT(Text(sample::ForExport()), Not(HasSubstr("Cơ cấu")));
}

TEST(DecisionPaper, NotesHowMembersAreKnown) {
  auto plan = sample::ForExport();
  const std::pair<const char*, const char*> cases[] = {{"estimated", "(1) Number of members: estimated."},
                                                       {"assumed", "(1) Number of members: assumed."},
                                                       {"invented", "(1) Number of members: assumed."},
                                                       {"published", "(1) Number of members: published."},
                                                       {"tạm tính", "(1) Number of members: tạm tính."}};
  for (const auto& [basis, words] : cases) {
    plan.mutable_lines(0)->set_members_basis(basis);
    EXPECT_THAT(Text(plan, {}, Language::kEnglish), HasSubstr(words));
  }
  plan.mutable_lines(0)->clear_members_basis();
  EXPECT_THAT(Text(plan, {}, Language::kEnglish), Not(HasSubstr("Notes:")));
}

TEST(ProjectPaper, TellsTheReasonsOfEveryOrganisation) {
  const auto plan = sample::Told(Numbered(sample::Province()));
  const v1::DecisionForm form = Form();
  const paper::v1::Paper paper = ProjectPaper({plan, nullptr, form});
  EXPECT_EQ(paper.type(), "ĐỀ ÁN");
  EXPECT_EQ(paper.number(), "") << "that of the plan is its decision's";
  EXPECT_FALSE(paper.has_signature()) << "who decides does not submit it to himself";
  ASSERT_EQ(paper.annexes_size(), 2);
  EXPECT_TRUE(paper.annexes(1).landscape());
  const auto& rows = paper.annexes(1).body(0).table().rows();
  ASSERT_EQ(rows.size(), plan.lines_size());
  EXPECT_EQ(rows[0].cells(2).spans(0).text(), plan.lines(0).explanation());
  const std::string text = TextOf(paper);
  for (const char* part : {"- Căn cứ Điều lệ Đảng.", " 1  | Xã ", " 2  | Cơ quan ",
                           "- Hình thành từ 4 đơn vị cũ trở lên: 2 đại biểu.", "3 đại biểu (vị trí quan trọng)."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

// Codes are for programs: no organisation's, no kind's, no sector's, no lot's stands on paper.
TEST(PlanPapers, HoldNoCode) {
  auto tied = Tied();
  tied.mutable_lot()->set_name("congresses/c/lots/l-1");
  tied.mutable_lot()->set_drawn_by("clerk-1");
  tied.mutable_ties(0)->set_tie_rule(v1::RuleSet::LOT);
  EXPECT_THAT(Text(tied), HasSubstr("Nguyên tắc: bốc thăm. Được thêm: Xã a."));
  EXPECT_THAT(Text(tied), Not(HasSubstr("l-1")));
  EXPECT_THAT(Text(tied), Not(HasSubstr("clerk-1")));
  auto plan = sample::Told(Numbered(sample::WithTargets()));
  plan.mutable_lines(0)->set_code("q-17");
  const v1::DecisionForm form = Form();
  for (const auto& paper : {DecisionPaper({plan, nullptr, form}), ProjectPaper({plan, nullptr, form})}) {
    const std::string text = TextOf(paper);
    for (const char* code : {"q-17", "commune", "agency", "armed-forces", "production", "organisations/"}) {
      EXPECT_THAT(text, Not(HasSubstr(code)));
    }
  }
}

}  // namespace
}  // namespace congress::allocation
