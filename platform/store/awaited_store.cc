#include "platform/store/awaited_store.h"

#include "platform/status/macros.h"
#include "platform/store/failure.h"

namespace congress::store {

absl::StatusOr<Store*> AwaitedStore::Opened() {
  const MutexLock lock(mutex_);
  if (store_ == nullptr) {
    auto opened = open_();
    if (absl::IsUnavailable(opened.status())) return Unanswered(std::string(opened.status().message()));
    if (!opened.ok()) return opened.status();
    store_ = *std::move(opened);
  }
  return store_.get();
}

absl::StatusOr<Record> AwaitedStore::Get(std::string_view key) {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Get(key);
}

absl::StatusOr<std::vector<Record>> AwaitedStore::GetAll(std::span<const std::string> keys) {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->GetAll(keys);
}

absl::StatusOr<std::vector<Record>> AwaitedStore::Scan(const Range& range, int limit) {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Scan(range, limit);
}

absl::StatusOr<Committed> AwaitedStore::Commit(const Batch& batch) {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Commit(batch);
}

absl::StatusOr<Revision> AwaitedStore::LastSequence() {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->LastSequence();
}

absl::StatusOr<Maintained*> AwaitedStore::Maintenance() {
  ASSIGN_OR_RETURN(Store * store, Opened());
  return store->Maintenance();
}

}  // namespace congress::store
