#include "platform/store/identified_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/store/failure.h"
#include "platform/store/maintained.h"
#include "platform/store/stretch.h"
#include "platform/uuid/uuid.h"

namespace congress::store {
namespace {

// How often a commit looks again at a store whose format another replica has moved.
constexpr int kAttempts = 3;

bool WritesFormat(const Batch& batch) {
  return std::any_of(batch.writes.begin(), batch.writes.end(),
                     [](const Write& write) { return write.key == kFormatKey; });
}

// Whether it is the store that `known` speaks of, or one that went on from it with nothing acknowledged left out:
// whoever began the epoch knew of all that is known here.
bool GoesOnFrom(const Testimony& known, const v1::StoreFormat& format) {
  if (known.store_id.empty() || known.store_id == format.store_id()) return true;
  return std::any_of(format.epochs().begin(), format.epochs().end(), [&known](const v1::EpochBegin& begin) {
    return begin.former_store_id() == known.store_id &&
           known.sequence <= std::max(begin.sequence(), begin.witnessed_sequence());
  });
}

}  // namespace

IdentifiedStore::IdentifiedStore(std::unique_ptr<Store> backend, Claim claim, std::unique_ptr<Witness> witness,
                                 Notice notice)
    : claim_(std::move(claim)),
      witness_(std::move(witness)),
      notice_(std::move(notice)),
      store_(std::move(backend), [this](Batch* batch) { Guard(batch); }) {}

absl::StatusOr<Record> IdentifiedStore::Get(std::string_view key) {
  RETURN_IF_ERROR(Standing());
  return Seen(store_.Get(key));
}

absl::StatusOr<std::vector<Record>> IdentifiedStore::GetAll(std::span<const std::string> keys) {
  RETURN_IF_ERROR(Standing());
  return Seen(store_.GetAll(keys));
}

absl::StatusOr<std::vector<Record>> IdentifiedStore::Scan(const Range& range, int limit) {
  RETURN_IF_ERROR(Standing());
  return Seen(store_.Scan(range, limit));
}

template <class T>
absl::StatusOr<T> IdentifiedStore::Seen(absl::StatusOr<T> read) {
  if (!absl::IsDataLoss(read.status())) return read;
  const std::string record = DamagedKey(read.status());
  if (!record.empty() && !IsAppendKey(record)) return read;
  const MutexLock lock(mutex_);
  damage_.Update(read.status());
  return read;
}

void IdentifiedStore::Guard(Batch* batch) const {
  batch->floor = known_;
  if (!WritesFormat(*batch)) batch->guard = Check{std::string(kFormatKey), format_revision_};
}

absl::StatusOr<Committed> IdentifiedStore::Commit(const Batch& batch) {
  const bool writes_format = WritesFormat(batch);
  absl::StatusOr<Committed> committed = absl::UnknownError("not committed yet");
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    RETURN_IF_ERROR(Standing());
    committed = store_.Commit(batch);
    if (committed.ok()) break;
    // It may be there, and then its answer, too.
    if (witness_ != nullptr && status::ReasonOf(committed.status()) == "COMMIT_OUTCOME_UNKNOWN") {
      Admit().IgnoreError();
      return committed.status();
    }
    if (IsBehind(committed.status())) return Admit().ok() ? committed.status() : Standing();
    if (writes_format || ConflictingKey(committed.status()) != kFormatKey) return committed.status();
    RETURN_IF_ERROR(Admit());
  }
  RETURN_IF_ERROR(committed.status());
  if (writes_format) format_revision_ = committed->sequence;
  Advance(committed->sequence);
  if (witness_ != nullptr) {
    const absl::Status noted = witness_->Note(committed->sequence);
    if (!noted.ok()) {
      Stand(noted).IgnoreError();
      return OutcomeUnknown(DriverText(noted));
    }
  }
  return committed;
}

void IdentifiedStore::Advance(Revision sequence) {
  Revision known = known_;
  while (known < sequence && !known_.compare_exchange_weak(known, sequence)) {
  }
}

absl::StatusOr<Revision> IdentifiedStore::LastSequence() {
  RETURN_IF_ERROR(Admit());
  if (const auto backend = store_.Maintenance(); backend.ok()) {
    const absl::Status looked = (*backend)->LookOn();
    if (absl::IsDataLoss(looked)) {
      const MutexLock lock(mutex_);
      damage_.Update(looked);
    }
  }
  const MutexLock lock(mutex_);
  RETURN_IF_ERROR(damage_);
  return known_.load();
}

