// Records of persons by their names, aliases resolved: a record that was merged into another stands for that one.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// The person, for a caller who may read them and holds the method's permission there; of an alias the record that
// stands for it. NOT_FOUND alike when it is missing or may not be read.
absl::StatusOr<v1::Person> PersonAt(rpc::Call& call, std::string_view name);

// The name under which the person's record stands; a name of which there is no record stays.
absl::StatusOr<std::string> StandingName(rpc::Call& call, std::string name);

// Whether the caller is the person, also under the name of an alias.
absl::StatusOr<bool> IsSelf(rpc::Call& call, const std::string& person);

}  // namespace congress::dossiers
