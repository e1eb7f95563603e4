// Revisions as files, from the outside: what is printed, and what becomes of it when it comes back.
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "congress/drafting/v1/reason.pb.h"
#include "gmock/gmock.h"
#include "platform/paper/package.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/testing/scene.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/zip.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using Response = v1::ImportRevisionResponse;

constexpr char kMain[] = "word/document.xml";
constexpr char kCustom[] = "docProps/custom.xml";

std::string RevisionOf(int number) { return StrCat(kDocument, "/revisions/00000", number); }

class RevisionFiles : public ::testing::Test {
 protected:
  RevisionFiles() { scene.MakeDocument(); }

  absl::StatusOr<v1::Revision> Revise(const std::string& section, const std::string& text, int base = 1) {
    return scene.Call(&Drafting::ReviseDocument,
                      StrCat("name: '", kDocument, "' base_revision: '", RevisionOf(base),
                             "' edits { change { section: '", section, "' text: '", text, "' } }"));
  }
  absl::StatusOr<v1::ExportRevisionResponse> Export(int revision, const std::string& more = "",
                                                    const std::string& binding = "administrator@province") {
    return scene.Call(&Drafting::ExportRevision, StrCat("name: '", RevisionOf(revision), "' ", more), binding);
  }
  std::string Docx(int revision, const std::string& more = "") {
    auto file = Export(revision, "paper_format: DOCX " + more);
    EXPECT_THAT(file, IsOk());
    return std::move(*file->mutable_content());
  }
  static v1::ImportRevisionRequest RequestOf(const std::string& file, const std::string& more = "") {
    auto request = Parse<v1::ImportRevisionRequest>(StrCat("parent: '", kDocument, "' ", more));
    request.set_docx(file);
    return request;
  }
  absl::StatusOr<Response> Import(const std::string& file, const std::string& more = "") {
    return scene.Call(&Drafting::ImportRevision, RequestOf(file, more));
  }
  std::string TextOf(int revision, const std::string& section) {
    const auto read =
        scene.Call(&Drafting::GetSection, StrCat("name: '", RevisionOf(revision), "/sections/", section, "'"));
    return read.ok() ? drafting::TextOf(read->body()) : "none";
  }
  int Count() {
    const auto document = scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'"));
    return document.ok() ? document->revision_count() : -1;
  }

  Scene scene;
};
using ExportRevision = RevisionFiles;
using ImportRevision = RevisionFiles;

// The file with words in one of its parts replaced.
std::string Edit(const std::string& file, const std::vector<std::pair<std::string, std::string>>& replacements,
                 const std::string& path = kMain) {
  auto parts = support::Unzip(file);
  EXPECT_THAT(parts, IsOk());
  for (const auto& [from, to] : replacements) {
    EXPECT_THAT((*parts)[path], HasSubstr(from));
    (*parts)[path] = absl::StrReplaceAll((*parts)[path], {{from, to}});
  }
  auto packed = paper::Pack({parts->begin(), parts->end()});
  EXPECT_THAT(packed, IsOk());
  return *std::move(packed);
}

// As LibreOffice saves it.
std::string Resaved(const std::string& file) {
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() + "/paper.docx", std::ios::binary) << file;
  const auto made =
      support::RunToEnd({"/usr/bin/soffice", "--headless", "-env:UserInstallation=file://" + folder.path(),
                         "--convert-to", "docx", "--outdir", folder.path() + "/saved", folder.path() + "/paper.docx"});
  EXPECT_EQ(made.status, 0) << made.errors;
  std::ifstream saved(folder.path() + "/saved/paper.docx", std::ios::binary);
  return {std::istreambuf_iterator<char>(saved), {}};
}

std::vector<std::string> Changed(const Response& response) {
  std::vector<std::string> ids;
  for (const v1::SectionComparison& section : response.sections()) ids.push_back(section.section());
  return ids;
}

std::string CauseOf(const absl::StatusOr<Response>& refused) {
  EXPECT_THAT(refused, StatusIs(kInvalid, "DOCX_UNREADABLE"));
  return support::MetadataIn(refused.status(), "cause");
}

