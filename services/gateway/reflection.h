// gRPC reflection, v1 and v1alpha, for the whole suite from the embedded descriptors. Clients keep these streams open
// for as long as they live, and none of them holds a thread.
#pragma once

#include <memory>

#include "platform/rpc/incoming_call.h"

namespace congress::gateway {

// Answers a call of a reflection service; null when it is none.
std::unique_ptr<rpc::Answerer> Reflect(rpc::IncomingCall& call);

}  // namespace congress::gateway
