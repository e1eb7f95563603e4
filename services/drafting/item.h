// Errors that say of which item of a batch they speak.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace congress::drafting {

// The same error; its message and the metadata `item` begin with the place, such as `opinions[3]` for the fourth.
absl::Status AtItem(std::string_view field, int index, const absl::Status& status);

}  // namespace congress::drafting
