#include "platform/store/stretch.h"

#include <utility>

#include "platform/status/macros.h"
#include "platform/store/failure.h"

namespace congress::store {

absl::StatusOr<Stretch> ReadStretch(Store& store, Range range, int limit) {
  Stretch stretch;
  auto records = store.Scan(range, limit);
  stretch.damaged = DamagedKey(records.status());
  if (!stretch.damaged.empty()) {
    range.end = stretch.damaged;
    records = store.Scan(range, limit);
  }
  ASSIGN_OR_RETURN(stretch.records, std::move(records));
  return stretch;
}

}  // namespace congress::store
