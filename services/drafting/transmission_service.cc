// What is sent.
#include "services/drafting/transmission_service.h"

#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/deliveries.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// The revision as a paper, for a caller who may read its document.
absl::StatusOr<Paper> ReadRevisionPaper(rpc::Call& call, v1::TransmittedPaper* paper) {
  constexpr std::string_view kRead = "drafting.documents.read";
  const auto revision = kRevisions.Load(call, paper->paper());
  if (!revision.ok() && !absl::IsNotFound(revision.status())) return revision.status();
  if (!revision.ok() || !call.Holds(kRead, revision->organisation())) {
    return status::NotFound("Revision", paper->paper());
  }
  RETURN_IF_ERROR(call.Require(kRead, revision->organisation()));
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call, SentDocument(paper->paper())));
  paper->set_sha256(revision->sha256());
  // Papers are printed in Vietnamese, whoever sends them.
  const status::Teller tell(status::Language::kVietnamese);
  return Paper{revision->organisation(), tell(v1::Document::DRAFT, {{"draft", StrCat(DraftOf(document, *revision))}}),
               document.display_name()};
}

// The issued paper, for a caller who may read it. FAILED_PRECONDITION `PAPER_NOT_IN_FORCE`.
absl::StatusOr<Paper> ReadIssuedPaper(rpc::Call& call, v1::TransmittedPaper* paper) {
  ASSIGN_OR_RETURN(const v1::IssuedPaper issued, kIssuedPapers.Read(call, paper->paper()));
  if (issued.state() != v1::IssuedPaper::ISSUED) return NotInForce(issued);
  for (const v1::IssuedFile& file : issued.files()) {
    if (file.name().ends_with("/pdf")) paper->set_sha256(absl::BytesToHexString(file.content().sha256()));
  }
  return Paper{issued.organisation(), issued.printed(), issued.title(), issued.document_date()};
}

// The paper of the name, for a caller who may read it.
absl::StatusOr<Paper> ReadAny(rpc::Call& call, v1::TransmittedPaper* paper) {
  if (!SentDocument(paper->paper()).empty()) return ReadRevisionPaper(call, paper);
  if (IsIssuedPaper(paper->paper())) return ReadIssuedPaper(call, paper);
  return ReadPaper(call, paper->paper(), /*assigned=*/true);
}

// Fills in what is said of the paper, which must be the sender's.
absl::Status Describe(rpc::Call& call, const std::string& sender, v1::TransmittedPaper* paper) {
  ASSIGN_OR_RETURN(const Paper known, ReadAny(call, paper));
  if (!call.IsWithin(known.organisation, sender)) {
    return PaperNotOwn(paper->paper(), sender);
  }
  paper->set_number(WithoutWord(known.number));
  paper->set_title(known.title);
  if (civil::IsValid(known.date)) *paper->mutable_date() = known.date;
  return absl::OkStatus();
}

// Stages that the transmission sends the paper.
absl::Status NoteSent(rpc::Call& call, const std::string& paper, const std::string& transmission) {
  ASSIGN_OR_RETURN(v1::SentPaper sent, LoadSent(call, paper));
  sent.add_transmissions(transmission);
  kSentPapers.Put(call, std::move(sent));
  return absl::OkStatus();
}

// The receivers are neither named twice nor the sender, and may be asked for what they are sent for.
absl::Status CheckAsked(rpc::Call& call, const Receivers& receivers, const v1::Transmission& transmission) {
  RETURN_IF_ERROR(CheckReceivers(receivers, transmission.organisation()));
  if (transmission.purpose() != v1::Transmission::FOR_APPROVAL) return absl::OkStatus();
  for (const std::string& receiver : receivers) {
    RETURN_IF_ERROR(call.RequireKnown(receiver));
    RETURN_IF_ERROR(RequireSuperior(call, receiver, transmission.organisation()));
  }
  return absl::OkStatus();
}

// Which of the receivers had a delivery of the transmission that this one follows.
absl::StatusOr<std::set<std::string>> FollowedBy(rpc::Call& call, const v1::Transmission& transmission) {
  std::set<std::string> receivers;
  if (transmission.follows().empty()) return receivers;
  ASSIGN_OR_RETURN(const auto deliveries, LoadDeliveries(call, transmission.follows()));
  for (const v1::Delivery& delivery : deliveries) receivers.insert(delivery.organisation());
  return receivers;
}

// The delivery to one receiver, behind that of the transmission before where it had one.
v1::Delivery SendTo(const rpc::Call& call, const v1::Transmission& transmission, const std::string& receiver,
                    const std::set<std::string>& followed) {
  v1::Delivery delivery = Send(transmission, receiver, ActOf(call));
  if (followed.contains(receiver)) delivery.set_follows(DeliveryName(transmission.follows(), receiver));
  return delivery;
}

// With its counts as they will be, and what became of its papers.
absl::StatusOr<v1::Transmission> Counted(rpc::Call& call, v1::Transmission transmission) {
  RETURN_IF_ERROR(TellPapers(call, transmission.mutable_papers()));
  ASSIGN_OR_RETURN(const auto deliveries, LoadDeliveries(call, transmission.name()));
  CountDeliveries(deliveries, civil::Today(call.now()), &transmission);
  return transmission;
}

}  // namespace

