// Serves backups of what a service keeps, and notes which was verified; every process has it.
#pragma once

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "congress/backup/v1/backup_service.pb.h"
#include "platform/backup/back_up.h"
#include "platform/rpc/methods.h"

namespace congress::backup {

class BackupService {
 public:
  // Without a recipient no backups are made.
  explicit BackupService(Subject subject) : subject_(std::move(subject)) {}

  absl::Status DownloadBackup(rpc::Call& call, const v1::DownloadBackupRequest& request,
                              rpc::Writer<v1::DownloadBackupResponse>& writer) const;
  absl::StatusOr<v1::VerifiedBackup> AttestBackup(rpc::Call& call, const v1::AttestBackupRequest& request) const;

 private:
  const Subject subject_;
};

// The table of its methods.
rpc::Bind<BackupService> BackupMethods(std::shared_ptr<BackupService> service);

}  // namespace congress::backup
