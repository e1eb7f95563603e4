// Who holds a position, since when, by which decision, and how that ended.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/position_service.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "congress/dossiers/v1/tenure.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// The tenure that begins when `slot` is filled as `request` says. FAILED_PRECONDITION `DECISION_MISSING`.
absl::StatusOr<v1::Tenure> BeginTenure(const v1::PositionSlot& slot, std::string_view id,
                                       const v1::FillPositionSlotRequest& request, const Actor& actor);

// The tenure as it has ended. `FIELDS_INVALID` for a day before the first or yet to come, and where a decision or a
// reason is missing.
absl::StatusOr<v1::Tenure> EndTenure(v1::Tenure tenure, const v1::VacatePositionSlotRequest& request,
                                     const Actor& actor);

// The tenure with another first day or decision. `FIELDS_INVALID` for a first day after the last; FAILED_PRECONDITION
// `DECISION_MISSING`.
absl::StatusOr<v1::Tenure> AmendTenure(v1::Tenure tenure, const v1::CorrectTenureRequest& request, const Actor& actor);

bool GoesOnOn(const v1::Tenure& tenure, absl::CivilDay day);

// Whether both go on at some time.
bool Overlaps(const v1::Tenure& a, const v1::Tenure& b);

}  // namespace congress::dossiers
