// Posts and the bodies that they sit in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/body.pb.h"
#include "services/scheduling/domain/booking.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` for a last day before the first and for a post that stands in for itself;
// FAILED_PRECONDITION `PERIODS_OVERLAP` when two hold it on one day.
absl::Status CheckPost(const v1::Post& post);

// The person who holds the post on that day; empty: nobody.
std::string HolderOn(const v1::Post& post, absl::CivilDay day);

// Whether the post is away on a part of that time.
bool IsAway(const v1::Post& post, const Booking& booking);

// INVALID_ARGUMENT `FIELDS_INVALID` for a last day before the first; FAILED_PRECONDITION `PERIODS_OVERLAP` when another
// membership of the same post in the same body, which may be among `others`, goes on on one of its days.
absl::Status CheckMembership(const v1::Membership& membership, const std::vector<v1::Membership>& others);

// Whether it goes on on that day.
bool GoesOnOn(const v1::Membership& membership, absl::CivilDay day);

}  // namespace congress::scheduling
