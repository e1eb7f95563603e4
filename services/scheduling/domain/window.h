// Windows: the days within which the congresses of one level are held.
#pragma once

#include "absl/status/status.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/window.pb.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` unless all is set that is required, first days come first and the window has at
// most 400 days.
absl::Status CheckWindow(const v1::Window& window);

}  // namespace congress::scheduling
