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

store::Range RecordsOf(const rpc::RecordType& type) { return store::Range::Prefix(rpc::RecordKey(type.type(), "")); }

// Of all types: what damage did to a key may have taken the entry out of the range of its own.
store::Range Entries() { return store::Range::Prefix(store::kIndexes); }

absl::Status Count(rpc::Call& call, const store::Range& range, int64_t* count) {
  return store::VisitStretches(call.store(), range, kBatch, [&](const store::Stretch& stretch) {
    *count += stretch.size();
    return absl::OkStatus();
  });
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
  RETURN_IF_ERROR(call.Check());
  // One that is damaged is made anew.
  ASSIGN_OR_RETURN(const auto stored, store::ReadUndamaged(call.store(), keys));
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
absl::Status RemoveWrong(rpc::Call& call, const std::vector<const rpc::RecordType*>& types, const store::Record& entry,
                         v1::RebuildIndexesResponse* found) {
  const auto whose = std::find_if(types.begin(), types.end(), [&](const rpc::RecordType* type) {
    return entry.key.starts_with(rpc::IndexRange(type->type()));
  });
  // A newer replica's.
  if (whose == types.end()) return absl::OkStatus();
  const rpc::RecordType& type = **whose;
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
    ASSIGN_OR_RETURN(auto at, step.CheckpointAs<v1::RebuildCheckpoint>());
    v1::RebuildIndexesResponse& found = *at.mutable_found();
    const bool records = static_cast<size_t>(at.type()) < types.size();
    bool last = false;
    if (!at.has_total()) {
      // In one step: it is quick beside what follows.
      int64_t total = 0;
      for (const rpc::RecordType* type : types) RETURN_IF_ERROR(Count(call, RecordsOf(*type), &total));
      RETURN_IF_ERROR(Count(call, Entries(), &total));
      at.set_total(total);
    } else {
      store::Range range = records ? RecordsOf(*types[static_cast<size_t>(at.type())]) : Entries();
      if (!at.after().empty()) range = range.After(at.after());
      ASSIGN_OR_RETURN(const store::Stretch stretch, store::ReadStretch(call.store(), range, kBatch));
      for (const store::Record& record : stretch.records) {
        RETURN_IF_ERROR(records ? AddMissing(call, *types[static_cast<size_t>(at.type())], record, &found)
                                : RemoveWrong(call, types, record, &found));
      }
      if (!stretch.damaged.empty() && !records) {
        // Every entry that a record has was made anew before.
        call.changes().Put({.key = stretch.damaged, .value = std::nullopt}, "");
        found.set_removed_count(found.removed_count() + 1);
      } else if (!stretch.damaged.empty()) {
        NoteDamaged(stretch.damaged, &found);
      }
      at.set_done(at.done() + stretch.size());
      if (records) found.set_record_count(found.record_count() + stretch.size());
      at.set_after(stretch.last());
      if (stretch.last().empty()) {
        // First the records of each type, then the entries of all.
        last = !records;
        at.set_type(at.type() + 1);
      }
    }
    step.progress.set_unit(v1::Progress::RECORDS_AND_ENTRIES);
    // Entries were added, records have come and gone meanwhile.
    step.progress.set_total(last ? at.done() : std::max(at.total(), at.done() + 1));
    step.progress.set_done(at.done());
    step.response = std::make_unique<v1::RebuildIndexesResponse>(found);
    step.checkpoint = at.SerializeAsString();
    return last;
  };
}

}  // namespace congress::operations
