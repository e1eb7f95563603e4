#include "platform/store/stretch.h"

#include <span>
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

absl::Status VisitStretches(Store& store, Range range, int limit,
                            absl::FunctionRef<absl::Status(const Stretch&)> visit) {
  while (true) {
    ASSIGN_OR_RETURN(const Stretch stretch, ReadStretch(store, range, limit));
    if (stretch.last().empty()) return absl::OkStatus();
    RETURN_IF_ERROR(visit(stretch));
    range = range.After(stretch.last());
  }
}

absl::StatusOr<std::vector<std::string>> FindDamaged(Store& store) {
  std::vector<std::string> damaged;
  RETURN_IF_ERROR(VisitStretches(store, {}, 1000, [&](const Stretch& stretch) {
    if (!stretch.damaged.empty()) damaged.push_back(stretch.damaged);
    return absl::OkStatus();
  }));
  return damaged;
}

absl::StatusOr<std::vector<Record>> ReadUndamaged(Store& store, const std::vector<std::string>& keys) {
  std::vector<Record> all;
  bool singly = false;
  while (all.size() < keys.size()) {
    const std::span<const std::string> rest = std::span(keys).subspan(all.size());
    auto records = store.GetAll(singly ? rest.first(1) : rest);
    if (!DamagedKey(records.status()).empty()) {
      if (!std::exchange(singly, true)) continue;
      records = std::vector<Record>{Record{.key = rest.front(), .value = ""}};
    }
    RETURN_IF_ERROR(records.status());
    for (Record& record : *records) all.push_back(std::move(record));
  }
  return all;
}

}  // namespace congress::store