absl::StatusOr<v1::Transmission> TransmissionService::CreateTransmission(
    rpc::Call& call, const v1::CreateTransmissionRequest& request) const {
  v1::Transmission transmission = request.transmission();
  const std::string sender = transmission.organisation();
  RETURN_IF_ERROR(call.Require(sender));
  // Who sends neither receives nor answers, so that one must be known.
  RETURN_IF_ERROR(call.RequireOther({}));
  transmission.set_name(StrCat("transmissions/", request.transmission_id()));
  transmission.set_author(call.principal().Account());
  *transmission.mutable_send_time() = civil::ToTimestamp(call.now());
  RETURN_IF_ERROR(CheckTransmission(transmission, civil::Today(call.now())));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(transmission.title()));
    RETURN_IF_ERROR(RefuseMarkedText(transmission.note()));
  }
  RETURN_IF_ERROR(CheckAsked(call, request.receivers(), transmission));
  if (const std::string& follows = transmission.follows(); !follows.empty()) {
    ASSIGN_OR_RETURN(const v1::Transmission earlier, kTransmissions.Read(call, follows));
    if (!call.IsOf(earlier.organisation(), sender)) {
      return PaperNotOwn(follows, sender);
    }
  }
  for (v1::TransmittedPaper& paper : *transmission.mutable_papers()) {
    RETURN_IF_ERROR(Describe(call, sender, &paper));
  }
  ASSIGN_OR_RETURN(transmission, kTransmissions.Create(call, std::move(transmission)));
  for (const std::string& paper : SentPapers(transmission)) {
    RETURN_IF_ERROR(NoteSent(call, paper, transmission.name()));
  }
  ASSIGN_OR_RETURN(const std::set<std::string> followed, FollowedBy(call, transmission));
  for (const std::string& receiver : request.receivers()) {
    v1::Delivery delivery = SendTo(call, transmission, receiver, followed);
    RETURN_IF_ERROR(KeepDelivery(call, transmission, std::move(delivery), /*is_new=*/true).status());
  }
  return Counted(call, std::move(transmission));
}

absl::StatusOr<v1::Transmission> TransmissionService::GetTransmission(rpc::Call& call,
                                                                      const v1::GetTransmissionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Transmission transmission, kTransmissions.Get(call, request.name()));
  return Counted(call, std::move(transmission));
}

absl::StatusOr<v1::ListTransmissionsResponse> TransmissionService::ListTransmissions(
    rpc::Call& call, const v1::ListTransmissionsRequest& request) const {
  rpc::Query<v1::Transmission> query;
  ASSIGN_OR_RETURN(query.filter, rpc::ParseFilter(request.filter()));
  RETURN_IF_ERROR(rpc::CheckValues(query.filter, *v1::Transmission::descriptor()));
  query.Of(call, request.organisation());
  query.Only("paper", request.paper());
  query.project = [](v1::Transmission* transmission) {
    transmission->clear_papers();
    transmission->clear_note();
  };
  ASSIGN_OR_RETURN(auto page, kTransmissions.Find(call, "transmissions/", rpc::PageOf(request), query));
  v1::ListTransmissionsResponse answer;
  answer.mutable_transmissions()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Transmission> TransmissionService::WithdrawTransmission(
    rpc::Call& call, const v1::WithdrawTransmissionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Transmission transmission, kTransmissions.Get(call, request.name()));
  ASSIGN_OR_RETURN(const auto deliveries, LoadDeliveries(call, transmission.name()));
  for (const v1::Delivery& seen : deliveries) {
    if (IsAnswered(seen) || seen.state() == v1::Delivery::WITHDRAWN) continue;
    // As it is at the commit: one that is answered at the same time stays answered.
    ASSIGN_OR_RETURN(v1::Delivery delivery, kDeliveries.Load(call, seen.name()));
    ASSIGN_OR_RETURN(delivery, Withdraw(std::move(delivery), request.reason(), ActOf(call)));
    RETURN_IF_ERROR(KeepDelivery(call, transmission, std::move(delivery)).status());
  }
  return Counted(call, std::move(transmission));
}

absl::StatusOr<v1::Transmission> TransmissionService::BatchCreateDeliveries(
    rpc::Call& call, const v1::BatchCreateDeliveriesRequest& request) const {
  ASSIGN_OR_RETURN(v1::Transmission transmission, kTransmissions.Get(call, request.parent()));
  RETURN_IF_ERROR(call.RequireOther({}));
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedText(request.note()));
  RETURN_IF_ERROR(CheckAsked(call, request.receivers(), transmission));
  ASSIGN_OR_RETURN(const std::set<std::string> followed, FollowedBy(call, transmission));
  for (const std::string& receiver : request.receivers()) {
    v1::Delivery delivery = SendTo(call, transmission, receiver, followed);
    auto known = kDeliveries.Load(call, delivery.name());
    if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
    if (known.ok() && known->state() != v1::Delivery::WITHDRAWN) continue;
    const bool is_new = !known.ok();
    if (!is_new) delivery = *std::move(known);
    ASSIGN_OR_RETURN(delivery, SendLater(std::move(delivery), request.note(), ActOf(call)));
    RETURN_IF_ERROR(KeepDelivery(call, transmission, std::move(delivery), is_new).status());
  }
  return Counted(call, std::move(transmission));
}

}  // namespace congress::drafting
