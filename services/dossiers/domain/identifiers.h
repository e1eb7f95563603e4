// By what a person is known elsewhere.
#pragma once

#include <optional>
#include <string>

#include "congress/dossiers/v1/person.pb.h"

namespace congress::dossiers {

// Equal for two spellings of one identifier: kind and letters and digits, without regard to case.
std::string IdentifierText(const v1::Identifier& identifier);

// Whether it can be one: a citizen's has 12 digits, or 9 of an old one, however they are set apart.
bool IsWellFormed(const v1::Identifier& identifier);

// A kind of which both have an identifier and not the same: then they are two persons, or one of them is wrong. Of
// OTHER one person may have several.
std::optional<v1::Identifier::Kind> Contradiction(const v1::Person& a, const v1::Person& b);

}  // namespace congress::dossiers
