// Ids that the service makes.
#pragma once

#include <string>

#include "platform/uuid/uuid.h"

namespace congress::dossiers {

// 8 letters and digits that say nothing, not even how many there are.
inline std::string RandomId() { return uuid::Random().substr(0, 8); }

}  // namespace congress::dossiers
