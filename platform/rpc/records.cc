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
    // What covers it, and then what the call has staged, lies over what is stored, up to where this page ends.
    const Covers& covers = call.changes().covers();
    const auto& staged = call.changes().staged();
    const bool last = records.empty();
    const std::string end = last ? rest.end : rest.After(records.back().key).begin;
    const auto on_page = [&](const auto& all, auto it) { return it != all.end() && (end.empty() || it->first < end); };
    auto cover = covers.lower_bound(rest.begin);
    auto change = staged.lower_bound(rest.begin);
    if (!on_page(covers, cover) && !on_page(staged, change)) return records;
    std::map<std::string, store::Record, std::less<>> merged;
    for (store::Record& record : records) merged.emplace(record.key, std::move(record));
    for (; on_page(covers, cover); ++cover) {
      merged.erase(cover->first);
      if (cover->second.has_value()) merged.emplace(cover->first, *cover->second);
    }
    for (; on_page(staged, change); ++change) {
      merged.erase(change->first);
      const store::Write& write = change->second.write;
      if (!write.value.has_value()) continue;
      merged.emplace(change->first, store::Record{change->first, *write.value, store::kAbsent, write.organisation});
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

bool HoldsAtOneOf(const Call& call, std::string_view permission, std::span<const std::string> organisations) {
  return std::any_of(organisations.begin(), organisations.end(),
                     [&](const std::string& one) { return call.Holds(permission, one); });
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
