// What a service knows of the last backup that was verified.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/rpc/repository.h"
#include "platform/store/store.h"

namespace congress::backup {

// The records; one a service.
const rpc::Repository<v1::VerifiedBackup>& VerifiedBackups();

// Name of the record of `service`.
std::string VerifiedName(std::string_view service);

// What was said last; nothing when nobody said anything.
absl::StatusOr<std::optional<v1::VerifiedBackup>> LatestVerified(store::Store& store, std::string_view service);

}  // namespace congress::backup
