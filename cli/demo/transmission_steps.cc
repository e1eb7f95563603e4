#include "cli/demo/steps.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/transmission_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Drafting = drafting::v1::DraftingService;
using Transmissions = drafting::v1::TransmissionService;
using State = drafting::v1::ExportDraftingStateRequest;

// The state of every paper as a table and on one page.
absl::Status PrintState(Work& work, Drafting::Stub& stub) {
  State request;
  request.set_parent(work.congress());
  ASSIGN_OR_RETURN(const auto table, work.preparer.Ask(stub, &Drafting::StubInterface::ExportDraftingState, request));
  RETURN_IF_ERROR(work.output.Write("papers.csv", table.content()));
  request.set_paper_format(paper::v1::PDF);
  ASSIGN_OR_RETURN(const auto page, work.preparer.Ask(stub, &Drafting::StubInterface::ExportDraftingState, request));
  return work.output.Write("papers.pdf", page.content());
}

}  // namespace

absl::Status SendGuidance(Work& work) {
  const Guidance& guidance = work.province().guidance();
  const auto stub = Transmissions::NewStub(work.preparer.channel());
  drafting::v1::CreateTransmissionRequest request;
  request.set_transmission_id(guidance.transmission());
  drafting::v1::Transmission& sent = *request.mutable_transmission();
  sent.set_organisation(work.province().preparation().congress().organisation());
  sent.set_purpose(drafting::v1::Transmission::FOR_IMPLEMENTATION);
  sent.set_title(guidance.title());
  *sent.mutable_due_date() = civil::ToDate(work.begun() + guidance.days());
  // The text as it was first written, so that a run that goes on after a kill sends the same.
  sent.add_papers()->set_paper(StrCat(work.congress(), "/documents/", guidance.document(), "/revisions/000001"));
  for (const auto* line : work.LinesOf(guidance.kinds())) request.add_receivers(line->organisation());
  ASSIGN_OR_RETURN(const drafting::v1::Transmission made,
                   work.preparer.Change("guidance", *stub, &Transmissions::StubInterface::CreateTransmission, request));
  const auto receiving = Transmissions::NewStub(work.approver.channel());
  // The last one has not confirmed it yet.
  for (int i = 0; i + 1 < request.receivers_size(); ++i) {
    const std::string& receiver = request.receivers(i);
    drafting::v1::ReceiveDeliveryRequest received;
    received.set_name(StrCat(made.name(), "/deliveries/", receiver.substr(receiver.rfind('/') + 1)));
    RETURN_IF_ERROR(
        work.approver
            .Change(StrCat("received/", receiver), *receiving, &Transmissions::StubInterface::ReceiveDelivery, received)
            .status());
  }
  drafting::v1::GetTransmissionRequest get;
  get.set_name(made.name());
  ASSIGN_OR_RETURN(const auto counted, work.preparer.Ask(*stub, &Transmissions::StubInterface::GetTransmission, get));
  const auto documents = Drafting::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(PrintState(work, *documents));
  work.progress.Tell("   %s: received by %d of %d; the state of every paper: papers.csv, papers.pdf",
                     "   %s: %d trên %d nơi đã nhận; tình trạng từng văn bản: papers.csv, papers.pdf", made.title(),
                     counted.received_count(), counted.delivery_count());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
