// What is known of a store outside of it: whose it is, and the last commit that was acknowledged.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::store {

struct Testimony {
  // Whose suite the store is.
  std::string suite;
  // Of the last commit that was answered, or a later one; kAbsent: the store is about to be made.
  Revision sequence = kAbsent;
  // Which store of that suite; empty where an older version wrote it.
  std::string store_id = {};
};

// A small file, `<name>.witness`. Written after the store's flush and before the answer, so that a store may be
// ahead of its witness and never behind it; not flushed, because a crash of the machine that loses it leaves it behind.
// Several processes may share it. Safe for many threads.
class Witness {
 public:
  // In the folder `folder`, which exists, of the store of `keyspace`. FAILED_PRECONDITION in one sentence for the
  // operator when the file is no witness, that of another store, or cannot be had; UNAVAILABLE when the disk is full.
  static absl::StatusOr<std::unique_ptr<Witness>> Open(const std::string& folder, std::string_view name,
                                                       std::string_view keyspace);
  // The suite that the witnesses of a folder speak of; empty when there are none.
  static std::string SuiteIn(const std::string& folder);
  ~Witness();
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  // What it says; nothing before the first Announce or Begin, also of another process.
  std::optional<Testimony> testimony();
  // Says, durably, that the store `store_id` of `suite` is about to be made: without a commit. Leaves what knows of one
  // as it is, and so an announcement for that suite, of another process or of one that was killed. What it says then.
  absl::StatusOr<Testimony> Announce(const std::string& suite, const std::string& store_id);
  // Replaces what it says, durably.
  absl::Status Begin(const Testimony& testimony);
  // Notes that `sequence` is about to be acknowledged; `store_id`: of the store that goes on, where it has another one
  // since. UNAVAILABLE when it cannot.
  absl::Status Note(Revision sequence, const std::string& store_id = "");

  // Writes it again where the file was deleted, or exchanged for an older one, since it was opened. Whether it did.
  // UNAVAILABLE when it cannot, and where something else lies there.
  absl::StatusOr<bool> PutBack();

  const std::string& path() const { return path_; }
  // The same path with another ending.
  std::string PathBeside(std::string_view ending) const;

 private:
  Witness(std::string path, std::string keyspace, int descriptor)
      : path_(std::move(path)), keyspace_(std::move(keyspace)), descriptor_(descriptor) {}
  absl::Status Load();
  // Takes on what another process has written meanwhile.
  void Refresh() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Write(const Testimony& testimony) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Flush() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const std::string keyspace_;
  mutable Mutex mutex_;
  int descriptor_ ABSL_GUARDED_BY(mutex_);
  std::optional<Testimony> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::store