TEST_F(ExportRevision, PrintsEachFileWithTheOfficesForm) {
  ASSERT_OK_AND_ASSIGN(const auto text, Export(1, "form { issuer: 'TỈNH ỦY MẪU' signer_title: 'BÍ THƯ' }"));
  EXPECT_EQ(text.content_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(text.file_name(), "report-000001.txt");
  EXPECT_THAT(text.content(), AllOf(HasSubstr("DRAFT 1\n"), HasSubstr("TỈNH ỦY MẪU\n"), HasSubstr("BÁO CÁO\n"),
                                    HasSubstr("Kiểm điểm\n\nMột\n\nHai\n"), HasSubstr("BÍ THƯ\n")));
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese, Export(1));
  EXPECT_THAT(vietnamese.content(), HasSubstr("DỰ THẢO 1\n"));
  ASSERT_OK_AND_ASSIGN(const auto unmarked, Export(1, "without_draft_mark: true"));
  EXPECT_THAT(unmarked.content(), Not(HasSubstr("DỰ THẢO")));
  ASSERT_OK_AND_ASSIGN(const auto pdf, Export(1, "paper_format: PDF"));
  EXPECT_EQ(pdf.file_name(), "report-000001.pdf");
  EXPECT_TRUE(pdf.content().starts_with("%PDF-"));
  const auto parts = support::Unzip(Docx(1));
  ASSERT_THAT(parts, IsOk());
  EXPECT_THAT(parts->at(kMain), HasSubstr("w:name=\"_s_review\""));
  EXPECT_THAT(parts->at(kCustom), AllOf(HasSubstr(kDocument), HasSubstr("000001")));
}

