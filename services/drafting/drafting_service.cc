#include "services/drafting/drafting_service.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/approvals.h"
#include "services/drafting/domain/compare.h"
#include "services/drafting/domain/draft.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/progress.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/templates.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {

absl::StatusOr<v1::Document> DraftingService::Told(rpc::Call& call, absl::StatusOr<v1::Document> document) {
  if (!document.ok()) return document;
  Tell(civil::Today(call.now()), call.language(), &*document);
  ASSIGN_OR_RETURN(const bool missing, LacksApproval(call, *document));
  document->set_approval_missing(missing);
  return document;
}

absl::StatusOr<v1::DocumentTemplate> DraftingService::CreateDocumentTemplate(
    rpc::Call& call, const v1::CreateDocumentTemplateRequest& request) const {
  v1::DocumentTemplate made = request.document_template();
  made.set_name(StrCat("documentTemplates/", request.document_template_id()));
  *made.mutable_create_time() = civil::ToTimestamp(call.now());
  RETURN_IF_ERROR(call.Require(made.organisation()));
  RETURN_IF_ERROR(CheckTemplate(made));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(made.display_name()));
    for (const v1::TemplateSection& section : made.sections()) RETURN_IF_ERROR(RefuseMarkedTitle(section.title()));
  }
  return templates_.Create(call, std::move(made));
}

absl::StatusOr<v1::DocumentTemplate> DraftingService::GetDocumentTemplate(
    rpc::Call& call, const v1::GetDocumentTemplateRequest& request) const {
  return templates_.Get(call, request.name());
}

absl::StatusOr<v1::ListDocumentTemplatesResponse> DraftingService::ListDocumentTemplates(
    rpc::Call& call, const v1::ListDocumentTemplatesRequest& request) const {
  const auto matches = [&](const v1::DocumentTemplate& one) {
    return request.kind().empty() || one.kind() == request.kind();
  };
  ASSIGN_OR_RETURN(auto page, templates_.ListNaturally(call, "documentTemplates/", rpc::PageOf(request), matches));
  v1::ListDocumentTemplatesResponse answer;
  answer.mutable_document_templates()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Document> DraftingService::CreateDocument(rpc::Call& call,
                                                             const v1::CreateDocumentRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.document().organisation()));
  // Who writes does not sign, so that one must be known. An empty document may be begun for anybody.
  if (!request.sections().empty()) RETURN_IF_ERROR(call.RequireOther({}));
  std::optional<v1::DocumentTemplate> origin;
  if (const std::string& name = request.document().document_template(); !name.empty()) {
    ASSIGN_OR_RETURN(origin, templates_.ReadShared(call, name));
  }
  ASSIGN_OR_RETURN(Draft draft, BeginDocument(request, origin.has_value() ? &*origin : nullptr, ActOf(call)));
  RETURN_IF_ERROR(CheckApprovers(call, draft.document));
  RETURN_IF_ERROR(CheckWaiting(call, draft.document, {}));
  RETURN_IF_ERROR(kRevisions.Put(call, std::move(draft.revision)).status());
  return Told(call, kDocuments.Create(call, std::move(draft.document)));
}

absl::StatusOr<v1::Document> DraftingService::GetDocument(rpc::Call& call,
                                                          const v1::GetDocumentRequest& request) const {
  ASSIGN_OR_RETURN(v1::Document document, Told(call, access_.ReadDocument(call, request.name())));
  if (!call.Holds(call.permission(), document.organisation())) HideInternals(&document);
  return document;
}

