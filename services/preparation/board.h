// Asks the four services at once how ready a congress is.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "platform/rpc/call.h"
#include "services/preparation/domain/readiness.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

// What each service says in the caller's name. One that is silent for 2 s is a part without an answer.
Parts AskAll(rpc::Call& call, const Peers& peers, const std::string& congress, absl::CivilDay as_of);

}  // namespace congress::preparation
