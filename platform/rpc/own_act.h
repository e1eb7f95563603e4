// What a process does by itself, as the audit has it.
#pragma once

#include <string>
#include <string_view>

#include "platform/store/store.h"

namespace congress::rpc {

// Adds to the batch, which is complete, the act of the process `principal`, now. It names no resources, as what they
// say stays the same; it has a trace of each record, and the records have the number of the commit.
void AddOwnAct(const std::string& principal, std::string_view method, store::Batch* batch);

}  // namespace congress::rpc
