// The conformance suite of ContentStore: what every backend does alike. A backend's test names its place and
// instantiates ContentConformance.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"
#include "platform/content/testing_bytes.h"
#include "tests/support/status_matchers.h"

namespace congress::content {

// Where a test's contents lie; at first there are none.
class ContentPlace {
 public:
  virtual ~ContentPlace() = default;
  virtual absl::StatusOr<std::unique_ptr<ContentStore>> Open() = 0;
};

struct ContentBackend {
  std::string name;
  std::function<std::unique_ptr<ContentPlace>()> make;
};

inline std::string NameOf(const testing::TestParamInfo<ContentBackend>& instance) { return instance.param.name; }
inline void PrintTo(const ContentBackend& backend, std::ostream* out) { *out << backend.name; }

class ContentConformance : public testing::TestWithParam<ContentBackend> {
 protected:
  void SetUp() override {
    place_ = GetParam().make();
    Reopen();
  }
  void Reopen() {
    store_.reset();
    ASSERT_OK_AND_ASSIGN(store_, place_->Open());
  }

  ContentStore& store() { return *store_; }

  absl::Status Put(std::string_view id, std::string_view bytes) {
    return PutBytes(*store_, id, bytes, static_cast<int64_t>(bytes.size()));
  }
  // What is there from `offset` on, or the status's code in brackets.
  std::string BytesAt(std::string_view id, int64_t offset = 0) { return ReadBytes(*store_, id, offset); }
  std::vector<std::string> Ids(std::string_view after = "", int limit = ContentStore::kMostListed) {
    std::vector<std::string> ids;
    const auto page = store_->List(after, limit);
    EXPECT_THAT(page, support::IsOk());
    if (page.ok()) {
      for (const StoredContent& content : *page) ids.push_back(content.id);
    }
    return ids;
  }

 private:
  std::unique_ptr<ContentPlace> place_;
  std::unique_ptr<ContentStore> store_;
};

}  // namespace congress::content
