// What becomes of a meeting: announced, put off, cancelled, held, corrected.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/scheduling/v1/meeting_service.pb.h"
#include "services/scheduling/domain/doer.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {

// FAILED_PRECONDITION `MEETING_HELD`, `MEETING_CANCELLED`: what was held or cancelled does not change.
absl::Status CheckOpen(const v1::Meeting& meeting);

// What follows from a change: whether it differs from what was announced, and the sequence counted on when a calendar
// would show something else. Entry 0 is the meeting as it was shown first.
void Settle(const v1::Meeting& before, v1::Meeting* after);
// Of a meeting that has been given days: what was put off is planned again. Settle.
void SettlePlanned(const v1::Meeting& before, v1::Meeting* after);

// As calendars show it: with slots, attendee and room as they were announced; of one that was held or never announced
// as they are.
v1::Meeting AsShown(const v1::Meeting& meeting);
// Whether a slot of AsShown does not take place.
bool IsCalledOff(const v1::Meeting& meeting, const v1::Slot& slot);

// FAILED_PRECONDITION `MEETING_RELEASED`, `MEETING_HELD`, `MEETING_CANCELLED`.
absl::Status CheckDeletable(const v1::Meeting& meeting);

// Announced as it is, by a release of the whole schedule or alone. FAILED_PRECONDITION `MEETING_WITHOUT_DAYS` (also for
// one that was put off), `MEETING_HELD`, `MEETING_CANCELLED`.
absl::StatusOr<v1::Meeting> Release(v1::Meeting meeting, const std::string& release, const Doer& doer);

// FAILED_PRECONDITION `MEETING_HELD`, `MEETING_CANCELLED`.
absl::StatusOr<v1::Meeting> Cancel(v1::Meeting meeting, const std::string& reason, const Doer& doer);

// Keeps the slots before `from_date`, none where it says none, and takes those of the request for the others; with them
// it is planned again. FAILED_PRECONDITION `MEETING_POSTPONED`, `MEETING_PAST`, `MEETING_HELD`, `MEETING_CANCELLED`;
// INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::Meeting> Postpone(v1::Meeting meeting, const v1::PostponeMeetingRequest& request, const Doer& doer);

// FAILED_PRECONDITION `MEETING_NOT_YET`, `MEETING_WITHOUT_DAYS`, `PERSON_NOT_INVITED`, `MEETING_HELD`,
// `MEETING_CANCELLED`; INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::Meeting> Hold(v1::Meeting meeting, const v1::MeetingHeld& held, const Doer& doer);

// What stood there before is kept. FAILED_PRECONDITION `MEETING_NOT_HELD`, `MEETING_NOT_YET`, `PERSON_NOT_INVITED`;
// INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::Meeting> Correct(v1::Meeting meeting, const v1::CorrectMeetingRequest& request, const Doer& doer);

// Whether as many of those who chair or are required were there, themselves or by another, as the quorum demands.
bool MeetsQuorum(const v1::Meeting& meeting);

// Records an answer of the attendee or a participant, and who is asked instead. FAILED_PRECONDITION
// `PERSON_NOT_INVITED`, `MEETING_HELD`, `MEETING_CANCELLED`; INVALID_ARGUMENT `FIELDS_INVALID` for a stand-in of who
// comes, or one who takes part anyway.
absl::StatusOr<v1::Meeting> Reply(v1::Meeting meeting, const v1::ReplyMeetingRequest& request, absl::Time now);

}  // namespace congress::scheduling
