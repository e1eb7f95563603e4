// Difficulties and findings that are followed until they are solved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/follow_up.pb.h"
#include "services/scheduling/domain/trail.h"

namespace congress::scheduling {

// One that is new.
v1::FollowUp Begin(v1::FollowUp wanted, std::string_view id, const Doer& doer);

// The organisation of the body or post that supports the unit; empty: nobody does.
std::string SupporterOf(const v1::FollowUp& follow_up);
// Organisations that say whether it is solved: who raised it and who supports the unit, but not the unit itself, unless
// it has raised a difficulty of its own.
std::vector<std::string> JudgesOf(const v1::FollowUp& follow_up);

// FAILED_PRECONDITION `FOLLOW_UP_SOLVED`.
absl::Status RequireOpen(const v1::FollowUp& follow_up);
absl::StatusOr<v1::FollowUp> Solve(v1::FollowUp follow_up, std::string_view note, const Doer& doer);
// FAILED_PRECONDITION `FOLLOW_UP_OPEN`.
absl::StatusOr<v1::FollowUp> Reopen(v1::FollowUp follow_up, std::string_view reason, const Doer& doer);

}  // namespace congress::scheduling
