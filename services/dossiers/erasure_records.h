// Where erasures are kept, and what a reader is told of who was erased.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/erasure.pb.h"
#include "platform/rpc/repository.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::PersonErasure> kErasures(
    rpc::kPart, "dossiers.erasures.list", [](const v1::PersonErasure& one) { return one.organisation(); },
    [](const v1::PersonErasure& one) { return PersonOf(one.name()); });

inline std::string ErasureOf(std::string_view person) { return StrCat(person, "/erasure"); }

// The person as they are left: name, organisation and when they were erased, for a caller who may read persons there.
// NOT_FOUND where nobody of the name was erased.
absl::StatusOr<v1::Person> ErasedPerson(rpc::Call& call, const std::string& name);

}  // namespace congress::dossiers
