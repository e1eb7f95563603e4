// Two records that are one person's.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/person.pb.h"

namespace congress::dossiers {

// Whether `duplicate` may become an alias of `kept`. `FIELDS_INVALID` for one record and itself, `PERSON_MERGED` where
// one of them is an alias, `PERSONS_DIFFER` where their identifiers contradict each other.
absl::Status RequireMergeable(const v1::Person& kept, const v1::Person& duplicate);

// `DOSSIERS_COLLIDE` where both have one for a purpose and congress that is not put away.
absl::Status RequireNoCollision(const std::vector<v1::Dossier>& of_kept, const std::vector<v1::Dossier>& of_duplicate);

}  // namespace congress::dossiers
