// Brings a store that an older version wrote to what this version reads: envelopes around its records, and entries for
// the indexes that are declared now.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Version of how records lie in a keyspace: 2 has envelopes and indexes. 1 never said so.
inline constexpr int kStoreSchema = 2;
// The oldest version that reads what this one writes.
inline constexpr int kLeastReader = 2;

// Tells of long work: the type at hand and how many of its records are done.
using UpkeepNotice = std::function<void(const std::string& type, int64_t records)>;

// Does nothing when the store says that it is up to date. May be stopped anywhere, run again, and run by several
// replicas at once. Records that are wrapped get a new revision, so that etags that clients hold are outdated.
// FAILED_PRECONDITION, in a sentence for the operator, for a store of a newer version.
// `obsolete`: types whose records nobody reads any more; they are deleted.
absl::Status BringUpToDate(store::Store& store, const std::vector<const RecordType*>& types,
                           const UpkeepNotice& notice = nullptr, const std::vector<std::string>& obsolete = {});

}  // namespace congress::rpc
