// What maintenance knows of the service that it speaks for.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "platform/backup/companions.h"
#include "platform/content/content_store.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"
#include "platform/store/witness.h"

namespace congress::maintenance {

// Each function is safe for many threads.
struct Subject {
  // As requests name it.
  std::string service;
  std::string keyspace;
  std::string version;
  store::Store& store;
  // `sqlite` or `redis`.
  std::string backend = "sqlite";
  // Where the store or its witness lies; empty: on no disk of this process.
  std::string folder = {};
  // Whose entries of indexes are kept.
  std::vector<const rpc::RecordType*> types = {};
  std::vector<backup::Companions> companions = {};
  // Null: there are no files.
  content::ContentStore* contents = nullptr;
  // Whether the service serves, as of the last look.
  std::function<absl::Status()> ready = [] { return absl::OkStatus(); };
  // Null where the store can have no witness, as one in memory.
  std::function<std::optional<store::Testimony>()> witnessed = nullptr;
  // Whether the audit log goes on from its checkpoints (audit::Notary). Null: nobody signs it.
  std::function<absl::StatusOr<bool>()> audit_goes_on = nullptr;
  // When the copy of the tree of organisations was last up to date; InfinitePast: never. Null: there is none.
  std::function<absl::Time()> directory_current = nullptr;
  // Until when the certificate is valid; null in plaintext.
  std::function<absl::Time()> certificate_ends = nullptr;
  absl::Time start = absl::Now();
};

}  // namespace congress::maintenance
