#include "platform/backup/verified.h"

#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::backup {

const rpc::Repository<v1::VerifiedBackup>& VerifiedBackups() {
  static const auto& all = *new rpc::Repository<v1::VerifiedBackup>("maintenance.services.examine");
  return all;
}

std::string VerifiedName(std::string_view service) { return StrCat("services/", service, "/verifiedBackup"); }

absl::StatusOr<std::optional<v1::VerifiedBackup>> LatestVerified(store::Store& store, std::string_view service) {
  const std::string key = rpc::RecordKey(VerifiedBackups().type(), VerifiedName(service));
  const auto record = store.Get(key);
  if (absl::IsNotFound(record.status())) return std::nullopt;
  RETURN_IF_ERROR(record.status());
  std::optional<v1::VerifiedBackup> known(std::in_place);
  if (!known->ParseFromString(record->value)) return rpc::Corrupt(key);
  return known;
}

}  // namespace congress::backup
