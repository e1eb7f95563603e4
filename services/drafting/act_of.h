// Who does what a call asks for, and when.
#pragma once

#include "platform/rpc/call.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

inline Act ActOf(const rpc::Call& call) {
  return {.account = call.principal().Account(), .person = call.principal().person, .now = call.now()};
}

}  // namespace congress::drafting