TEST_F(ExportRevision, MarksWhatChangedSinceAnotherRevision) {
  ASSERT_THAT(Revise("review", "Một sửa\\nHai"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto text, Export(2, StrCat("base_revision: '", RevisionOf(1), "'")));
  EXPECT_THAT(text.content(), HasSubstr("Một{+ sửa+}\n"));
  EXPECT_EQ(text.file_name(), "report-000002-marked.txt");
  const auto parts = support::Unzip(Docx(2, StrCat("base_revision: '", RevisionOf(1), "'")));
  ASSERT_THAT(parts, IsOk());
  EXPECT_THAT(parts->at(kMain), HasSubstr("<w:ins w:id="));
}

TEST_F(ExportRevision, RefusesWhatItCannotPrint) {
  EXPECT_THAT(Export(7), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Export(1, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  scene.MakeDocument("other");
  EXPECT_THAT(Export(1, "base_revision: 'congresses/xx/documents/other/revisions/000001'"),
              StatusIs(kInvalid, "REVISIONS_UNRELATED"));
}

// Every row of a table in plain text is as wide as its widest cells.
TEST_F(ExportRevision, RefusesAPrintThatDoesNotFitIntoAnAnswer) {
  auto wide = Parse<v1::ReviseDocumentRequest>(StrCat("name: '", kDocument, "' base_revision: '", RevisionOf(1),
                                                      "' edits { change { section: 'tasks' body { table {} } } }"));
  paper::v1::Table& table = *wide.mutable_edits(0)->mutable_change()->mutable_body(0)->mutable_table();
  for (int i = 0; i < 30; ++i) table.add_columns();
  for (int i = 0; i < 2'500; ++i) {
    paper::v1::Row& row = *table.add_rows();
    for (int k = 0; k < 30; ++k) row.add_cells()->add_spans()->set_text(i == 0 ? std::string(200, 'x') : "y");
  }
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument, wide), IsOk());
  EXPECT_THAT(Export(2), StatusIs(kFailed, "PRINT_TOO_LARGE"));
  EXPECT_THAT(Export(2, "paper_format: DOCX"), IsOk());
}

// An invited unit has the text on which it is asked, and no other.
TEST_F(ExportRevision, IsForTheInvitedAsWell) {
  ASSERT_THAT(Revise("review", "Một sửa"), IsOk());
  scene.MakeRound();
  EXPECT_THAT(Export(1, "", "clerk@a"), IsOk());
  EXPECT_THAT(Export(2, "", "clerk@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Export(1, StrCat("base_revision: '", RevisionOf(2), "'"), "clerk@a"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(ImportRevision, OfAFileThatNobodyEditedMakesNone) {
  ASSERT_OK_AND_ASSIGN(const Response response, Import(Docx(1)));
  EXPECT_EQ(response.state(), Response::UNCHANGED);
  EXPECT_FALSE(response.has_revision());
  EXPECT_EQ(response.base_revision(), RevisionOf(1));
  EXPECT_EQ(Count(), 1);
}

TEST_F(ImportRevision, ChangesExactlyTheSectionThatWasEdited) {
  const std::string file = Edit(Docx(1), {{">Hai<", ">Hai mới<"}});
  ASSERT_OK_AND_ASSIGN(const Response preview, Import(file, "validate_only: true"));
  EXPECT_EQ(preview.state(), Response::REVISED);
  EXPECT_THAT(Changed(preview), ElementsAre("review"));
  EXPECT_EQ(preview.sections(0).pieces(1).runs(1).text(), " mới");
  EXPECT_EQ(Count(), 1);
  ASSERT_OK_AND_ASSIGN(const Response response, Import(file, "note: 'Sửa trên Word'"));
  EXPECT_EQ(response.state(), Response::REVISED);
  EXPECT_EQ(response.revision().name(), RevisionOf(2));
  EXPECT_EQ(response.revision().cause(), v1::Revision::IMPORT);
  EXPECT_EQ(response.revision().note(), "Sửa trên Word");
  EXPECT_THAT(response.revision().parents(), ElementsAre(RevisionOf(1)));
  EXPECT_EQ(TextOf(2, "review"), "Một\nHai mới");
  EXPECT_EQ(TextOf(2, "tasks"), "");
}

// A paragraph of a report is easily longer than a line of a form.
TEST_F(ImportRevision, TakesLongParagraphs) {
  std::string words = "Hai";
  for (int i = 0; i < 400; ++i) words += StrCat(" chữ", i);
  ASSERT_OK_AND_ASSIGN(const Response response, Import(Edit(Docx(1), {{">Hai<", StrCat(">", words, "<")}})));
  EXPECT_THAT(Changed(response), ElementsAre("review"));
  EXPECT_EQ(TextOf(2, "review"), "Một\n" + words);
}

TEST_F(ImportRevision, TakesTheFileThatLibreOfficeSaved) {
  const std::string file = Resaved(Docx(1));
  ASSERT_OK_AND_ASSIGN(const Response same, Import(file));
  EXPECT_EQ(same.state(), Response::UNCHANGED);
  EXPECT_EQ(same.unplaced_size(), 0) << same.unplaced(0).reason();
  ASSERT_OK_AND_ASSIGN(const Response response, Import(Edit(file, {{"Hai", "Hai mới"}})));
  EXPECT_THAT(Changed(response), ElementsAre("review"));
  EXPECT_EQ(TextOf(2, "review"), "Một\nHai mới");
}

// Whoever works on a marked print accepts what they leave as it is.
TEST_F(ImportRevision, OfAMarkedPrintCountsChangesAsAccepted) {
  ASSERT_THAT(Revise("review", "Một sửa\\nBa"), IsOk());
  const std::string marked = Docx(2, StrCat("base_revision: '", RevisionOf(1), "'"));
  for (const std::string& file : {marked, Resaved(marked)}) {
    ASSERT_OK_AND_ASSIGN(const Response response, Import(file));
    EXPECT_EQ(response.state(), Response::UNCHANGED);
    EXPECT_EQ(response.base_revision(), RevisionOf(2));
  }
}

TEST_F(ImportRevision, MergesWithWhatHasChangedSince) {
  const std::string file = Docx(1);
  ASSERT_THAT(Revise("tasks", "Việc"), IsOk());
  ASSERT_OK_AND_ASSIGN(const Response response, Import(Edit(file, {{">Hai<", ">Hai mới<"}})));
  EXPECT_EQ(response.revision().cause(), v1::Revision::IMPORT);
  EXPECT_THAT(response.revision().parents(), ElementsAre(RevisionOf(2), RevisionOf(1)));
  EXPECT_EQ(TextOf(3, "review"), "Một\nHai mới");
  EXPECT_EQ(TextOf(3, "tasks"), "Việc");
  ASSERT_OK_AND_ASSIGN(const Response again, Import(Edit(file, {{">Hai<", ">Hai mới<"}})));
  EXPECT_EQ(again.state(), Response::UNCHANGED) << "others have made the same change";
  const auto refused = Import(Edit(file, {{">Hai<", ">Hai khác<"}}));
  ASSERT_THAT(refused, StatusIs(kAborted, "MERGE_CONFLICT"));
  v1::MergeConflict conflict;
  ASSERT_TRUE(status::Detail(refused.status(), &conflict));
  EXPECT_EQ(conflict.clashes(0).section(), "review");
  EXPECT_EQ(conflict.clashes(0).ours(), " khác");
  EXPECT_EQ(conflict.clashes(0).theirs(), " mới");
}

TEST_F(ImportRevision, TellsWhatHasNoPlaceAndRefusesItUnlessAsked) {
  const std::string file =
      Edit(Docx(1), {{">Hai<", ">Hai mới<"},
                     {"</w:p><w:sectPr>", "</w:p><w:p><w:r><w:t>lời ngoài</w:t></w:r></w:p><w:sectPr>"},
                     {"<w:r><w:t xml:space=\"preserve\">Một</w:t>",
                      "<w:r><w:drawing/></w:r><w:r><w:t xml:space=\"preserve\">Một</w:t>"}});
  const auto refused = Import(file);
  ASSERT_THAT(refused, StatusIs(kInvalid, "DOCX_UNPLACED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "count"), "2");
  EXPECT_EQ(Count(), 1);
  ASSERT_OK_AND_ASSIGN(const Response preview, Import(file, "validate_only: true"));
  ASSERT_EQ(preview.unplaced_size(), 2);
  EXPECT_EQ(preview.unplaced(0).cause(), v1::UnplacedPart::PICTURE);
  EXPECT_EQ(preview.unplaced(0).section(), "review");
  EXPECT_EQ(preview.unplaced(1).cause(), v1::UnplacedPart::OUTSIDE);
  EXPECT_EQ(preview.unplaced(1).reason(), "the text “lời ngoài” stands outside of all sections");
  ASSERT_OK_AND_ASSIGN(const Response response, Import(file, "accept_unplaced: true"));
  EXPECT_EQ(response.unplaced_count(), 2);
  EXPECT_EQ(TextOf(2, "review"), "Một\nHai mới");
}

TEST_F(ImportRevision, RefusesFilesThatAreNoneOfTheDocument) {
  const std::string file = Docx(1);
  EXPECT_EQ(CauseOf(Import("một đoạn chữ")), "damaged");
  EXPECT_EQ(CauseOf(Import("\xD0\xCF\x11\xE0")), "encrypted");
  EXPECT_EQ(CauseOf(Import(Edit(file, {{"congress-revision", "khac"}}, kCustom))), "unmarked");
  EXPECT_EQ(CauseOf(Import(Edit(file, {{kDocument, "congresses/xx/documents/other"}}, kCustom))), "other_document");
  ASSERT_THAT(Revise("tasks", "Việc"), IsOk());
  EXPECT_EQ(CauseOf(Import(Edit(file, {{"000001", "000002"}}, kCustom))), "other_text");
  EXPECT_THAT(Import(Edit(file, {{"000001", "000009"}}, kCustom)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Import(file, StrCat("parent: '", kDocument, "x'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Import(""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(ImportRevision, KeepsToTheRulesOfOtherEdits) {
  const std::string file = Docx(1);
  const std::string edited = Edit(file, {{">Hai<", ">Hai mới<"}});
  EXPECT_THAT(Import(Edit(file, {{">Một<", ">TUYỆT MẬT<"}})), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(Import(Edit(file, {{">Một<", ">TUYỆT MẬT<"}}), "not_graded: true validate_only: true"), IsOk());
  std::string words = ">";
  for (int i = 0; words.size() < size_t{13} << 18; ++i) {
    words += i % 1000 == 0 ? "</w:t></w:r></w:p><w:p><w:r><w:t>" : StrCat(i, " ");
  }
  EXPECT_THAT(Import(Edit(file, {{">Hai<", words + "<"}})), StatusIs(kInvalid, "DOCUMENT_TOO_LARGE"));
  EXPECT_THAT(scene.Call(&Drafting::ImportRevision, RequestOf(edited),
                         scene.service().As("nameless", {"administrator@province"}, annotations::v1::SENSITIVE,
                                            std::string_view())),
              StatusIs(kDenied, "PERSON_UNKNOWN"));
  ASSERT_OK_AND_ASSIGN(const Response first, Import(edited, kUuid));
  ASSERT_OK_AND_ASSIGN(const Response again, Import(edited, kUuid));
  EXPECT_EQ(again.revision().name(), first.revision().name());
  EXPECT_EQ(Count(), 2);
  EXPECT_THAT(Import(file, kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST_F(ImportRevision, RefusesAFrozenDocument) {
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, R"(parent: 'congresses/xx' document_id: 'frozen' document {
    organisation: 'organisations/province' kind: 'report' symbol: 'BC' display_name: 'Báo cáo' }
    sections { id: 'review' title: 'Kiểm điểm' text: 'Hai' } steps { id: 'one' display_name: 'x' frozen: true }
    steps { id: 'two' display_name: 'y' })"),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto file, scene.Call(&Drafting::ExportRevision,
                                                   "name: 'congresses/xx/documents/frozen/revisions/000001' "
                                                   "paper_format: DOCX"));
  EXPECT_THAT(Import(Edit(file.content(), {{">Hai<", ">Hai mới<"}}), "parent: 'congresses/xx/documents/frozen'"),
              StatusIs(kFailed, "DOCUMENT_FROZEN"));
  EXPECT_THAT(Import(Edit(file.content(), {{">Hai<", "></w:t><w:drawing/><w:t>Hai mới<"}}),
                     "parent: 'congresses/xx/documents/frozen'"),
              StatusIs(kFailed, "DOCUMENT_FROZEN"))
      << "whatever else the file has";
}

}  // namespace
}  // namespace congress::drafting
