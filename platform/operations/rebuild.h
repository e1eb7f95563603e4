// The rebuild of indexes while the service serves.
#pragma once

#include <vector>

#include "platform/operations/operations.h"
#include "platform/rpc/index.h"

namespace congress::operations {

// The work of RebuildIndexes on the types' records: adds entries that are missing, then takes away those that are
// wrong.
Work RebuildWork(std::vector<const rpc::RecordType*> types);

}  // namespace congress::operations
