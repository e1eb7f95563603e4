#include "platform/rpc/upkeep.h"

#include <algorithm>

#include "congress/store/v1/stored.pb.h"
#include "platform/digest/sha256.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/own_act.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
#include "platform/store/stretch.h"

namespace congress::rpc {
namespace {

// Records of one commit; each has up to a dozen entries.
constexpr int kBatch = 400;
constexpr int kDeletedAtOnce = 5000;

std::string DigestOf(const std::vector<const RecordType*>& types) {
  std::vector<std::string> declared;
  for (const RecordType* type : types) declared.push_back(StrCat(type->type(), "(", type->declaration(), ")"));
  std::sort(declared.begin(), declared.end());
  std::string all;
  for (const std::string& one : declared) all += one + ";";
  return digest::Sha256(all);
}

absl::StatusOr<store::v1::StoreFormat> FormatOf(store::Store& store, store::Revision* revision) {
  store::v1::StoreFormat format;
  const auto record = store.Get(store::kFormatKey);
  if (absl::IsNotFound(record.status())) return format;
  RETURN_IF_ERROR(record.status());
  *revision = record->revision;
  if (!format.ParseFromString(record->value)) return Corrupt(store::kFormatKey);
  return format;
}

absl::Status Commit(store::Store& store, const store::Batch& batch) {
  if (Fails("index.upkeep")) return store::Unanswered("a failpoint");
  return store.Commit(batch).status();
}

// The damaged ones too.
absl::Status DeleteAll(store::Store& store, const std::string& principal, const std::string& prefix) {
  return store::VisitStretches(store, store::Range::Prefix(prefix), kDeletedAtOnce, [&](const store::Stretch& stretch) {
    store::Batch batch;
    for (const store::Record& record : stretch.records) batch.writes.push_back({.key = record.key});
    if (!stretch.damaged.empty()) batch.writes.push_back({.key = stretch.damaged});
    AddOwnAct(principal, kUpkeepMethod, &batch);
    return Commit(store, batch);
  });
}

// Writes the entries of a batch of records.
absl::Status WriteEntries(store::Store& store, const std::string& principal, const RecordType& type,
                          const std::vector<store::Record>& records) {
  store::Batch batch;
  for (const store::Record& record : records) {
    ASSIGN_OR_RETURN(const std::vector<IndexEntry> entries, type.EntriesOf(record));
    for (const IndexEntry& entry : entries) {
      batch.writes.push_back({.key = entry.key, .value = entry.words, .organisation = entry.organisation});
    }
    batch.checks.push_back({record.key, record.revision});
  }
  AddOwnAct(principal, kUpkeepMethod, &batch);
  return Commit(store, batch);
}

absl::Status Rebuild(store::Store& store, const std::string& principal, const RecordType& type,
                     const UpkeepNotice& notice) {
  RETURN_IF_ERROR(DeleteAll(store, principal, IndexRange(type.type())));
  if (!type.indexed()) return absl::OkStatus();
  store::Range range = store::Range::Prefix(RecordKey(type.type(), ""));
  int64_t done = 0;
  while (true) {
    ASSIGN_OR_RETURN(const auto records, store.Scan(range, kBatch));
    if (records.empty()) return absl::OkStatus();
    const absl::Status status = WriteEntries(store, principal, type, records);
    // Another replica was there first, or a call changed one of them: read again.
    if (!store::ConflictingKey(status).empty()) continue;
    RETURN_IF_ERROR(status);
    done += static_cast<int64_t>(records.size());
    if (notice) notice(type.type(), done);
    range = range.After(records.back().key);
  }
}

}  // namespace

absl::Status BringUpToDate(store::Store& store, const std::vector<const RecordType*>& types,
                           const std::string& principal, const UpkeepNotice& notice,
                           const std::vector<std::string>& obsolete) {
  store::Revision revision = store::kAbsent;
  ASSIGN_OR_RETURN(store::v1::StoreFormat format, FormatOf(store, &revision));
  const std::string digest = DigestOf(types);
  if (format.schema() >= store::kSchema && format.indexes_sha256() == digest) return absl::OkStatus();
  for (const RecordType* type : types) RETURN_IF_ERROR(Rebuild(store, principal, *type, notice));
  for (const std::string& type : obsolete) RETURN_IF_ERROR(DeleteAll(store, principal, RecordKey(type, "")));
  format.set_schema(std::max(format.schema(), store::kSchema));
  format.set_least_reader(std::max(format.least_reader(), store::kLeastReader));
  format.set_indexes_sha256(digest);
  if (format.has_commit_count()) format.set_commit_count(format.commit_count() + 1);
  store::Batch batch;
  batch.writes.push_back(
      {.key = std::string(store::kFormatKey), .value = format.SerializeAsString(), .expected = revision});
  const absl::Status status = Commit(store, batch);
  // Another replica has said it already.
  return store::ConflictingKey(status).empty() ? status : absl::OkStatus();
}

}  // namespace congress::rpc
