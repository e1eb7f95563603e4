#include "services/drafting/domain/draft.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/merge.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/sections.h"
#include "services/drafting/domain/sign_off.h"
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
    made.set_parent(section.parent());
  }
  for (const v1::Section& section : given) {
    const int place = PlaceOf(sections, section.id());
    if (place < 0) {
      return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", section.id()}, {"cause", "template"}});
    }
    if (!section.title().empty()) sections[place].set_title(section.title());
    sections[place].set_text(section.text());
    *sections[place].mutable_body() = section.body();
  }
  return sections;
}

v1::Revision MakeRevision(v1::Document& document, Sections sections, std::string_view note, const Act& act) {
  v1::Revision revision;
  revision.set_number(document.revision_count() + 1);
  revision.set_name(RevisionName(document, revision.number()));
  revision.set_organisation(document.organisation());
  revision.set_author(act.account);
  revision.set_author_person(act.person);
  revision.set_note(std::string(note));
  revision.set_sha256(Digest(sections));
  *revision.mutable_sections() = std::move(sections);
  *revision.mutable_create_time() = civil::ToTimestamp(act.now);
  NoteAuthor(act.person, IsMilestone(document), &document);
  document.set_sha256(revision.sha256());
  document.set_revision_count(revision.number());
  document.set_latest_revision(revision.name());
  *document.mutable_update_time() = revision.create_time();
  return revision;
}

absl::Status Unrelated() { return status::InvalidArgument(v1::REVISIONS_UNRELATED, {{"cause", "document"}}); }

// Ids that were there, in order, and are there no more.
void Retire(const Sections& before, const Sections& after, SectionIds retired, v1::Document* document) {
  for (const v1::Section& section : before) *retired.Add() = section.id();
  std::set<std::string> gone;
  document->clear_retired_sections();
  for (const std::string& id : retired) {
    if (PlaceOf(after, id) < 0 && gone.insert(id).second) document->add_retired_sections(id);
  }
  auto& assignments = *document->mutable_assignments();
  assignments.erase(std::remove_if(assignments.begin(), assignments.end(),
                                   [&](const v1::SectionAssignment& one) { return PlaceOf(after, one.section()) < 0; }),
                    assignments.end());
}

// The revision of these sections that follows `last`. FAILED_PRECONDITION `NOTHING_CHANGED`.
absl::StatusOr<Draft> Follow(v1::Document document, const v1::Revision& last, Sections sections, SectionIds retired,
                             const std::string& note, const Act& act) {
  if (Digest(sections) == Digest(last.sections())) return status::FailedPrecondition(v1::NOTHING_CHANGED);
  Draft draft{.document = std::move(document), .revision = {}};
  Retire(last.sections(), sections, std::move(retired), &draft.document);
  draft.revision = MakeRevision(draft.document, std::move(sections), note, act);
  draft.revision.add_parents(last.name());
  return draft;
}

}  // namespace

std::string RevisionName(const v1::Document& document, int number) {
  return StrCat(document.name(), "/revisions/", absl::StrFormat("%06d", number));
}

absl::StatusOr<Draft> BeginDocument(const v1::CreateDocumentRequest& request,
                                    const v1::DocumentTemplate* document_template, const Act& act) {
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
  RETURN_IF_ERROR(CheckSteps(rules, document.kind()));
  for (v1::Section& section : given) RETURN_IF_ERROR(TakeBody(&section));
  RETURN_IF_ERROR(CheckSections(given));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(document.display_name()));
    RETURN_IF_ERROR(RefuseMarked(given, {}));
  }
  *document.mutable_create_time() = civil::ToTimestamp(act.now);
  draft.revision = MakeRevision(document, std::move(given), "", act);
  draft.revision.set_cause(v1::Revision::BEGUN);
  RETURN_IF_ERROR(BeginSteps(rules, request.planned_steps(), civil::Today(act.now), document));
  ASSIGN_OR_RETURN(document, CheckUpdated(std::move(document), draft.revision, act.now));
  return draft;
}

