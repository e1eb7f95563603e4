// What a curriculum vitae may say.
#pragma once

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A changed curriculum vitae, stamped. `FIELDS_INVALID`, at any depth: a day or year that has not come yet, unless it
// is the end of something; an end before the beginning; in `stated_none` what is no list, or one that holds something.
absl::StatusOr<v1::CurriculumVitae> AmendCurriculum(v1::CurriculumVitae after, const v1::Person& person,
                                                    const Actor& actor);

}  // namespace congress::dossiers
