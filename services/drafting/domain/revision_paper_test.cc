#include "services/drafting/domain/revision_paper.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "platform/docx/docx.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/domain/docx_import.h"
#include "services/drafting/domain/steps.h"
#include "tests/support/status_matchers.h"
#include "tests/support/zip.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kReport[] = "congresses/xx/documents/report";

v1::Document Report() {
  v1::Document document;
  document.set_name(kReport);
  document.set_display_name("Báo cáo chính trị");
  return document;
}

// Sections in protobuf's text format.
v1::Revision Written(int number, const std::string& sections) {
  v1::Revision revision;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(sections, &revision)) << sections;
  revision.set_name(StrCat(kReport, "/revisions/00000", number));
  revision.set_number(number);
  revision.set_author("an");
  revision.mutable_create_time()->set_seconds(1'750'000'000);
  for (v1::Section& section : *revision.mutable_sections()) EXPECT_THAT(TakeBody(&section), IsOk());
  revision.set_sha256(Digest(revision.sections()));
  return revision;
}

std::string Paragraph(const std::string& text, const std::string& more = "") {
  return StrCat("body { paragraph { spans { text: '", text, "' } ", more, " } } ");
}

paper::v1::Paper Marked(const v1::Revision& base, const v1::Revision& target) {
  const v1::Document document = Report();
  return RevisionPaper({.document = document, .revision = target, .base = &base}, {}, status::Language::kEnglish);
}

paper::v1::Paper Clean(const v1::Revision& revision) {
  const v1::Document document = Report();
  return RevisionPaper({.document = document, .revision = revision}, {}, status::Language::kEnglish);
}

std::string Text(const paper::v1::Paper& paper) {
  const auto text = paper::RenderText(paper);
  EXPECT_THAT(text, IsOk());
  return *text;
}

std::string DocumentPart(const paper::v1::Paper& paper) {
  const auto file = paper::RenderDocx(paper);
  EXPECT_THAT(file, IsOk());
  const auto parts = support::Unzip(*file);
  EXPECT_THAT(parts, IsOk());
  return parts->at("word/document.xml");
}

docx::Document FileOf(const std::string& document_part) {
  const std::map<std::string, std::string> parts = {
      {"_rels/.rels", "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='d.xml'/></Relationships>"},
      {"_rels/d.xml.rels", "<Relationships/>"},
      {"d.xml", document_part}};
  auto read = docx::ReadParts([&](const std::string& path) -> absl::StatusOr<std::string> { return parts.at(path); },
                              DocxUnreadable);
  EXPECT_THAT(read, IsOk());
  return *std::move(read);
}

// What is read of the part but for what stands around the text.
std::string Read(const std::string& document_part) {
  const docx::Document read = FileOf(document_part);
  std::string all;
  const std::set<std::string> form = FormStyles(paper::Layout::Default());
  for (const docx::Piece& piece : read.pieces) {
    if (!form.contains(piece.style)) all += piece.block.ShortDebugString() + "\n";
  }
  return all;
}

// All changes the other way round: what is read then is what was there before.
std::string Rejected(std::string document_part) {
  for (const auto& [one, other] :
       {std::pair("w:ins", "w:del"), {"w:moveFrom", "w:moveTo"}, {"w:moveFromRange", "w:moveToRange"}}) {
    for (const char* const end : {" ", ">", "/", "Start ", "End "}) {
      document_part = absl::StrReplaceAll(document_part, {{StrCat("<", one, end), StrCat("<", other, end)},
                                                          {StrCat("<", other, end), StrCat("<", one, end)},
                                                          {StrCat("</", one, end), StrCat("</", other, end)},
                                                          {StrCat("</", other, end), StrCat("</", one, end)}});
    }
  }
  return absl::StrReplaceAll(document_part, {{"w:delText", "w:t"}});
}

const char kOld[] = R"(
  sections { id: 'a' title: 'Kiểm điểm' body { paragraph { role: ARTICLE label: 'Điều 1.' spans { text: 'Giữ ' } spans { text: 'đậm' bold: true } spans { text: ' rồi bỏ đi chữ cũ này.' } } }
    body { paragraph { spans { text: 'Đoạn này sẽ chuyển sang mục khác và giữ nguyên từng chữ một.' } } }
    body { paragraph { spans { text: 'Đoạn bỏ hẳn khỏi văn bản từ bản sau.' } } } }
  sections { id: 'b' title: 'Nhiệm vụ cũ' body { list { items { mark: '-' spans { text: 'một' } } items { mark: '-' spans { text: 'hai' } } } } }
  sections { id: 'c' title: 'Mục bỏ' body { paragraph { spans { text: 'Nội dung của mục bỏ.' } } } })";
