// The wrapping anew of data keys while the service serves.
#pragma once

#include <string>

#include "platform/operations/operations.h"
#include "platform/rpc/subject_keys.h"

namespace congress::operations {

// The work of RewrapKeys of a service. `keys` outlives it; null: the process was given none, and there is nothing to
// do.
Work RewrapWork(std::string service, rpc::SubjectKeys* keys);

}  // namespace congress::operations
