// The store contract: five methods over one keyspace of a service. Everything else stands on them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace congress::store {

// The sequence number of the commit that last wrote a record. 0 stands for 'absent'.
using Revision = int64_t;
inline constexpr Revision kAbsent = 0;

// A revision holds the epoch of its commit above the commit's number, so that nothing of before a restore is taken for
// something of after it: etags and resume tokens are made of revisions.
inline constexpr int kEpochBits = 40;
inline constexpr Revision kCommitMask = (Revision{1} << kEpochBits) - 1;
inline constexpr int64_t EpochOf(Revision revision) { return revision >> kEpochBits; }
// Of the commit that begins an epoch.
inline constexpr Revision FirstOf(int64_t epoch) { return (epoch << kEpochBits) + 1; }

struct Record {
  std::string key;
  std::string value;
  Revision revision = kAbsent;
  // Whom the record belongs to, as its write said (envelope.h).
  std::string organisation = {};
  bool sealed = false;
};

// Keys from `begin` (inclusive) to `end` (exclusive) in byte order. An empty `end` is the end of the keyspace.
struct Range {
  std::string begin;
  std::string end;

  // All keys that begin with `prefix`.
  static Range Prefix(std::string_view prefix);
  // The same range from just behind `key` on.
  Range After(std::string_view key) const;
};

// Sets or, without a value, deletes a record.
struct Write {
  std::string key;
  std::optional<std::string> value = std::nullopt;
  // When set, the record's revision at the time of the commit; kAbsent demands that there is none.
  std::optional<Revision> expected = std::nullopt;
  // Whom the record belongs to, for authorisation without its value; empty: nobody. At most 65,535 bytes.
  std::string organisation = {};
  // Graded fields in the value are encrypted (piece.h).
  bool sealed = false;
};

// A record that is not written but must not have moved: what a decision was based on.
struct Check {
  std::string key;
  Revision expected = kAbsent;
};

// A value that goes to the end of a log, filed at AppendKey(log, sequence). One per log in a batch.
struct Append {
  std::string log;
  std::string value;
};

struct Batch {
  std::vector<Write> writes = {};
  std::vector<Check> checks = {};
  std::vector<Append> appends = {};
  // Bytes of the values that are envelope (enveloped_store.h) and do not count.
  size_t envelope_bytes = 0;
  // What the store itself demands; counts as no entry.
  std::optional<Check> guard = std::nullopt;
  // The last commit that the store must have had. One that had not was set back, and nothing is written.
  Revision floor = kAbsent;
  // The number of this commit in place of the next one, beyond all so far: an epoch begins.
  std::optional<Revision> jump_to = std::nullopt;

  // Of all keys and values.
  size_t Bytes() const;

  // Limits of one batch, so that a commit stays short on every backend.
  static constexpr size_t kMostEntries = 10'000;
  static constexpr size_t kMostBytes = size_t{8} << 20;
  // INVALID_ARGUMENT `CHANGE_TOO_LARGE` beyond the limits; INTERNAL with two writes of one key or two appends to
  // one log.
  absl::Status Validate() const;
};

struct Committed {
  // Number of the commit in the keyspace, gapless from 1 in each epoch.
  Revision sequence = 0;
};

// What the keys of entries begin with by which records are found. They are made anew from the records.
inline constexpr std::string_view kIndexes = "i/";
// And those of a service's copy of the tree of organisations, which it reads anew from its source.
inline constexpr std::string_view kTreeCopy = "d/";

// Where an append of commit `sequence` lies: `<log>/<sequence>` with 20 digits, so that key order is log order.
std::string AppendKey(std::string_view log, Revision sequence);
// Whether `key` has that form.
bool IsAppendKey(std::string_view key);

// ABORTED `CONTENTION` naming the key that moved; what every backend answers on a conflict.
absl::Status Conflict(std::string_view key);
// The key that a Conflict names; empty for any other status.
std::string ConflictingKey(const absl::Status& status);

// FAILED_PRECONDITION `STORE_REFUSED`: the store has not had the commit `floor`, only those up to `last`.
absl::Status Behind(Revision last, Revision floor);
bool IsBehind(const absl::Status& status);

class Maintained;

// One service's records, ordered by key. Safe for use by many threads.
class Store {
 public:
  virtual ~Store() = default;

  // The record at `key`; NOT_FOUND when there is none; UNAVAILABLE `STORE_UNAVAILABLE` without an answer.
  virtual absl::StatusOr<Record> Get(std::string_view key) = 0;

  // The records at `keys`, in that order and all as of one moment; one that is absent has the revision kAbsent. Stops
  // early after 8 MiB of values, but never before the first.
  virtual absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) = 0;

  // Up to `limit` records of `range` in key order, all as of one moment. Stops early after 8 MiB of values, but
  // never before the first record.
  virtual absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) = 0;

  // All or nothing, durable before it returns. ABORTED names the key that had moved; then nothing was written.
  // UNAVAILABLE `COMMIT_OUTCOME_UNKNOWN` when the connection broke and the outcome could not be learnt.
  virtual absl::StatusOr<Committed> Commit(const Batch& batch) = 0;

  // Sequence number of the last commit, 0 before the first; also tells whether the store answers.
  virtual absl::StatusOr<Revision> LastSequence() = 0;

  // How often the store was set back so far, as of the last answer.
  virtual int64_t Epoch() const { return 0; }

  // What backup and restore do with the backend, whatever stands before it (maintained.h). It lives as long as this.
  // UNAVAILABLE `STORE_UNAVAILABLE` while there is none.
  virtual absl::StatusOr<Maintained*> Maintenance() = 0;
};

}  // namespace congress::store
