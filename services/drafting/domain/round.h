// Opinion rounds: windows, whom they ask, what these answer, closing.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_service.pb.h"
#include "platform/status/status.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

using Groups = google::protobuf::RepeatedPtrField<v1::InvitedGroup>;
using Organisations = google::protobuf::RepeatedPtrField<std::string>;
using Invitations = std::vector<v1::Invitation>;

// Most sources of one round, so that one commit closes it.
inline constexpr int kMostSources = 1000;

// A round and the document whose step counts it.
struct RoundChange {
  v1::OpinionRound round;
  v1::Document document;
};

// How far the round is on the day. Its record says only what acts made of it.
v1::OpinionRound::State StateOn(const v1::OpinionRound& round, absl::CivilDay today);

// The round as it is on the day, and an invitation to it.
v1::OpinionRound Shown(v1::OpinionRound round, absl::CivilDay today);
v1::Invitation Shown(v1::Invitation invitation, absl::CivilDay today);

// Opens `round` as `<document>/opinionRounds/<id>` at the document's present step. Whether its revision exists is for
// the caller to see. INVALID_ARGUMENT `REVISIONS_UNRELATED`, `WINDOW_INVALID`; FAILED_PRECONDITION `TEXT_NOT_CURRENT`.
absl::StatusOr<RoundChange> OpenRound(v1::OpinionRound round, const std::string& id, v1::Document document,
                                      absl::Time now);

// Checks that the text of a round that is entered afterwards was there on its first day: as the revision, or else on
// paper. INVALID_ARGUMENT `WINDOW_INVALID`.
absl::Status CheckText(const v1::Revision& revision, v1::OpinionRound* round);

// FAILED_PRECONDITION `SECRECY_MARK_FOUND` as RefuseMarkedTitle, of what groups are called.
absl::Status RefuseMarkedGroups(const Groups& groups);

// Adds sources to those of the round and makes their invitations. `document`: what the document is called.
// INVALID_ARGUMENT `INVITED_TWICE`, `FIELDS_INVALID` for none or too many.
absl::StatusOr<Invitations> Invite(const Organisations& invited, const Groups& groups, const std::string& document,
                                   v1::OpinionRound* round, absl::Time now);

// Checks that `round` is `before` with a new title and, before its first day, new days; its invitations say the same
// then. INVALID_ARGUMENT `WINDOW_INVALID`; FAILED_PRECONDITION `ROUND_CLOSED`, `ROUND_BEGUN`.
absl::Status Update(const v1::OpinionRound& before, const v1::OpinionRound& round, absl::Time now,
                    Invitations* invitations);

// Puts off the last day. INVALID_ARGUMENT `WINDOW_INVALID`; FAILED_PRECONDITION `ROUND_CLOSED`.
absl::StatusOr<v1::OpinionRound> Extend(v1::OpinionRound round, absl::CivilDay last, const std::string& reason,
                                        const Act& act);

// Whether the last day is over, so that what is entered needs a reason and the collector's permission.
// FAILED_PRECONDITION `ROUND_CLOSED`, `OUTSIDE_WINDOW` before the first day.
absl::StatusOr<bool> IsLate(const v1::OpinionRound& round, absl::Time now);
// FAILED_PRECONDITION `OUTSIDE_WINDOW`, for who may enter nothing late, or gives no reason.
absl::Status Over(const v1::OpinionRound& round, absl::Time now);

// What is received is received from the `first` day of the window on, and not after today.
void CheckReceived(absl::CivilDay received, const google::type::Date& first, absl::CivilDay today,
                   std::string_view field, status::Violations* violations);

// The answer without opinions of the request; in time without `late_reason`. FAILED_PRECONDITION `OPINIONS_GIVEN`;
// INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::Invitation> AnswerWithout(v1::Invitation invitation, const v1::AnswerInvitationRequest& request,
                                             const Act& act);
void ClearAnswer(v1::Invitation* invitation);
// Takes such an answer back. FAILED_PRECONDITION `OPINIONS_GIVEN`.
absl::StatusOr<v1::Invitation> Retract(v1::Invitation invitation, const Act& act);

// Takes the source of the invitation out of the round. FAILED_PRECONDITION `ROUND_CLOSED`, `OPINIONS_GIVEN`.
absl::StatusOr<v1::OpinionRound> Uninvite(v1::OpinionRound round, const v1::Invitation& invitation);

// Notes that it was reminded. False when it needs no reminder, or with `all` had one today.
bool Remind(v1::Invitation* invitation, bool all, absl::Time now);

// Closes the round: with a `silent_reason` those without an answer among `invitations` are noted as silent.
// FAILED_PRECONDITION `ROUND_NOT_OVER`, `INVITATIONS_UNANSWERED`, `OPINIONS_UNDISPOSED`, `ROUND_CLOSED`.
absl::StatusOr<RoundChange> CloseRound(v1::OpinionRound round, v1::Document document, Invitations* invitations,
                                       const std::string& silent_reason, const Act& act);

// Gives the round up. FAILED_PRECONDITION `ROUND_CLOSED`.
absl::StatusOr<RoundChange> CancelRound(v1::OpinionRound round, v1::Document document, Invitations* invitations,
                                        const std::string& reason, const Act& act);

// FAILED_PRECONDITION `ROUND_CLOSED` when the round is closed or cancelled.
absl::Status CheckOpen(const v1::OpinionRound& round);
// The same when it is closed: of a cancelled one what was given still gets its disposition.
absl::Status CheckDisposing(const v1::OpinionRound& round);

// How many opinions have no disposition.
int UndisposedIn(const Invitations& invitations);

// What of rounds that are over is still to be done with their opinions.
struct OpinionsLeft {
  // Of cancelled rounds: without a disposition, and with one that is not published.
  int undisposed = 0;
  int unpublished = 0;
  // Kept for the next round, and in none.
  int upheld = 0;
};

// What `invitations`, those of the round, add to it. Nothing of a round that is not over.
OpinionsLeft LeftIn(const v1::OpinionRound& round, const Invitations& invitations);

// Whether the organisation is invited itself.
bool IsInvited(const v1::OpinionRound& round, std::string_view organisation);

// The group with this id, null when there is none.
const v1::InvitedGroup* FindGroup(const v1::OpinionRound& round, std::string_view id);

// `<round>/invitations/<source>`; of an organisation by its name or its id, of a group by its id.
std::string InvitationName(std::string_view round, std::string_view source);

}  // namespace congress::drafting
