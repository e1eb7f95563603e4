// Writes what a backup holds into empty stores.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/keys.h"
#include "platform/content/content_store.h"
#include "platform/store/store.h"

namespace congress::backup {

// Where a backup is restored to.
struct Target {
  // Opens the store of a keyspace.
  std::function<absl::StatusOr<std::unique_ptr<store::Store>>(const std::string& keyspace)> open;
  // Takes the files; null: there are none.
  content::ContentStore* contents = nullptr;
};

// A file, and what VerifyFile found in it.
struct Backup {
  std::string path;
  std::vector<v1::Manifest> manifests;
};

// What a restore could not give back.
struct Restored {
  // Of each service, in the order of its manifest: records whose graded fields lie under a key that is not there.
  std::vector<int64_t> records_without_key;
};

// Restores the records and, where they are given, the keys of persons, of a backup of the same suite that may be later:
// what it lacks was erased. Each store becomes one only once all of its
// records have proved to be those of the manifest; until then whoever opens it is refused. FAILED_PRECONDITION
// `BACKUP_KEY_WRONG`, `STORE_NOT_EMPTY`, `BACKUP_FILES_HOMELESS`, with nothing written; DATA_LOSS `BACKUP_DAMAGED`;
// what stores answer.
absl::StatusOr<Restored> Restore(const Backup& records, const Backup* person_keys, const KeyPair& keys,
                                 const Target& target);

// Holds the records of a backup against their audit logs: DATA_LOSS `RECORD_DAMAGED`, as AuditLook has it, for one of a
// store that had lost some before. FAILED_PRECONDITION `BACKUP_KEY_WRONG`, DATA_LOSS `BACKUP_DAMAGED`.
absl::Status HoldAgainstAudit(const Backup& backup, const KeyPair& keys);

}  // namespace congress::backup
