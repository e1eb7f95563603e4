// The arithmetic of one ballot, in integers: whether the numbers can be true, how many votes suffice, who is chosen.
#pragma once

#include <cstdint>
#include <limits>

#include "absl/status/status.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"

namespace congress::dossiers {

// As many places as there are candidates.
inline constexpr int kUnlimited = std::numeric_limits<int>::max();

// FAILED_PRECONDITION `BALLOTS_CONTRADICT` unless convened ≥ present ≥ issued ≥ returned = valid + invalid and the
// stated base lies between them; `QUORUM_MISSING`; `TALLY_DUPLICATE`; `VOTES_EXCEED_BALLOTS`.
absl::Status CheckBallots(const v1::ProcessStep& step, const v1::StepResult& result);

// The number of which the step's threshold is a share.
int64_t BaseOf(const v1::ProcessStep& step, const v1::StepResult& result);

// The least number of votes that passes: more than the share of `base` or, where the step says so, as many; at least
// one.
int64_t NeededVotes(const v1::ProcessStep& step, int64_t base);

// Fills the choices in, in the order of the tallies: who has enough votes is chosen while `places` last, those with
// more votes first. Of equal votes at the edge of the places nobody is chosen; they are tied. `result` has passed the
// check, and there is a place.
void Choose(const v1::ProcessStep& step, int places, v1::StepResult* result);

// The greatest number of candidates that may be voted on for so many seats.
int64_t MostCandidates(const v1::ProcessStep& step, int seat_count);

}  // namespace congress::dossiers
