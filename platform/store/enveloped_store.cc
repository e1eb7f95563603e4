#include "platform/store/enveloped_store.h"

#include "platform/status/macros.h"
#include "platform/store/envelope.h"

namespace congress::store {
namespace {

absl::StatusOr<std::vector<Record>> UnwrapAll(absl::StatusOr<std::vector<Record>> records, bool some_absent) {
  if (!records.ok()) return records;
  for (Record& record : *records) {
    if (some_absent && record.revision == kAbsent && record.value.empty()) continue;
    RETURN_IF_ERROR(Unwrap(&record));
  }
  return records;
}

}  // namespace

absl::StatusOr<Record> EnvelopedStore::Get(std::string_view key) {
  ASSIGN_OR_RETURN(Record record, store_->Get(key));
  RETURN_IF_ERROR(Unwrap(&record));
  return record;
}

absl::StatusOr<std::vector<Record>> EnvelopedStore::GetAll(std::span<const std::string> keys) {
  return UnwrapAll(store_->GetAll(keys), /*some_absent=*/true);
}

absl::StatusOr<std::vector<Record>> EnvelopedStore::Scan(const Range& range, int limit) {
  return UnwrapAll(store_->Scan(range, limit), /*some_absent=*/false);
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
