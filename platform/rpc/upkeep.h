// Brings a store to what this version declares: entries for the indexes that there are now.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Tells of long work: the type at hand and how many of its records are done.
using UpkeepNotice = std::function<void(const std::string& type, int64_t records)>;

// Does nothing when the store says that it is up to date. May be stopped anywhere, run again, and run by several
// replicas at once.
// `obsolete`: types whose records nobody reads any more; they are deleted.
absl::Status BringUpToDate(store::Store& store, const std::vector<const RecordType*>& types,
                           const UpkeepNotice& notice = nullptr, const std::vector<std::string>& obsolete = {});

}  // namespace congress::rpc
