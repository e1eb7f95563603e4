// Notices and sessions: what is recorded of a delegate is added to, never changed.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/delegation_service.pb.h"
#include "services/allocation/domain/delegation/succession.h"

namespace congress::allocation {

// Records of each kind that one delegate can have, corrections included: far more than a congress has sessions.
inline constexpr int kMostRecords = 100;

// What a record did.
enum class Recorded { kFirst, kCorrected, kUnchanged };

// Adds that the delegate was summoned. Changes nothing when the last record says the same. FAILED_PRECONDITION
// `DELEGATE_NOT_SEATED`, `CORRECTION_UNEXPLAINED` when it says something else and no reason is given, `RECORD_FULL`.
absl::StatusOr<Recorded> Convene(const v1::ConveneDelegatesRequest& request, const Scribe& scribe,
                                 v1::Delegate* delegate);

// Leaves those who hold a seat and of whom no summons is recorded. The number of those seated of whom one is.
int KeepUnsummoned(std::vector<v1::Delegate>* delegates);

// Adds whether the delegate was at the session. FAILED_PRECONDITION as above; the seat must be held on that day.
absl::StatusOr<Recorded> Attend(const v1::RecordAttendanceRequest& request, const v1::AttendanceEntry& entry,
                                const Scribe& scribe, v1::Delegate* delegate);

// INVALID_ARGUMENT `FIELDS_INVALID` for a day after today, for delegates who come twice, and unless there are either
// ids or all who are seated.
absl::Status CheckConvocation(const v1::ConveneDelegatesRequest& request, absl::CivilDay today);
// The same, and for an absence without a reason or a presence with one.
absl::Status CheckAttendance(const v1::RecordAttendanceRequest& request, absl::CivilDay today);

}  // namespace congress::allocation
