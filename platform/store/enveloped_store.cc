#include "platform/store/enveloped_store.h"

#include "platform/status/macros.h"
#include "platform/store/envelope.h"
#include "platform/store/failure.h"

namespace congress::store {
namespace {

// More are not kept: a store with so many is past this help.
constexpr size_t kMostSuspects = 1000;

}  // namespace

absl::StatusOr<Record> EnvelopedStore::Get(std::string_view key) {
  auto record = store_->Get(key);
  if (absl::IsNotFound(record.status())) RETURN_IF_ERROR(CheckAbsent(key));
  RETURN_IF_ERROR(record.status());
  RETURN_IF_ERROR(Unwrap(&*record));
  return record;
}

absl::StatusOr<std::vector<Record>> EnvelopedStore::GetAll(std::span<const std::string> keys) {
  ASSIGN_OR_RETURN(auto records, store_->GetAll(keys));
  for (Record& record : records) {
    const bool absent = record.revision == kAbsent && record.value.empty();
    RETURN_IF_ERROR(absent ? CheckAbsent(record.key) : Unwrap(&record));
  }
  return records;
}

absl::StatusOr<std::vector<Record>> EnvelopedStore::Scan(const Range& range, int limit) {
  ASSIGN_OR_RETURN(auto records, store_->Scan(range, limit));
  for (Record& record : records) RETURN_IF_ERROR(Unwrap(&record));
  return records;
}

void EnvelopedStore::Suspect(const std::vector<std::string>& keys) {
  std::vector<Record> suspects;
  for (const std::string& key : keys) {
    if (suspects.size() == kMostSuspects) break;
    if (auto record = store_->Get(key); record.ok()) suspects.push_back(*std::move(record));
  }
  suspects_.Set(std::move(suspects));
}

absl::Status EnvelopedStore::CheckAbsent(std::string_view key) const {
  const auto suspects = suspects_.Get();
  if (suspects == nullptr) return absl::OkStatus();
  for (const Record& suspect : *suspects) {
    if (suspect.key.size() != key.size()) continue;
    Record renamed = suspect;
    renamed.key = std::string(key);
    if (CheckWrapped(renamed).ok()) return DamagedRecord(suspect.key, "its key was altered");
  }
  return absl::OkStatus();
}

absl::StatusOr<Committed> EnvelopedStore::Commit(const Batch& batch) {
  Batch wrapped;
  wrapped.checks = batch.checks;
  wrapped.jump_to = batch.jump_to;
  wrapped.floor = batch.floor;
  wrapped.guard = batch.guard;
  wrapped.writes.reserve(batch.writes.size());
  for (const Write& write : batch.writes) {
    Write& own = wrapped.writes.emplace_back();
    own.key = write.key;
    own.expected = write.expected;
    if (!write.value.has_value()) continue;
    own.value = Wrap(write.key, write.organisation, write.sealed, *write.value);
    wrapped.envelope_bytes += own.value->size() - write.value->size();
  }
  for (const Append& append : batch.appends) {
    wrapped.appends.push_back({append.log, Wrap(AppendKey(append.log, 0), "", false, append.value)});
    wrapped.envelope_bytes += wrapped.appends.back().value.size() - append.value.size();
  }
  if (guard_) guard_(&wrapped);
  auto committed = store_->Commit(wrapped);
  if (committed.ok()) epoch_ = EpochOf(committed->sequence);
  return committed;
}

}  // namespace congress::store
