#include "platform/paper/paper.h"

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/paper/testing_paper.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/xml.h"
#include "tests/support/zip.h"

namespace congress::paper {
namespace {

using support::Element;
using support::IsOk;
using support::kInvalid;
using support::ParseXml;
using support::StatusIs;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

constexpr char kHeading[] = "TT Tổ chức đảng Đại biểu Cơ bản Thêm Tổng";
constexpr char kFooter[] = "Mã số liệu: 0123456789abcdef";

// Lines between the columns of plain text are no words.
Words WordsOf(const std::string& text) {
  Words words;
  for (const auto word : absl::StrSplit(text, absl::ByAnyChar(" \n\t\f"), absl::SkipEmpty())) {
    if (word.find_first_not_of("-|") != word.npos) words.emplace_back(word);
  }
  return words;
}

using Parts = std::map<std::string, std::string>;

Element Part(const Parts& parts, const std::string& path) {
  const auto part = ParseXml(parts.at(path));
  EXPECT_THAT(part, IsOk()) << path;
  return *part;
}

// What is read of an element; the footer of a section stands where the section ends.
void Read(const Element& element, const Parts& parts, std::string* text) {
  if (element.name == "w:t") *text += element.text;
  if (element.name == "w:tab" || element.name == "w:br") *text += " ";
  for (const Element& child : element.children) Read(child, parts, text);
  if (element.name == "w:p") *text += "\n";
  const bool ends = element.name == "w:p" || element.name == "w:body";
  for (const Element* reference : element.All("w:footerReference")) {
    if (!ends || (element.name == "w:body" && reference != element.All("w:footerReference").back())) continue;
    Read(Part(parts, StrCat("word/", reference->Attribute("r:id"), ".xml")), parts, text);
  }
}

Parts DocxParts(const v1::Paper& paper, const Layout& layout = Layout::Default()) {
  const auto docx = RenderDocx(paper, layout);
  EXPECT_THAT(docx, IsOk());
  const auto parts = support::Unzip(*docx);
  EXPECT_THAT(parts, IsOk());
  return *parts;
}

std::string DocxText(const v1::Paper& paper) {
  const Parts parts = DocxParts(paper);
  std::string text;
  Read(Part(parts, "word/document.xml"), parts, &text);
  return text;
}

// The text of each page, in the order in which it was written.
std::vector<std::string> PagesOf(const std::string& pdf) {
  const auto read = support::RunToEnd({"/usr/bin/pdftotext", "-raw", "-", "-"}, {}, pdf);
  EXPECT_EQ(read.status, 0) << read.errors;
  std::vector<std::string> pages = absl::StrSplit(read.output, '\f', absl::SkipEmpty());
  for (std::string& page : pages) page = absl::StrJoin(WordsOf(page), " ");
  return pages;
}

std::vector<std::string> PdfPages(const v1::Paper& paper) {
  const auto pdf = RenderPdf(paper);
  EXPECT_THAT(pdf, IsOk());
  return PagesOf(*pdf);
}

// Without numbers of pages, heading rows that are repeated, and all but the last of the footers of an annex.
Words WordsOf(std::vector<std::string> pages) {
  for (size_t i = 0; i < pages.size(); ++i) {
    std::string& page = pages[i];
    if (i > 0) {
      EXPECT_TRUE(page.starts_with(StrCat(i + 1, " "))) << page;
      page = page.substr(page.find(' ') + 1);
    }
    if (page.starts_with(kHeading)) page = page.substr(sizeof kHeading);
    if (i + 1 < pages.size() && page.ends_with(kFooter) && pages[i + 1].ends_with(kFooter)) {
      page = page.substr(0, page.size() - sizeof kFooter);
    }
  }
  return WordsOf(absl::StrJoin(pages, " "));
}

std::string PlainText(const v1::Paper& paper, const Layout& layout = Layout::Default()) {
  const auto text = RenderText(paper, layout);
  EXPECT_THAT(text, IsOk());
  return *text;
}

TEST(Paper, SaysTheSameWordsInTheSameOrderInAllForms) {
  const v1::Paper paper = FullPaper();
  const Words words = WordsOf(PlainText(paper));
  EXPECT_GT(words.size(), 1000U);
  EXPECT_EQ(WordsOf(DocxText(paper)), words);
  EXPECT_EQ(WordsOf(PdfPages(paper)), words);
}

// Every text of the message, so that no rendering can leave one out.
void CollectTexts(const google::protobuf::Message& message, std::vector<std::string>* texts) {
  const auto& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const auto* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == field->CPPTYPE_STRING) {
        texts->push_back(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                              : reflection.GetString(message, field));
      } else if (field->cpp_type() == field->CPPTYPE_MESSAGE) {
        CollectTexts(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                          : reflection.GetMessage(message, field),
                     texts);
      }
    }
  }
}

