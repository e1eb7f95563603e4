// Who leaves a seat and who follows. Nobody is deleted: both keep the other's name, the day and the reason.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "services/allocation/domain/delegation/reserve.h"

namespace congress::allocation {

// Who records something, and when.
struct Scribe {
  std::string who;
  absl::Time now;
};

// Why and from which day on a delegate leaves.
struct Leaving {
  std::string reason;
  absl::CivilDay day;
};

struct Succession {
  v1::Delegate replaced;
  v1::Delegate replacement;
};

// Puts the reserve into the delegate's seat, with its origin and plan. FAILED_PRECONDITION `DELEGATE_NOT_SEATED`,
// `ORIGIN_NOT_REPLACEABLE`; INVALID_ARGUMENT `FIELDS_INVALID` for a day after today, before the delegate's own seat
// began or not after a session that the delegate was at.
absl::StatusOr<Succession> Replace(v1::Delegate delegate, v1::Delegate reserve, const Called& called,
                                   const std::string& pass_over_reason, const Leaving& leaving, const Scribe& scribe);

// Ends a delegate, or a reserve, with nobody to follow. FAILED_PRECONDITION `DELEGATE_NOT_SEATED` when ended already;
// INVALID_ARGUMENT `FIELDS_INVALID` for a day as above.
absl::StatusOr<v1::Delegate> Withdraw(v1::Delegate delegate, const Leaving& leaving, const Scribe& scribe);

// FAILED_PRECONDITION `DELEGATE_NOT_SEATED`, naming the state.
absl::Status NotSeated(const v1::Delegate& delegate);
// The same for a delegate who did not hold a seat on that day, whatever the state is now.
absl::Status NotSeatedOn(const v1::Delegate& delegate, absl::CivilDay day);

// FAILED_PRECONDITION `ORIGIN_NOT_REPLACEABLE` unless the delegate's seat is one that a reserve can take.
absl::Status RequireReplaceable(const v1::Delegate& delegate);

// FAILED_PRECONDITION `DELEGATE_KEPT` when something hangs on the delegate that must stay on record.
absl::Status RequireForgettable(const v1::Delegate& delegate);

}  // namespace congress::allocation
