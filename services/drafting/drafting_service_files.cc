// Revisions as files: printed, and brought back edited.
#include <optional>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/docx/docx.h"
#include "platform/paper/paper.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/compare.h"
#include "services/drafting/domain/docx_import.h"
#include "services/drafting/domain/revision_paper.h"
#include "services/drafting/drafting_service.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// `congresses/xx/documents/report` and 3: `report-000003`.
std::string FileStem(const v1::Revision& revision) {
  const std::string_view document = DocumentOf(revision);
  return StrCat(document.substr(document.rfind('/') + 1), "-", revision.name().substr(revision.name().rfind('/') + 1));
}

// How the file looks that nobody has edited.
absl::StatusOr<docx::Document> Untouched(const v1::Document& document, const v1::Revision& base,
                                         const paper::Layout& layout) {
  const paper::v1::Paper paper = RevisionPaper({.document = document, .revision = base}, {}, {});
  ASSIGN_OR_RETURN(const std::string file, paper::RenderDocx(paper, layout));
  return docx::Read(file, DocxUnreadable);
}

// What the edits make of the revision, which has all bodies; nothing where they leave it as it was.
absl::StatusOr<std::optional<v1::Revision>> Edited(v1::Revision base, const SectionEdits& edits,
                                                   const History& history) {
  if (edits.empty()) return std::nullopt;
  SectionIds retired;
  auto sections = ApplyEdits(base.sections(), edits, history, retired);
  if (status::ReasonOf(sections.status()) == v1::Reason_Name(v1::NOTHING_CHANGED)) return std::nullopt;
  RETURN_IF_ERROR(sections.status());
  *base.mutable_sections() = *std::move(sections);
  return base;
}

}  // namespace

absl::StatusOr<v1::Revision> DraftingService::ReadWhole(rpc::Call& call, const std::string& name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, access_.ReadRevision(call, name));
  return kRevisions.WithBodies(call, std::move(revision));
}

absl::StatusOr<v1::ExportRevisionResponse> DraftingService::ExportRevision(
    rpc::Call& call, const v1::ExportRevisionRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Revision revision, ReadWhole(call, request.name()));
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call, DocumentOf(revision)));
  PrintedRevision printed{.document = document, .revision = revision, .draft_mark = !request.without_draft_mark()};
  std::optional<v1::Revision> base;
  if (!request.base_revision().empty()) {
    ASSIGN_OR_RETURN(base, ReadWhole(call, request.base_revision()));
    if (DocumentOf(*base) != DocumentOf(revision)) return status::InvalidArgument(v1::REVISIONS_UNRELATED);
    printed.base = &*base;
  }
  const paper::v1::Paper paper = RevisionPaper(printed, request.form(), call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(paper, request.paper_format(), layout_));
  v1::ExportRevisionResponse answer;
  ASSIGN_OR_RETURN(*answer.mutable_content(), FittingPrint(std::move(file.content)));
  answer.set_content_type(file.media_type);
  answer.set_file_name(StrCat(FileStem(revision), base.has_value() ? "-marked" : "", file.extension));
  return answer;
}

absl::StatusOr<v1::ImportRevisionResponse> DraftingService::ImportRevision(
    rpc::Call& call, const v1::ImportRevisionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Get(call, request.parent()));
  RETURN_IF_ERROR(call.RequireOther({}));
  ASSIGN_OR_RETURN(const docx::Document file, docx::Read(request.docx(), DocxUnreadable));
  ASSIGN_OR_RETURN(const std::string base_name,
                   BaseOf(file, document.name(), paper::ResourceIn(request.docx(), "numberSeries/")));
  const History history = kRevisions.HistoryOf(call, document.name());
  ASSIGN_OR_RETURN(const v1::Revision base, history.revision(base_name));
  RETURN_IF_ERROR(CheckBase(file, base));
  ASSIGN_OR_RETURN(const v1::Revision whole, kRevisions.WithBodies(call, base));
  ASSIGN_OR_RETURN(const docx::Document untouched, Untouched(document, whole, layout_));
  Brought brought = ReadEdits(file, untouched, whole, FormStyles(layout_));
  v1::ImportRevisionResponse answer;
  answer.set_base_revision(base.name());
  answer.set_state(v1::ImportRevisionResponse::UNCHANGED);
  Tell(brought.unplaced, call.language(), &answer);
  if (!brought.edits.empty()) RETURN_IF_ERROR(RefuseFrozen(document));
  if (!request.accept_unplaced() && !request.validate_only()) RETURN_IF_ERROR(RequirePlaced(brought.unplaced));

  // As the Gate takes what is typed.
  v1::ReviseDocumentRequest revise;
  revise.set_name(document.name());
  revise.set_base_revision(base.name());
  revise.set_note(request.note());
  revise.set_not_graded(request.not_graded());
  *revise.mutable_edits() = std::move(brought.edits);
  if (!revise.edits().empty()) RETURN_IF_ERROR(rpc::CheckFields(&revise));
  ASSIGN_OR_RETURN(const std::optional<v1::Revision> edited, Edited(whole, revise.edits(), history));
  if (!edited.has_value()) return answer;
  ASSIGN_OR_RETURN(v1::CompareRevisionsResponse compared, Compare(whole, *edited));
  for (v1::SectionComparison& section : *compared.mutable_sections()) {
    if (section.difference() == v1::SectionComparison::UNCHANGED) continue;
    // An answer is kept for its request_id beside the text itself, so that it does not hold that again.
    if (!request.validate_only()) section.clear_pieces();
    *answer.add_sections() = std::move(section);
  }
  ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document.latest_revision()));
  auto draft = Revise(std::move(document), base, last, revise, history, ActOf(call));
  // Somebody has made the same changes meanwhile.
  if (status::ReasonOf(draft.status()) == v1::Reason_Name(v1::NOTHING_CHANGED)) return answer;
  RETURN_IF_ERROR(draft.status());
  draft->revision.set_cause(v1::Revision::IMPORT);
  ASSIGN_OR_RETURN(*answer.mutable_revision(), Keep(call, *std::move(draft)));
  answer.set_state(v1::ImportRevisionResponse::REVISED);
  return answer;
}

}  // namespace congress::drafting
