// The Lua scripts of a Redis store. Each takes the keyspace's prefix as its one key and knows these records:
//   <prefix>schema        version of this layout
//   <prefix>sequence      number of the last commit
//   <prefix>keys          sorted set of all record keys, since Redis itself keeps no order
//   <prefix>counted       number of the last commit, a colon and how many keys there were after it: who deletes keys
//                         beside the scripts is found out
//   <prefix>r:<key>       20 digits of revision, then the value
//   <prefix>commit:<id>   a commit's sequence number, or `fenced`; expires
#pragma once

#include "platform/store/redis_connection.h"

namespace congress::store {

// Digits before the value in a record.
inline constexpr size_t kStampSize = 20;
// Expected revision that every record meets.
inline constexpr std::string_view kAnyRevision = "*";

// Arguments: schema. Answers the schema found, after trying every command that a commit uses, so that a user without
// the right to one of them is found out before half a commit is written.
const RedisScript& AdmitScript();

// Begins a script that reads records: what `reading` gives for a command on a record's key, `foreign` where Redis has
// something of another type there than the suite writes.
inline constexpr char kReading[] = R"(
local function reading(command, ...)
  local read = redis.pcall(command, ...)
  if type(read) ~= 'table' then return read end
  return string.find(read.err, 'WRONGTYPE', 1, true) and 'foreign' or redis.call(command, ...)
end
)";

// While a snapshot is read (redis_maintenance_scripts.h), each commit keeps what it overwrites of it.
// Arguments of each commit, one after another: id, seconds to remember it, counts of forgotten ids, writes, checks and
// appends; then the forgotten ids; each write's key, `put` or `delete`, expected stamp and value; each check's key and
// expected stamp; each append's log and value. Answers for each {'committed', sequence}, {'conflict', key}, {'lost',
// key} for one that was expected to be absent and is lost, {'foreign', key}, {'fenced'} or {'failed', error}.
// Everything that can fail comes before a commit's first write: Redis does not roll back. One command for all, because
// Redis flushes after each 16 KiB that it reads of a connection.
const RedisScript& CommitScript();

// Answers the number of the last commit; where keys are missing, beside it how many there are and how many there were.
// A commit by a process that does not count yet leaves a count of another commit, which says nothing.
const RedisScript& SequenceScript();

// Arguments: id, seconds to remember. Answers the commit's sequence number or, when it has not arrived, `fenced`:
// then it is refused should it still arrive.
const RedisScript& FenceScript();

// Arguments: lexical minimum, limit. Looks whether the keys from there on have their records. Answers the last key that
// it has looked at, empty at the end, and where there is one a key without a record and `lost` or `foreign`.
const RedisScript& PresenceScript();

// A record whose key is in the list, and that is not there itself, is `lost` in what these answer; one of another type
// is `foreign`. Arguments: most bytes of values; then keys. Answers a record or an empty text for each, as far as the
// bytes go.
const RedisScript& FetchScript();

// Arguments: lexical minimum and maximum, limit, most bytes of values. Answers key, record, key, record …
const RedisScript& ScanScript();

}  // namespace congress::store
