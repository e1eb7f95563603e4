// A store that knows what it is: of which suite and keyspace, in which epoch, and how far it must have come.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/store/v1/stored.pb.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/notice.h"
#include "platform/store/schema.h"
#include "platform/store/store.h"
#include "platform/store/witness.h"
#include "platform/sync.h"

namespace congress::store {

// Where a store says what it is: a StoreFormat.
inline constexpr std::string_view kFormatKey = "s/format";

// What a process expects its store to be.
struct Claim {
  std::string keyspace;
  // Empty: whichever suite the witness or the store speaks of.
  std::string suite = {};
  // How messages call the store.
  std::string label = {};
  // Another process may make it, so that an empty one is waited for and not refused.
  bool shared = false;
  Schema schema = {};
};

// Every commit demands that the store is still what it was when it was admitted and has come as far as this process
// knows; every answer of a commit is witnessed before. A store that is missing, another's, or set back refuses all
// methods with FAILED_PRECONDITION `STORE_REFUSED`, whose driver text is one line for the operator: finding and cure.
// One that is not there yet answers UNAVAILABLE.
class IdentifiedStore final : public Store {
 public:
  // `witness` may be null: then only what this process has seen speaks for the store.
  IdentifiedStore(std::unique_ptr<Store> backend, Claim claim, std::unique_ptr<Witness> witness,
                  Notice notice = nullptr);

  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  // Also looks whether the store is what it should be, and tells of damage that was found since the start.
  absl::StatusOr<Revision> LastSequence() override;
  absl::StatusOr<Maintained*> Maintenance() override;
  int64_t Epoch() const override { return EpochOf(known_); }

  // What the witness says, as this process last saw it; nothing without one.
  std::optional<Testimony> Witnessed() const { return witness_ == nullptr ? std::nullopt : witness_->testimony(); }

  // Where what else is kept outside the store lies: beside its witness, and named like it up to the ending. Empty
  // without one.
  std::string PathBeside(std::string_view ending) const {
    return witness_ == nullptr ? "" : witness_->PathBeside(ending);
  }

  // Looks whether the store is what it should be; what the other methods answer until it is.
  absl::Status Admit();
  // Makes an empty store this suite's, or gives an identity to one of a version that had none. Leaves one that has it
  // as it is. FAILED_PRECONDITION for any other: for one that a witness speaks of, and for a copy that has none.
  absl::Status Initialise(absl::Time now);
  // Begins a new epoch in a store that was set back, restored or lost its witness, so that nothing given out before is
  // taken for something of the new one. Leaves one that its witness finds in order as it is: false. Without a witness
  // nobody but who calls this knows, and each call begins one. FAILED_PRECONDITION for another's and an empty one.
  absl::StatusOr<bool> AcceptRollback(absl::Time now);

 private:
  // What lies in the store.
  struct Found {
    // What was known before it was looked at.
    std::optional<Testimony> known = std::nullopt;
    Revision sequence = kAbsent;
    // Of the format record.
    Revision revision = kAbsent;
    v1::StoreFormat format;
  };
  absl::StatusOr<Found> Look();
  // What the witness says, or without one this process.
  std::optional<Testimony> Known() const;
  // Whether it is this keyspace's, of this suite, and readable; then whether it is whole.
  absl::Status JudgeKind(const Found& found) const;
  absl::Status JudgeAge(const Found& found) const;
  // FAILED_PRECONDITION `STORE_REFUSED`.
  absl::Status Refuse(std::string_view finding) const;
  // Passes a reading on. Damage of a log or of the store itself takes readiness away; that of one record does not.
  template <class T>
  absl::StatusOr<T> Seen(absl::StatusOr<T> read);
  // Looks at every record once, of a store that no other process has: whether the keys are in order, and which are
  // damaged.
  absl::Status LookThrough();
  // Gives one of an older version its id.
  absl::Status TakeId(Found* found);
  // Has the witness know what was found.
  absl::Status NoteFound(const Found& found);
  // That this process knows it as that one from now on.
  void Know(const v1::StoreFormat& format);
  absl::Status Standing() const;
  absl::Status Stand(absl::Status standing);
  void Advance(Revision sequence);
  // Adds to a batch what it demands of the store.
  void Guard(Batch* batch) const;

  const Claim claim_;
  const std::unique_ptr<Witness> witness_;
  const Notice notice_;
  EnvelopedStore store_;
  // Fast path of Standing.
  std::atomic<bool> stands_ = false;
  std::atomic<bool> looked_through_ = false;
  std::atomic<Revision> format_revision_ = kAbsent;
  // The last commit that this process knows of.
  std::atomic<Revision> known_ = kAbsent;
  mutable Mutex mutex_;
  absl::Status standing_ ABSL_GUARDED_BY(mutex_) = absl::UnknownError("not looked at yet");
  // What was found damaged since the start.
  absl::Status damage_ ABSL_GUARDED_BY(mutex_);
  std::string suite_ ABSL_GUARDED_BY(mutex_);
  std::string store_id_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::store
