// Somebody as papers name them.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"

namespace congress::dossiers {

struct NamedPerson {
  std::string name;
  // Tells two of one name apart; 0 where it is not known, or not to be shown.
  int birth_year = 0;
};

inline std::string YearOf(const NamedPerson& person) {
  return person.birth_year == 0 ? "" : absl::StrCat(person.birth_year);
}

// In a sentence.
inline std::string WithYear(const NamedPerson& person) {
  return person.birth_year == 0 ? person.name : absl::StrCat(person.name, " (", person.birth_year, ")");
}

}  // namespace congress::dossiers
