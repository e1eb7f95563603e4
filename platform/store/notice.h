// What a store has to tell the operator while it goes on.
#pragma once

#include <functional>
#include <string_view>

namespace congress::store {

// Takes one sentence for the log. Called by any thread.
using Notice = std::function<void(std::string_view)>;

}  // namespace congress::store
