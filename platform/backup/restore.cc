#include "platform/backup/restore.h"

#include <algorithm>
#include <future>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "congress/content/v1/content.pb.h"
#include "platform/audit/merkle.h"
#include "platform/backup/audit_look.h"
#include "platform/backup/failure.h"
#include "platform/backup/manifest.h"
#include "platform/backup/part_reader.h"
#include "platform/backup/records.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/store/envelope.h"
#include "platform/store/maintained.h"
#include "platform/store/piece.h"

namespace congress::backup {
namespace {

// Records of one batch of a load.
constexpr size_t kBatchRecords = 1000;
constexpr size_t kBatchBytes = size_t{4} << 20;

// One store that is being filled.
class Filling {
 public:
  Filling(std::unique_ptr<store::Store> store, std::unique_ptr<store::Load> load)
      : store_(std::move(store)), load_(std::move(load)) {}

  absl::Status Add(v1::StoredRecord&& record) {
    Count(record);
    tree_.Add(RecordLeaf(record.key(), record.value(), record.revision()));
    bytes_ += record.key().size() + record.value().size();
    batch_.push_back({std::move(*record.mutable_key()), std::move(*record.mutable_value()), record.revision()});
    return batch_.size() < kBatchRecords && bytes_ < kBatchBytes ? absl::OkStatus() : Flush();
  }
  // Whether what was added since the last part is what the manifest says.
  absl::Status Prove(const v1::Manifest& manifest) {
    sequence_ = std::max(sequence_, manifest.sequence());
    const audit::TreeHash tree = std::exchange(tree_, {});
    if (tree.Root() != manifest.records_root() || tree.size() != manifest.record_count()) {
      return Damaged("entries", manifest.service());
    }
    if (manifest.format_revision() != store::kAbsent) {
      store::v1::StoreFormat format = manifest.format();
      // Its entries were left out, so the service makes them anew when it starts.
      format.clear_indexes_sha256();
      // It goes on in a new epoch, once the operator has said so.
      format.set_restored(true);
      const std::string key(kFormatKey);
      batch_.push_back(
          {key, store::Wrap(key, "", /*sealed=*/false, format.SerializeAsString()), manifest.format_revision()});
    }
    return absl::OkStatus();
  }
  int64_t without_key() const { return without_key_; }
  absl::Status Finish() {
    RETURN_IF_ERROR(Flush());
    RETURN_IF_ERROR(Written());
    return load_->Finish(sequence_);
  }

 private:
  // Keys come before the records that lie under them.
  void Count(const v1::StoredRecord& stored) {
    const bool key = Holds(v1::PERSON_KEYS, stored.key());
    if (!key && !store::SaysSealed(stored.value())) return;
    store::Record record{stored.key(), stored.value(), stored.revision()};
    content::v1::OwnerKey owner;
    if (!store::Unwrap(&record).ok()) return;
    if (!key) {
      without_key_ += key_ids_.contains(store::PieceKeyIdOf(record.value)) ? 0 : 1;
    } else if (owner.ParseFromString(record.value)) {
      key_ids_.insert(owner.id());
    }
  }
  // Hands the batch to the store, which writes it while the next one is opened.
  absl::Status Flush() {
    RETURN_IF_ERROR(Written());
    bytes_ = 0;
    writing_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, {})] { return load_->Add(batch); });
    return absl::OkStatus();
  }
  // What came of the batch before.
  absl::Status Written() { return writing_.valid() ? writing_.get() : absl::OkStatus(); }

  const std::unique_ptr<store::Store> store_;
  const std::unique_ptr<store::Load> load_;
  audit::TreeHash tree_;
  store::Revision sequence_ = store::kAbsent;
  std::vector<store::Record> batch_;
  size_t bytes_ = 0;
  std::set<std::string> key_ids_;
  int64_t without_key_ = 0;
  // Last: it is waited for before what it uses goes.
  std::future<absl::Status> writing_;
};