absl::StatusOr<Maintained*> IdentifiedStore::Maintenance() {
  RETURN_IF_ERROR(Standing());
  return store_.Maintenance();
}

absl::StatusOr<IdentifiedStore::Found> IdentifiedStore::Look() {
  // In this order: commits go on meanwhile, and none may make the store look older than it is.
  Found found{.known = Known(), .format = {}};
  ASSIGN_OR_RETURN(found.sequence, store_.LastSequence());
  const auto record = store_.Get(kFormatKey);
  if (absl::IsNotFound(record.status())) return found;
  if (!DamagedKey(record.status()).empty()) {
    return Refuse(
        "is damaged where it says what it is ('s/format'). Restore a backup, and run once with --accept-rollback.");
  }
  RETURN_IF_ERROR(record.status());
  found.revision = record->revision;
  if (!found.format.ParseFromString(record->value)) return Damaged("the format record 's/format' cannot be read");
  return found;
}

std::optional<Testimony> IdentifiedStore::Known() const {
  const MutexLock lock(mutex_);
  std::optional<Testimony> known;
  if (witness_ != nullptr) known = witness_->testimony();
  if (!known && known_ != kAbsent) known = Testimony{.suite = suite_, .store_id = store_id_};
  if (known) known->sequence = std::max<Revision>(known->sequence, known_);
  return known;
}

absl::Status IdentifiedStore::Refuse(std::string_view finding) const {
  return Refused(absl::StrCat(claim_.label, " ", std::string(finding)));
}

absl::Status IdentifiedStore::JudgeKind(const Found& found) const {
  const v1::StoreFormat& format = found.format;
  const auto& known = found.known;
  if (found.sequence == kAbsent && found.revision == kAbsent) {
    if (known && known->sequence != kAbsent) {
      return Refuse(absl::StrCat("is empty, but ", known->sequence & kCommitMask, " commits were acknowledged (epoch ",
                                 EpochOf(known->sequence),
                                 "): it was lost, or another one stands in its place. Put it back, or restore a backup "
                                 "and run once with --accept-rollback."));
    }
    constexpr std::string_view kNew = "is empty; run once with --init if it is to be a new one.";
    return claim_.shared ? Unanswered(absl::StrCat(claim_.label, " ", std::string(kNew))) : Refuse(kNew);
  }
  if (found.revision == kAbsent && known) {
    return Refuse(
        "has lost the record of what it is ('s/format'): it is damaged, or another one stands in its place. Put it "
        "back, "
        "or restore a backup and run once with --accept-rollback.");
  }
  if (format.least_reader() > claim_.schema.newest) {
    return Refuse(absl::StrCat("was written by a newer version (schema ",
                               std::max(format.schema(), format.least_reader()), "; this one reads up to ",
                               claim_.schema.newest, "); start that version, or restore a backup of this one."));
  }
  if (format.schema() < kOldestSchema) {
    return Refuse(absl::StrCat("was written by a version before 0.2 (schema ", std::max(format.schema(), 1),
                               "), which this one does not read; begin a new one, or start that version."));
  }
  if (format.schema() < claim_.schema.oldest) {
    return Refuse(absl::StrCat("was written by an older version (schema ", format.schema(), "; this one goes on from ",
                               claim_.schema.oldest, "); start a version between the two once."));
  }
  if (format.suite_id().empty()) {
    return Refuse(
        "has no identity, as a version before 0.2 wrote it; run once with --init if it is the right one, and it gets "
        "one.");
  }
  if (format.keyspace() != claim_.keyspace) {
    return Refuse(absl::StrCat("is the store of '", format.keyspace(), "' and not of '", claim_.keyspace,
                               "'; put the right one in its place."));
  }
  for (const std::string& suite : {claim_.suite, known ? known->suite : ""}) {
    // A backup may be restored into another suite.
    if (suite.empty() || suite == format.suite_id() || format.restored()) continue;
    return Refuse(absl::StrCat("belongs to the suite '", format.suite_id(), "' and not to '", suite,
                               "'; put the right one in its place."));
  }
  return absl::OkStatus();
}

