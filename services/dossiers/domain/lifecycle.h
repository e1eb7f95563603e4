// From opening a dossier to putting it away: OPEN → SUBMITTED → UNDER_REVIEW → ACCEPTED → CLOSED, with RETURNED for
// supplement in between, and WITHDRAWN. Each change of the state is a note of the trail.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// A new dossier under `parent`. FAILED_PRECONDITION `TEMPLATE_NOT_EFFECTIVE`,
// `TEMPLATE_PURPOSE_MISMATCH`.
absl::StatusOr<v1::Dossier> Open(std::string_view parent, std::string_view id, v1::Dossier dossier,
                                 const v1::ChecklistTemplate& checklist, const Actor& actor);

// Hands the dossier to the reviewers, as complete as the actor can tell. `DOSSIER_NOT_OPEN`, `DOSSIER_INCOMPLETE`.
absl::StatusOr<v1::Dossier> Submit(const Folder& folder, const v1::ChecklistTemplate& checklist, const Actor& actor);

// The actor reviews it from now on; the caller adds what its content is. `DOSSIER_NOT_SUBMITTED`, `REVIEWER_HANDLED`,
// `REVIEWER_UNCLEARED`, `REVIEW_TAKEN` unless it is taken over, `FIELDS_INVALID` for that without a reason.
absl::StatusOr<v1::Dossier> BeginReview(const Folder& folder, bool take_over, std::string reason, const Actor& actor);

// Sends a submitted, reviewed or accepted dossier back. `DOSSIER_NOT_SUBMITTED`; `FIELDS_INVALID` for the reason OTHER
// without a note.
absl::StatusOr<v1::Dossier> Return(v1::Dossier dossier, v1::Review::ReturnReason reason, std::string note,
                                   const Actor& actor);

// Says in the review which items lack something, each in the field of its grade. `FIELDS_INVALID` for one that comes
// twice; `ITEM_UNKNOWN`, `ITEM_GRADED`.
absl::Status NameItems(const v1::ChecklistTemplate& checklist,
                       const google::protobuf::RepeatedPtrField<v1::ReturnedItem>& items, const Actor& actor,
                       v1::Review* review);

// Accepts what the actor reviews. `content`: the hash of what is in it now; `seen`: of what the actor means, where they
// say so. `REVIEW_NOT_BEGUN`, `REVIEW_TAKEN`, `REVIEWER_HANDLED`, `REVIEWER_UNCLEARED`, `CONTENT_CHANGED`,
// `DOSSIER_INCOMPLETE`.
absl::StatusOr<v1::Dossier> Accept(const Folder& folder, const v1::ChecklistTemplate& checklist,
                                   const std::string& content, const std::string& seen, std::string note,
                                   const Actor& actor);

// Gives it up. `DOSSIER_CLOSED`, `DOSSIER_WITHDRAWN`.
absl::StatusOr<v1::Dossier> GiveUp(v1::Dossier dossier, std::string reason, const Actor& actor);

// Opens a withdrawn one again. `DOSSIER_NOT_WITHDRAWN`.
absl::StatusOr<v1::Dossier> Reopen(v1::Dossier dossier, std::string reason, const Actor& actor);

// Puts it away. `DOSSIER_CLOSED`, `DOSSIER_UNFINISHED`, `FIELDS_INVALID` for a day that is past.
absl::StatusOr<v1::Dossier> Close(v1::Dossier dossier, std::string reason, absl::CivilDay keep_until,
                                  const Actor& actor);

// Has a closed one kept longer. `DOSSIER_UNFINISHED`, `RETENTION_SHORTENED`.
absl::StatusOr<v1::Dossier> KeepLonger(v1::Dossier dossier, absl::CivilDay keep_until, const v1::Basis& basis,
                                       const Actor& actor);

// Whether it goes along when its person moves or is merged: all but what is accepted or closed.
bool IsUnderWay(const v1::Dossier& dossier);

// What the acceptance went by has changed: it is void, and somebody has to review anew.
v1::Dossier Void(v1::Dossier dossier, v1::Dossier::Cause cause, const Actor& actor);

// The dossier as its keeper has changed what the person stands for; an acceptance was for what they stood for before.
// `DOSSIER_NOT_OPEN` while the reviewers have it, and once it is closed or withdrawn.
absl::StatusOr<v1::Dossier> StandFor(const v1::Dossier& before, v1::Dossier after, const Actor& actor);

// Whether it goes along when its person moves away from the organisation: it is there, or will be, and is not closed.
bool IsGatheredBy(const v1::Dossier& dossier, const std::string& organisation);

// The person has moved from one organisation to another. A dossier of the former goes along, now or once it is accepted
// no more; one that is closed stays.
v1::Dossier Follow(v1::Dossier dossier, const std::string& from, const std::string& to, const Actor& actor);

// Whether it goes to another organisation by what followed, now or once it is accepted no more.
bool Goes(const v1::Dossier& before, const v1::Dossier& after);

// FAILED_PRECONDITION `DOSSIER_NOT_OPEN` unless its organisation has the dossier in hand.
absl::Status RequireOpen(const v1::Dossier& dossier);

// Whether nothing is to be added to it any more.
bool IsPutAway(const v1::Dossier& dossier);

// Whether it blocks nothing: withdrawn, or closed without having been accepted.
bool IsGivenUp(const v1::Dossier& dossier);

}  // namespace congress::dossiers