TEST(Paper, LeavesNoTextOut) {
  std::vector<std::string> texts;
  CollectTexts(FullPaper(), &texts);
  const std::string all = absl::StrJoin(WordsOf(PlainText(FullPaper())), " ");
  for (const std::string& text : texts) EXPECT_THAT(all, HasSubstr(absl::StrJoin(WordsOf(text), " ")));
}

TEST(Paper, HasBlanksForWhatIsLeftOut) {
  v1::Paper paper;
  EXPECT_THAT(PlainText(paper), AllOf(HasSubstr("Số ......\n"), HasSubstr("ĐẢNG CỘNG SẢN VIỆT NAM\n"),
                                      HasSubstr("........, ngày ... tháng ... năm ......\n"),
                                      HasSubstr("Nơi nhận:\n- Lưu ................\n"), Not(HasSubstr("{"))));
  paper.set_language(v1::ENGLISH);
  EXPECT_THAT(PlainText(paper), AllOf(HasSubstr("No. ......\n"), HasSubstr("COMMUNIST PARTY OF VIETNAM\n"),
                                      HasSubstr("........, ... ............ ......\n"), HasSubstr("Recipients:\n")));
  EXPECT_THAT(RenderDocx(paper), IsOk());
  EXPECT_EQ(PdfPages(paper).size(), 1U);
}

TEST(Paper, WritesEachBasisAndRecipientInALineOfItsOwn) {
  const std::string text = PlainText(DecisionOn(1));
  EXPECT_THAT(text, HasSubstr("- Căn cứ Điều lệ Đảng;\n\n- Xét đề nghị của Ban Tổ chức Tỉnh ủy;\n"));
  EXPECT_THAT(text, HasSubstr("- Như Điều 3\n- Văn phòng, các ban, đảng ủy trực thuộc\n"));
  EXPECT_THAT(text, HasSubstr("Mẫu, ngày 09 tháng 7 năm 2025\n"));
}

TEST(Paper, KeepsLineBreaks) {
  v1::Paper paper;
  AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", "một\n\nhai\n");
  EXPECT_THAT(PlainText(paper), HasSubstr("\nmột\n\nhai\n"));
  EXPECT_EQ(Part(DocxParts(paper), "word/document.xml").All("w:br").size(), 3U);
  EXPECT_THAT(PdfPages(paper).front(), HasSubstr("một hai Nơi"));
}

TEST(Paper, KeepsCharactersThatFilesGiveAMeaning) {
  v1::Paper paper;
  const std::string text = "a < b & c > d \"e\" 'f' ]]> &amp; \\( 100% )";
  AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", text);
  EXPECT_THAT(PlainText(paper), HasSubstr(text));
  EXPECT_THAT(DocxText(paper), HasSubstr(text));
  EXPECT_THAT(PdfPages(paper).front(), HasSubstr(text));
}

TEST(Paper, RefusesWhatNoFileHolds) {
  const std::pair<std::string, std::string> cases[] = {
      {"a\x07", "U+0007"},        {"\r", "U+000D"},           {std::string(1, '\0'), "U+0000"},
      {"\xEF\xBF\xBE", "U+FFFE"}, {"\xEF\xBF\xBF", "U+FFFF"}, {"\xC3", "UTF-8"}};
  for (const auto& [text, found] : cases) {
    v1::Paper paper = DecisionOn(1);
    AddSpan(
        text,
        paper.mutable_annexes(0)->mutable_body(0)->mutable_table()->mutable_rows(0)->mutable_cells(1)->mutable_spans());
    for (const auto& file : {RenderText(paper), RenderDocx(paper), RenderPdf(paper)}) {
      EXPECT_THAT(file, StatusIs(kInvalid, "CHARACTER_NOT_IN_PAPER"));
      EXPECT_EQ(support::MetadataIn(file.status(), "code_point"), found);
      EXPECT_EQ(support::MetadataIn(file.status(), "field"), "annexes[0].body[0].table.rows[0].cells[1].spans[1].text");
    }
  }
}

