// Papers that came: what is kept of them, which of them is the same, and which are late.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/drafting/v1/incoming_paper.pb.h"

namespace congress::drafting {

// The paper with the type that its number says where none is given. INVALID_ARGUMENT `FIELDS_INVALID`,
// `SYMBOL_INVALID`, `CONTENT_CLASSIFIED`, `HOLDER_MISSING`.
absl::StatusOr<v1::IncomingPaper> CheckIncoming(v1::IncomingPaper paper, absl::CivilDay today);

// Name of the record that the recipient's papers with this number, issuer and date have in common: one alone.
std::string ClaimName(const v1::IncomingPaper& paper);

// Days by which the answer is late on the day; 0 when it is not.
int DaysOverdue(const v1::IncomingPaper& paper, absl::CivilDay as_of);

}  // namespace congress::drafting
