// The table of methods of the service.
#include "services/drafting/install.h"

#include <memory>

#include "services/drafting/drafting_service.h"
#include "services/drafting/incoming_paper_service.h"
#include "services/drafting/number_register_service.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/paper_link_service.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

void Install(server::Host& host) {
  host.Index({&kDocuments, &kIncomingPapers, &kNumberCounters, &kNumberEntries, &kPaperLinks});
  host.Serve(rpc::Bind("congress.drafting.v1.DraftingService", std::make_shared<DraftingService>())
                 .On("CreateDocumentTemplate", &DraftingService::CreateDocumentTemplate)
                 .On("GetDocumentTemplate", &DraftingService::GetDocumentTemplate)
                 .On("ListDocumentTemplates", &DraftingService::ListDocumentTemplates)
                 .On("CreateDocument", &DraftingService::CreateDocument)
                 .On("GetDocument", &DraftingService::GetDocument)
                 .On("ListDocuments", &DraftingService::ListDocuments)
                 .On("ReviseDocument", &DraftingService::ReviseDocument)
                 .On("RevertRevision", &DraftingService::RevertRevision)
                 .On("GetRevision", &DraftingService::GetRevision)
                 .On("GetSection", &DraftingService::GetSection)
                 .On("ListRevisions", &DraftingService::ListRevisions)
                 .On("CompareRevisions", &DraftingService::CompareRevisions)
                 .On("AdvanceDocumentStep", &DraftingService::AdvanceDocumentStep)
                 .On("GetDraftingReadiness", &DraftingService::GetDraftingReadiness));
  host.Serve(rpc::Bind("congress.drafting.v1.OpinionService", std::make_shared<OpinionService>(host.layout()))
                 .On("CreateOpinionRound", &OpinionService::CreateOpinionRound)
                 .On("GetOpinionRound", &OpinionService::GetOpinionRound)
                 .On("ListOpinionRounds", &OpinionService::ListOpinionRounds)
                 .On("ListInvitations", &OpinionService::ListInvitations)
                 .On("CloseOpinionRound", &OpinionService::CloseOpinionRound)
                 .On("CreateOpinion", &OpinionService::CreateOpinion)
                 .On("BatchCreateOpinions", &OpinionService::BatchCreateOpinions)
                 .On("ImportOpinions", &OpinionService::ImportOpinions)
                 .On("GetOpinion", &OpinionService::GetOpinion)
                 .On("ListOpinions", &OpinionService::ListOpinions)
                 .On("DisposeOpinion", &OpinionService::DisposeOpinion)
                 .On("BatchDisposeOpinions", &OpinionService::BatchDisposeOpinions)
                 .On("GetOpinionReport", &OpinionService::GetOpinionReport)
                 .On("ExportOpinionReport", &OpinionService::ExportOpinionReport));
  host.Serve(rpc::Bind("congress.drafting.v1.NumberRegisterService", std::make_shared<NumberRegisterService>())
                 .On("CreateNumberSeries", &NumberRegisterService::CreateNumberSeries)
                 .On("GetNumberSeries", &NumberRegisterService::GetNumberSeries)
                 .On("ListNumberSeries", &NumberRegisterService::ListNumberSeries)
                 .On("ReserveNumber", &NumberRegisterService::ReserveNumber)
                 .On("ContinueNumberSeries", &NumberRegisterService::ContinueNumberSeries)
                 .On("AssignNumber", &NumberRegisterService::AssignNumber)
                 .On("VoidNumber", &NumberRegisterService::VoidNumber)
                 .On("GetNumberEntry", &NumberRegisterService::GetNumberEntry)
                 .On("ListNumberEntries", &NumberRegisterService::ListNumberEntries)
                 .On("ListNumberGaps", &NumberRegisterService::ListNumberGaps)
                 .On("UpdateNumberSeries", &NumberRegisterService::UpdateNumberSeries)
                 .On("CheckNumberSeries", &NumberRegisterService::CheckNumberSeries)
                 .On("CorrectNumberEntry", &NumberRegisterService::CorrectNumberEntry)
                 .On("FindNumberEntries", &NumberRegisterService::FindNumberEntries)
                 .On("ImportNumberEntries", &NumberRegisterService::ImportNumberEntries)
                 .On("ListNumberImports", &NumberRegisterService::ListNumberImports)
                 .On("UndoNumberImport", &NumberRegisterService::UndoNumberImport));
  host.Serve(rpc::Bind("congress.drafting.v1.IncomingPaperService", std::make_shared<IncomingPaperService>())
                 .On("CreateIncomingPaper", &IncomingPaperService::CreateIncomingPaper)
                 .On("GetIncomingPaper", &IncomingPaperService::GetIncomingPaper)
                 .On("ListIncomingPapers", &IncomingPaperService::ListIncomingPapers)
                 .On("UpdateIncomingPaper", &IncomingPaperService::UpdateIncomingPaper));
  host.Serve(rpc::Bind("congress.drafting.v1.PaperLinkService", std::make_shared<PaperLinkService>())
                 .On("CreatePaperLink", &PaperLinkService::CreatePaperLink)
                 .On("DeletePaperLink", &PaperLinkService::DeletePaperLink)
                 .On("ListPaperLinks", &PaperLinkService::ListPaperLinks)
                 .On("GetPaperImpact", &PaperLinkService::GetPaperImpact));
}

}  // namespace

server::Service Service() { return {.name = "drafting", .install = Install}; }

}  // namespace congress::drafting