// Of the keyspaces of all `manifests`. Each is looked at before one is begun: where one is in use, all stay as they
// are.
absl::StatusOr<std::vector<std::unique_ptr<Filling>>> BeginFilling(const Target& target,
                                                                   const std::vector<v1::Manifest>& manifests) {
  std::vector<std::unique_ptr<store::Store>> stores;
  for (const v1::Manifest& manifest : manifests) {
    ASSIGN_OR_RETURN(stores.emplace_back(), target.open(manifest.keyspace()));
    ASSIGN_OR_RETURN(const store::Revision last, stores.back()->LastSequence());
    if (last != store::kAbsent) return store::NotEmpty();
  }
  std::vector<std::unique_ptr<Filling>> fillings;
  for (auto& store : stores) {
    ASSIGN_OR_RETURN(store::Maintained * maintained, store->Maintenance());
    ASSIGN_OR_RETURN(auto load, maintained->BeginLoad());
    fillings.push_back(std::make_unique<Filling>(std::move(store), std::move(load)));
  }
  return fillings;
}

// Writes the file that an entry began; `reader` gives its bytes.
absl::Status RestoreFile(content::ContentStore& contents, const v1::StoredFile& file, PartReader& reader,
                         const std::string& service, audit::TreeHash* tree) {
  digest::Sha256Stream hash;
  v1::Entry entry;
  std::string_view left;
  int64_t missing = file.size_bytes();
  const auto bytes = [&](std::span<char> room) -> absl::StatusOr<size_t> {
    if (left.empty() && missing > 0) {
      ASSIGN_OR_RETURN(const bool more, reader.Next(&entry));
      if (!more || !entry.has_data()) return Damaged("entries", service);
      left = entry.data();
      missing -= static_cast<int64_t>(left.size());
      hash << left;
    }
    const size_t count = std::min(room.size(), left.size());
    std::copy_n(left.begin(), count, room.begin());
    left.remove_prefix(count);
    return count;
  };
  RETURN_IF_ERROR(contents.Put(file.id(), file.size_bytes(), bytes));
  tree->Add(ContentLeaf(file.id(), hash.Hex()));
  return absl::OkStatus();
}

absl::Status RestorePart(PartReader& reader, const v1::Manifest& manifest, const Target& target, Filling& filling) {
  audit::TreeHash contents;
  v1::Entry entry;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.Next(&entry));
    if (!more) break;
    if (entry.has_record() && Holds(manifest.kind(), entry.record().key())) {
      RETURN_IF_ERROR(filling.Add(std::move(*entry.mutable_record())));
    } else if (entry.has_file() && target.contents != nullptr) {
      RETURN_IF_ERROR(RestoreFile(*target.contents, entry.file(), reader, manifest.service(), &contents));
    } else {
      return Damaged("entries", manifest.service());
    }
  }
  if (contents.Root() != manifest.contents_root() || contents.size() != manifest.content_count()) {
    return Damaged("entries", manifest.service());
  }
  return filling.Prove(manifest);
}

// Whether the key opens every part of the file, before anything is written.
absl::Status TryKey(const std::string& path, const KeyPair& keys) {
  FileReader file(path);
  v1::DownloadBackupResponse piece;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
    if (!more) return absl::OkStatus();
    if (piece.has_header()) RETURN_IF_ERROR(Opener::Open(keys, piece.header()).status());
  }
}

// Calls `read` with every part of a file, by its number. It reads to the end of the part.
absl::Status ReadParts(const Backup& backup, const KeyPair& keys,
                       absl::FunctionRef<absl::Status(size_t part, PartReader& reader)> read) {
  FileReader file(backup.path);
  v1::DownloadBackupResponse piece;
  for (size_t i = 0; i < backup.manifests.size(); ++i) {
    ASSIGN_OR_RETURN(const bool begun, file.Next(&piece));
    if (!begun || !piece.has_header()) return Damaged("file", "");
    const auto next = [&]() -> absl::StatusOr<std::string> {
      ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
      return more && !piece.has_manifest() ? std::move(*piece.mutable_data()) : std::string();
    };
    ASSIGN_OR_RETURN(PartReader reader, PartReader::Open(keys, piece.header(), next));
    RETURN_IF_ERROR(read(i, reader));
    // Behind the last chunk.
    ASSIGN_OR_RETURN(const bool ended, file.Next(&piece));
    if (!ended || !piece.has_manifest()) return Damaged("file", "");
  }
  return absl::OkStatus();
}

