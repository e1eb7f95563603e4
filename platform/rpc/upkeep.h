// Brings a store to what this version declares: entries for the indexes that there are now.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Tells of long work: the type at hand and how many of its records are done.
using UpkeepNotice = std::function<void(const std::string& type, int64_t records)>;

// Under which the audit has each commit that deletes or writes entries. One that begins an audit log, as behind a
// restore, is told from acts that were lost by that.
inline constexpr std::string_view kUpkeepMethod = "congress.store.v1.StoreFormat/indexes";

// Does nothing when the store says that it is up to date. May be stopped anywhere, run again, and run by several
// replicas at once.
// `principal`: as the audit names the process: `process-drafting`. `obsolete`: types whose records nobody reads any
// more; they are deleted.
absl::Status BringUpToDate(store::Store& store, const std::vector<const RecordType*>& types,
                           const std::string& principal, const UpkeepNotice& notice = nullptr,
                           const std::vector<std::string>& obsolete = {});

}  // namespace congress::rpc
