// What is under way against a person.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/suspension_service.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A suspension as it is first stored. `FIELDS_INVALID` for one that begins in the future.
absl::StatusOr<v1::Suspension> Suspend(const v1::Person& person, std::string_view id, v1::Suspension wanted,
                                       const Actor& actor);

// It has ended. `SUSPENSION_ENDED`; `FIELDS_INVALID` for a day of the future or before it began.
absl::StatusOr<v1::Suspension> End(v1::Suspension suspension, const v1::EndSuspensionRequest& end, const Actor& actor);

// Whether it is under way on the day.
bool IsActive(const v1::Suspension& suspension, absl::CivilDay day);

}  // namespace congress::dossiers
