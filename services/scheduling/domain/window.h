// Windows: the days within which the congresses of one level are held.
#pragma once

#include "absl/status/status.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/window.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` unless all is set that is required.
absl::Status CheckRequired(const v1::Window& window);
// INVALID_ARGUMENT `FIELDS_INVALID` unless first days come first and the window has at most 400 days;
// FAILED_PRECONDITION `DATE_NOT_COVERED` unless the calendar covers it.
absl::Status CheckWindow(const v1::Window& window, const WorkingDays& calendar);

}  // namespace congress::scheduling