// Every part of a file into its store.
absl::Status RestoreParts(const Backup& backup, const KeyPair& keys, const Target& target,
                          const std::vector<std::unique_ptr<Filling>>& fillings) {
  return ReadParts(backup, keys, [&](size_t part, PartReader& reader) {
    return RestorePart(reader, backup.manifests[part], target, *fillings[part]);
  });
}

// Calls `visit` with every record of a part.
absl::Status VisitRecords(PartReader& reader, absl::FunctionRef<absl::Status(v1::StoredRecord& record)> visit) {
  v1::Entry entry;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.Next(&entry));
    if (!more) return absl::OkStatus();
    if (entry.has_record()) RETURN_IF_ERROR(visit(*entry.mutable_record()));
  }
}

// The value at `key` in a part of the file, read from its beginning; NOT_FOUND for none.
absl::StatusOr<std::string> ValueAt(const Backup& backup, const KeyPair& keys, size_t part, const std::string& key) {
  absl::StatusOr<store::Record> found = absl::NotFoundError("No such record.");
  RETURN_IF_ERROR(ReadParts(backup, keys, [&](size_t at, PartReader& reader) {
    return VisitRecords(reader, [&](v1::StoredRecord& record) {
      if (at == part && record.key() == key) found = store::Record{key, record.value(), record.revision()};
      return absl::OkStatus();
    });
  }));
  RETURN_IF_ERROR(found.status());
  RETURN_IF_ERROR(store::Unwrap(&*found));
  return found->value;
}

// Whether the manifests are of that kind.
absl::Status CheckKind(const Backup& backup, v1::PartKind kind) {
  for (const v1::Manifest& manifest : backup.manifests) {
    const bool keys = manifest.kind() == v1::PERSON_KEYS;
    if (keys != (kind == v1::PERSON_KEYS)) return Damaged("kind", manifest.service());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Restored> Restore(const Backup& records, const Backup* person_keys, const KeyPair& keys,
                                 const Target& target) {
  RETURN_IF_ERROR(CheckKind(records, v1::RECORDS));
  RETURN_IF_ERROR(TryKey(records.path, keys));
  if (person_keys != nullptr) {
    RETURN_IF_ERROR(CheckKind(*person_keys, v1::PERSON_KEYS));
    const auto same = [](const v1::Manifest& a, const v1::Manifest& b) { return a.keyspace() == b.keyspace(); };
    if (!std::ranges::equal(records.manifests, person_keys->manifests, same)) return Damaged("file", "");
    RETURN_IF_ERROR(TryKey(person_keys->path, keys));
  }
  int64_t files = 0;
  for (const v1::Manifest& manifest : records.manifests) files += manifest.content_count();
  if (files > 0 && target.contents == nullptr) {
    return status::FailedPrecondition(status::PlatformReason::BACKUP_FILES_HOMELESS,
                                      {{"contents", absl::StrCat(files)}});
  }
  ASSIGN_OR_RETURN(const auto fillings, BeginFilling(target, records.manifests));
  if (person_keys != nullptr) RETURN_IF_ERROR(RestoreParts(*person_keys, keys, target, fillings));
  RETURN_IF_ERROR(RestoreParts(records, keys, target, fillings));
  Restored restored;
  for (const auto& filling : fillings) {
    RETURN_IF_ERROR(filling->Finish());
    restored.records_without_key.push_back(filling->without_key());
  }
  return restored;
}

absl::Status HoldAgainstAudit(const Backup& backup, const KeyPair& keys) {
  RETURN_IF_ERROR(TryKey(backup.path, keys));
  return ReadParts(backup, keys, [&](size_t part, PartReader& reader) -> absl::Status {
    AuditLook look;
    RETURN_IF_ERROR(VisitRecords(reader, [&look](v1::StoredRecord& record) {
      return look.LookAt({std::move(*record.mutable_key()), std::move(*record.mutable_value()), record.revision()});
    }));
    return look.End([&](const std::string& key) { return ValueAt(backup, keys, part, key); });
  });
}

}  // namespace congress::backup
