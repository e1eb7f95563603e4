#include "services/drafting/deliveries.h"

#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/approvals.h"
#include "services/drafting/records.h"

namespace congress::drafting {

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

bool IsSuperior(const rpc::Call& call, std::string_view receiver, std::string_view sender) {
  const directory::Organisation* known = call.Known(receiver);
  return (known != nullptr && known->IsExternal()) || (receiver != sender && call.IsWithin(sender, receiver));
}

absl::Status RequireSuperior(const rpc::Call& call, const std::string& receiver, std::string_view sender) {
  if (IsSuperior(call, receiver, sender)) return absl::OkStatus();
  return status::FailedPrecondition(v1::RECEIVER_NOT_SUPERIOR, {{"receiver", receiver}});
}

absl::Status RequireExternal(const rpc::Call& call, const std::string& receiver) {
  const directory::Organisation* known = call.Known(receiver);
  if (known != nullptr && known->IsExternal()) return absl::OkStatus();
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
