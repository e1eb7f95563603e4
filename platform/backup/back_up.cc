#include "platform/backup/back_up.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/audit/merkle.h"
#include "platform/backup/audit_begin.h"
#include "platform/backup/audit_look.h"
#include "platform/backup/frame.h"
#include "platform/backup/manifest.h"
#include "platform/backup/part_writer.h"
#include "platform/backup/records.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/store/envelope.h"
#include "platform/store/failure.h"
#include "platform/store/maintained.h"

namespace congress::backup {
namespace {

// As `nice` has it.
constexpr int kBehind = 10;

// Records of one page of the snapshot.
constexpr int kPage = 1000;

absl::Status ReadFormat(store::Record record, v1::Manifest* manifest) {
  RETURN_IF_ERROR(store::Unwrap(&record));
  manifest->set_format_revision(record.revision);
  if (manifest->mutable_format()->ParseFromString(record.value)) return absl::OkStatus();
  return absl::DataLossError("The store's format cannot be read.");
}

// The record at `key`, out of its envelope; nothing for none, and for one that is damaged and made anew.
absl::StatusOr<std::optional<store::Record>> RecordAt(store::Snapshot& snapshot, std::string_view key) {
  const auto read = [&]() -> absl::StatusOr<std::optional<store::Record>> {
    ASSIGN_OR_RETURN(auto found, snapshot.Scan({std::string(key), std::string(key) + '\0'}, 1));
    if (found.empty()) return std::nullopt;
    RETURN_IF_ERROR(store::Unwrap(&found.front()));
    return std::move(found.front());
  };
  auto record = read();
  if (store::DamagedKey(record.status()).starts_with(store::kTreeCopy)) return std::nullopt;
  return record;
}

absl::StatusOr<std::string> ValueAt(store::Snapshot& snapshot, std::string_view key) {
  ASSIGN_OR_RETURN(auto record, RecordAt(snapshot, key));
  return record ? std::move(record->value) : "";
}

// Whether a record, as it lies in the backend, is with the others that it is never without.
absl::Status LookForCompanions(store::Snapshot& snapshot, const std::vector<Companions>& all,
                               const store::Record& wrapped) {
  const Companions* known = CompanionsAt(all, wrapped.key);
  if (known == nullptr) return absl::OkStatus();
  store::Record record = wrapped;
  RETURN_IF_ERROR(store::Unwrap(&record));
  for (const Companion& companion : known->of(record.value)) {
    ASSIGN_OR_RETURN(const auto other, RecordAt(snapshot, companion.key));
    if (other && (!companion.fits || companion.fits(other->value))) continue;
    return store::DamagedRecord(
        companion.key, absl::StrCat("it goes with '", absl::CEscape(record.key),
                                    "', and is missing or knows nothing of it; 'congressctl doctor' names all"));
  }
  return absl::OkStatus();
}

// Whether the audit log begins where it must.
absl::Status LookForBegin(store::Snapshot& snapshot, const AuditLook& look) {
  ASSIGN_OR_RETURN(const std::string copy_state, ValueAt(snapshot, kCopyStateKey));
  ASSIGN_OR_RETURN(const std::string format, ValueAt(snapshot, kFormatKey));
  const int64_t missing = MissingActs(look.acts(), snapshot.sequence(), copy_state, format);
  if (missing == 0) return absl::OkStatus();
  return store::DamagedRecord(store::AppendKey(kAuditLog, store::FirstOf(store::EpochOf(snapshot.sequence()))),
                              absl::StrCat("the audit log has nothing of the first ", missing, " commits"));
}

absl::Status WriteRecords(const Subject& subject, const status::Wanted& wanted, store::Snapshot& snapshot,
                          PartWriter& part, v1::Manifest* manifest) {
  audit::TreeHash tree;
  // A backup of a store that has lost something would take the place of those that have it.
  AuditLook look;
  v1::Entry entry;
  for (store::Range range : RangesOf(manifest->kind())) {
    const auto read = [&snapshot](const store::Range& rest) -> absl::StatusOr<std::vector<store::Record>> {
      // On a thread of its own, behind those who commit.
      setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kBehind);
      ASSIGN_OR_RETURN(auto records, snapshot.Scan(rest, kPage));
      // What is damaged would be restored so, and the backups before, which have it whole, are deleted one day.
      for (const store::Record& record : records) RETURN_IF_ERROR(store::CheckWrapped(record));
      return records;
    };
    auto ahead = std::async(std::launch::async, read, range);
    while (true) {
      RETURN_IF_ERROR(wanted());
      if (Fails("snapshot.page")) return store::SnapshotLost();
      ASSIGN_OR_RETURN(auto records, ahead.get());
      if (records.empty()) break;
      range = range.After(records.back().key);
      // The snapshot is one thread's at a time.
      for (const store::Record& record : records) {
        RETURN_IF_ERROR(LookForCompanions(snapshot, subject.companions, record));
      }
      // While these are written.
      ahead = std::async(std::launch::async, read, range);
      for (store::Record& record : records) {
        if (manifest->kind() == v1::RECORDS) RETURN_IF_ERROR(look.LookAt(record));
        if (record.key == kFormatKey) {
          RETURN_IF_ERROR(ReadFormat(std::move(record), manifest));
          continue;
        }
        tree.Add(RecordLeaf(record.key, record.value, record.revision));
        v1::StoredRecord& stored = *entry.mutable_record();
        stored.set_key(std::move(record.key));
        stored.set_value(std::move(record.value));
        stored.set_revision(record.revision);
        RETURN_IF_ERROR(part.Add(entry));
      }
    }
  }
  if (manifest->kind() == v1::RECORDS) {
    RETURN_IF_ERROR(LookForBegin(snapshot, look));
    RETURN_IF_ERROR(look.End([&snapshot](const std::string& key) { return ValueAt(snapshot, key); }));
  }
  manifest->set_record_count(tree.size());
  manifest->set_records_root(tree.Root());
  return absl::OkStatus();
}

// One file; nothing when it went since it was listed, as files do that no record names.
absl::Status WriteContent(content::ContentStore& contents, const content::StoredContent& stored, PartWriter& part,
                          audit::TreeHash* tree) {
  v1::Entry entry;
  digest::Sha256Stream hash;
  bool begun = false;
  const auto begin = [&] {
    begun = true;
    entry.mutable_file()->set_id(stored.id);
    entry.mutable_file()->set_size_bytes(stored.size_bytes);
    return part.Add(entry);
  };
  const absl::Status read = contents.Get(stored.id, 0, [&](std::string_view bytes) {
    absl::Status added = begun ? absl::OkStatus() : begin();
    if (!added.ok()) return added;
    hash << bytes;
    entry.set_data(std::string(bytes));
    return part.Add(entry);
  });
  if (!begun && absl::IsNotFound(read)) return absl::OkStatus();
  RETURN_IF_ERROR(read);
  // One without a byte.
  if (!begun) RETURN_IF_ERROR(begin());
  tree->Add(ContentLeaf(stored.id, hash.Hex()));
  return absl::OkStatus();
}

absl::Status WriteContents(const status::Wanted& wanted, content::ContentStore* contents, const std::string& service,
                           PartWriter& part, v1::Manifest* manifest) {
  audit::TreeHash tree;
  int64_t bytes = 0;
  std::string last;
  while (contents != nullptr) {
    ASSIGN_OR_RETURN(const auto listed, contents->List(last, content::ContentStore::kMostListed));
    if (listed.empty()) break;
    for (const content::StoredContent& stored : listed) {
      RETURN_IF_ERROR(wanted());
      if (!content::MayBeOf(service, stored.id)) continue;
      if (Fails("snapshot.file")) return store::SnapshotLost();
      RETURN_IF_ERROR(WriteContent(*contents, stored, part, &tree));
      bytes += stored.size_bytes;
    }
    last = listed.back().id;
  }
  manifest->set_content_count(tree.size());
  manifest->set_content_bytes(bytes);
  manifest->set_contents_root(tree.Root());
  return absl::OkStatus();
}

}  // namespace

