// The conformance suite of Store: what every backend does alike. A backend's test names its places and instantiates
// the fixtures that apply: StoreConformance for all, DurableStore where records outlive the object, SharedStore where
// several objects, that is processes, use the same records at once.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/store/store.h"
#include "tests/support/status_matchers.h"

namespace congress::store {

// Where a test's records lie; at first there are none.
class StorePlace {
 public:
  virtual ~StorePlace() = default;
  virtual absl::StatusOr<std::unique_ptr<Store>> Open() = 0;
};

struct Backend {
  std::string name;
  std::function<std::unique_ptr<StorePlace>()> make;
};

inline std::string NameOf(const testing::TestParamInfo<Backend>& instance) { return instance.param.name; }
inline void PrintTo(const Backend& backend, std::ostream* out) { *out << backend.name; }

class StoreConformance : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    place_ = GetParam().make();
    ASSERT_OK_AND_ASSIGN(store_, place_->Open());
  }

  Store& store() { return *store_; }
  StorePlace& place() { return *place_; }
  void Close() { store_.reset(); }
  void Reopen() {
    Close();
    ASSERT_OK_AND_ASSIGN(store_, place_->Open());
  }

  // Commits one write; its sequence number, or 0 with a failed test.
  Revision Put(std::string_view key, std::string_view value) { return Put(store(), key, value); }
  static Revision Put(Store& store, std::string_view key, std::string_view value) {
    Batch batch;
    batch.writes.push_back({std::string(key), std::string(value), std::nullopt});
    const auto committed = store.Commit(batch);
    EXPECT_THAT(committed, support::IsOk());
    return committed.ok() ? committed->sequence : 0;
  }
  // The value at `key`, or the status's code in brackets.
  std::string ValueAt(std::string_view key) { return ValueAt(store(), key); }
  static std::string ValueAt(Store& store, std::string_view key) {
    const auto record = store.Get(key);
    return record.ok() ? record->value : "(" + absl::StatusCodeToString(record.status().code()) + ")";
  }
  // Keys of one page.
  std::vector<std::string> Keys(const Range& range, int limit = 1000) {
    std::vector<std::string> keys;
    const auto page = store().Scan(range, limit);
    EXPECT_THAT(page, support::IsOk());
    if (page.ok()) {
      for (const Record& record : *page) keys.push_back(record.key);
    }
    return keys;
  }
  Revision LastSequence() { return store().LastSequence().value_or(-1); }

 private:
  std::unique_ptr<StorePlace> place_;
  std::unique_ptr<Store> store_;
};

class DurableStore : public StoreConformance {};
class StoreSnapshots : public StoreConformance {
 protected:
  void SetUp() override;
};
class SharedStore : public StoreConformance {};

}  // namespace congress::store
