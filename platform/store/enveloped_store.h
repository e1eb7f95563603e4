// A store whose records lie in envelopes: what every service uses, on every backend.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "platform/store/store.h"

namespace congress::store {

class EnvelopedStore final : public Store {
 public:
  // `guard` may add to each batch what it demands of the store.
  explicit EnvelopedStore(std::unique_ptr<Store> store, std::function<void(Batch*)> guard = nullptr)
      : store_(std::move(store)), guard_(std::move(guard)) {}

  // As the store's, or DATA_LOSS for a record that is not what was written under its key.
  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  absl::StatusOr<Revision> LastSequence() override { return store_->LastSequence(); }
  int64_t Epoch() const override { return epoch_; }
  absl::StatusOr<Maintained*> Maintenance() override { return store_->Maintenance(); }

 private:
  std::unique_ptr<Store> store_;
  const std::function<void(Batch*)> guard_;
  // Of the last commit.
  std::atomic<int64_t> epoch_ = 0;
};

}  // namespace congress::store
