// Where a delegate stands on a day. Replacements, notices and sessions are recorded with days of their own, so that
// every count can be made again as of any of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/delegate.pb.h"

namespace congress::allocation {

// By all that is recorded: what the field `state` says.
v1::Delegate::State StateOf(const v1::Delegate& delegate);

// As of the day; STATE_UNSPECIFIED when the delegate was not recorded by then.
v1::Delegate::State StateOn(const v1::Delegate& delegate, absl::CivilDay day);

// The origin on the day: a reserve who was to follow only later is one still.
v1::Origin OriginOn(const v1::Delegate& delegate, absl::CivilDay day);

// Whether the delegate holds a seat on the day, whenever that was recorded.
bool HoldsSeatOn(const v1::Delegate& delegate, absl::CivilDay day);

// The notice that holds, when its day is not after `day`; null otherwise.
const v1::Convocation* ConvocationOn(const v1::Delegate& delegate, absl::CivilDay day);

// The record that holds of each session whose day is not after `day`, in the order of first recording.
std::vector<const v1::Attendance*> AttendanceOn(const v1::Delegate& delegate, absl::CivilDay day);

// Whether the delegate was at some session up to the day.
bool WasPresent(const v1::Delegate& delegate, absl::CivilDay day);

}  // namespace congress::allocation
