// Places of positions, filled and vacated with the tenures that follow. Who may do it has been judged before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/freeze_period.pb.h"
#include "congress/dossiers/v1/position_service.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/freeze.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// Stages that the person holds the position, which has its candidates, from a day on. `freezes`: all that there are;
// `unproposed`: they need not be proposed for it. What refuses it is listed at FillPositionSlot; what was staged before
// the refusal is the caller's to take back.
absl::StatusOr<v1::Tenure> FillPlace(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                                     v1::PositionSlot slot, const v1::FillPositionSlotRequest& request, bool unproposed,
                                     const Actor& actor);

// Stages that who holds it, read with its candidates, does so no longer. FAILED_PRECONDITION `POSITION_PERSON_ABSENT`.
absl::StatusOr<v1::Tenure> VacatePlace(rpc::Call& call, v1::PositionSlot slot,
                                       const v1::VacatePositionSlotRequest& request, const Actor& actor);

// The person's dossier for what the position asks for, which is not given up; none where there is none, or where it
// asks for none.
absl::StatusOr<std::optional<v1::Dossier>> DossierFor(rpc::Call& call, const v1::PositionSlot& slot,
                                                      const Names& person);

// `POSITION_HELD_ELSEWHERE` where the person holds another position while `tenure` goes on.
absl::Status RequireOneSeat(rpc::Call& call, const v1::Tenure& tenure, const Names& person);

// `APPOINTMENT_FROZEN` where a freeze stops it; an exception is staged as used by `tenure`.
absl::Status RequireNoFreeze(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                             const v1::PositionSlot& slot, const v1::Tenure& tenure, const std::string& exception);

// The position that the tenure is of.
std::string PositionOf(const v1::Tenure& tenure);

// How a freeze sees that the person begins to hold the position.
PersonnelAct Appointment(const v1::PositionSlot& slot, const v1::Tenure& tenure);

}  // namespace congress::dossiers