const char kNew[] = R"(
  sections { id: 'a' title: 'Kiểm điểm' body { paragraph { role: ARTICLE label: 'Điều 2.' spans { text: 'Giữ ' } spans { text: 'đậm' bold: true } spans { text: ' rồi bỏ đi chữ mới này.' } } } }
  sections { id: 'b' title: 'Nhiệm vụ mới' body { list { items { mark: '-' spans { text: 'một' } } items { mark: '+' spans { text: 'ba' } } } }
    body { paragraph { spans { text: 'Đoạn này sẽ chuyển sang mục khác và giữ nguyên từng chữ một.' } } } }
  sections { id: 'd' title: 'Mục thêm' body { table { columns { width: 1 } rows { cells { spans { text: 'ô' } } } } } })";

TEST(RevisionPaper, PrintsHeadingsAndBodiesWithTheMarkOfADraft) {
  const v1::Revision revision = Written(1, StrCat("sections { id: 'a' title: 'Kiểm điểm' ", Paragraph("Một."),
                                                  "} sections { id: 'b' parent: 'a' title: 'Con' }"));
  const paper::v1::Paper paper = Clean(revision);
  EXPECT_EQ(paper.type(), "BÁO CÁO CHÍNH TRỊ");
  EXPECT_EQ(paper.draft(), "DRAFT 1");
  EXPECT_EQ(paper.body(0).paragraph().role(), paper::v1::Paragraph::PART);
  EXPECT_EQ(paper.body(2).paragraph().role(), paper::v1::Paragraph::SECTION);
  EXPECT_THAT(Text(paper), HasSubstr("Kiểm điểm\n\nMột.\n\nCon\n"));
  v1::Document document = Report();
  const auto unmarked = RevisionPaper({.document = document, .revision = revision, .draft_mark = false}, {},
                                      status::Language::kVietnamese);
  EXPECT_EQ(unmarked.draft(), "");
  v1::Milestone& frozen = *document.add_milestones();
  frozen.set_draft(1);
  frozen.set_revision(revision.name());
  EXPECT_EQ(DraftOf(document, revision), 1);
  EXPECT_EQ(DraftOf(document, Written(2, "")), 2);
}

