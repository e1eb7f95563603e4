// Holds the records of a keyspace against its audit log.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/audit/ledger.h"
#include "platform/backup/named_records.h"
#include "platform/store/store.h"

namespace congress::backup {

// Is shown every record in key order, so that the log comes before all that it tells of.
class AuditLook {
 public:
  // As it lies in the backend. DATA_LOSS `RECORD_DAMAGED` for what a call, or a step of the schema, leaves with its
  // act, when the log has none, and for a record that is not as the last act on it left it.
  absl::Status LookAt(const store::Record& record);
  // Gives the value of a record of the log again; anything else where it cannot.
  using ReadAgain = absl::FunctionRef<absl::StatusOr<std::string>(const std::string& key)>;
  // Behind the last record: DATA_LOSS `RECORD_DAMAGED` when a resource was not there that the log leaves. It is named,
  // or its act where that cannot be read again.
  absl::Status End(ReadAgain read) const;

  // The commits that the log has, sorted.
  const std::vector<store::Revision>& acts() const { return acts_; }

 private:
  // The first resource that an act left and that has not been met; empty where the act cannot be read.
  std::string MissingOf(store::Revision act, ReadAgain read) const;

  std::vector<store::Revision> acts_;
  NamedRecords named_;
  audit::Ledger ledger_;
};

}  // namespace congress::backup
