// Who does something to a document, and when.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace congress::drafting {

struct Act {
  std::string account;
  std::string person;  // `persons/{person}`; empty when nobody knows whose account it is.
  absl::Time now;
  // Whose account acts for another organisation; empty for one's own.
  std::string entered_by = {};
};

}  // namespace congress::drafting
