// Who is in reserve of an organisation, and in which order they are called.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/stored.pb.h"

namespace congress::allocation {

// The name of an organisation's list in a congress.
std::string ReserveListName(const std::string& congress, const std::string& organisation);

// INVALID_ARGUMENT `FIELDS_INVALID` unless a reserve has a place and nobody else has one.
absl::Status CheckRank(const v1::Delegate& delegate);

// Adds a reserve at their place; FAILED_PRECONDITION `RESERVE_RANK_TAKEN`.
absl::StatusOr<v1::ReserveList> Enlist(v1::ReserveList list, const v1::Delegate& reserve);

// Without the delegate, who need not be in it.
v1::ReserveList Strike(v1::ReserveList list, const std::string& delegate);

// Who is called, and who before them is not.
struct Called {
  std::string reserve;
  std::vector<std::string> passed_over;
};

// The first of the list, or `wanted` if one is named. FAILED_PRECONDITION `RESERVE_EXHAUSTED`, `RESERVE_UNFIT`, or
// `RESERVE_NOT_NEXT` when others are passed over without `reason`. INVALID_ARGUMENT `FIELDS_INVALID` for a reason with
// nobody passed over.
absl::StatusOr<Called> Call(const v1::ReserveList& list, const std::string& wanted, const std::string& reason);

}  // namespace congress::allocation
