// Opinions: giving one within the window, saying what becomes of it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"

namespace congress::drafting {

// An opinion and the invitation that counts it.
struct OpinionChange {
  v1::Opinion opinion;
  v1::Invitation invitation;
};

// The invited organisation for which the opinion is given.
const std::string& InvitedOf(const v1::Opinion& opinion);

// FAILED_PRECONDITION unless opinions may be given for the organisation today: `ROUND_CLOSED`, `NOT_INVITED`,
// `OUTSIDE_WINDOW`.
absl::Status CheckMayGive(const v1::OpinionRound& round, const std::string& organisation, absl::Time now);

// Files the opinion as the next one for its invited organisation. CheckMayGive must have passed; `revision` is the
// round's. FAILED_PRECONDITION `SECTION_UNKNOWN`.
absl::StatusOr<OpinionChange> Give(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                   const v1::Revision& revision, const std::string& author, absl::Time now);

// Says what becomes of the opinion, or corrects that. INVALID_ARGUMENT `DISPOSITION_REASON_MISSING`;
// FAILED_PRECONDITION `ROUND_CLOSED`.
absl::StatusOr<OpinionChange> Dispose(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                      v1::Disposition disposition, const std::string& reason, const std::string& author,
                                      absl::Time now);

}  // namespace congress::drafting