absl::Status IdentifiedStore::JudgeAge(const Found& found) const {
  constexpr std::string_view kCure =
      " Put the newest one back, or accept what is lost: run once with --accept-rollback.";
  if (found.format.restored()) {
    return Refuse("was restored from a backup; run once with --accept-rollback to begin a new epoch.");
  }
  const auto& known = found.known;
  if (known && EpochOf(found.sequence) < EpochOf(known->sequence)) {
    return Refuse(absl::StrCat("is of epoch ", EpochOf(found.sequence), " and epoch ", EpochOf(known->sequence),
                               " has begun: an older copy was put in its place.", std::string(kCure)));
  }
  if (known && !GoesOnFrom(*known, found.format)) {
    return Refuse(absl::StrCat("is not the store that ",
                               witness_ == nullptr ? "this process has served" : "its witness speaks of",
                               " (its id is '", found.format.store_id(), "' and not '", known->store_id,
                               "'): a copy or another one was put in its place.", std::string(kCure)));
  }
  // One that says only that a store is to be made speaks of one that was made and of no other.
  if (!known || (known->sequence == kAbsent && found.sequence != FirstOf(0))) {
    if (witness_ == nullptr) return absl::OkStatus();
    return Refuse(absl::StrCat("has lost its witness ", witness_->path(), ", so nobody knows whether it is the newest.",
                               std::string(kCure)));
  }
  if (found.sequence >= known->sequence) return absl::OkStatus();
  return Refuse(
      absl::StrCat("ends with commit ", found.sequence & kCommitMask, " and commit ", known->sequence & kCommitMask,
                   " was acknowledged: an older copy was put in its place, or commits were lost.", std::string(kCure)));
}

absl::Status IdentifiedStore::Admit() {
  auto found = Look();
  if (!found.ok()) {
    const bool at_start = !claim_.shared && !looked_through_;
    return Stand(at_start && absl::IsDataLoss(found.status()) ? RefusedAsDamaged(claim_.label, found.status())
                                                              : found.status());
  }
  absl::Status judged = JudgeKind(*found);
  if (judged.ok()) judged = JudgeAge(*found);
  if (judged.ok()) judged = LookThrough();
  if (judged.ok() && found->format.store_id().empty()) judged = TakeId(&*found);
  // Another process was faster.
  if (ConflictingKey(judged) == kFormatKey) return Admit();
  if (judged.ok()) {
    Know(found->format);
    format_revision_ = found->revision;
    Advance(found->sequence);
    if (witness_ != nullptr) judged = NoteFound(*found);
  }
  return Stand(std::move(judged));
}

absl::Status IdentifiedStore::TakeId(Found* found) {
  v1::StoreFormat& format = found->format;
  format.set_store_id(uuid::Random());
  if (format.has_commit_count()) format.set_commit_count(format.commit_count() + 1);
  Batch batch;
  batch.writes.push_back(
      {.key = std::string(kFormatKey), .value = format.SerializeAsString(), .expected = found->revision});
  const auto committed = store_.Commit(batch);
  RETURN_IF_ERROR(committed.status());
  found->sequence = found->revision = committed->sequence;
  return absl::OkStatus();
}

absl::Status IdentifiedStore::NoteFound(const Found& found) {
  ASSIGN_OR_RETURN(const bool put_back, witness_->PutBack());
  if (put_back && notice_) {
    notice_(absl::StrCat("The witness ", witness_->path(), " was deleted or exchanged; it is written again."));
  }
  // What was flushed and not noted, as a kill leaves it, is answered from now on to who repeats its request.
  return witness_->Note(found.sequence, found.format.store_id());
}

void IdentifiedStore::Know(const v1::StoreFormat& format) {
  const MutexLock lock(mutex_);
  suite_ = format.suite_id();
  store_id_ = format.store_id();
}

absl::Status IdentifiedStore::LookThrough() {
  if (claim_.shared || looked_through_) return absl::OkStatus();
  const auto damaged = FindDamaged(store_);
  if (absl::IsDataLoss(damaged.status())) {
    return RefusedAsDamaged(claim_.label, damaged.status());
  }
  RETURN_IF_ERROR(damaged.status());
  // Of a log it takes readiness away.
  for (const std::string& key : *damaged) Seen(store_.Get(key)).status().IgnoreError();
  store_.Suspect(*damaged);
  looked_through_ = true;
  return absl::OkStatus();
}

