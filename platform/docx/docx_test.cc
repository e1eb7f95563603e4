#include "platform/docx/docx.h"

#include <fstream>
#include <iterator>

#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::docx {
namespace {

using support::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

absl::Status Refused(std::string_view cause) { return absl::InvalidArgumentError(std::string(cause)); }

using Parts = std::map<std::string, std::string>;

Parts PartsOf(const std::string& body) {
  return {{"_rels/.rels",
           "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"},
          {"word/_rels/document.xml.rels", "<Relationships/>"},
          {"word/document.xml", "<w:document xmlns:w='w'><w:body>" + body + "</w:body></w:document>"}};
}

absl::StatusOr<Document> ReadAll(const Parts& parts) {
  return ReadParts(
      [&](const std::string& path) -> absl::StatusOr<std::string> {
        const auto found = parts.find(path);
        if (found == parts.end()) return absl::NotFoundError(path);
        return found->second;
      },
      Refused);
}

Document ReadBody(const std::string& body) {
  auto document = ReadAll(PartsOf(body));
  EXPECT_THAT(document, IsOk());
  return *std::move(document);
}

std::string CauseOf(const absl::StatusOr<Document>& document) { return std::string(document.status().message()); }

// Emphasis as `*bold*` and `/italic/`.
template <class Spans>
std::string Told(const Spans& spans) {
  std::string told;
  for (const paper::v1::Span& span : spans) {
    const std::string mark = StrCat(span.bold() ? "*" : "", span.italic() ? "/" : "");
    told += StrCat(mark, span.text(), mark);
  }
  return told;
}

// `part(I.) text`, `item 1(-) text`, `table 2x3`; its findings behind it as their numbers.
std::string Told(const Piece& piece) {
  std::string told;
  if (piece.block.has_paragraph()) {
    const auto& paragraph = piece.block.paragraph();
    told = StrCat(paper::v1::Paragraph::Role_Name(paragraph.role()), "(", paragraph.label(), ") ",
                  Told(paragraph.spans()));
    if (told.starts_with("ROLE_UNSPECIFIED() ")) told.erase(0, 19);
  }
  for (const auto& item : piece.block.list().items()) {
    told = StrCat("item ", item.level(), "(", item.mark(), ") ", Told(item.spans()));
  }
  for (const auto* rows : {&piece.block.table().heading(), &piece.block.table().rows()}) {
    for (const auto& row : *rows) {
      for (const auto& cell : row.cells()) {
        told += StrCat(Told(cell.spans()), cell.columns() > 1 ? StrCat("<", cell.columns(), ">") : "",
                       cell.rows() > 1 ? StrCat("^", cell.rows()) : "", "|");
      }
      told += rows == &piece.block.table().heading() ? "=" : ";";
    }
  }
  for (const Finding& finding : piece.findings) told += StrCat(" !", static_cast<int>(finding.what), finding.text);
  return told;
}

std::vector<std::string> Told(const Document& document) {
  std::vector<std::string> told;
  for (const Piece& piece : document.pieces) told.push_back(Told(piece));
  return told;
}

std::string P(const std::string& content, const std::string& style = "", const std::string& properties = "") {
  return StrCat("<w:p><w:pPr><w:pStyle w:val='", style, "'/>", properties, "</w:pPr>", content, "</w:p>");
}

std::string R(const std::string& text, const std::string& properties = "") {
  return StrCat("<w:r><w:rPr>", properties, "</w:rPr><w:t xml:space='preserve'>", text, "</w:t></w:r>");
}

std::string Style(const std::string& name) { return StrCat("<w:rStyle w:val='", name, "'/>"); }

std::string Cell(const std::string& text, const std::string& properties = "") {
  return StrCat("<w:tc><w:tcPr>", properties, "</w:tcPr>", P(R(text)), "</w:tc>");
}

std::string Table(const std::string& rows, int columns) {
  std::string grid;
  for (int i = 0; i < columns; ++i) grid += "<w:gridCol w:w='100'/>";
  return StrCat("<w:tbl><w:tblGrid>", grid, "</w:tblGrid>", rows, "</w:tbl>");
}

// A file of each kind of paragraph, in the ways in which programs name styles.
TEST(Read, KnowsRolesLabelsAndEmphasis) {
  EXPECT_THAT(
      Told(ReadBody(P(R("I. ", Style("label")) + R("Kiểm điểm"), "part") +
                    P(R("Điều 1. ", Style("Label-strong")) + R("một ") + R("đậm", Style("Strong")) +
                          R(" và", Style("Emphasis")) + R(" cả hai", "<w:b/><w:i w:val='true'/>"),
                      "Article") +
                    P(R("- ", Style("Label")) + R("mục"), "Item0") + P(R("a) ", Style("label")) + R("con"), "item-1") +
                    P(R("thường", "<w:b w:val='0'/>"), "Normal") + P(R("Đề mục"), "Heading2"))),
      ElementsAre("PART(I.) Kiểm điểm", "ARTICLE(Điều 1.) một *đậm*/ và/*/ cả hai*/", "item 0(-) mục", "item 1(a)) con",
                  "thường", "SECTION() Đề mục"));
}

// Who writes on behind a label has its style.
TEST(Read, EndsALabelWhereLabelsEnd) {
  EXPECT_THAT(Told(ReadBody(P(R("Điều 2. Phạm vi áp dụng", Style("label")) + R(" mới"), "article") +
                            P(R("PHẦN THỨ NHẤT ", Style("label")) + R("Tên"), "part") +
                            P(R("một đoạn dài mà không có số nào ở đầu để trích dẫn", Style("label")), "text"))),
              ElementsAre("ARTICLE(Điều 2.) Phạm vi áp dụng mới", "PART(PHẦN THỨ NHẤT) Tên",
                          "một đoạn dài mà không có số nào ở đầu để trích dẫn"));
}

TEST(Read, TakesTrackedChangesAsAccepted) {
  const std::string gone = "<w:rPr><w:del w:id='1'/></w:rPr>";
  EXPECT_THAT(Told(ReadBody(
                  P(R("năm ") + "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins>" + R("mới") + "</w:ins>") +
                  P("<w:del>" + R("bỏ") + "</w:del>", "", gone) +
                  P("<w:moveFrom>" + R("chuyển") + "</w:moveFrom>", "", "<w:rPr><w:moveFrom w:id='2'/></w:rPr>") +
                  P("<w:moveTo>" + R("chuyển") + "</w:moveTo>") + P(R("hai "), "", gone) + P(R("nối"), "note"))),
              ElementsAre("năm mới", "chuyển", "NOTE() hai nối"));
  EXPECT_THAT(Told(ReadBody(Table("<w:tr>" + Cell("a") + "</w:tr><w:tr><w:trPr><w:del w:id='1'/></w:trPr>" + Cell("b") +
                                      "</w:tr><w:tr><w:tc>" + P("<w:del>" + R("c") + "</w:del>") +
                                      "</w:tc></w:tr><w:tr><w:trPr><w:ins w:id='2'/></w:trPr>" + Cell("d") + "</w:tr>",
                                  1))),
              ElementsAre("a|;d|;"));
}

TEST(Read, LeavesOutAHeadingThatWasRemovedWithItsMark) {
  const Document document = ReadBody(
      P("<w:bookmarkStart w:name='_s_a'/><w:del>" + R("A") + "</w:del>", "part", "<w:rPr><w:del w:id='1'/></w:rPr>") +
      P("<w:bookmarkStart w:name='_s_b'/>" + R("B"), "part"));
  ASSERT_EQ(document.pieces.size(), 1u);
  EXPECT_THAT(document.pieces[0].anchors, ElementsAre("_s_b"));
}

TEST(Read, ReadsMergedCellsAndHeadingRows) {
  const Document document = ReadBody(
      Table("<w:tr><w:trPr><w:tblHeader/></w:trPr>" + Cell("đầu", "<w:gridSpan w:val='2'/>") + "</w:tr><w:tr>" +
                Cell("cao", "<w:vMerge w:val='restart'/>") + Cell("1") + "</w:tr><w:tr>" + Cell("", "<w:vMerge/>") +
                "<w:tc>" + P(R("2")) + P(R("dòng hai"), "", "<w:jc w:val='right'/>") + "</w:tc></w:tr>",
            2));
  EXPECT_THAT(Told(document), ElementsAre("đầu<2>|=cao^2|1|;2\ndòng hai|;"));
}

TEST(Read, FillsUpRowsThatLeaveColumnsOut) {
  const std::string rows = "<w:tr>" + Cell("a") + Cell("b") + Cell("c") +
                           "</w:tr><w:tr><w:trPr><w:gridAfter w:val='1'/></w:trPr>" + Cell("d") + Cell("e") +
                           "</w:tr><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + Cell("f") + "</w:tr>";
  for (const std::string& table : {Table(rows, 3), "<w:tbl>" + rows + "</w:tbl>"}) {
    EXPECT_THAT(Told(ReadBody(table)), ElementsAre("a|b|c|;d|e||;|f||;"));
  }
}

TEST(Read, LeavesOutHiddenRows) {
  const std::string shown = "<w:tr>" + Cell("hiện") + "</w:tr>";
  const std::string hidden = "<w:tr><w:trPr><w:hidden/></w:trPr>";
  EXPECT_THAT(Told(ReadBody(Table(shown + hidden + Cell("ẩn") + "</w:tr>", 1))), ElementsAre("hiện|; !10ẩn"));
  EXPECT_THAT(Told(ReadBody(Table(hidden + Cell("ẩn", "<w:vMerge w:val='restart'/>") + "</w:tr><w:tr>" +
                                      Cell("", "<w:vMerge/>") + "</w:tr>",
                                  1))),
              ElementsAre("^2|;; !10ẩn"))
      << "a cell that covers others keeps its place";
}

TEST(Read, TellsWhatBlocksCannotHold) {
  EXPECT_THAT(
      Told(ReadBody("<w:altChunk r:id='x'/>" + P("<w:r><w:drawing/></w:r>") + P("<w:r><w:footnoteReference/></w:r>") +
                    P("<w:r><w:commentReference/></w:r>") + P("<m:oMath/>") +
                    P(R("một"), "", "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='3'/></w:numPr>") +
                    P(R("gạch", "<w:strike/>") + R("m") + R("2", "<w:vertAlign w:val='superscript'/>")) +
                    P("<w:hyperlink>" + R("trang") + "</w:hyperlink>") +
                    Table("<w:tr>" + Cell("a") + "</w:tr><w:tr>" + Cell("b") + Cell("c") + "</w:tr>", 1) +
                    P("<w:r><w:sym w:char='F0FC'/></w:r>" + R("\xEE\x80\x81x")))),
      ElementsAre(" !0", " !0", " !1", " !2", " !3", "item 1(-) một !4một", "gạchm2 !5gạch !52", "trang !6trang", " !7",
                  "x !8 !8"));
  EXPECT_THAT(
      Told(ReadBody(Table(
          "<w:tr><w:tc>" + Table("<w:tr>" + Cell("trong") + "</w:tr>", 1) + P(R("ngoài")) + "</w:tc></w:tr>", 1))),
      ElementsAre("ngoài|; !7"));
}

TEST(Read, SeesThroughContentControlsAndFields) {
  EXPECT_THAT(
      Told(ReadBody("<w:sdt><w:sdtPr/><w:sdtContent>" +
                    P("<w:fldSimple w:instr='PAGE'>" + R("7") + "</w:fldSimple><w:r><w:br/><w:tab/></w:r>" + R("sau")) +
                    "</w:sdtContent></w:sdt>")),
      ElementsAre("7\n\tsau"));
}

TEST(Read, RefusesWhatIsNoDocument) {
  EXPECT_EQ(CauseOf(Read("\xD0\xCF\x11\xE0 cũ", Refused)), "encrypted");
  EXPECT_EQ(CauseOf(Read("một đoạn chữ", Refused)), "damaged");
  EXPECT_EQ(CauseOf(Read("PK\x03\x04 hỏng", Refused)), "damaged");
  const auto with = [](const std::string& path, const std::string& content) {
    Parts parts = PartsOf("");
    parts[path] = content;
    return CauseOf(ReadAll(parts));
  };
  const std::string document = "word/document.xml";
  EXPECT_EQ(with(document, "<w:document><w:body>"), "damaged");
  EXPECT_EQ(with(document, "<w:workbook><w:body/></w:workbook>"), "damaged");
  EXPECT_EQ(with(document, "<!DOCTYPE a [<!ENTITY b 'c'>]><w:document><w:body/></w:document>"), "damaged");
  EXPECT_EQ(with(document, "<w:document><w:body>\xC3</w:body></w:document>"), "damaged");
  EXPECT_EQ(with(document, std::string(kMostDocumentBytes + 1, ' ')), "unpacked");
  EXPECT_EQ(with("word/_rels/document.xml.rels",
                 "<Relationships><Relationship Id='m' Type='x/vbaProject' Target='vba.bin'/></Relationships>"),
            "macros");
  EXPECT_EQ(with("_rels/.rels", "<Relationships/>"), "damaged");
  EXPECT_EQ(CauseOf(ReadAll({})), "damaged");
}

TEST(Read, TakesOneOfSeveralAlternatives) {
  const auto either = [](const std::string& choice, const std::string& fallback) {
    return StrCat("<mc:AlternateContent><mc:Choice Requires='w16'>", choice, "</mc:Choice><mc:Choice>", R("thứ ba"),
                  "</mc:Choice><mc:Fallback>", fallback, "</mc:Fallback></mc:AlternateContent>");
  };
  EXPECT_THAT(Told(ReadBody(either(P(R("mới")), P(R("cũ"))) + P(either(R("mới"), R("cũ")) + R(" sau")))),
              ElementsAre("cũ", "cũ sau"));
  EXPECT_THAT(Told(ReadBody(P(either(R("mới"), "")))), ElementsAre("mới"));
  EXPECT_THAT(Told(ReadBody(P(StrCat("<w:r>", either("<w:drawing/>", "<w:pict/>"), "</w:r>", R("chữ"))))),
              ElementsAre("chữ !0"));
  EXPECT_THAT(Told(ReadBody(Table("<w:tr><w:tc>" + either(P(R("mới")), P(R("ô"))) + "</w:tc></w:tr>", 1))),
              ElementsAre("ô|;"));
}

TEST(Read, LeavesOutWhatIsHidden) {
  EXPECT_THAT(Told(ReadBody(P(R("trước ") + R("ẩn", "<w:vanish/>") + R("hiện", "<w:vanish w:val='0'/>")))),
              ElementsAre("trước hiện !10ẩn"));
}

TEST(Read, LeavesOutWhatStylesHide) {
  const auto style = [](const char* id, const char* type, const std::string& inside) {
    return StrCat("<w:style w:type='", type, "' w:styleId='", id, "'>", inside, "</w:style>");
  };
  const auto told = [&](const std::string& body, const std::string& defaults = "") {
    Parts parts = PartsOf(body);
    parts["word/_rels/document.xml.rels"] =
        "<Relationships><Relationship Id='s' Type='x/styles' Target='styles.xml'/></Relationships>";
    const std::string hides = "<w:rPr><w:vanish/></w:rPr>";
    parts["word/styles.xml"] =
        StrCat("<w:styles xmlns:w='w'>", defaults, style("An", "character", hides),
               style("An2", "character", "<w:basedOn w:val='An'/>"),
               style("Hien", "character", "<w:basedOn w:val='An'/><w:rPr><w:vanish w:val='0'/></w:rPr>"),
               style("AnP", "paragraph", hides), style("AnP2", "paragraph", "<w:basedOn w:val='AnP'/>"),
               style("Vong", "paragraph", "<w:basedOn w:val='Vong'/>"), "</w:styles>");
    const auto read = ReadAll(parts);
    EXPECT_THAT(read, IsOk());
    return Told(*read);
  };
  for (const char* id : {"An", "An2"}) {
    EXPECT_THAT(told(P(R("trước ") + R("ẩn", StrCat("<w:rStyle w:val='", id, "'/>")))), ElementsAre("trước  !10ẩn"));
  }
  EXPECT_THAT(told(P(R("hiện", "<w:rStyle w:val='Hien'/>"))), ElementsAre("hiện"));
  for (const char* id : {"AnP", "AnP2"}) EXPECT_THAT(told(P(R("ẩn"), id)), ElementsAre(" !10ẩn")) << id;
  EXPECT_THAT(told(P(R("hiện", "<w:vanish w:val='0'/>"), "AnP")), ElementsAre("hiện"));
  EXPECT_THAT(told(P(R("hiện", "<w:rStyle w:val='An'/>"), "AnP")), ElementsAre("hiện")) << "each takes the other back";
  EXPECT_THAT(told(P(R("hiện"), "Vong") + P(R("hiện"), "Khác")), ElementsAre("hiện", "hiện"));
  EXPECT_THAT(told(Table("<w:tr><w:tc>" + P(R("ẩn"), "AnP") + "</w:tc></w:tr>", 1)), ElementsAre("|; !10ẩn"));
  const char* const normal =
      "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:rPr><w:vanish/></w:rPr></w:style>";
  EXPECT_THAT(told(P(R("ẩn")), normal), ElementsAre(" !10ẩn"));
  EXPECT_THAT(
      told(P(R("ẩn")), "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"),
      ElementsAre(" !10ẩn"));
}

TEST(Read, TellsOfTextInElementsThatItDoesNotKnow) {
  EXPECT_THAT(Told(ReadBody(P(R("x ") + "<w:foo>" + R("trong foo") + "</w:foo>"))), ElementsAre("x  !12trong foo"));
  EXPECT_THAT(Told(ReadBody(P(R("x ") + "<w14:conflictIns>" + R("trong ci") + "</w14:conflictIns>"))),
              ElementsAre("x  !12trong ci"));
  EXPECT_THAT(Told(ReadBody(P("<w:r><w:t>x </w:t><w:foo><w:t>trong r</w:t></w:foo></w:r>"))),
              ElementsAre("x  !12trong r"));
  EXPECT_THAT(Told(ReadBody("<w:bar>" + P(R("trong bar")) + "</w:bar><w:sectPr/>")), ElementsAre(" !12trong bar"));
  EXPECT_THAT(Told(ReadBody(Table("<w:tr><w:tc><w:bar>" + P(R("a")) + "</w:bar>" + P(R("b")) + "</w:tc><w:bar><w:tc>" +
                                      P(R("c")) + "</w:tc></w:bar></w:tr><w:bar><w:tr><w:tc>" + P(R("d")) +
                                      "</w:tc></w:tr></w:bar>",
                                  1))),
              ElementsAre("b|; !12a !12c !12d"));
}

TEST(Read, TakesTheWordBelowOfRuby) {
  EXPECT_THAT(Told(ReadBody(P("<w:r><w:t>đọc </w:t><w:ruby><w:rt>" + R("hán") + "</w:rt><w:rubyBase>" +
                              R("漢", "<w:b/>") + "</w:rubyBase></w:ruby><w:t> tự</w:t></w:r>"))),
              ElementsAre("đọc *漢* tự !11hán"));
}

TEST(Read, TakesWhatLiesDeepInContentControls) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<w:sdt>";
  deep += P(R("đáy"));
  for (int i = 0; i < 100'000; ++i) deep += "</w:sdt>";
  EXPECT_THAT(Told(ReadBody(deep)), ElementsAre("đáy"));
  std::string ruby = R("đáy");
  for (int i = 0; i < 1'000; ++i) ruby = StrCat("<w:r><w:ruby><w:rubyBase>", ruby, "</w:rubyBase></w:ruby></w:r>");
  EXPECT_EQ(ReadBody(P(ruby)).pieces[0].findings.size(), 65u)
      << "the last of them is told, and nothing is read behind it";
}

// The paper's body with lists taken apart, as the file has it.
std::vector<paper::v1::Block> Apart(const google::protobuf::RepeatedPtrField<paper::v1::Block>& body) {
  std::vector<paper::v1::Block> apart;
  for (const paper::v1::Block& block : body) {
    if (!block.has_list()) apart.push_back(block);
    for (const auto& item : block.list().items()) *apart.emplace_back().mutable_list()->add_items() = item;
  }
  return apart;
}

paper::v1::Paper Sample() {
  paper::v1::Paper paper;
  (*paper.mutable_properties())["congress-revision"] = "000003";
  auto* heading = paper::AddParagraphTo(&paper, paper::v1::Paragraph::PART, "I.", "Kiểm điểm & nhiệm vụ");
  heading->set_anchor("_s_kiem_diem");
  auto* article = paper::AddParagraphTo(&paper, paper::v1::Paragraph::ARTICLE, "Điều 1.", "Phạm vi ");
  article->add_spans()->set_text("áp dụng");
  article->mutable_spans(1)->set_bold(true);
  auto* list = paper.add_body()->mutable_list();
  for (const int level : {0, 3}) {
    auto* item = list->add_items();
    item->set_mark(level == 0 ? "-" : "a)");
    item->set_level(level);
    item->add_spans()->set_text("mục\tcột\ndòng");
    item->mutable_spans(0)->set_italic(true);
  }
  const paper::v1::Paper decision = paper::DecisionOn(2);
  *paper.add_body() = decision.annexes(0).body(0);
  paper::AddParagraphTo(&paper, paper::v1::Paragraph::NOTE, "", "Ghi chú");
  return paper;
}

// What stands between both marks.
std::vector<paper::v1::Block> BodyIn(const Document& document) {
  std::vector<paper::v1::Block> body;
  bool within = false;
  for (const Piece& piece : document.pieces) {
    for (const std::string& anchor : piece.anchors) within = anchor == "_s_kiem_diem";
    if (within) body.push_back(piece.block);
    EXPECT_THAT(piece.findings, IsEmpty()) << Told(piece);
  }
  return body;
}

// Without what the file rounds, and what the reader does not find there.
void ExpectSame(const std::vector<paper::v1::Block>& read, std::vector<paper::v1::Block> written) {
  ASSERT_EQ(read.size(), written.size());
  for (size_t i = 0; i < read.size(); ++i) {
    paper::v1::Block one = read[i];
    for (paper::v1::Block* block : {&one, &written[i]}) {
      if (block->has_paragraph()) block->mutable_paragraph()->clear_anchor();
      if (block->has_table()) {
        paper::v1::Table& table = *block->mutable_table();
        for (auto& column : *table.mutable_columns()) column.clear_width();
        for (auto* rows : {table.mutable_heading(), table.mutable_rows()}) {
          for (auto& row : *rows) {
            for (auto& cell : *row.mutable_cells()) {
              if (cell.columns() == 1) cell.clear_columns();
            }
          }
        }
      }
    }
    EXPECT_EQ(one.ShortDebugString(), written[i].ShortDebugString());
  }
}

TEST(Read, FindsWhatAPaperSays) {
  const paper::v1::Paper paper = Sample();
  const auto file = paper::RenderDocx(paper);
  ASSERT_THAT(file, IsOk());
  const auto document = Read(*file, Refused);
  ASSERT_THAT(document, IsOk());
  EXPECT_THAT(document->properties, UnorderedElementsAre(Pair("congress-revision", "000003")));
  ExpectSame(BodyIn(*document), Apart(paper.body()));
}

// LibreOffice as one of those who edit: it renames styles, and drops content controls with the tags in them.
TEST(Read, FindsTheSameAfterLibreOfficeHasSavedTheFile) {
  const support::TemporaryFolder folder;
  const paper::v1::Paper paper = Sample();
  const auto file = paper::RenderDocx(paper);
  ASSERT_THAT(file, IsOk());
  std::ofstream(folder.path() + "/paper.docx", std::ios::binary) << *file;
  const auto made =
      support::RunToEnd({"/usr/bin/soffice", "--headless", "-env:UserInstallation=file://" + folder.path(),
                         "--convert-to", "docx", "--outdir", folder.path() + "/saved", folder.path() + "/paper.docx"});
  ASSERT_EQ(made.status, 0) << made.errors;
  std::ifstream saved(folder.path() + "/saved/paper.docx", std::ios::binary);
  const auto document = Read(std::string{std::istreambuf_iterator<char>(saved), {}}, Refused);
  ASSERT_THAT(document, IsOk());
  EXPECT_THAT(document->properties, UnorderedElementsAre(Pair("congress-revision", "000003")));
  ExpectSame(BodyIn(*document), Apart(paper.body()));
}

}  // namespace
}  // namespace congress::docx