absl::StatusOr<v1::ListDocumentsResponse> DraftingService::ListDocuments(
    rpc::Call& call, const v1::ListDocumentsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::Document> query, rpc::QueryOf<v1::Document>(request));
  query.Of(call, request.organisation());
  query.Only("kind", request.kind());
  ASSIGN_OR_RETURN(auto page,
                   kDocuments.Find(call, StrCat(request.parent(), "/documents/"), rpc::PageOf(request), query));
  v1::ListDocumentsResponse answer;
  for (v1::Document& document : page.items) {
    ASSIGN_OR_RETURN(*answer.add_documents(), Told(call, std::move(document)));
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Revision> DraftingService::Keep(rpc::Call& call, Draft draft) const {
  kDocuments.Put(call, std::move(draft.document));
  return kRevisions.Put(call, std::move(draft.revision));
}

absl::StatusOr<v1::Revision> DraftingService::ReviseDocument(rpc::Call& call,
                                                             const v1::ReviseDocumentRequest& request) const {
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Get(call, request.name()));
  RETURN_IF_ERROR(call.RequireOther({}));
  const History history = kRevisions.HistoryOf(call, document.name());
  ASSIGN_OR_RETURN(const v1::Revision base, history.revision(request.base_revision()));
  ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document.latest_revision()));
  for (const std::string& answered : request.answers()) {
    ASSIGN_OR_RETURN(const v1::Opinion opinion, collected_.Load(call, answered));
    RETURN_IF_ERROR(CheckCounts(opinion));
  }
  ASSIGN_OR_RETURN(Draft draft, Revise(std::move(document), base, last, request, history, ActOf(call)));
  return Keep(call, std::move(draft));
}

absl::StatusOr<v1::Revision> DraftingService::RevertRevision(rpc::Call& call,
                                                             const v1::RevertRevisionRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Revision after, kRevisions.Get(call, request.name()));
  RETURN_IF_ERROR(call.RequireOther({}));
  if (after.number() == 1) return status::FailedPrecondition(v1::FIRST_REVISION);
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, DocumentOf(after)));
  ASSIGN_OR_RETURN(const v1::Revision before, kRevisions.Load(call, RevisionName(document, after.number() - 1)));
  ASSIGN_OR_RETURN(const v1::Revision last, kRevisions.Load(call, document.latest_revision()));
  const History history = kRevisions.HistoryOf(call, document.name());
  ASSIGN_OR_RETURN(Draft draft, Revert(std::move(document), {.before = before, .after = after}, last, request, history,
                                       ActOf(call)));
  // Their wording is no longer in the text.
  for (const std::string& answered : after.answers()) {
    ASSIGN_OR_RETURN(v1::Opinion opinion, collected_.Load(call, answered));
    if (opinion.merged_into() != after.name()) continue;
    opinion.clear_merged_into();
    collected_.Put(call, std::move(opinion));
  }
  return Keep(call, std::move(draft));
}

absl::StatusOr<v1::Revision> DraftingService::GetRevision(rpc::Call& call,
                                                          const v1::GetRevisionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Revision revision, access_.ReadRevision(call, request.name()));
  if (!call.Holds(call.permission(), revision.organisation())) revision.clear_author_person();
  if (request.view() != v1::GetRevisionRequest::BASIC) return kRevisions.WithBodies(call, std::move(revision));
  for (v1::Section& section : *revision.mutable_sections()) section.clear_body();
  return revision;
}

absl::StatusOr<v1::Section> DraftingService::GetSection(rpc::Call& call, const v1::GetSectionRequest& request) const {
  const std::string& name = request.name();
  const size_t end = name.rfind("/sections/");
  ASSIGN_OR_RETURN(v1::Revision revision, access_.ReadRevision(call, name.substr(0, end)));
  const int place = PlaceOf(revision.sections(), name.substr(name.rfind('/') + 1));
  if (place < 0) return status::NotFound("Section", name);
  v1::Section section = revision.sections(place);
  RETURN_IF_ERROR(kRevisions.AddBody(call, DocumentOf(revision), &section));
  return section;
}

absl::StatusOr<v1::ListRevisionsResponse> DraftingService::ListRevisions(
    rpc::Call& call, const v1::ListRevisionsRequest& request) const {
  RETURN_IF_ERROR(kDocuments.Get(call, request.parent()).status());
  ASSIGN_OR_RETURN(auto page, kRevisions.List(call, StrCat(request.parent(), "/revisions/"), rpc::PageOf(request)));
  v1::ListRevisionsResponse answer;
  for (v1::Revision& revision : page.items) {
    revision.clear_sections();
    *answer.add_revisions() = std::move(revision);
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::CompareRevisionsResponse> DraftingService::CompareRevisions(
    rpc::Call& call, const v1::CompareRevisionsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Revision base, ReadWhole(call, request.base()));
  ASSIGN_OR_RETURN(const v1::Revision target, ReadWhole(call, request.target()));
  return Compare(base, target);
}

}  // namespace congress::drafting
