// Handlers of templates, documents, revisions, steps and readiness.
#pragma once

#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/draft.h"
#include "services/drafting/domain/readiness.h"

namespace congress::drafting {

// Safe for many threads.
class DraftingService {
 public:
  // The layout of papers outlives the service.
  explicit DraftingService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::DocumentTemplate> CreateDocumentTemplate(rpc::Call& call,
                                                              const v1::CreateDocumentTemplateRequest& request) const;
  absl::StatusOr<v1::DocumentTemplate> GetDocumentTemplate(rpc::Call& call,
                                                           const v1::GetDocumentTemplateRequest& request) const;
  absl::StatusOr<v1::ListDocumentTemplatesResponse> ListDocumentTemplates(
      rpc::Call& call, const v1::ListDocumentTemplatesRequest& request) const;
  absl::StatusOr<v1::Document> CreateDocument(rpc::Call& call, const v1::CreateDocumentRequest& request) const;
  absl::StatusOr<v1::Document> GetDocument(rpc::Call& call, const v1::GetDocumentRequest& request) const;
  absl::StatusOr<v1::ListDocumentsResponse> ListDocuments(rpc::Call& call,
                                                          const v1::ListDocumentsRequest& request) const;
  absl::StatusOr<v1::Document> UpdateDocument(rpc::Call& call, const v1::UpdateDocumentRequest& request) const;
  absl::StatusOr<v1::Revision> ReviseDocument(rpc::Call& call, const v1::ReviseDocumentRequest& request) const;
  absl::StatusOr<v1::Revision> RevertRevision(rpc::Call& call, const v1::RevertRevisionRequest& request) const;
  absl::StatusOr<v1::Section> GetSection(rpc::Call& call, const v1::GetSectionRequest& request) const;
  absl::StatusOr<v1::Revision> GetRevision(rpc::Call& call, const v1::GetRevisionRequest& request) const;
  absl::StatusOr<v1::ListRevisionsResponse> ListRevisions(rpc::Call& call,
                                                          const v1::ListRevisionsRequest& request) const;
  absl::StatusOr<v1::CompareRevisionsResponse> CompareRevisions(rpc::Call& call,
                                                                const v1::CompareRevisionsRequest& request) const;
  absl::StatusOr<v1::ExportRevisionResponse> ExportRevision(rpc::Call& call,
                                                            const v1::ExportRevisionRequest& request) const;
  absl::StatusOr<v1::ImportRevisionResponse> ImportRevision(rpc::Call& call,
                                                            const v1::ImportRevisionRequest& request) const;
  absl::StatusOr<v1::Document> AdvanceDocumentStep(rpc::Call& call,
                                                   const v1::AdvanceDocumentStepRequest& request) const;
  absl::StatusOr<v1::Document> ReturnDocumentStep(rpc::Call& call, const v1::ReturnDocumentStepRequest& request) const;
  absl::StatusOr<v1::Document> ReplanDocument(rpc::Call& call, const v1::ReplanDocumentRequest& request) const;
  absl::StatusOr<v1::Document> SignOffDocument(rpc::Call& call, const v1::SignOffDocumentRequest& request) const;
  absl::StatusOr<v1::Document> WithdrawSignOff(rpc::Call& call, const v1::WithdrawSignOffRequest& request) const;
  absl::StatusOr<v1::GetDraftingReadinessResponse> GetDraftingReadiness(
      rpc::Call& call, const v1::GetDraftingReadinessRequest& request) const;

  absl::StatusOr<v1::ExportDraftingStateResponse> ExportDraftingState(
      rpc::Call& call, const v1::ExportDraftingStateRequest& request) const;

 private:
  // With what it says of itself today.
  static absl::StatusOr<v1::Document> Told(rpc::Call& call, absl::StatusOr<v1::Document> document);
  // That the document may wait for what it waits for. The caller must be able to read what `before` did not name.
  absl::Status CheckWaiting(rpc::Call& call, const v1::Document& document, const v1::Document& before) const;
  absl::StatusOr<v1::Revision> Keep(rpc::Call& call, Draft draft) const;
  // What the congress has, with the documents that the caller may be told of and all invitations.
  absl::StatusOr<Papers> PapersOf(rpc::Call& call, const std::string& congress) const;

  // With all bodies, for a caller who may read it.
  absl::StatusOr<v1::Revision> ReadWhole(rpc::Call& call, const std::string& name) const;

  const paper::Layout& layout_;
  Access access_;
  rpc::Repository<v1::DocumentTemplate> templates_{"drafting.templates.read"};
  rpc::Repository<v1::OpinionRound> rounds_{rpc::kPart, "drafting.rounds.read"};
  rpc::Repository<v1::Invitation> invitations_{rpc::kPart, "drafting.rounds.read"};
  rpc::Repository<v1::Opinion> collected_{rpc::kPart, "drafting.opinions.read", &v1::Opinion::collector};
};

}  // namespace congress::drafting
