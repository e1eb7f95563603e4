// What a process does by itself, as the audit has it.
#pragma once

#include <string>
#include <string_view>

#include "platform/store/store.h"

namespace congress::rpc {

// The act of the process `principal`, now. It names no resources, as what they say stays the same; the records have the
// number of the commit.
store::Append OwnAct(const std::string& principal, std::string_view method);

}  // namespace congress::rpc
