// Opinions: giving one, withdrawing it, saying what becomes of it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "services/drafting/domain/quotation.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// An opinion and the invitation that counts it.
struct OpinionChange {
  v1::Opinion opinion;
  v1::Invitation invitation;
};

// The invited organisation for which the opinion is given; of a group the one that enters for it.
const std::string& InvitedOf(const v1::Opinion& opinion);

// The invitation of its source.
std::string InvitationOf(const v1::OpinionRound& round, const v1::Opinion& opinion);

// Whether it would have other words in place of its quotation, or none.
bool ProposesWording(const v1::Opinion& opinion);

// Whether it was received after the last day.
bool IsLate(const v1::Opinion& opinion, const v1::OpinionRound& round);

// Whether it counts: it is not withdrawn.
bool Counts(const v1::Opinion& opinion);
// FAILED_PRECONDITION `OPINION_WITHDRAWN` unless it counts.
absl::Status CheckCounts(const v1::Opinion& opinion);

// The texts of sections that are quoted, by id.
using Quotables = std::map<std::string, Quotable, std::less<>>;

// `sections`: those of the round's revision. `quotables` has the one that the opinion quotes. INVALID_ARGUMENT
// `FIELDS_INVALID`; FAILED_PRECONDITION `SECTION_UNKNOWN`, `QUOTATION_UNKNOWN`.
absl::Status CheckSaid(const v1::Opinion& opinion, const v1::OpinionRound& round, const Sections& sections,
                       const Quotables& quotables, absl::CivilDay today);

// FAILED_PRECONDITION `SECRECY_MARK_FOUND` as RefuseMarkedText, of all that the opinion says.
absl::Status RefuseMarkedOpinion(const v1::Opinion& opinion);

// Files the opinion as the next one for its source, which then has answered. CheckSaid must have passed.
OpinionChange Give(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                   const v1::Revision& revision, const Act& act);

// Whether a later round goes on with the opinion of the round, which is over: it was kept for that, or it was not
// answered when the round was cancelled.
bool IsToBeCarried(const v1::Opinion& opinion, const v1::OpinionRound& round);

// Whether it was kept for the next round at some time, and is in none.
bool WasLeftOver(const v1::Opinion& opinion);

// Gives an opinion that was upheld once more in a later round, on the same section where that is still there.
OpinionChange CarryOver(const v1::Opinion& upheld, v1::Invitation invitation, const v1::OpinionRound& round,
                        const v1::Revision& revision, const Act& act);
// Notes in the opinion of `from` that it goes on as `carried`, so that nothing is left to do with it in that round.
OpinionChange NoteCarried(v1::Opinion upheld, v1::Invitation invitation, const v1::OpinionRound& from,
                          const std::string& carried);

// Whether the disposition is shown to the source.
bool Published(const v1::RecordedDisposition& disposition, const v1::OpinionRound& round);

// Whether its last disposition is not shown to the source yet.
bool AwaitsPublication(const v1::Opinion& opinion, const v1::OpinionRound& round);

// The opinion as its collector sees it, and as its source does.
v1::Opinion ToCollector(v1::Opinion opinion, const v1::OpinionRound& round);
v1::Opinion ToSource(v1::Opinion opinion, const v1::OpinionRound& round);

// FAILED_PRECONDITION `ROUND_CLOSED`, `OPINION_WITHDRAWN`, `OPINION_ANSWERED`.
absl::Status CheckMayWithdraw(const v1::Opinion& opinion, const v1::OpinionRound& round);
// CheckMayWithdraw must have passed. `by_collector`: not by its source.
OpinionChange Withdraw(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round, bool by_collector,
                       const std::string& reason, const Act& act);

// Says what becomes of the opinion, or corrects that; with `after_closing` also in a closed round. INVALID_ARGUMENT
// `DISPOSITION_REASON_MISSING`; FAILED_PRECONDITION `ROUND_CLOSED`, `OPINION_WITHDRAWN`.
absl::StatusOr<OpinionChange> Dispose(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                      v1::Disposition disposition, const std::string& reason, const Act& act,
                                      bool after_closing = false);

// Shows the dispositions of `opinions` that were recorded since the last time. FAILED_PRECONDITION `ROUND_CLOSED`,
// `NOTHING_TO_PUBLISH`.
absl::StatusOr<v1::OpinionRound> Publish(v1::OpinionRound round, const std::vector<v1::Opinion>& opinions,
                                         const Act& act);

}  // namespace congress::drafting
