// No one handles their own dossier.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace congress::dossiers {

// Whether the caller, whose token names `caller_person` (empty when unknown), is the person concerned.
bool IsOwn(std::string_view caller_person, std::string_view person);

// PERMISSION_DENIED `OWN_DOSSIER` when the caller is the person concerned.
absl::Status RefuseOwn(std::string_view caller_person, std::string_view person);

}  // namespace congress::dossiers
