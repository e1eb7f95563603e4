#include "services/drafting/domain/draft.h"

#include <google/protobuf/text_format.h>

#include "services/drafting/domain/progress.h"
#include "services/drafting/domain/sections.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

const Act kAn{.account = "an", .person = "persons/an", .now = sample::kNow};
const Act kBinh{.account = "binh", .person = "persons/binh", .now = sample::kNow};

template <class T>
T Parse(const std::string& text) {
  T message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

v1::DocumentTemplate Template() {
  return Parse<v1::DocumentTemplate>(R"(
    name: "documentTemplates/report" kind: "political-report" symbol: "BC" display_name: "Báo cáo chính trị"
    sections { id: "review" title: "Kiểm điểm" } sections { id: "tasks" title: "Nhiệm vụ" }
    steps { id: "draft" display_name: "Dự thảo" } steps { id: "final" display_name: "Hoàn thiện" frozen: true })");
}

v1::CreateDocumentRequest FromTemplate() {
  return Parse<v1::CreateDocumentRequest>(R"(
    parent: "congresses/xx" document_id: "report"
    document { organisation: "organisations/province" document_template: "documentTemplates/report" }
    sections { id: "tasks" text: "Một là" })");
}

v1::CreateDocumentRequest Inline() {
  return Parse<v1::CreateDocumentRequest>(R"(
    parent: "congresses/xx" document_id: "report"
    document { organisation: "organisations/province" kind: "report" symbol: "BC" display_name: "Báo cáo" }
    sections { id: "a" title: "Mục a" } steps { id: "draft" display_name: "Dự thảo" }
    steps { id: "final" display_name: "Hoàn thiện" })");
}

TEST(BeginDocument, TakesKindSymbolSectionsAndStepsFromTheTemplate) {
  const v1::DocumentTemplate origin = Template();
  ASSERT_OK_AND_ASSIGN(const Draft draft, BeginDocument(FromTemplate(), &origin, kAn));
  EXPECT_EQ(draft.document.name(), "congresses/xx/documents/report");
  EXPECT_EQ(draft.document.kind(), "political-report");
  EXPECT_EQ(draft.document.symbol(), "BC");
  EXPECT_EQ(draft.document.display_name(), "Báo cáo chính trị");
  EXPECT_EQ(ProgressOf(draft.document, sample::kToday, status::Language::kVietnamese), "Bước 1/2: Dự thảo");
  EXPECT_EQ(draft.document.latest_revision(), draft.revision.name());
  EXPECT_EQ(draft.revision.name(), "congresses/xx/documents/report/revisions/000001");
  EXPECT_EQ(draft.revision.author(), "an");
  ASSERT_EQ(draft.revision.sections_size(), 2);
  EXPECT_EQ(draft.revision.sections(0).text(), "");
  EXPECT_EQ(draft.revision.sections(1).title(), "Nhiệm vụ");
  EXPECT_EQ(TextOf(draft.revision.sections(1).body()), "Một là");
  EXPECT_EQ(draft.revision.sha256(), Digest(draft.revision.sections()));
}

TEST(BeginDocument, LetsNoOneBendATemplateOrLeaveSomethingOut) {
  const v1::DocumentTemplate origin = Template();
  const absl::StatusCode invalid = absl::StatusCode::kInvalidArgument;
  v1::CreateDocumentRequest request = FromTemplate();
  request.add_steps()->set_id("own");
  EXPECT_THAT(BeginDocument(request, &origin, kAn), StatusIs(invalid, "FIELDS_INVALID"));
  request = FromTemplate();
  request.mutable_document()->set_symbol("NQ");
  EXPECT_THAT(BeginDocument(request, &origin, kAn), StatusIs(invalid, "FIELDS_INVALID"));
  request = FromTemplate();
  request.mutable_sections(0)->set_id("nowhere");
  EXPECT_THAT(BeginDocument(request, &origin, kAn), StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_UNKNOWN"));
  request = FromTemplate();
  *request.add_sections() = request.sections(0);
  EXPECT_THAT(BeginDocument(request, &origin, kAn), StatusIs(invalid, "SECTION_REPEATED"));

  ASSERT_THAT(BeginDocument(Inline(), nullptr, kAn), IsOk());
  for (const auto clear : {&v1::Document::clear_kind, &v1::Document::clear_symbol, &v1::Document::clear_display_name}) {
    request = Inline();
    (request.mutable_document()->*clear)();
    EXPECT_THAT(BeginDocument(request, nullptr, kAn), StatusIs(invalid, "FIELDS_INVALID"));
  }
  request = Inline();
  request.clear_sections();
  EXPECT_THAT(BeginDocument(request, nullptr, kAn), StatusIs(invalid, "FIELDS_INVALID"));
  request = Inline();
  request.clear_steps();
  EXPECT_THAT(BeginDocument(request, nullptr, kAn), StatusIs(invalid, "FIELDS_INVALID"));
  request = Inline();
  request.mutable_document()->set_symbol("B C");
  EXPECT_THAT(BeginDocument(request, nullptr, kAn), StatusIs(invalid, "SYMBOL_INVALID"));
}

TEST(BeginDocument, RefusesStateSecrets) {
  for (const v1::Secrecy secrecy : {v1::MAT, v1::TOI_MAT, v1::TUYET_MAT}) {
    v1::CreateDocumentRequest request = Inline();
    request.mutable_document()->set_secrecy(secrecy);
    EXPECT_THAT(BeginDocument(request, nullptr, kAn),
                StatusIs(absl::StatusCode::kInvalidArgument, "CONTENT_CLASSIFIED"));
  }
}

TEST(Revise, MakesTheNextRevisionAndLeavesTheLastAsItWas) {
  ASSERT_OK_AND_ASSIGN(const Draft first, BeginDocument(Inline(), nullptr, kAn));
  const auto request = Parse<v1::ReviseDocumentRequest>(
      R"(edits { add { section { id: "b" title: "Mục b" } after: "a" } } note: "Thêm mục b")");
  ASSERT_OK_AND_ASSIGN(const Draft second, Revise(first.document, first.revision, first.revision, request, {}, kBinh));
  EXPECT_EQ(second.revision.number(), 2);
  EXPECT_EQ(second.revision.name(), "congresses/xx/documents/report/revisions/000002");
  EXPECT_EQ(second.revision.author(), "binh");
  EXPECT_EQ(second.revision.note(), "Thêm mục b");
  EXPECT_EQ(second.document.revision_count(), 2);
  EXPECT_NE(second.revision.sha256(), first.revision.sha256());
  EXPECT_EQ(first.revision.sections_size(), 1);
}

TEST(Revise, NotesWhoWroteAndWhat) {
  ASSERT_OK_AND_ASSIGN(const Draft first, BeginDocument(Inline(), nullptr, kAn));
  EXPECT_EQ(first.document.sha256(), first.revision.sha256());
  EXPECT_EQ(first.revision.author_person(), "persons/an");
  ASSERT_EQ(first.document.authors_size(), 1);
  const auto request = Parse<v1::ReviseDocumentRequest>(R"(edits { change { section: "a" text: "x" } })");
  ASSERT_OK_AND_ASSIGN(const Draft second, Revise(first.document, first.revision, first.revision, request, {}, kBinh));
  EXPECT_EQ(second.document.sha256(), second.revision.sha256());
  EXPECT_EQ(second.revision.author_person(), "persons/binh");
  ASSERT_EQ(second.document.authors_size(), 2);
  EXPECT_EQ(second.document.authors(1), "persons/binh");
}

TEST(Revise, TakesTheAssignmentOfARemovedSectionAway) {
  auto request = Inline();
  request.add_sections()->set_id("b");
  request.mutable_sections(1)->set_title("Mục b");
  for (const char* section : {"a", "b"}) {
    v1::SectionAssignment& assignment = *request.mutable_document()->add_assignments();
    assignment.set_section(section);
    assignment.add_persons("persons/chi");
  }
  ASSERT_OK_AND_ASSIGN(const Draft first, BeginDocument(request, nullptr, kAn));
  EXPECT_EQ(first.document.assignments_size(), 2);
  const auto removal = Parse<v1::ReviseDocumentRequest>(R"(edits { remove { section: "a" } })");
  ASSERT_OK_AND_ASSIGN(const Draft second, Revise(first.document, first.revision, first.revision, removal, {}, kAn));
  ASSERT_EQ(second.document.assignments_size(), 1);
  EXPECT_EQ(second.document.assignments(0).section(), "b");
}

TEST(CheckUpdated, WantsATitleAndAssignsSectionsThatAreThereOnce) {
  ASSERT_OK_AND_ASSIGN(const Draft draft, BeginDocument(Inline(), nullptr, kAn));
  v1::Document untitled = draft.document;
  untitled.clear_display_name();
  EXPECT_THAT(CheckUpdated(untitled, draft.revision, sample::kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::Document twice = draft.document;
  twice.add_assignments()->set_section("a");
  EXPECT_THAT(CheckUpdated(twice, draft.revision, sample::kNow), IsOk());
  twice.add_assignments()->set_section("a");
  EXPECT_THAT(CheckUpdated(twice, draft.revision, sample::kNow),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  twice.mutable_assignments(1)->set_section("zzz");
  EXPECT_THAT(CheckUpdated(twice, draft.revision, sample::kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_UNKNOWN"));
}

TEST(Revise, RefusesAtAFrozenStepAndForStateSecrets) {
  ASSERT_OK_AND_ASSIGN(Draft draft, BeginDocument(Inline(), nullptr, kAn));
  auto request = Parse<v1::ReviseDocumentRequest>(R"(edits { change { section: "a" text: "x" } } secrecy: TOI_MAT)");
  EXPECT_THAT(Revise(draft.document, draft.revision, draft.revision, request, {}, kAn),
              StatusIs(absl::StatusCode::kInvalidArgument, "CONTENT_CLASSIFIED"));
  request.clear_secrecy();
  draft.document.mutable_steps(0)->mutable_rule()->set_frozen(true);
  EXPECT_THAT(Revise(draft.document, draft.revision, draft.revision, request, {}, kAn),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DOCUMENT_FROZEN"));
}

}  // namespace
}  // namespace congress::drafting