absl::StatusOr<Draft> Revise(v1::Document document, const v1::Revision& base, const v1::Revision& last,
                             const v1::ReviseDocumentRequest& request, const History& history, const Act& act) {
  RETURN_IF_ERROR(RefuseClassified(request.secrecy()));
  RETURN_IF_ERROR(RefuseFrozen(document));
  for (const std::string& answered : request.answers()) {
    if (!answered.starts_with(StrCat(document.name(), "/"))) return Unrelated();
  }
  SectionIds retired = document.retired_sections();
  ASSIGN_OR_RETURN(Sections sections, ApplyEdits(base.sections(), request.edits(), history, retired));
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarked(sections, base.sections()));
  const bool merges = base.number() != last.number();
  if (merges) {
    const Sides sides{.base = base.sections(), .ours = sections, .theirs = last.sections()};
    ASSIGN_OR_RETURN(sections, Merge(sides, history, last.name()));
  }
  ASSIGN_OR_RETURN(Draft draft,
                   Follow(std::move(document), last, std::move(sections), std::move(retired), request.note(), act));
  draft.revision.set_cause(merges ? v1::Revision::MERGE : v1::Revision::EDIT);
  if (merges) draft.revision.add_parents(base.name());
  *draft.revision.mutable_answers() = request.answers();
  return draft;
}

absl::StatusOr<Draft> TakeWordings(v1::Document document, const v1::Revision& last, Sections sections,
                                   const std::vector<std::string>& answers, const std::string& note, const Act& act) {
  RETURN_IF_ERROR(RefuseFrozen(document));
  SectionIds retired = document.retired_sections();
  ASSIGN_OR_RETURN(Draft draft, Follow(std::move(document), last, std::move(sections), std::move(retired), note, act));
  draft.revision.set_cause(v1::Revision::OPINION);
  draft.revision.mutable_answers()->Assign(answers.begin(), answers.end());
  return draft;
}

absl::StatusOr<Draft> Revert(v1::Document document, const Taken& taken, const v1::Revision& last,
                             const v1::RevertRevisionRequest& request, const History& history, const Act& act) {
  RETURN_IF_ERROR(RefuseFrozen(document));
  const Sides sides{.base = taken.after.sections(), .ours = taken.before.sections(), .theirs = last.sections()};
  ASSIGN_OR_RETURN(Sections sections, Merge(sides, history, last.name()));
  SectionIds retired = document.retired_sections();
  ASSIGN_OR_RETURN(Draft draft,
                   Follow(std::move(document), last, std::move(sections), std::move(retired), request.note(), act));
  draft.revision.set_cause(v1::Revision::REVERT);
  return draft;
}

absl::StatusOr<v1::Document> CheckUpdated(v1::Document changed, const v1::Revision& last, absl::Time now) {
  status::Violations violations;
  if (changed.display_name().empty()) violations.Add("document.display_name", status::PlatformFault::REQUIRED);
  std::set<std::string_view> assigned;
  for (int i = 0; i < changed.assignments_size(); ++i) {
    const std::string& section = changed.assignments(i).section();
    if (PlaceOf(last.sections(), section) < 0) {
      return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", section}, {"cause", "document"}});
    }
    if (assigned.insert(section).second) continue;
    violations.Add(StrCat("document.assignments[", i, "].section"), status::PlatformFault::REPEATED,
                   {{"value", section}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  *changed.mutable_update_time() = civil::ToTimestamp(now);
  return changed;
}

absl::Status RefuseFrozen(const v1::Document& document) {
  if (!IsFrozen(document)) return absl::OkStatus();
  const v1::StepRule& step = CurrentStep(document).rule();
  status::Metadata metadata = {{"step", step.id()}, {"step_name", step.display_name()}};
  if (!document.issued_paper().empty()) {
    metadata.emplace_back("paper", document.issued_paper());
    metadata.emplace_back("cause", "issued");
  }
  return status::FailedPrecondition(v1::DOCUMENT_FROZEN, metadata);
}

absl::Status CheckTitleFree(const v1::Document& document, bool approved) {
  RETURN_IF_ERROR(RefuseFrozen(document));
  if (approved) {
    return status::FailedPrecondition(v1::TITLE_SIGNED, {{"title", document.display_name()}, {"cause", "approved"}});
  }
  const bool is_signed = std::any_of(document.signoffs().begin(), document.signoffs().end(),
                                     [&](const v1::SignOff& signoff) { return IsInForce(document, signoff); });
  if (!is_signed) return absl::OkStatus();
  return status::FailedPrecondition(v1::TITLE_SIGNED, {{"title", document.display_name()}});
}

}  // namespace congress::drafting
