// Positions: norm, filled, vacant, proposed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/personnel_rule_service.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new, empty position under `parent`. `FIELDS_INVALID` without organisation or title; `path` is where the
// request holds the position.
absl::StatusOr<v1::PositionSlot> Establish(std::string_view parent, std::string_view id, v1::PositionSlot slot,
                                           const Actor& actor, std::string_view path = "position_slot");

// The position with title, norm or legal basis changed. `FIELDS_INVALID` like Establish; FAILED_PRECONDITION
// `POSITION_NORM_TOO_LOW` below the number of holders.
absl::StatusOr<v1::PositionSlot> Revise(v1::PositionSlot slot, const Actor& actor);

// FAILED_PRECONDITION `NORM_OUTSIDE_RULE` where one of the norms, which are those of its kind, does not allow its own.
absl::Status CheckNorm(const v1::PositionSlot& slot,
                       const std::vector<v1::GetPositionNormsResponse::PositionNorm>& norms);

// Proposes a person. Nothing else of the position changes, not even its stamp. `POSITION_PERSON_PRESENT`.
absl::StatusOr<v1::PositionSlot> Propose(v1::PositionSlot slot, const std::string& person);

// Takes a candidate off. `POSITION_PERSON_NOT_PROPOSED`.
absl::StatusOr<v1::PositionSlot> Withdraw(v1::PositionSlot slot, const std::string& person);

// Lets a person hold the position who is proposed or, with `unproposed`, was elected or sat there before.
// `POSITION_PERSON_NOT_PROPOSED`, `POSITION_FULL`.
absl::StatusOr<v1::PositionSlot> Fill(v1::PositionSlot slot, const std::string& person, bool unproposed,
                                      const Actor& actor);

// Takes a holder off. `POSITION_PERSON_ABSENT`.
absl::StatusOr<v1::PositionSlot> Vacate(v1::PositionSlot slot, const std::string& person, const Actor& actor);

}  // namespace congress::dossiers
