// Who does something, and when, as the domain sees it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "congress/annotations/v1/options.pb.h"

namespace congress::dossiers {

struct Actor {
  // Subject of the token or, for a process, for whom it acts.
  std::string subject;
  // The caller's own person, `persons/{person}`; empty when unknown.
  std::string person;
  annotations::v1::Grade clearance = annotations::v1::GRADE_UNSPECIFIED;
  absl::Time now;
};

}  // namespace congress::dossiers
