// A caller who wants no graded field.
#pragma once

#include <memory>

#include "platform/auth/principal.h"

namespace congress::auth {

// The same, answered as if they had no clearance.
inline std::shared_ptr<const Principal> Uncleared(const Principal& principal) {
  auto uncleared = std::make_shared<Principal>(principal);
  uncleared->clearance = annotations::v1::GRADE_UNSPECIFIED;
  return uncleared;
}

}  // namespace congress::auth
