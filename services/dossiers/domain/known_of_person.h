// What the rules look at, taken from the records of a person.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "services/dossiers/domain/eligibility.h"

namespace congress::dossiers {

// What is known of the person as of the day: birth, gender and admission as the record says them, the rest as the facts
// say that it was then. The planning list and the dossier are the caller's to fill.
KnownOfPerson KnownOn(absl::CivilDay day, const v1::Person& person, const std::vector<v1::PersonFact>& facts,
                      const v1::CurriculumVitae& curriculum);

}  // namespace congress::dossiers
