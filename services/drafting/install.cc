// The table of methods of the service.
#include "services/drafting/install.h"

#include <memory>

#include "services/drafting/alert_service.h"
#include "services/drafting/drafting_service.h"
#include "services/drafting/hand_over_service.h"
#include "services/drafting/incoming_paper_service.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/issuing_service.h"
#include "services/drafting/number_companions.h"
#include "services/drafting/number_register_service.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/paper_link_service.h"
#include "services/drafting/records.h"
#include "services/drafting/transmission_service.h"

namespace congress::drafting {
namespace {

void Install(server::Host& host) {
  host.Index({&kDeliveries, &kDocuments, &kIncomingPapers, &kIssuedPapers, &kNumberCounters, &kNumberEntries,
              &kPaperLinks, &kSentDeliveries, &kTransmissions});
  host.Serve(rpc::Bind("congress.drafting.v1.DraftingService", std::make_shared<DraftingService>(host.layout()))
                 .On("CreateDocumentTemplate", &DraftingService::CreateDocumentTemplate)
                 .On("GetDocumentTemplate", &DraftingService::GetDocumentTemplate)
                 .On("ListDocumentTemplates", &DraftingService::ListDocumentTemplates)
                 .On("CreateDocument", &DraftingService::CreateDocument)
                 .On("GetDocument", &DraftingService::GetDocument)
                 .On("ListDocuments", &DraftingService::ListDocuments)
                 .On("UpdateDocument", &DraftingService::UpdateDocument)
                 .On("ReviseDocument", &DraftingService::ReviseDocument)
                 .On("RevertRevision", &DraftingService::RevertRevision)
                 .On("GetRevision", &DraftingService::GetRevision)
                 .On("GetSection", &DraftingService::GetSection)
                 .On("ListRevisions", &DraftingService::ListRevisions)
                 .On("CompareRevisions", &DraftingService::CompareRevisions)
                 .On("ExportRevision", &DraftingService::ExportRevision)
                 .On("ImportRevision", &DraftingService::ImportRevision)
                 .On("AdvanceDocumentStep", &DraftingService::AdvanceDocumentStep)
                 .On("ReturnDocumentStep", &DraftingService::ReturnDocumentStep)
                 .On("ReplanDocument", &DraftingService::ReplanDocument)
                 .On("SignOffDocument", &DraftingService::SignOffDocument)
                 .On("WithdrawSignOff", &DraftingService::WithdrawSignOff)
                 .On("GetDraftingReadiness", &DraftingService::GetDraftingReadiness)
                 .On("ExportDraftingState", &DraftingService::ExportDraftingState));
  host.Serve(rpc::Bind("congress.drafting.v1.OpinionService",
                       std::make_shared<OpinionService>(host.layout(), host.operations()))
                 .On("CreateOpinionRound", &OpinionService::CreateOpinionRound)
                 .On("GetOpinionRound", &OpinionService::GetOpinionRound)
                 .On("ListOpinionRounds", &OpinionService::ListOpinionRounds)
                 .On("BatchCreateInvitations", &OpinionService::BatchCreateInvitations)
                 .On("UpdateOpinionRound", &OpinionService::UpdateOpinionRound)
                 .On("ExtendOpinionRound", &OpinionService::ExtendOpinionRound)
                 .On("RemindInvitations", &OpinionService::RemindInvitations)
                 .On("CloseOpinionRound", &OpinionService::CloseOpinionRound)
                 .On("CancelOpinionRound", &OpinionService::CancelOpinionRound)
                 .On("CarryOpinions", &OpinionService::CarryOpinions)
                 .On("GetInvitation", &OpinionService::GetInvitation)
                 .On("ListInvitations", &OpinionService::ListInvitations)
                 .On("WithdrawInvitation", &OpinionService::WithdrawInvitation)
                 .On("AnswerInvitation", &OpinionService::AnswerInvitation)
                 .On("ReopenInvitation", &OpinionService::ReopenInvitation)
                 .On("CreateOpinion", &OpinionService::CreateOpinion)
                 .On("BatchCreateOpinions", &OpinionService::BatchCreateOpinions)
                 .On("WithdrawOpinion", &OpinionService::WithdrawOpinion)
                 .On("ImportOpinions", &OpinionService::ImportOpinions)
                 .On("StartOpinionImport", &OpinionService::StartOpinionImport)
                 .On("GetOpinionImport", &OpinionService::GetOpinionImport)
                 .On("ListOpinionImports", &OpinionService::ListOpinionImports)
                 .On("UndoOpinionImport", &OpinionService::UndoOpinionImport)
                 .On("GetOpinion", &OpinionService::GetOpinion)
                 .On("ListOpinions", &OpinionService::ListOpinions)
                 .On("DisposeOpinion", &OpinionService::DisposeOpinion)
                 .On("BatchDisposeOpinions", &OpinionService::BatchDisposeOpinions)
                 .On("PublishDispositions", &OpinionService::PublishDispositions)
                 .On("ListOpinionClusters", &OpinionService::ListOpinionClusters)
                 .On("MergeOpinionWordings", &OpinionService::MergeOpinionWordings)
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
  host.Serve(rpc::Bind("congress.drafting.v1.HandOverService",
                       std::make_shared<HandOverService>(host.layout(), host.operations(), host.files(), host.signer()))
                 .On("StartHandOver", &HandOverService::StartHandOver)
                 .On("GetHandOver", &HandOverService::GetHandOver)
                 .On("ListHandOvers", &HandOverService::ListHandOvers)
                 .On("DownloadHandOver", &HandOverService::DownloadHandOver)
                 .On("ConfirmHandOver", &HandOverService::ConfirmHandOver)
                 .On("WithdrawHandOver", &HandOverService::WithdrawHandOver));
  host.Serve(rpc::Bind("congress.drafting.v1.PaperLinkService", std::make_shared<PaperLinkService>())
                 .On("CreatePaperLink", &PaperLinkService::CreatePaperLink)
                 .On("DeletePaperLink", &PaperLinkService::DeletePaperLink)
                 .On("ListPaperLinks", &PaperLinkService::ListPaperLinks)
                 .On("GetPaperImpact", &PaperLinkService::GetPaperImpact));
  host.Serve(rpc::Bind("congress.drafting.v1.TransmissionService", std::make_shared<TransmissionService>())
                 .On("CreateTransmission", &TransmissionService::CreateTransmission)
                 .On("GetTransmission", &TransmissionService::GetTransmission)
                 .On("ListTransmissions", &TransmissionService::ListTransmissions)
                 .On("WithdrawTransmission", &TransmissionService::WithdrawTransmission)
                 .On("BatchCreateDeliveries", &TransmissionService::BatchCreateDeliveries)
                 .On("GetDelivery", &TransmissionService::GetDelivery)
                 .On("ListDeliveries", &TransmissionService::ListDeliveries)
                 .On("ReceiveDelivery", &TransmissionService::ReceiveDelivery)
                 .On("AnswerDelivery", &TransmissionService::AnswerDelivery)
                 .On("RecordDelivery", &TransmissionService::RecordDelivery)
                 .On("ReopenDelivery", &TransmissionService::ReopenDelivery)
                 .On("WithdrawDelivery", &TransmissionService::WithdrawDelivery));
  host.Serve(rpc::Bind("congress.drafting.v1.IssuingService",
                       std::make_shared<IssuingService>(host.gate(), host.files(), host.layout(), host.operations()))
                 .On("IssuePaper", &IssuingService::IssuePaper)
                 .On("BatchIssuePapers", &IssuingService::BatchIssuePapers)
                 .On("IssueDocument", &IssuingService::IssueDocument)
                 .On("GetIssuedPaper", &IssuingService::GetIssuedPaper)
                 .On("ListIssuedPapers", &IssuingService::ListIssuedPapers)
                 .On("RecallIssuedPaper", &IssuingService::RecallIssuedPaper)
                 .On("VerifyIssuedPaper", &IssuingService::VerifyIssuedPaper));
  host.Serve(rpc::Bind("congress.drafting.v1.AlertService", std::make_shared<AlertService>())
                 .On("ListDraftingAlerts", &AlertService::ListDraftingAlerts));
  host.Holds(IssuedFiles());
}

}  // namespace

server::Service Service() {
  return {.name = "drafting", .install = Install, .steps = {store::SealingStep(3)}, .companions = NumberCompanions()};
}

}  // namespace congress::drafting