absl::Status BackUp(const Subject& subject, const v1::DownloadBackupRequest& request, absl::Time now,
                    const status::Wanted& wanted, const PieceSink& sink) {
  v1::Manifest manifest;
  manifest.set_backup_id(request.backup_id());
  manifest.set_kind(request.kind() == v1::PERSON_KEYS ? v1::PERSON_KEYS : v1::RECORDS);
  manifest.set_service(subject.service);
  manifest.set_keyspace(subject.keyspace);
  manifest.set_version(subject.version);

  v1::DownloadBackupResponse first;
  digest::Sha256Stream hash;
  int64_t bytes = 0;
  const auto send = [&](v1::DownloadBackupResponse piece) {
    const std::string framed = Framed(piece);
    hash << framed;
    bytes += static_cast<int64_t>(framed.size());
    return sink(std::move(piece));
  };
  PartWriter part(subject.recipient, first.mutable_header(), [&](std::string sealed) {
    v1::DownloadBackupResponse piece;
    piece.set_data(std::move(sealed));
    return send(std::move(piece));
  });
  first.mutable_header()->set_backup_id(request.backup_id());
  first.mutable_header()->set_kind(manifest.kind());
  first.mutable_header()->set_service(subject.service);
  RETURN_IF_ERROR(send(std::move(first)));

  ASSIGN_OR_RETURN(store::Maintained * maintained, subject.store.Maintenance());
  ASSIGN_OR_RETURN(auto snapshot, maintained->TakeSnapshot());
  if (Fails("snapshot.taken")) return store::SnapshotLost();
  *manifest.mutable_snapshot_time() = civil::ToTimestamp(now);
  manifest.set_sequence(snapshot->sequence());
  RETURN_IF_ERROR(WriteRecords(subject, wanted, *snapshot, part, &manifest));
  // What the store has found of itself since it was opened, or finds now.
  RETURN_IF_ERROR(subject.store.LastSequence().status());
  // Files are longer than records, and the log need not wait for them.
  snapshot.reset();
  const bool files = manifest.kind() == v1::RECORDS;
  RETURN_IF_ERROR(WriteContents(wanted, files ? subject.contents : nullptr, subject.service, part, &manifest));
  RETURN_IF_ERROR(part.Finish());

  manifest.set_part_bytes(bytes);
  manifest.set_part_sha256(absl::HexStringToBytes(hash.Hex()));
  v1::DownloadBackupResponse last;
  *last.mutable_manifest() = Sign(manifest, subject.signer);
  return sink(std::move(last));
}

}  // namespace congress::backup
