// Who the delegates of a congress are, in numbers: allocation knows who has a seat, dossiers who they are.
#pragma once

#include "congress/preparation/v1/preparation_service.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

// Asks both in the caller's name. What they refuse is refused; UNAVAILABLE `PEER_UNAVAILABLE` while one does not
// answer.
absl::StatusOr<v1::DelegateStructure> AskWhoDelegatesAre(rpc::Call& call, const Peers& peers,
                                                         const v1::Congress& congress,
                                                         const v1::GetDelegateStructureRequest& request);

}  // namespace congress::preparation
