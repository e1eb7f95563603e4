// Decisions and other grounds of what is entered.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/dossiers/v1/basis.pb.h"

namespace congress::dossiers {

// Whether it names a decision: its number and day, or the paper.
bool NamesDecision(const v1::Basis& basis);

// `FIELDS_INVALID` unless it names a decision, if by its number alone, a paper or a source.
absl::Status RequireBasis(const v1::Basis& basis, std::string_view path = "basis");

// `FIELDS_INVALID` for a decision of a day that has not come yet.
absl::Status RequireTaken(const v1::Basis& basis, absl::Time now, std::string_view path = "basis");

// The day of the decision; `otherwise` where only the paper is named.
absl::CivilDay DecidedOn(const v1::Basis& basis, absl::CivilDay otherwise);

}  // namespace congress::dossiers
