// Opinion rounds: opening on a frozen revision, inviting, closing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"

namespace congress::drafting {

// A round and the document whose step counts it.
struct RoundChange {
  v1::OpinionRound round;
  v1::Document document;
};

// Opens `round` as `<document>/opinionRounds/<id>` at the document's present step. Whether its revision exists is for
// the caller to see. INVALID_ARGUMENT `REVISIONS_UNRELATED`, `WINDOW_INVALID`, `INVITED_TWICE`.
absl::StatusOr<RoundChange> OpenRound(v1::OpinionRound round, const std::string& id, v1::Document document,
                                      absl::Time now);

// The invitation of each invited organisation, in order.
std::vector<v1::Invitation> Invite(const v1::OpinionRound& round);

// Closes the round. `undisposed`: opinions that await their disposition. FAILED_PRECONDITION `OPINIONS_UNDISPOSED`,
// `ROUND_CLOSED`.
absl::StatusOr<RoundChange> CloseRound(v1::OpinionRound round, v1::Document document, int undisposed, absl::Time now);

// FAILED_PRECONDITION `ROUND_CLOSED` unless the round is open.
absl::Status CheckOpen(const v1::OpinionRound& round);

// Place of the organisation among the invited, -1 when it is not.
int InvitedPlace(const v1::OpinionRound& round, std::string_view organisation);

// `<round>/invitations/<unit>`.
std::string InvitationName(std::string_view round, std::string_view organisation);

}  // namespace congress::drafting
