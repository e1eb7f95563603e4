// Many resources of one type by their names, read together.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/repository.h"

namespace congress::rpc {

// Puts graded fields back. Those that cannot be read stay missing, and `damaged` takes the names of such resources,
// which the caller may not be told of.
inline absl::Status OpenBut(Call& call, std::span<const SealedResource> sealed, std::set<std::string>* damaged) {
  const std::set<std::string> told = call.TakeLacking();
  const absl::Status opened = OpenListed(call, sealed);
  damaged->merge(call.TakeLacking());
  for (const std::string& name : told) call.LacksGraded(name);
  return opened;
}

// The resources of these names as they are stored, in their order; none where there is none. Without authorisation,
// without a check at the commit, and without what the call has staged: for reports over thousands. `damaged` takes the
// names of those whose graded fields cannot be read, and lets the others be read; where it is null they fail it.
template <class T>
absl::StatusOr<std::vector<std::optional<T>>> LoadStored(Call& call, const Repository<T>& type,
                                                         std::span<const std::string> names,
                                                         std::set<std::string>* damaged = nullptr) {
  std::vector<std::string> keys;
  for (const std::string& name : names) keys.push_back(RecordKey(type.type(), name));
  ASSIGN_OR_RETURN(const auto records, StoredRecords(call, keys));
  std::vector<std::optional<T>> resources(records.size());
  std::vector<SealedResource> sealed;
  for (size_t i = 0; i < records.size(); ++i) {
    if (records[i].revision == store::kAbsent) continue;
    if (!resources[i].emplace().ParseFromString(records[i].value)) return Corrupt(records[i].key);
    ShowAsSeen(call.principal().clearance, &*resources[i]);
    if (records[i].sealed) sealed.push_back({records[i].key, type.SubjectOf(*resources[i]), &*resources[i]});
  }
  if (!sealed.empty()) {
    RETURN_IF_ERROR(damaged == nullptr ? OpenGraded(call, sealed) : OpenBut(call, sealed, damaged));
  }
  return resources;
}

// Like Repository::LoadAll, for what decides on all of them that can be read: `damaged` takes the names of those whose
// graded fields cannot, which are there without them. Such a one is not to be written.
template <class T>
absl::StatusOr<std::vector<T>> LoadAllBut(Call& call, const Repository<T>& type, std::string_view prefix,
                                          std::set<std::string>* damaged) {
  std::vector<T> all;
  store::Range range = store::Range::Prefix(RecordKey(type.type(), prefix));
  while (true) {
    ASSIGN_OR_RETURN(const auto records, ScanRecords(call, range, kMaxPageSize));
    if (records.empty()) return all;
    NoteSeen(call, records);
    // They stay where they are: what is sealed is put back into them.
    std::vector<T> page(records.size());
    std::vector<SealedResource> sealed;
    for (size_t i = 0; i < records.size(); ++i) {
      if (!page[i].ParseFromString(records[i].value)) return Corrupt(records[i].key);
      if (records[i].revision != store::kAbsent) page[i].set_etag(StrCat(records[i].revision));
      ShowAsSeen(call.principal().clearance, &page[i]);
      if (records[i].sealed) sealed.push_back({records[i].key, type.SubjectOf(page[i]), &page[i]});
    }
    if (!sealed.empty()) RETURN_IF_ERROR(OpenBut(call, sealed, damaged));
    std::move(page.begin(), page.end(), std::back_inserter(all));
    range = range.After(records.back().key);
  }
}

}  // namespace congress::rpc
