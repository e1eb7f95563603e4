#include "services/drafting/domain/draft.h"

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/sections.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/domain/symbol.h"

namespace congress::drafting {
namespace {

// Steps and sections come from one place only, so that a template's procedure cannot be bent for one document.
absl::Status CheckOrigin(const v1::CreateDocumentRequest& request, bool from_template) {
  status::Violations violations;
  if (from_template) {
    const v1::FieldFault why = v1::GIVEN_BY_TEMPLATE;
    if (!request.steps().empty()) violations.Add("steps", why);
    if (!request.document().kind().empty()) violations.Add("document.kind", why);
    if (!request.document().symbol().empty()) violations.Add("document.symbol", why);
  } else {
    const v1::FieldFault why = v1::NEEDED_WITHOUT_TEMPLATE;
    if (request.steps().empty()) violations.Add("steps", why);
    if (request.sections().empty()) violations.Add("sections", why);
    if (request.document().kind().empty()) violations.Add("document.kind", why);
    if (request.document().symbol().empty()) violations.Add("document.symbol", why);
    if (request.document().display_name().empty()) violations.Add("document.display_name", why);
  }
  return violations.ToStatus();
}

// The template's sections with the text that the request gives for some of them.
absl::StatusOr<Sections> FillTemplate(const v1::DocumentTemplate& document_template, const Sections& given) {
  Sections sections;
  for (const v1::TemplateSection& section : document_template.sections()) {
    v1::Section& made = *sections.Add();
    made.set_id(section.id());
    made.set_title(section.title());
  }
  for (const v1::Section& section : given) {
    const int place = PlaceOf(sections, section.id());
    if (place < 0) {
      return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", section.id()}, {"cause", "template"}});
    }
    if (!section.title().empty()) sections[place].set_title(section.title());
    sections[place].set_text(section.text());
  }
  return sections;
}

v1::Revision MakeRevision(v1::Document& document, Sections sections, std::string_view note, const std::string& author,
                          absl::Time now) {
  v1::Revision revision;
  revision.set_number(document.revision_count() + 1);
  revision.set_name(StrCat(document.name(), "/revisions/", absl::StrFormat("%06d", revision.number())));
  revision.set_organisation(document.organisation());
  revision.set_author(author);
  revision.set_note(std::string(note));
  revision.set_sha256(Digest(sections));
  *revision.mutable_sections() = std::move(sections);
  *revision.mutable_create_time() = civil::ToTimestamp(now);
  document.set_revision_count(revision.number());
  document.set_latest_revision(revision.name());
  *document.mutable_update_time() = revision.create_time();
  return revision;
}

}  // namespace

absl::StatusOr<Draft> BeginDocument(const v1::CreateDocumentRequest& request,
                                    const v1::DocumentTemplate* document_template, const std::string& author,
                                    absl::Time now) {
  RETURN_IF_ERROR(RefuseClassified(request.document().secrecy()));
  RETURN_IF_ERROR(CheckOrigin(request, document_template != nullptr));
  // Before they are laid over a template, where a second text would silently win.
  Sections given = request.sections();
  for (int i = 0; i < given.size(); ++i) {
    if (PlaceOf(given, given[i].id()) != i) return CheckSections(given);
  }
  Draft draft{.document = request.document(), .revision = {}};
  v1::Document& document = draft.document;
  document.set_name(StrCat(request.parent(), "/documents/", request.document_id()));
  StepRules rules = request.steps();
  if (document_template != nullptr) {
    document.set_kind(document_template->kind());
    document.set_symbol(document_template->symbol());
    if (document.display_name().empty()) document.set_display_name(document_template->display_name());
    rules = document_template->steps();
    ASSIGN_OR_RETURN(given, FillTemplate(*document_template, given));
  }
  RETURN_IF_ERROR(CheckTypeSymbol(document.symbol()));
  RETURN_IF_ERROR(CheckSteps(rules));
  RETURN_IF_ERROR(CheckSections(given));
  RETURN_IF_ERROR(BeginSteps(rules, request.planned_steps(), civil::Today(now), document));
  *document.mutable_create_time() = civil::ToTimestamp(now);
  draft.revision = MakeRevision(document, std::move(given), "", author, now);
  return draft;
}

absl::StatusOr<Draft> Revise(v1::Document document, const v1::Revision& last, const v1::ReviseDocumentRequest& request,
                             const std::string& author, absl::Time now) {
  RETURN_IF_ERROR(RefuseClassified(request.secrecy()));
  const v1::StepRule& step = CurrentStep(document).rule();
  if (step.frozen()) {
    return status::FailedPrecondition(v1::DOCUMENT_FROZEN, {{"step", step.id()}, {"step_name", step.display_name()}});
  }
  ASSIGN_OR_RETURN(Sections sections,
                   ApplyEdits(last.sections(), request.edits(), *document.mutable_retired_sections()));
  Draft draft{.document = std::move(document), .revision = {}};
  draft.revision = MakeRevision(draft.document, std::move(sections), request.note(), author, now);
  return draft;
}

}  // namespace congress::drafting
