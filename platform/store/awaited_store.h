// A store that cannot open yet, such as one on a full disk.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::store {

// Opens with the first call that finds it possible; until then every call answers UNAVAILABLE `STORE_UNAVAILABLE` with
// the cause for the log. What will never open answers FAILED_PRECONDITION.
class AwaitedStore final : public Store {
 public:
  using Open = std::function<absl::StatusOr<std::unique_ptr<Store>>()>;
  explicit AwaitedStore(Open open) : open_(std::move(open)) {}

  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  absl::StatusOr<Revision> LastSequence() override;
  absl::StatusOr<Maintained*> Maintenance() override;

 private:
  absl::StatusOr<Store*> Opened();

  const Open open_;
  Mutex mutex_;
  std::unique_ptr<Store> store_ ABSL_GUARDED_BY(mutex_);  // Never changes again once it is there.
};

}  // namespace congress::store
