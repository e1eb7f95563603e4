// Asks the four services what organisations have that a merger would touch.
#pragma once

#include <string>
#include <vector>

#include "congress/preparation/v1/merger.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

// What each service says in the caller's name of the organisations, congress by congress.
v1::MergerPreview AskForHoldings(rpc::Call& call, const Peers& peers, const std::vector<std::string>& organisations,
                                 const std::vector<std::string>& congresses);

}  // namespace congress::preparation
