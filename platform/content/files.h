// The files of one process: where they lie and how long they may be.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"
#include "platform/content/sealed_content.h"

namespace congress::content {

// What is taken where the operator says nothing.
inline constexpr int64_t kDefaultLimitBytes = int64_t{64} << 20;

// Safe for use by many threads and by all services of a process.
class Files {
 public:
  // `url`: the value of `--content`. INVALID_ARGUMENT or FAILED_PRECONDITION in one sentence for the operator.
  static absl::StatusOr<std::unique_ptr<Files>> Open(const std::string& url, int64_t limit_bytes);

  Files(std::unique_ptr<ContentStore> store, int64_t limit_bytes)
      : store_(std::move(store)), sealed_(*store_, limit_bytes) {}

  ContentStore& store() { return *store_; }
  SealedContent& sealed() { return sealed_; }

 private:
  const std::unique_ptr<ContentStore> store_;
  SealedContent sealed_;
};

}  // namespace congress::content
