// Records page by page where some may be damaged.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::store {

// Records of a range up to the first that is damaged.
struct Stretch {
  std::vector<Record> records;
  // Key of the damaged one; empty when none is.
  std::string damaged = {};

  // How many, the damaged one too.
  int64_t size() const { return static_cast<int64_t>(records.size()) + (damaged.empty() ? 0 : 1); }
  // Key behind which the next stretch begins; empty at the end.
  std::string last() const { return damaged.empty() && !records.empty() ? records.back().key : damaged; }
};

// The next stretch of at most `limit` records.
absl::StatusOr<Stretch> ReadStretch(Store& store, Range range, int limit);

// Shows `visit` the stretches of the range one after the other, to its end or to the first error.
absl::Status VisitStretches(Store& store, Range range, int limit,
                            absl::FunctionRef<absl::Status(const Stretch&)> visit);

// Looks at every record: the keys of those that are damaged, or what is wrong with the store itself.
absl::StatusOr<std::vector<std::string>> FindDamaged(Store& store);

// The records at `keys`, however many bytes they have; an absent one has the revision kAbsent, and so has a damaged
// one.
absl::StatusOr<std::vector<Record>> ReadUndamaged(Store& store, const std::vector<std::string>& keys);

}  // namespace congress::store
