// Records page by page where some may be damaged.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::store {

// Records of a range up to the first that is damaged.
struct Stretch {
  std::vector<Record> records;
  // Key of the damaged one; empty when none is.
  std::string damaged = {};

  // Key behind which the next stretch begins; empty at the end.
  std::string last() const { return damaged.empty() && !records.empty() ? records.back().key : damaged; }
};

// The next stretch of at most `limit` records.
absl::StatusOr<Stretch> ReadStretch(Store& store, Range range, int limit);

}  // namespace congress::store