// The limits stand in paper.proto alone.
TEST(Paper, RefusesWhatIsTooLarge) {
  const auto refused = [](const v1::Paper& paper) {
    const absl::Status status = Check(paper);
    EXPECT_THAT(status, StatusIs(kInvalid, "PAPER_TOO_LARGE"));
    return StrCat(support::MetadataIn(status, "field"), " ", support::MetadataIn(status, "size"), " ",
                  support::MetadataIn(status, "limit"));
  };
  v1::Paper paper = DecisionOn(1);
  v1::Table& table = *paper.mutable_annexes(0)->mutable_body(0)->mutable_table();
  const v1::Row row = table.rows(0);
  while (table.rows_size() < 20'001) *table.add_rows() = row;
  EXPECT_EQ(refused(paper), "annexes[0].body[0].table.rows 20001 20000");
  table.mutable_rows()->RemoveLast();
  EXPECT_THAT(Check(paper), IsOk());
  paper.mutable_annexes(0)->set_footer(std::string(201, 'x'));
  EXPECT_EQ(refused(paper), "annexes[0].footer 201 200");
  paper.Clear();
  for (int i = 0; i < 6; ++i) paper.add_issuer("x");
  EXPECT_EQ(refused(paper), "issuer 6 5");
  paper.Clear();
  AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", std::string(200'001, 'x'));
  EXPECT_EQ(refused(paper), "body[0].paragraph.spans[0].text 200001 200000");
  paper.Clear();
  for (int i = 0; i < 42; ++i) AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", std::string(200'000, 'x'));
  EXPECT_EQ(refused(paper), " 8400000 8388608");
}

TEST(Paper, IsAFileOfEachFormat) {
  const v1::Paper paper = DecisionOn(1);
  const auto is = [&](v1::Format format) {
    const auto file = Render(paper, format);
    EXPECT_THAT(file, IsOk());
    return StrCat(file->extension, " ", file->content.substr(0, 2), " ", file->media_type);
  };
  EXPECT_THAT(is(v1::PDF), HasSubstr(".pdf %P application/pdf"));
  EXPECT_THAT(is(v1::DOCX), HasSubstr(".docx PK application/vnd.openxml"));
  EXPECT_THAT(is(v1::TEXT), HasSubstr("text/plain"));
  EXPECT_EQ(is(v1::FORMAT_UNSPECIFIED), is(v1::TEXT));
}

TEST(Paper, EqualPapersGiveEqualBytes) {
  const v1::Paper paper = FullPaper();
  const auto docx = RenderDocx(paper);
  const auto pdf = RenderPdf(paper);
  EXPECT_EQ(*RenderDocx(paper), *docx);
  EXPECT_EQ(*RenderPdf(paper), *pdf);
  // Time and day of the first part, in the form of zip files: 0:00 on 1 January 1980, and not the clock's.
  EXPECT_EQ(docx->substr(10, 4), std::string("\0\0!\0", 4));
  v1::Paper undated = paper;
  undated.clear_date();
  EXPECT_THAT(*RenderPdf(undated), Not(HasSubstr("CreationDate")));
}

TEST(Paper, IsMadeByManyThreadsAtOnce) {
  const v1::Paper paper = DecisionOn(20);
  const auto alone = RenderPdf(paper);
  std::vector<absl::StatusOr<std::string>> made(8);
  std::vector<std::thread> threads;
  for (auto& one : made) threads.emplace_back([&] { one = RenderPdf(paper); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : made) EXPECT_EQ(*one, *alone);
}

TEST(Docx, HasStylesAndNoLooseFormatting) {
  const Parts parts = DocxParts(FullPaper());
  std::set<std::string> styles;
  const Element part = Part(parts, "word/styles.xml");
  for (const Element* style : part.All("w:style")) styles.insert(style->Attribute("w:styleId"));
  const Element document = Part(parts, "word/document.xml");
  for (const char* name : {"w:pStyle", "w:rStyle", "w:tblStyle"}) {
    const auto used = document.All(name);
    EXPECT_FALSE(used.empty()) << name;
    for (const Element* style : used)
      EXPECT_TRUE(styles.contains(style->Attribute("w:val"))) << style->Attribute("w:val");
  }
  for (const char* name : {"w:jc", "w:b", "w:i", "w:sz", "w:pBdr", "w:spacing", "w:rFonts"}) {
    EXPECT_TRUE(document.All(name).empty()) << name;
  }
  EXPECT_EQ(document.All("w:ind").size(), 1U) << "the line below the name of the Party is as long as it";
}

TEST(Docx, RepeatsHeadingRowsAndNumbersPages) {
  const Parts parts = DocxParts(DecisionOn(136));
  const Element document = Part(parts, "word/document.xml");
  EXPECT_EQ(document.All("w:tblHeader").size(), 2U);
  EXPECT_EQ(document.All("w:gridSpan").size(), 1U);
  // Two cells of the heading over both of its rows.
  std::string merged;
  for (const Element* merge : document.All("w:vMerge")) merged += merge->Attribute("w:val") + " ";
  EXPECT_EQ(merged, "restart restart continue continue ");
  EXPECT_EQ(document.All("w:sectPr").size(), 2U);
  EXPECT_EQ(document.All("w:titlePg").size(), 1U);
  EXPECT_EQ(Part(parts, "word/header.xml").All("w:fldSimple").front()->Attribute("w:instr"), "PAGE");
}

// LibreOffice as the judge of what the file says to others.
TEST(Docx, SaysTheSameWordsToLibreOffice) {
  const support::TemporaryFolder folder;
  const auto docx = RenderDocx(FullPaper());
  ASSERT_THAT(docx, IsOk());
  std::ofstream(folder.path() + "/paper.docx", std::ios::binary) << *docx;
  const auto made =
      support::RunToEnd({"/usr/bin/soffice", "--headless", "-env:UserInstallation=file://" + folder.path(),
                         "--convert-to", "pdf", "--outdir", folder.path(), folder.path() + "/paper.docx"});
  ASSERT_EQ(made.status, 0) << made.errors;
  std::ifstream file(folder.path() + "/paper.pdf", std::ios::binary);
  const std::string pdf{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(WordsOf(PagesOf(pdf)), WordsOf(PlainText(FullPaper())));
}

// Not as long as the column, which is 80 mm. The text is as long as PDF says that it is.
TEST(Docx, HasALineAsLongAsTheNameOfTheParty) {
  const auto length = [](const v1::Paper& paper, const Layout& layout) {
    const Element document = Part(DocxParts(paper, layout), "word/document.xml");
    const auto indents = document.All("w:ind");
    if (indents.empty()) return 0;
    const int left = std::stoi(indents[0]->Attribute("w:left"));
    const int right = std::stoi(indents[0]->Attribute("w:right"));
    EXPECT_LE(std::abs(left - right), 1) << "in the middle";
    const int column = std::stoi(document.All("w:gridCol")[1]->Attribute("w:w"));
    return (column - left - right) / 20;
  };
  const auto printed = [](const v1::Paper& paper, const std::string& first, const std::string& last) {
    const std::string pdf = *RenderPdf(paper);
    const std::string words = support::RunToEnd({"/usr/bin/pdftotext", "-bbox", "-", "-"}, {}, pdf).output;
    const auto place = [&](const char* edge, const std::string& word) {
      const size_t end = words.find(">" + word + "<");
      const size_t at = words.rfind(edge, end) + std::string(edge).size();
      return static_cast<int>(std::stod(words.substr(at)));
    };
    return place("xMax=\"", last) - place("xMin=\"", first);
  };
  for (const auto& [motto, first, last] :
       {std::tuple("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG", "NAM"), {"TIÊU ĐỀ NGẮN", "TIÊU", "NGẮN"}, {"MỘT", "MỘT", "MỘT"}}) {
    v1::Paper paper = DecisionOn(1);
    paper.set_motto(motto);
    EXPECT_LE(std::abs(length(paper, Layout::Default()) - printed(paper, first, last)), 2) << motto;
  }
  Layout without = Layout::Default();
  without.styles.at("motto").ruled = false;
  EXPECT_EQ(length(DecisionOn(1), without), 0);
}

TEST(Docx, NamesEveryPart) {
  const Parts parts = DocxParts(FullPaper());
  const Element types = Part(parts, "[Content_Types].xml");
  std::set<std::string> named = {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"};
  for (const Element* part : types.All("Override")) named.insert(part->Attribute("PartName").substr(1));
  std::set<std::string> there;
  for (const auto& [path, content] : parts) there.insert(path);
  EXPECT_EQ(named, there);
}

TEST(Pdf, RepeatsTheHeadingOfALongTableOnEachPage) {
  const std::vector<std::string> pages = PdfPages(DecisionOn(136));
  ASSERT_GE(pages.size(), 4U);
  std::string rows;
  for (size_t i = 1; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr(kHeading)) << i;
    EXPECT_TRUE(pages[i].ends_with(kFooter)) << i;
    rows += pages[i] + " ";
  }
  size_t at = 0;
  for (int i = 1; i <= 136; ++i) {
    const std::string row = StrCat(i, " Đảng bộ xã Mẫu thứ ", i, " ", i % 3, " ", i % 5, " ", i % 3 + i % 5, " ");
    const size_t found = rows.find(row, at);
    ASSERT_NE(found, std::string::npos) << row;
    at = found + row.size();
  }
}

TEST(Pdf, ASignatureIsOnAPageWithTheLastOfTheText) {
  v1::Paper paper;
  paper.mutable_signature()->set_authority("T/M TỈNH ỦY");
  for (int i = 1; i < 40; ++i) {
    AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", StrCat("Đoạn ", i, "."));
    for (const std::string& page : PdfPages(paper)) {
      if (page.find("T/M TỈNH ỦY") == page.npos) continue;
      EXPECT_THAT(page, HasSubstr(StrCat("Đoạn ", i, ".")));
    }
  }
}

TEST(Pdf, SplitsARowThatIsHigherThanAPage) {
  v1::Paper paper = DecisionOn(2);
  auto& spans = *paper.mutable_annexes(0)->mutable_body(0)->mutable_table()->mutable_rows(0)->mutable_cells(1);
  std::string text;
  for (int i = 0; i < 1500; ++i) text += StrCat("chữ", i, " ");
  spans.mutable_spans(0)->set_text(text);
  const std::string all = absl::StrJoin(PdfPages(paper), " ");
  for (const int i : {0, 700, 1499}) EXPECT_THAT(all, HasSubstr(StrCat("chữ", i)));
  EXPECT_THAT(all, HasSubstr("2 Đảng bộ xã Mẫu thứ 2"));
}

TEST(Pdf, KeepsVietnameseLettersWithTwoMarks) {
  const std::string letters =
      "ẤẦẨẪẬ ẮẰẲẴẶ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ÝỲỶỸỴ ĐĂÂÊÔƠƯ ấầẩẫậ ắằẳẵặ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ đăâêôơư";
  v1::Paper paper;
  for (const bool bold : {false, true}) {
    for (const bool italic : {false, true}) {
      v1::Paragraph& paragraph = *paper.add_body()->mutable_paragraph();
      AddSpan(letters, paragraph.mutable_spans());
      paragraph.mutable_spans(0)->set_bold(bold);
      paragraph.mutable_spans(0)->set_italic(italic);
    }
  }
  const std::string page = PdfPages(paper).front();
  EXPECT_EQ((std::vector<std::string>{absl::StrSplit(page, letters)}).size(), 5U) << page;
  // Each face has its letters in the file.
  const auto pdf = RenderPdf(paper);
  for (const char* face : {"LiberationSerif\n", "LiberationSerif-Bold\n", "LiberationSerif-Italic\n"}) {
    EXPECT_THAT(*pdf, HasSubstr(absl::StrReplaceAll(face, {{"\n", ""}})));
  }
}

}  // namespace
}  // namespace congress::paper
