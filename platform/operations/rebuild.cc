#include "platform/operations/rebuild.h"

#include <algorithm>
#include <map>
#include <utility>

#include "congress/operations/v1/operation_service.pb.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/stretch.h"

namespace congress::operations {
namespace {

using rpc::IndexEntry;

// Looked at in one step; each record has up to a dozen entries.
constexpr int kBatch = 400;

// Damaged records of which the response names the key.
constexpr int kMostNamed = 20;

void NoteDamaged(const std::string& key, v1::RebuildIndexesResponse* found) {
  found->set_damaged_count(found->damaged_count() + 1);
  if (found->damaged_keys_size() < kMostNamed) found->add_damaged_keys(key);
}

// All records of the types. A step counts them at once: it is quick beside what follows.
absl::StatusOr<int64_t> Count(rpc::Call& call, const std::vector<const rpc::RecordType*>& types) {
  int64_t count = 0;
  for (const rpc::RecordType* type : types) {
    store::Range range = store::Range::Prefix(rpc::RecordKey(type->type(), ""));
    while (true) {
      ASSIGN_OR_RETURN(const store::Stretch stretch, store::ReadStretch(call.store(), range, kBatch));
      if (stretch.last().empty()) break;
      count += static_cast<int64_t>(stretch.records.size()) + (stretch.damaged.empty() ? 0 : 1);
      range = range.After(stretch.last());
    }
  }
  return count;
}

// What is stored at the keys; where it is damaged, as if nothing were: it is made anew.
absl::StatusOr<std::vector<store::Record>> StoredEntries(rpc::Call& call, const std::vector<std::string>& keys) {
  auto stored = rpc::StoredRecords(call, keys);
  if (store::DamagedKey(stored.status()).empty()) return stored;
  std::vector<store::Record> readable;
  for (const std::string& key : keys) {
    auto one = rpc::StoredRecords(call, {&key, 1});
    if (!store::DamagedKey(one.status()).empty()) one = std::vector<store::Record>(1);
    RETURN_IF_ERROR(one.status());
    readable.push_back(std::move(one->front()));
  }
  return readable;
}

// Adds the entries that one record lacks or has otherwise.
absl::Status AddMissing(rpc::Call& call, const rpc::RecordType& type, const store::Record& record,
                        v1::RebuildIndexesResponse* found) {
  const auto made = type.EntriesOf(record);
  if (absl::IsDataLoss(made.status())) {
    NoteDamaged(record.key, found);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<IndexEntry> entries, made);
  std::vector<std::string> keys;
  for (const IndexEntry& entry : entries) keys.push_back(entry.key);
  ASSIGN_OR_RETURN(const auto stored, StoredEntries(call, keys));
  for (size_t i = 0; i < entries.size(); ++i) {
    const IndexEntry& entry = entries[i];
    const bool there = stored[i].revision != store::kAbsent && stored[i].value == entry.words &&
                       stored[i].organisation == entry.organisation;
    if (there) continue;
    // Of this record as it is: should it change meanwhile, its own commit has made the entries.
    call.changes().Expect(record.key, record.revision);
    call.changes().Put({.key = entry.key, .value = entry.words, .organisation = entry.organisation}, "");
    found->set_added_count(found->added_count() + 1);
  }
  return absl::OkStatus();
}

// Takes away an entry whose record has it no more.
absl::Status RemoveWrong(rpc::Call& call, const rpc::RecordType& type, const store::Record& entry,
                         v1::RebuildIndexesResponse* found) {
  const std::string key = rpc::RecordKey(type.type(), rpc::NameInPlace(rpc::PlaceInIndexKey(entry.key)));
  const auto record = rpc::LoadRecord(call, key);
  // Nobody knows what a damaged record is to be found by.
  if (absl::IsDataLoss(record.status())) return absl::OkStatus();
  if (record.ok()) {
    const auto entries = type.EntriesOf(*record);
    if (absl::IsDataLoss(entries.status())) return absl::OkStatus();
    RETURN_IF_ERROR(entries.status());
    const bool right =
        std::any_of(entries->begin(), entries->end(), [&](const auto& one) { return one.key == entry.key; });
    if (right) return absl::OkStatus();
  } else if (!absl::IsNotFound(record.status())) {
    return record.status();
  }
  call.changes().Put({.key = entry.key, .value = std::nullopt, .expected = entry.revision}, "");
  found->set_removed_count(found->removed_count() + 1);
  return absl::OkStatus();
}

}  // namespace

Work RebuildWork(std::vector<const rpc::RecordType*> types) {
  return [types = std::move(types)](rpc::Call& call, Step& step) -> absl::StatusOr<bool> {
    v1::RebuildCheckpoint at;
    if (!at.ParseFromString(step.checkpoint)) return absl::DataLossError("The operation's checkpoint cannot be read.");
    v1::RebuildIndexesResponse& found = *at.mutable_found();
    if (!at.has_total()) {
      ASSIGN_OR_RETURN(const int64_t total, Count(call, types));
      at.set_total(total);
    } else if (static_cast<size_t>(at.type()) < types.size()) {
      const rpc::RecordType& type = *types[static_cast<size_t>(at.type())];
      store::Range range =
          store::Range::Prefix(at.entries() ? rpc::IndexRange(type.type()) : rpc::RecordKey(type.type(), ""));
      if (!at.after().empty()) range = range.After(at.after());
      ASSIGN_OR_RETURN(const store::Stretch stretch, store::ReadStretch(call.store(), range, kBatch));
      for (const store::Record& record : stretch.records) {
        RETURN_IF_ERROR(at.entries() ? RemoveWrong(call, type, record, &found)
                                     : AddMissing(call, type, record, &found));
      }
      if (!stretch.damaged.empty() && at.entries()) {
        // Every entry that a record has was made anew before.
        call.changes().Put({.key = stretch.damaged, .value = std::nullopt}, "");
        found.set_removed_count(found.removed_count() + 1);
      } else if (!stretch.damaged.empty()) {
        NoteDamaged(stretch.damaged, &found);
      }
      if (!at.entries()) {
        const auto looked_at = stretch.records.size() + (stretch.damaged.empty() ? 0 : 1);
        found.set_record_count(found.record_count() + static_cast<int64_t>(looked_at));
      }
      if (stretch.last().empty()) {
        // First the records of a type, then its entries, then the next type.
        if (at.entries()) at.set_type(at.type() + 1);
        at.set_entries(!at.entries());
        at.clear_after();
      } else {
        at.set_after(stretch.last());
      }
    }
    step.progress.set_unit(v1::Progress::RECORDS);
    step.progress.set_done(found.record_count());
    // Some may have come meanwhile.
    step.progress.set_total(std::max(at.total(), found.record_count()));
    step.response = std::make_unique<v1::RebuildIndexesResponse>(found);
    step.checkpoint = at.SerializeAsString();
    return static_cast<size_t>(at.type()) >= types.size();
  };
}

}  // namespace congress::operations
