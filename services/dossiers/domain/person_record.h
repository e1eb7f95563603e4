// What a person's record may say.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new record. `FIELDS_INVALID` lists what is wrong: no organisation or name, a day or year that has not come yet, an
// admission before the birth, two assessments of one year. `path` is where the request holds the person.
absl::StatusOr<v1::Person> Record(std::string_view id, v1::Person person, const Actor& actor,
                                  std::string_view path = "person");

// A changed record: checks `after` like Record and stamps it.
absl::StatusOr<v1::Person> Amend(v1::Person after, const Actor& actor, std::string_view path = "person");

}  // namespace congress::dossiers
