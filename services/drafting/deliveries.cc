#include "services/drafting/deliveries.h"

#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/approvals.h"
#include "services/drafting/records.h"

namespace congress::drafting {

bool IsExternal(const rpc::Call& call, std::string_view organisation) {
  const directory::Organisation* known = call.Known(organisation);
  return known != nullptr && known->IsExternal();
}

absl::StatusOr<v1::Delivery> KeepDelivery(rpc::Call& call, const v1::Transmission& transmission, v1::Delivery delivery,
                                          bool is_new) {
  v1::SentDelivery sent;
  sent.set_name(delivery.name());
  sent.set_organisation(call.StandingFor(delivery.sender(), civil::Today(call.now())));
  *sent.mutable_delivery() = InList(delivery);
  if (is_new) {
    kSentDeliveries.PutNew(call, std::move(sent));
    return kDeliveries.PutNew(call, std::move(delivery));
  }
  kSentDeliveries.Put(call, std::move(sent));
  if (delivery.purpose() == v1::Transmission::FOR_APPROVAL) {
    RETURN_IF_ERROR(NoteApprovals(call, transmission, delivery));
  }
  return kDeliveries.Put(call, std::move(delivery));
}

absl::StatusOr<std::vector<v1::Delivery>> LoadDeliveries(rpc::Call& call, std::string_view transmission) {
  return kDeliveries.LoadAll(call, StrCat(transmission, "/deliveries/"));
}

absl::StatusOr<v1::SentPaper> LoadSent(rpc::Call& call, std::string_view paper) {
  v1::SentPaper sent;
  sent.set_name(StrCat(paper, "/sent"));
  return kSentPapers.LoadOr(call, std::move(sent));
}

absl::Status RequireSuperior(const rpc::Call& call, const std::string& receiver, std::string_view sender) {
  if (IsExternal(call, receiver) || (receiver != sender && call.IsWithin(sender, receiver))) return absl::OkStatus();
  return status::FailedPrecondition(v1::RECEIVER_NOT_SUPERIOR, {{"receiver", receiver}});
}

absl::Status RequireExternal(const rpc::Call& call, const std::string& receiver) {
  if (IsExternal(call, receiver)) return absl::OkStatus();
  return status::FailedPrecondition(v1::RECEIVER_ANSWERS_ITSELF, {{"receiver", call.NameOf(receiver)}});
}

absl::Status TellPapers(rpc::Call& call, TransmittedPapers* papers) {
  for (v1::TransmittedPaper& paper : *papers) {
    if (!IsIssuedPaper(paper.paper())) continue;
    ASSIGN_OR_RETURN(const v1::IssuedPaper issued, kIssuedPapers.Load(call, paper.paper()));
    paper.set_state(issued.state());
    paper.set_superseded_by(issued.superseded_by());
  }
  return absl::OkStatus();
}

bool ReadsSender(const rpc::Call& call, std::string_view organisation) {
  return call.Holds(kTransmissions.read_permission(), organisation);
}

}  // namespace congress::drafting
