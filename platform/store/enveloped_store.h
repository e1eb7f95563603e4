// A store whose records lie in envelopes: what every service uses, on every backend.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "platform/snapshot.h"
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

  // Told of keys under which a record is damaged. It may be the key that was altered: of a record that is one of these
  // nobody hears that it is not there, and could be made again.
  void Suspect(const std::vector<std::string>& keys);

 private:
  // DATA_LOSS when the record of this key is one of the suspects.
  absl::Status CheckAbsent(std::string_view key) const;

  std::unique_ptr<Store> store_;
  const std::function<void(Batch*)> guard_;
  // Of the last commit.
  std::atomic<int64_t> epoch_ = 0;
  // As they lie in the store.
  ::congress::Snapshot<std::vector<Record>> suspects_;
};

}  // namespace congress::store
