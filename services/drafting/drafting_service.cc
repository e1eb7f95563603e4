#include "services/drafting/drafting_service.h"

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/compare.h"
#include "services/drafting/domain/draft.h"
#include "services/drafting/domain/readiness.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/domain/templates.h"

namespace congress::drafting {
namespace {

absl::CivilDay DayOr(bool given, const google::type::Date& date, absl::Time now) {
  return given ? civil::FromDate(date) : civil::Today(now);
}

}  // namespace

grpc::Status DraftingService::CreateDocumentTemplate(grpc::ServerContext* context,
                                                     const v1::CreateDocumentTemplateRequest* request,
                                                     v1::DocumentTemplate* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::DocumentTemplate> {
                      v1::DocumentTemplate made = checked.document_template();
                      made.set_name(StrCat("documentTemplates/", checked.document_template_id()));
                      *made.mutable_create_time() = civil::ToTimestamp(call.now());
                      RETURN_IF_ERROR(call.Require(made.organisation()));
                      RETURN_IF_ERROR(CheckTemplate(made));
                      return templates_.Create(call, std::move(made));
                    });
}

grpc::Status DraftingService::GetDocumentTemplate(grpc::ServerContext* context,
                                                  const v1::GetDocumentTemplateRequest* request,
                                                  v1::DocumentTemplate* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) { return templates_.Get(call, checked.name()); });
}

grpc::Status DraftingService::ListDocumentTemplates(grpc::ServerContext* context,
                                                    const v1::ListDocumentTemplatesRequest* request,
                                                    v1::ListDocumentTemplatesResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListDocumentTemplatesResponse> {
                      const auto matches = [&](const v1::DocumentTemplate& one) {
                        return checked.kind().empty() || one.kind() == checked.kind();
                      };
                      ASSIGN_OR_RETURN(auto page,
                                       templates_.List(call, "documentTemplates/", rpc::PageOf(checked), matches));
                      v1::ListDocumentTemplatesResponse answer;
                      answer.mutable_document_templates()->Assign(page.items.begin(), page.items.end());
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status DraftingService::CreateDocument(grpc::ServerContext* context, const v1::CreateDocumentRequest* request,
                                             v1::Document* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::Document> {
                      RETURN_IF_ERROR(call.Require(checked.document().organisation()));
                      std::optional<v1::DocumentTemplate> origin;
                      if (const std::string& name = checked.document().document_template(); !name.empty()) {
                        ASSIGN_OR_RETURN(origin, templates_.ReadShared(call, name));
                      }
                      ASSIGN_OR_RETURN(Draft draft, BeginDocument(checked, origin.has_value() ? &*origin : nullptr,
                                                                  call.principal().subject, call.now()));
                      revisions_.Put(call, std::move(draft.revision));
                      return documents_.Create(call, std::move(draft.document));
                    });
}

grpc::Status DraftingService::GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                                          v1::Document* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) { return access_.ReadDocument(call, checked.name()); });
}

grpc::Status DraftingService::ListDocuments(grpc::ServerContext* context, const v1::ListDocumentsRequest* request,
                                            v1::ListDocumentsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListDocumentsResponse> {
                      const auto matches = [&](const v1::Document& one) {
                        return checked.kind().empty() || one.kind() == checked.kind();
                      };
                      ASSIGN_OR_RETURN(auto page, documents_.List(call, StrCat(checked.parent(), "/documents/"),
                                                                  rpc::PageOf(checked), matches));
                      v1::ListDocumentsResponse answer;
                      answer.mutable_documents()->Assign(page.items.begin(), page.items.end());
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status DraftingService::ReviseDocument(grpc::ServerContext* context, const v1::ReviseDocumentRequest* request,
                                             v1::Revision* response) {
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::Revision> {
        ASSIGN_OR_RETURN(v1::Document document, documents_.Get(call, checked.name()));
        RETURN_IF_ERROR(documents_.CheckEtag(document, checked.etag()));
        ASSIGN_OR_RETURN(const v1::Revision last, revisions_.Load(call, document.latest_revision()));
        ASSIGN_OR_RETURN(Draft draft, Revise(std::move(document), last, checked, call.principal().subject, call.now()));
        documents_.Put(call, std::move(draft.document));
        return revisions_.Put(call, std::move(draft.revision));
      });
}

grpc::Status DraftingService::GetRevision(grpc::ServerContext* context, const v1::GetRevisionRequest* request,
                                          v1::Revision* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) { return access_.ReadRevision(call, checked.name()); });
}

grpc::Status DraftingService::ListRevisions(grpc::ServerContext* context, const v1::ListRevisionsRequest* request,
                                            v1::ListRevisionsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListRevisionsResponse> {
                      RETURN_IF_ERROR(documents_.Get(call, checked.parent()).status());
                      ASSIGN_OR_RETURN(auto page, revisions_.List(call, StrCat(checked.parent(), "/revisions/"),
                                                                  rpc::PageOf(checked)));
                      v1::ListRevisionsResponse answer;
                      for (v1::Revision& revision : page.items) {
                        revision.clear_sections();
                        *answer.add_revisions() = std::move(revision);
                      }
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status DraftingService::CompareRevisions(grpc::ServerContext* context, const v1::CompareRevisionsRequest* request,
                                               v1::CompareRevisionsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::CompareRevisionsResponse> {
                      ASSIGN_OR_RETURN(const v1::Revision base, revisions_.Get(call, checked.base()));
                      ASSIGN_OR_RETURN(const v1::Revision target, revisions_.Get(call, checked.target()));
                      return Compare(base, target);
                    });
}

grpc::Status DraftingService::AdvanceDocumentStep(grpc::ServerContext* context,
                                                  const v1::AdvanceDocumentStepRequest* request,
                                                  v1::Document* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const auto& checked) {
    return documents_.Mutate(call, checked.name(), checked.etag(), [&](v1::Document document) {
      const absl::CivilDay actual = DayOr(checked.has_actual_date(), checked.actual_date(), call.now());
      return AdvanceStep(std::move(document), checked.step(), actual, call.now());
    });
  });
}

grpc::Status DraftingService::GetDraftingReadiness(grpc::ServerContext* context,
                                                   const v1::GetDraftingReadinessRequest* request,
                                                   v1::GetDraftingReadinessResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::GetDraftingReadinessResponse> {
                      call.Filtered();
                      const std::string prefix = StrCat(checked.parent(), "/documents/");
                      const auto hidden = [&](const auto& resource) {
                        return !call.Holds(call.permission(), resource.organisation());
                      };
                      Papers papers;
                      papers.whole = call.Holds(call.permission(), auth::kProvince);
                      ASSIGN_OR_RETURN(papers.documents, documents_.LoadAll(call, prefix));
                      ASSIGN_OR_RETURN(papers.rounds, rounds_.LoadAll(call, prefix));
                      ASSIGN_OR_RETURN(papers.invitations, invitations_.LoadAll(call, prefix));
                      std::erase_if(papers.documents, hidden);
                      std::erase_if(papers.invitations, hidden);
                      return Judge(checked.parent(), papers, DayOr(checked.has_as_of(), checked.as_of(), call.now()));
                    });
}

}  // namespace congress::drafting
