// What maintenance does with a store beside the five methods: a backup reads all of it as of one moment, a restore
// fills an empty one, an examination asks what the backend says against itself.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::store {

// All records as of one moment, while commits go on. Records are as they lie in the backend, in their envelopes
// (envelope.h). The store outlives it. Used by one thread at a time.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // Number of the last commit that it contains.
  virtual Revision sequence() const = 0;

  // Up to `limit` records of `range` in key order; none at the end only. Stops early after 8 MiB of values, but never
  // before the first. UNAVAILABLE `SNAPSHOT_LOST` once the moment is gone: the reader was too slow (RedisSnapshot,
  // SqliteSnapshots).
  virtual absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) = 0;
};

// Fills an empty store. One that was begun and not finished is refused by whoever opens it next.
class Load {
 public:
  virtual ~Load() = default;

  // Writes the records with their revisions, as a Snapshot gave them. Each key comes once in the whole load.
  virtual absl::Status Add(std::span<const Record> records) = 0;

  // The store is complete and durable, `sequence` being the number of its last commit. FAILED_PRECONDITION
  // `STORE_NOT_EMPTY` when somebody else has written to it meanwhile.
  virtual absl::Status Finish(Revision sequence) = 0;
};

// What a backend says against itself.
struct SelfFault {
  // What was written is not there any more; otherwise a setting promises less than it should, or cannot be seen.
  bool damage = false;
  // One sentence for the operator, in the backend's own words.
  std::string said;
};

class Maintained {
 public:
  virtual ~Maintained() = default;

  // What its own check finds, which no commit waits for; the first twenty damages. UNAVAILABLE without an answer.
  virtual absl::StatusOr<std::vector<SelfFault>> Examine() = 0;

  // Looks at a further part of what is there, a small one at a time and from the beginning again behind the end: called
  // twice a second by whoever serves the store. DATA_LOSS for what was lost since it was written, unless it can be made
  // anew from the rest; that is told to the log.
  virtual absl::Status LookOn() { return absl::OkStatus(); }

  // Takes what was deleted or overwritten out of the logs of the backend too, so that none of its files has it; Redis
  // goes on with that by itself. UNAVAILABLE `STORE_UNAVAILABLE` when that cannot be now.
  virtual absl::Status Purge() = 0;

  // UNAVAILABLE `SNAPSHOT_RUNNING` while there is another one.
  virtual absl::StatusOr<std::unique_ptr<Snapshot>> TakeSnapshot() = 0;

  // FAILED_PRECONDITION `STORE_NOT_EMPTY` unless nothing was ever committed.
  virtual absl::StatusOr<std::unique_ptr<Load>> BeginLoad() = 0;
};

// What stands in the place of a store's schema while it is filled: no version reads it.
inline constexpr int64_t kUnfinishedLoad = 999'999'999;
// What the operator is told of such a store, after its name.
inline constexpr char kUnfinishedLoadSentence[] =
    " holds a restore that was not finished; delete it and restore once more.";

absl::Status SnapshotRunning();
absl::Status SnapshotLost();
absl::Status NotEmpty();

}  // namespace congress::store
