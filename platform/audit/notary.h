// Signs what an audit log has come to, each second, and keeps it outside the store.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/audit/checkpoint.h"
#include "platform/audit/checkpoint_file.h"
#include "platform/audit/log_tree.h"
#include "platform/auth/token.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::audit {

// Signs nothing that does not go on from the newest checkpoint of this epoch, of its own or in the file: that log was
// altered. The suite goes on: who can write to a store must not be able to stop it. Safe for many threads.
class Notary {
 public:
  struct Signed {
    TreeHead head = {};
    // Empty: the log was altered, and so nothing is signed.
    std::string note = {};
    VerifierKey key = {};
  };

  // Of the log of `service`, as requests name it. `file`: where checkpoints are kept; empty: nowhere.
  Notary(store::Store& store, const auth::Signer& signer, std::string service, const std::string& file);

  // What the log has come to now.
  absl::StatusOr<Signed> Sign(absl::Time now);
  // Does that each second in which something was done, until it is told to stop, and then once more.
  void Run(const std::stop_token& stop, const std::function<absl::Time()>& clock);

  LogTree& tree() { return tree_; }

 private:
  absl::StatusOr<std::string> Origin() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether what was signed before is what the log still says.
  absl::StatusOr<bool> GoesOnFrom(const TreeHead& known, const TreeHead& head) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Signs what is new, and keeps it.
  absl::Status Look(absl::Time now);

  store::Store& store_;
  const auth::Signer& signer_;
  const std::string service_;
  LogTree tree_;
  Mutex mutex_;
  std::string origin_ ABSL_GUARDED_BY(mutex_);
  const std::optional<CheckpointFile> file_;
  // The newest that this process has signed.
  std::optional<TreeHead> signed_ ABSL_GUARDED_BY(mutex_);
  bool altered_ ABSL_GUARDED_BY(mutex_) = false;
  // Size of the tree at the last look that was kept.
  int64_t kept_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace congress::audit
