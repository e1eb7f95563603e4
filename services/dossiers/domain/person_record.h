// A person's record and the history of its properties.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new record. `FIELDS_INVALID` lists what is wrong: no organisation or name, a day that has not come yet, two
// assessments of one year. `path` is where the request holds the person.
absl::StatusOr<v1::Person> Record(std::string_view id, v1::Person person, const Actor& actor,
                                  std::string_view path = "person");

// A changed record: checks `after` like Record and stamps it.
absl::StatusOr<v1::Person> Amend(v1::Person after, const Actor& actor, std::string_view path = "person");

// One change for every field in which the records differ, in the order of the fields, numbered on from `history`,
// which holds all earlier changes, oldest first.
std::vector<v1::PersonChange> ChangesBetween(const v1::Person& before, const v1::Person& after,
                                             const std::vector<v1::PersonChange>& history, const Actor& actor);

}  // namespace congress::dossiers