TEST(RevisionPaper, MarksWordsParagraphsListsAndSections) {
  const std::string text = Text(Marked(Written(1, kOld), Written(2, kNew)));
  for (const char* const part :
       {"Changes from revision 1 to revision 2 are marked",
        "[-Điều 1. -]{+Điều 2. +}Giữ đậm rồi bỏ đi chữ [-cũ-]{+mới+} này.",
        "[<Đoạn này sẽ chuyển sang mục khác và giữ nguyên từng chữ một.<]", "[-Đoạn bỏ hẳn khỏi văn bản từ bản sau.-]",
        "Nhiệm vụ [-cũ-]{+mới+}", "[-- một-]\n[-- hai-]", "{+- một+}\n{++ ba+}",
        "{>Đoạn này sẽ chuyển sang mục khác và giữ nguyên từng chữ một.>}", "[-Mục bỏ-]", "[-Nội dung của mục bỏ.-]",
        "{+Mục thêm+}", "{+ô+}"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(Text(Clean(Written(2, kNew))), Not(HasSubstr("{+")));
}

// Word and LibreOffice show what was by rejecting all, and what is by accepting.
TEST(RevisionPaper, IsTheNewTextAcceptedAndTheOldOneRejected) {
  const v1::Revision base = Written(1, kOld);
  const v1::Revision target = Written(2, kNew);
  const std::string marked = DocumentPart(Marked(base, target));
  EXPECT_EQ(Read(marked), Read(DocumentPart(Clean(target))));
  // The moved paragraph stands where it was again, and its heading before it.
  EXPECT_EQ(Read(Rejected(marked)), Read(DocumentPart(Clean(base))));
  EXPECT_THAT(marked, HasSubstr("w:author=\"an\" w:date=\"2025-06-15T15:06:40Z\""));
}

TEST(RevisionPaper, MarksParagraphsThatWereSplitAndJoined) {
  const std::string one = "Một câu đủ dài để không ai nhầm. Câu thứ hai cũng dài như thế.";
  const std::string first = "Một câu đủ dài để không ai nhầm.";
  const std::string second = "Câu thứ hai cũng dài như thế.";
  const v1::Revision whole = Written(1, StrCat("sections { id: 'a' title: 'A' ", Paragraph(one), "}"));
  const v1::Revision parted =
      Written(2, StrCat("sections { id: 'a' title: 'A' ", Paragraph(first), Paragraph(second, "role: NOTE"), "}"));
  for (const auto& [base, target] : {std::pair(whole, parted), std::pair(parted, whole)}) {
    const paper::v1::Paper paper = Marked(base, target);
    ASSERT_EQ(paper.body_size(), 3);
    EXPECT_NE(paper.body(1).paragraph().change(), paper::v1::CHANGE_UNSPECIFIED);
    EXPECT_EQ(Read(DocumentPart(paper)), Read(DocumentPart(Clean(target))));
  }
}

TEST(RevisionPaper, NamesSectionsThatStandElsewhere) {
  const std::string a = "sections { id: 'a' title: 'A' text: 'một hai ba bốn' } ";
  const std::string b = "sections { id: 'b' title: 'B' text: 'năm' } ";
  const paper::v1::Paper paper = Marked(Written(1, a + b), Written(2, b + a));
  EXPECT_THAT(paper.remark(), HasSubstr("Moved to another place: B."));
}

TEST(RevisionPaper, MarksInPdf) {
  const auto pdf = paper::RenderPdf(Marked(Written(1, kOld), Written(2, kNew)));
  ASSERT_THAT(pdf, IsOk());
  EXPECT_NE(*pdf, *paper::RenderPdf(Clean(Written(2, kNew))));
}

TEST(AnchorOf, IsABookmarkOfItsOwnForEachSection) {
  EXPECT_EQ(AnchorOf("kiem-diem"), "_s_kiem_diem");
  const std::string longest(62, 'a');
  EXPECT_LE(AnchorOf(longest + "b").size(), 40u);
  EXPECT_NE(AnchorOf(longest + "b"), AnchorOf(longest + "c"));
  EXPECT_TRUE(IsSectionAnchor(AnchorOf(longest)));
  EXPECT_FALSE(IsSectionAnchor("_end"));
}

// --- Files that came back ---

std::string Edit(const v1::Revision& revision, const std::vector<std::pair<std::string, std::string>>& replacements) {
  std::string part = DocumentPart(Clean(revision));
  for (const auto& [from, to] : replacements) {
    EXPECT_THAT(part, HasSubstr(from));
    part.replace(part.find(from), from.size(), to);
  }
  return part;
}

Brought Bring(const v1::Revision& base, const std::vector<std::pair<std::string, std::string>>& replacements) {
  return ReadEdits(FileOf(Edit(base, replacements)), FileOf(DocumentPart(Clean(base))), base,
                   FormStyles(paper::Layout::Default()));
}

// `change a`, `rename a`, `move a`.
std::vector<std::string> Outcome(const Brought& brought) {
  std::vector<std::string> told;
  for (const v1::SectionEdit& edit : brought.edits) {
    if (edit.has_change()) told.push_back(StrCat("change ", edit.change().section()));
    if (edit.has_rename()) told.push_back(StrCat("rename ", edit.rename().section(), " ", edit.rename().title()));
    if (edit.has_move()) told.push_back(StrCat("move ", edit.move().section(), " ", edit.move().after()));
  }
  for (const Unplaced& one : brought.unplaced) {
    told.push_back(StrCat(v1::UnplacedPart::Cause_Name(one.cause), " ", one.section, " ", one.text));
  }
  return told;
}

// A heading of the file, from its paragraph on.
std::string Heading(const v1::Revision& revision, const std::string& id) {
  const std::string part = DocumentPart(Clean(revision));
  const size_t anchor = part.find("\"" + AnchorOf(id) + "\"");
  const size_t begin = part.rfind("<w:p>", anchor);
  return part.substr(begin, part.find("</w:p>", anchor) + 6 - begin);
}

TEST(ReadEdits, FindsNothingWhereNothingWasEdited) {
  for (const char* const sections : {kOld, kNew}) EXPECT_THAT(Outcome(Bring(Written(1, sections), {})), IsEmpty());
  // Two lists that follow each other, an empty paragraph, marks that a reader takes for others: the file cannot say
  // them.
  const v1::Revision odd = Written(1, R"(sections { id: 'a' title: 'A'
    body { list { items { mark: '-' level: 7 spans { text: 'x' } } } } body { list { items { spans { text: 'y' } } } }
    body { paragraph {} } body { paragraph { label: 'Điều 3. Khoản 2. ý' spans { text: 'z' } } }
    body { table { columns { width: 7 } columns { width: 3 align: RIGHT } rows { cells { columns: 2 } } } } })");
  EXPECT_THAT(Outcome(Bring(odd, {})), IsEmpty());
}

TEST(ReadEdits, ChangesExactlyWhatWasEdited) {
  const v1::Revision base = Written(1, kNew);
  const Brought brought = Bring(base, {{"chữ mới", "chữ khác"}, {"Nhiệm vụ mới", "Nhiệm vụ"}});
  EXPECT_THAT(Outcome(brought), ElementsAre("change a", "rename b Nhiệm vụ"));
  Body body = base.sections(0).body();
  body[0].mutable_paragraph()->mutable_spans(2)->set_text(" rồi bỏ đi chữ khác này.");
  EXPECT_EQ(DigestOf(brought.edits[0].change().body()), DigestOf(body));
}

// The widths of columns and what else a file rounds come from the text that was printed.
TEST(ReadEdits, KeepsOfAChangedSectionWhatTheFileCannotSay) {
  const v1::Revision base = Written(1, R"(sections { id: 'a' title: 'A'
    body { list { items { mark: '-' level: 7 spans { text: 'x' } } } } body { list { items { spans { text: 'y' } } } }
    body { paragraph { spans { text: 'cũ' } } }
    body { table { columns { width: 7 } columns { width: 3 } rows { cells { spans { text: 'ô' } } cells {} } } } })");
  const Brought brought = Bring(base, {{"cũ", "mới"}, {">ô<", ">ô khác<"}});
  ASSERT_THAT(Outcome(brought), ElementsAre("change a"));
  Body body = base.sections(0).body();
  body[2].mutable_paragraph()->mutable_spans(0)->set_text("mới");
  body[3].mutable_table()->mutable_rows(0)->mutable_cells(0)->mutable_spans(0)->set_text("ô khác");
  EXPECT_EQ(DigestOf(brought.edits[0].change().body()), DigestOf(body));
}

