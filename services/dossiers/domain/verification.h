// Questions to other bodies about a person.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/verification_service.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A request as it is first stored. `DOSSIER_CLOSED`, `DOSSIER_WITHDRAWN`; `FIELDS_INVALID` for a request of the future
// and for an answer that is due before it.
absl::StatusOr<v1::Verification> Ask(const v1::Dossier& dossier, std::string_view id, v1::Verification wanted,
                                     const Actor& actor);

// The answer. `entered_for`: by who asked. `VERIFICATION_NOT_OPEN`; `FIELDS_INVALID` for an answer of the future or
// before the request.
absl::StatusOr<v1::Verification> Answer(v1::Verification verification, const v1::AnswerVerificationRequest& answer,
                                        bool entered_for, const Actor& actor);

// Takes it back. `VERIFICATION_NOT_OPEN` where that was done.
absl::StatusOr<v1::Verification> Cancel(v1::Verification verification, std::string reason, const Actor& actor);

// The verification as it is shown on a day.
v1::Verification AsOf(v1::Verification verification, absl::CivilDay today);

}  // namespace congress::dossiers
