// The order in which persons are listed, and the search in their names.
#pragma once

#include <string>
#include <string_view>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"

namespace congress::dossiers {

// What every name entry's name begins with.
inline constexpr std::string_view kPersonNames = "personNames/";

// The entry by which the person is found: entries sort like the names of the persons.
v1::PersonNameEntry NameEntryOf(const v1::Person& person);

// What to look for in `search_key` of the entries.
std::string QueryKeyOf(std::string_view query);

}  // namespace congress::dossiers
