#include "platform/backup/audit_look.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/backup/records.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/store/envelope.h"
#include "platform/store/failure.h"

namespace congress::backup {

absl::Status AuditLook::LookAt(const store::Record& record) {
  const std::string_view key = record.key;
  if (key.starts_with(kAuditLog)) {
    store::Record own = record;
    RETURN_IF_ERROR(store::Unwrap(&own));
    audit::v1::AuditRecord act;
    if (act.ParseFromString(own.value)) {
      named_.Act(act, own.revision);
      ledger_.Act(act, own.revision);
    }
    acts_.push_back(own.revision);
    return absl::OkStatus();
  }
  named_.Met(key);
  const bool acted = key.starts_with("log/event/") || key.starts_with("q/") || key.starts_with("r/");
  if (!acted) return absl::OkStatus();
  if (std::binary_search(acts_.begin(), acts_.end(), record.revision)) {
    if (!ledger_.Met(key, record.revision, digest::Sha256(record.value))) return absl::OkStatus();
    return store::DamagedRecord(record.key,
                                "it is not what the last act on it in the audit log left; "
                                "'congressctl doctor' names all");
  }
  return store::DamagedRecord(store::AppendKey(kAuditLog, record.revision),
                              absl::StrCat("commit ", record.revision & store::kCommitMask, " wrote '",
                                           absl::CEscape(record.key), "', and the audit log has nothing of it"));
}

std::string AuditLook::MissingOf(store::Revision act, ReadAgain read) const {
  const auto value = read(store::AppendKey(kAuditLog, act));
  audit::v1::AuditRecord left;
  if (!value.ok() || !left.ParseFromString(*value)) return "";
  for (const auto& change : left.changes()) {
    if (named_.Misses(change.name(), act)) return change.name();
  }
  return "";
}

absl::Status AuditLook::End(ReadAgain read) const {
  auto act = named_.Missed();
  if (const auto nameless = ledger_.Missed(/*named=*/false); !act && !nameless.empty()) act = nameless.front();
  if (!act) return absl::OkStatus();
  const std::string missing = MissingOf(*act, read);
  return store::DamagedRecord(
      missing.empty() ? store::AppendKey(kAuditLog, *act) : missing,
      absl::StrCat("what commit ", *act & store::kCommitMask,
                   " left by the audit log's word is not there; 'congressctl doctor' names all"));
}

}  // namespace congress::backup
