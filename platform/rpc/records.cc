#include "platform/rpc/records.h"

#include <algorithm>
#include <map>

#include "platform/digest/sha256.h"
#include "platform/rpc/collisions.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/text/order.h"

namespace congress::rpc {
namespace {

constexpr std::string_view kCollisions = "x/";

}  // namespace

bool ChangesNothing(const Changes& changes) {
  const auto& staged = changes.staged();
  return std::all_of(staged.begin(), staged.end(), [](const auto& one) { return one.first.starts_with(kCollisions); });
}

std::string RecordKey(std::string_view type, std::string_view name) { return StrCat("r/", type, "/", name); }

absl::StatusOr<store::Record> LoadRecord(Call& call, std::string_view key) {
  if (const Changes::Staged* staged = call.changes().Find(key)) {
    if (!staged->write.value.has_value()) return absl::NotFoundError(ToAbsl(key));
    return store::Record{std::string(key), *staged->write.value, store::kAbsent, staged->write.organisation};
  }
  RETURN_IF_ERROR(call.Check());
  const Covers& covers = call.changes().covers();
  if (const auto cover = covers.find(key); cover != covers.end()) {
    if (!cover->second.has_value()) return absl::NotFoundError(ToAbsl(key));
    return *cover->second;
  }
  auto record = call.store().Get(key);
  if (record.ok()) {
    call.changes().Expect(key, record->revision, record->organisation);
  } else if (absl::IsNotFound(record.status())) {
    call.changes().Expect(key, store::kAbsent);
  }
  return record;
}

absl::StatusOr<std::vector<store::Record>> ScanRecords(Call& call, const store::Range& range, int limit) {
  store::Range rest = range;
  while (true) {
    RETURN_IF_ERROR(call.Check());
    ASSIGN_OR_RETURN(std::vector<store::Record> records, call.store().Scan(rest, limit));
    const Covers& covers = call.changes().covers();
    if (call.changes().empty() && covers.empty()) return records;
    // What covers it, and then what the call has staged, lies over what is stored, up to where this page ends.
    const bool last = records.empty();
    const std::string end = last ? rest.end : rest.After(records.back().key).begin;
    std::map<std::string, store::Record, std::less<>> merged;
    for (store::Record& record : records) merged.emplace(record.key, std::move(record));
    for (auto it = covers.lower_bound(rest.begin); it != covers.end() && (end.empty() || it->first < end); ++it) {
      merged.erase(it->first);
      if (it->second.has_value()) merged.emplace(it->first, *it->second);
    }
    const auto& staged = call.changes().staged();
    for (auto it = staged.lower_bound(rest.begin); it != staged.end() && (end.empty() || it->first < end); ++it) {
      merged.erase(it->first);
      const auto& value = it->second.write.value;
      if (value.has_value())
        merged.emplace(it->first, store::Record{it->first, *value, store::kAbsent, it->second.write.organisation});
    }
    // A page of which everything is deleted is not the end.
    if (merged.empty() && !last) {
      rest.begin = end;
      continue;
    }
    records.clear();
    for (auto& [key, record] : merged) records.push_back(std::move(record));
    return records;
  }
}

absl::StatusOr<std::vector<store::Record>> RecordsInNaturalOrder(Call& call, const store::Range& range,
                                                                 std::string_view after) {
  constexpr int kBatch = 1000;
  const std::string behind = after.empty() ? "" : text::NaturalKey(after);
  std::map<std::string, store::Record> sorted;
  store::Range rest = range;
  while (true) {
    ASSIGN_OR_RETURN(std::vector<store::Record> records, ScanRecords(call, rest, kBatch));
    if (records.empty()) break;
    rest = rest.After(records.back().key);
    for (store::Record& record : records) {
      std::string place = text::NaturalKey(record.key);
      if (place > behind) sorted.emplace(std::move(place), std::move(record));
    }
  }
  std::vector<store::Record> all;
  for (auto& [place, record] : sorted) all.push_back(std::move(record));
  return all;
}

absl::StatusOr<std::vector<store::Record>> StoredRecords(Call& call, std::span<const std::string> keys) {
  std::vector<store::Record> all;
  while (!keys.empty()) {
    RETURN_IF_ERROR(call.Check());
    ASSIGN_OR_RETURN(std::vector<store::Record> records, call.store().GetAll(keys));
    keys = keys.subspan(records.size());
    for (store::Record& record : records) all.push_back(std::move(record));
  }
  return all;
}

absl::Status CollideOn(Call& call, std::string_view what) {
  // So few that they need not be tidied up, and so many that other things seldom collide.
  const std::string key = StrCat(kCollisions, digest::Sha256Hex(what).substr(0, 4));
  const absl::Status last = LoadRecord(call, key).status();
  if (!last.ok() && !absl::IsNotFound(last)) return last;
  call.changes().Put({.key = key, .value = "1"}, "");
  return absl::OkStatus();
}

absl::Status UnlessTorn(Call& call, absl::Status outcome) {
  if (outcome.ok() || auth::ReadsOnly(call.permission())) return outcome;
  const std::vector<store::Check> read = call.changes().WhatWasRead();
  if (read.size() < 2) return outcome;
  std::vector<std::string> keys;
  for (const store::Check& check : read) keys.push_back(check.key);
  const auto records = StoredRecords(call, keys);
  if (!records.ok()) return outcome;
  for (size_t i = 0; i < read.size(); ++i) {
    if ((*records)[i].revision != read[i].expected) return store::Conflict(read[i].key);
  }
  return outcome;
}

void NoteSeen(Call& call, std::span<const store::Record> records) {
  if (!auth::ReadsOnly(call.permission())) call.changes().Saw(records);
}

}  // namespace congress::rpc
