// gRPC adapter of templates, documents, revisions, steps and readiness.
#pragma once

#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/drafting/access.h"

namespace congress::drafting {

// Safe for many threads.
class DraftingService final : public v1::DraftingService::Service {
 public:
  explicit DraftingService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateDocumentTemplate(grpc::ServerContext* context, const v1::CreateDocumentTemplateRequest* request,
                                      v1::DocumentTemplate* response) override;
  grpc::Status GetDocumentTemplate(grpc::ServerContext* context, const v1::GetDocumentTemplateRequest* request,
                                   v1::DocumentTemplate* response) override;
  grpc::Status ListDocumentTemplates(grpc::ServerContext* context, const v1::ListDocumentTemplatesRequest* request,
                                     v1::ListDocumentTemplatesResponse* response) override;
  grpc::Status CreateDocument(grpc::ServerContext* context, const v1::CreateDocumentRequest* request,
                              v1::Document* response) override;
  grpc::Status GetDocument(grpc::ServerContext* context, const v1::GetDocumentRequest* request,
                           v1::Document* response) override;
  grpc::Status ListDocuments(grpc::ServerContext* context, const v1::ListDocumentsRequest* request,
                             v1::ListDocumentsResponse* response) override;
  grpc::Status ReviseDocument(grpc::ServerContext* context, const v1::ReviseDocumentRequest* request,
                              v1::Revision* response) override;
  grpc::Status GetRevision(grpc::ServerContext* context, const v1::GetRevisionRequest* request,
                           v1::Revision* response) override;
  grpc::Status ListRevisions(grpc::ServerContext* context, const v1::ListRevisionsRequest* request,
                             v1::ListRevisionsResponse* response) override;
  grpc::Status CompareRevisions(grpc::ServerContext* context, const v1::CompareRevisionsRequest* request,
                                v1::CompareRevisionsResponse* response) override;
  grpc::Status AdvanceDocumentStep(grpc::ServerContext* context, const v1::AdvanceDocumentStepRequest* request,
                                   v1::Document* response) override;
  grpc::Status GetDraftingReadiness(grpc::ServerContext* context, const v1::GetDraftingReadinessRequest* request,
                                    v1::GetDraftingReadinessResponse* response) override;

 private:
  rpc::Gate& gate_;
  Access access_;
  rpc::Repository<v1::DocumentTemplate> templates_{"drafting.templates.read"};
  rpc::Repository<v1::Document> documents_{"drafting.documents.read"};
  rpc::Repository<v1::Revision> revisions_{"drafting.documents.read"};
  rpc::Repository<v1::OpinionRound> rounds_{"drafting.rounds.read"};
  rpc::Repository<v1::Invitation> invitations_{"drafting.rounds.read"};
};

}  // namespace congress::drafting
