// Who does something, and when, as the domain sees it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "congress/annotations/v1/options.pb.h"

namespace congress::dossiers {

struct Actor {
  // Subject of the token or, for a process, for whom it acts.
  std::string subject;
  // The caller's own person, `persons/{person}`; empty when unknown.
  std::string person;
  // Every name of that person, where it matters who else did something: records that were merged have several.
  std::vector<std::string> names = {};
  annotations::v1::Grade clearance = annotations::v1::GRADE_UNSPECIFIED;
  absl::Time now;

  // Whether a name is that of the caller's person.
  bool Is(std::string_view name) const {
    return !name.empty() && (name == person || std::find(names.begin(), names.end(), name) != names.end());
  }
};

}  // namespace congress::dossiers