TEST(ReadEdits, MovesSectionsAsFarAsTheTreeAllows) {
  const v1::Revision base = Written(1, R"(sections { id: 'a' title: 'A' } sections { id: 'a1' parent: 'a' title: 'A1' }
    sections { id: 'a2' parent: 'a' title: 'A2' } sections { id: 'b' title: 'B' })");
  const std::string a1 = Heading(base, "a1");
  const std::string a2 = Heading(base, "a2");
  EXPECT_THAT(Outcome(Bring(base, {{a1 + a2, a2 + a1}})), ElementsAre("move a2 ", "move a1 a2"));
  const std::string b = Heading(base, "b");
  EXPECT_THAT(Outcome(Bring(base, {{a2 + b, b + a2}})), ElementsAre("ORDER_UNCLEAR  "));
}

TEST(ReadEdits, TellsWhatHasNoPlace) {
  const v1::Revision base = Written(1, kNew);
  const std::string a = Heading(base, "a");
  const std::string b = Heading(base, "b");
  const std::string d = Heading(base, "d");
  const std::string outside = "<w:p><w:r><w:t>lời ngoài</w:t></w:r></w:p>";
  EXPECT_THAT(Outcome(Bring(base, {{a, outside + a}})), ElementsAre("OUTSIDE  lời ngoài"));
  EXPECT_THAT(Outcome(Bring(base, {{"<w:sectPr>", outside + "<w:sectPr>"}})), ElementsAre("OUTSIDE  lời ngoài"));
  EXPECT_THAT(Outcome(Bring(base, {{b, ""}})), ElementsAre("change a", "SECTION_MISSING b "));
  EXPECT_THAT(Outcome(Bring(base, {{d, a + d}})), ElementsAre("change b", "SECTION_REPEATED a Kiểm điểm"));
  EXPECT_THAT(Outcome(Bring(base, {{"_s_d", "_s_e"}})),
              ElementsAre("change b", "SECTION_UNKNOWN b Mục thêm", "SECTION_MISSING d "));
  EXPECT_THAT(Outcome(Bring(base, {{"Mục thêm", " "}})), ElementsAre("TITLE_EMPTY d "));
  EXPECT_THAT(Outcome(Bring(base, {{d, "<w:p><w:r><w:pict/></w:r></w:p>" + d}})),
              ElementsAre("change b", "PICTURE b "));
}

}  // namespace
}  // namespace congress::drafting
