// What the office gives for the frame of a paper, and letters that a file cannot show.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"

namespace congress::paper {
namespace {

using support::IsOk;
using support::kInvalid;
using support::StatusIs;
using testing::HasSubstr;
using testing::Not;

// Without the spaces at the beginning of lines.
std::string Printed(const v1::Form& form, v1::Language language = v1::VIETNAMESE) {
  v1::Paper paper;
  paper.set_language(language);
  SetForm(form, &paper);
  std::string text = *RenderText(paper);
  while (absl::StrReplaceAll({{"\n ", "\n"}}, &text) > 0) {
  }
  return text;
}

v1::Form Of(void (*set)(v1::Form*)) {
  v1::Form form;
  set(&form);
  return form;
}

TEST(Form, WhatIsGivenStandsInItsPlaceAndAllElseIsABlank) {
  const std::string dots = "......................";
  const std::vector<std::string> blanks = {dots + "\n*\n",
                                           "Số ......\n",
                                           "........, ngày",
                                           "ngày ... tháng ... năm ......\n",
                                           "Nơi nhận:\n- Lưu ................\n",
                                           dots + "\n" + dots + "\n\n" + dots + "\n"};
  struct Case {
    v1::Form form;
    std::string line;
    size_t blank;  // Which of them it takes the place of.
  };
  const Case cases[] = {
      {Of([](v1::Form* form) { form->add_issuer("TỈNH ỦY MẪU"), form->add_issuer("VĂN PHÒNG"); }),
       "TỈNH ỦY MẪU\nVĂN PHÒNG\n*\n", 0},
      {Of([](v1::Form* form) { form->set_number("12-DS/VPTU"); }), "Số 12-DS/VPTU\n", 1},
      {Of([](v1::Form* form) { form->set_number("Số 12-DS/VPTU"); }), "Số 12-DS/VPTU\n", 1},
      {Of([](v1::Form* form) { form->set_number("SỐ: 12-DS/VPTU"); }), "Số 12-DS/VPTU\n", 1},
      {Of([](v1::Form* form) { form->set_number("No. 12-DS/VPTU"); }), "Số 12-DS/VPTU\n", 1},
      {Of([](v1::Form* form) { form->set_place("Mẫu"); }), "Mẫu, ngày ...", 2},
      {Of([](v1::Form* form) { *form->mutable_date() = civil::ToDate(absl::CivilDay(2025, 2, 8)); }),
       "ngày 08 tháng 02 năm 2025\n", 3},
      {Of([](v1::Form* form) { form->add_recipients("Các ban, đảng ủy"), form->add_recipients("Lưu VPTU"); }),
       "Nơi nhận:\n- Các ban, đảng ủy\n- Lưu VPTU\n", 4},
      {Of([](v1::Form* form) { form->set_signer_authority("T/L BAN THƯỜNG VỤ"); }),
       "T/L BAN THƯỜNG VỤ\n" + dots + "\n\n" + dots + "\n", 5},
      {Of([](v1::Form* form) { form->set_signer_title("CHÁNH VĂN PHÒNG"); }), "CHÁNH VĂN PHÒNG\n\n" + dots + "\n", 5},
      {Of([](v1::Form* form) { form->set_signer_name("Nguyễn Văn Mẫu"); }), dots + "\n\nNguyễn Văn Mẫu\n", 5}};
  for (const auto& [form, line, blank] : cases) {
    const std::string text = Printed(form);
    EXPECT_THAT(text, HasSubstr(line));
    for (size_t i = 0; i < blanks.size(); ++i) EXPECT_EQ(absl::StrContains(text, blanks[i]), i != blank) << text;
  }
  EXPECT_THAT(Printed({}), Not(HasSubstr("T/M"))) << "nobody said that it is signed for another";
  v1::Form whole;
  whole.set_parent_organisation("ĐẢNG BỘ TỈNH MẪU");
  whole.add_issuer("TỈNH ỦY MẪU");
  *whole.mutable_date() = civil::ToDate(absl::CivilDay(2025, 2, 8));
  whole.set_place("Mẫu");
  EXPECT_THAT(Printed(whole), HasSubstr("ĐẢNG BỘ TỈNH MẪU\nTỈNH ỦY MẪU\n*\n"));
  EXPECT_THAT(Printed(whole, v1::ENGLISH), HasSubstr("Mẫu, 8 February 2025\n"));
}

TEST(Day, IsWrittenAsTheLanguageDoes) {
  for (const auto& [day, vietnamese, english] : {std::tuple(absl::CivilDay(2025, 7, 8), "08/7/2025", "2025-07-08"),
                                                 {absl::CivilDay(2025, 2, 28), "28/02/2025", "2025-02-28"},
                                                 {absl::CivilDay(2025, 1, 1), "01/01/2025", "2025-01-01"},
                                                 {absl::CivilDay(2025, 3, 10), "10/3/2025", "2025-03-10"},
                                                 {absl::CivilDay(2025, 12, 9), "09/12/2025", "2025-12-09"}}) {
    EXPECT_EQ(Day(day, status::Language::kVietnamese), vietnamese);
    EXPECT_EQ(Day(day, status::Language::kEnglish), english);
  }
}

// Where a text can stand in a paper.
std::vector<v1::Paper> With(const std::string& text) {
  std::vector<v1::Paper> papers(5, DecisionOn(1));
  papers[0].mutable_signature()->set_name(text);
  papers[1].set_abstract(text);
  papers[2].mutable_annexes(0)->set_footer(text);
  AddParagraphTo(&papers[3], v1::Paragraph::NOTE, "", text);
  v1::Table& table = *papers[4].mutable_annexes(0)->mutable_body(0)->mutable_table();
  AddSpan(text, table.mutable_heading(0)->mutable_cells(0)->mutable_spans());
  return papers;
}

TEST(Pdf, RefusesLettersForWhichItWouldHaveBoxes) {
  for (const auto& [name, letters] : {std::pair("Lò Văn ꪵꪀ", "ꪀ (U+AA80), ꪵ (U+AAB5)"),
                                      {"Nguyễn 漢", "漢 (U+6F22)"},
                                      {"漢 漢", "漢 (U+6F22)"},
                                      {"Mẫu 🙂", "🙂 (U+1F642)"}}) {
    for (const v1::Paper& paper : With(name)) {
      const auto pdf = RenderPdf(paper);
      EXPECT_THAT(pdf, StatusIs(kInvalid, "LETTERS_NOT_IN_PDF")) << name;
      EXPECT_EQ(support::MetadataIn(pdf.status(), "letters"), letters);
      EXPECT_EQ(support::MetadataIn(CheckLetters(paper), "letters"), letters) << "without the file";
      EXPECT_THAT(RenderDocx(paper), IsOk());
      EXPECT_THAT(RenderText(paper), IsOk());
    }
  }
  std::string many;
  for (char c = '\x80'; c < '\xa0'; ++c) many += StrCat("\xE4\xB8", std::string(1, c));
  const std::string named = support::MetadataIn(RenderPdf(With(many)[0]).status(), "letters");
  EXPECT_EQ(std::count(named.begin(), named.end(), '('), 10) << "not a page of them";
}

// Who copies it gets what was written.
TEST(Pdf, PutsNoHyphensIntoWordsThatAreLongerThanALine) {
  v1::Paper paper;
  const std::string word(300, 'a');
  AddText(word, paper.mutable_body());
  const auto pdf = RenderPdf(paper);
  ASSERT_THAT(pdf, support::IsOk());
  std::string text = support::RunToEnd({"/usr/bin/pdftotext", "-raw", "-", "-"}, {}, *pdf).output;
  // Breaks of lines, and letters set apart to fill one.
  std::erase_if(text, [](char c) { return c == '\n' || c == ' '; });
  EXPECT_THAT(text, HasSubstr(word));
}

TEST(Pdf, HasTheLettersThatPeopleWrite) {
  for (const char* text :
       {"Nguyễn Thị Phượng Đặng ỸỶỴẴẪ", "e\u0302\u0301 ê\u0323 a\u0306\u0303", "Y Blôk Êban, K’Brơ", "Иван", "Ελλάδα",
        "“…” – — • § № € ₫ ½ ²", "soft\u00ADhyphen no\u200Bspace\u00A0hard\u2060join"}) {
    for (const v1::Paper& paper : With(text)) {
      EXPECT_THAT(RenderPdf(paper), IsOk()) << text;
      EXPECT_THAT(CheckLetters(paper), IsOk()) << text;
    }
  }
}

// What a program does to a file is not foreseen; what is asserted is that a file says what it was made as.
TEST(ResourceIn, IsToldByFilesThatWereIssuedAndByNoOthers) {
  const std::string name = "numberSeries/qd-2025/papers/000127";
  for (const v1::Format format : {v1::DOCX, v1::PDF}) {
    for (const v1::Paper& paper : {FullPaper(), v1::Paper()}) {
      ASSERT_OK_AND_ASSIGN(File issued, Render(paper, format, Layout::Default(), name));
      EXPECT_EQ(ResourceIn(issued.content, "numberSeries/"), name);
      EXPECT_EQ(ResourceIn(issued.content, "congresses/"), "");
      ASSERT_OK_AND_ASSIGN(const File other, Render(paper, format));
      EXPECT_EQ(ResourceIn(other.content, "numberSeries/"), "");
      for (const size_t cut : {size_t{0}, size_t{4}, issued.content.size() / 2}) {
        EXPECT_EQ(ResourceIn(std::string_view(issued.content).substr(0, cut), "numberSeries/"), "") << cut;
      }
      issued.content[issued.content.size() / 2] ^= 1;
      EXPECT_EQ(ResourceIn(issued.content, "numberSeries/"), name) << "altered";
    }
  }
  EXPECT_EQ(ResourceIn("numberSeries/qd/papers/000001", "numberSeries/"), "") << "neither of the two";
}

}  // namespace
}  // namespace congress::paper
