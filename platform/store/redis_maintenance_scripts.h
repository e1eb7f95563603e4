// The Lua scripts of backup and restore. Beside what redis_scripts.h names they know these records:
//   <prefix>snapshot      20 digits of the last commit that a snapshot contains, then its id; expires
//   <prefix>before:<id>   hash of what commits overwrote or deleted since, by key, each stamped; expires
//   <prefix>gone:<id>     sorted set of the keys that were deleted since; expires
//   <prefix>loading       id of the load that is under way
#pragma once

#include "platform/store/redis_connection.h"

namespace congress::store {

// Arguments: id, seconds for which it is kept without a reader. Answers the stamp of its last commit, or `running`
// while there is another snapshot.
const RedisScript& BeginSnapshotScript();

// Arguments: id, seconds, lexical minimum and maximum, limit, most bytes of values. Answers two pages, of the keys that
// are and of those that are gone: each whether more follow, then key, record or an empty text, key … An empty answer:
// the snapshot is lost.
const RedisScript& ReadSnapshotScript();

// Arguments: id. Forgets the snapshot and what was kept for it.
const RedisScript& EndSnapshotScript();

// Arguments: id, the schema that says that nobody may read this. Answers `begun`, or `filled` when there are records.
const RedisScript& BeginLoadScript();

// Arguments: id; then key, stamp and value of each record. Answers `added`, or `filled` when this is not the load that
// is under way.
const RedisScript& AddLoadScript();

// Arguments: id, the schema, number of the last commit, count of records. Answers `finished`, or `filled` when others
// wrote to the store.
const RedisScript& FinishLoadScript();

}  // namespace congress::store