absl::Status IdentifiedStore::Standing() const {
  if (stands_) return absl::OkStatus();
  const MutexLock lock(mutex_);
  return standing_;
}

absl::Status IdentifiedStore::Stand(absl::Status standing) {
  const MutexLock lock(mutex_);
  stands_ = standing.ok();
  standing_ = standing;
  return standing;
}

absl::Status IdentifiedStore::Initialise(absl::Time now) {
  ASSIGN_OR_RETURN(Found found, Look());
  v1::StoreFormat& format = found.format;
  const bool empty = found.sequence == kAbsent;
  // As a version wrote it that gave stores no identity.
  const bool nameless = format.suite_id().empty() && format.schema() >= claim_.schema.oldest &&
                        format.least_reader() <= claim_.schema.newest;
  // One of which a commit is known is no new one, however little it says of itself.
  const bool known = found.known && found.known->sequence != kAbsent;
  if (known || !(empty || nameless)) return Admit();
  format.set_suite_id(claim_.suite.empty() ? uuid::Random() : claim_.suite);
  format.set_keyspace(claim_.keyspace);
  // What an older version wrote is brought up to date when the store is first served.
  if (empty) {
    format.set_schema(claim_.schema.newest);
    format.set_least_reader(claim_.schema.least_reader);
    format.set_commit_count(1);
  }
  *format.mutable_begin_time() = civil::ToTimestamp(now);
  format.set_store_id(uuid::Random());
  // Before the store: what a kill leaves between the two must not look like a copy without its witness.
  if (witness_ != nullptr) {
    ASSIGN_OR_RETURN(const Testimony announced, witness_->Announce(format.suite_id(), format.store_id()));
    format.set_store_id(announced.store_id);
  }
  Batch batch;
  batch.writes.push_back(
      {.key = std::string(kFormatKey), .value = format.SerializeAsString(), .expected = found.revision});
  const auto committed = store_.Commit(batch);
  // Another process was faster; what it made is judged like any other.
  if (!committed.ok() && ConflictingKey(committed.status()).empty()) return committed.status();
  if (committed.ok() && witness_ != nullptr) {
    RETURN_IF_ERROR(
        witness_->Begin({.suite = format.suite_id(), .sequence = committed->sequence, .store_id = format.store_id()}));
  }
  return Admit();
}

absl::StatusOr<bool> IdentifiedStore::AcceptRollback(absl::Time now) {
  ASSIGN_OR_RETURN(Found found, Look());
  RETURN_IF_ERROR(JudgeKind(found));
  if (witness_ != nullptr && JudgeAge(found).ok()) {
    RETURN_IF_ERROR(Admit());
    return false;
  }
  // Nothing is begun in a store that is not served then.
  RETURN_IF_ERROR(LookThrough());
  const Revision witnessed = found.known ? found.known->sequence : kAbsent;
  const int64_t epoch = std::max(EpochOf(found.sequence), EpochOf(witnessed)) + 1;
  v1::StoreFormat& format = found.format;
  v1::EpochBegin& begin = *format.add_epochs();
  begin.set_epoch(epoch);
  *begin.mutable_time() = civil::ToTimestamp(now);
  begin.set_sequence(found.sequence);
  begin.set_witnessed_sequence(witnessed);
  begin.set_former_store_id(format.store_id());
  // What stayed behind, as a copy or in a backup, is another store from now on.
  format.set_store_id(uuid::Random());
  if (format.restored() && !claim_.suite.empty()) format.set_suite_id(claim_.suite);
  format.clear_restored();
  format.set_commit_count(1);
  Batch batch;
  batch.writes.push_back(
      {.key = std::string(kFormatKey), .value = format.SerializeAsString(), .expected = found.revision});
  batch.jump_to = FirstOf(epoch);
  ASSIGN_OR_RETURN(const Committed committed, store_.Commit(batch));
  known_ = committed.sequence;
  Know(format);
  if (witness_ != nullptr) {
    RETURN_IF_ERROR(
        witness_->Begin({.suite = format.suite_id(), .sequence = committed.sequence, .store_id = format.store_id()}));
  }
  RETURN_IF_ERROR(Admit());
  return true;
}

}  // namespace congress::store
