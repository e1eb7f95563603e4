#include "platform/operations/rebuild.h"

#include <algorithm>
#include <map>
#include <utility>

#include "congress/operations/v1/operation_service.pb.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"

namespace congress::operations {
namespace {

using rpc::IndexEntry;

// Looked at in one step; each record has up to a dozen entries.
constexpr int kBatch = 400;

// Adds the entries that one record lacks or has otherwise.
absl::Status AddMissing(rpc::Call& call, const rpc::RecordType& type, const store::Record& record,
                        v1::RebuildIndexesResponse* found) {
  ASSIGN_OR_RETURN(const std::vector<IndexEntry> entries, type.EntriesOf(record));
  std::vector<std::string> keys;
  for (const IndexEntry& entry : entries) keys.push_back(entry.key);
  ASSIGN_OR_RETURN(const auto stored, rpc::StoredRecords(call, keys));
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
  if (record.ok()) {
    ASSIGN_OR_RETURN(const std::vector<IndexEntry> entries, type.EntriesOf(*record));
    const bool right =
        std::any_of(entries.begin(), entries.end(), [&](const auto& one) { return one.key == entry.key; });
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
    if (static_cast<size_t>(at.type()) < types.size()) {
      const rpc::RecordType& type = *types[static_cast<size_t>(at.type())];
      store::Range range =
          store::Range::Prefix(at.entries() ? rpc::IndexRange(type.type()) : rpc::RecordKey(type.type(), ""));
      if (!at.after().empty()) range = range.After(at.after());
      ASSIGN_OR_RETURN(const auto records, call.store().Scan(range, kBatch));
      for (const store::Record& record : records) {
        RETURN_IF_ERROR(at.entries() ? RemoveWrong(call, type, record, &found)
                                     : AddMissing(call, type, record, &found));
      }
      if (!at.entries()) found.set_record_count(found.record_count() + static_cast<int64_t>(records.size()));
      if (records.empty()) {
        // First the records of a type, then its entries, then the next type.
        if (at.entries()) at.set_type(at.type() + 1);
        at.set_entries(!at.entries());
        at.clear_after();
      } else {
        at.set_after(records.back().key);
      }
    }
    step.progress.set_unit(v1::Progress::RECORDS);
    step.progress.set_done(found.record_count());
    step.response = std::make_unique<v1::RebuildIndexesResponse>(found);
    step.checkpoint = at.SerializeAsString();
    return static_cast<size_t>(at.type()) >= types.size();
  };
}

}  // namespace congress::operations
