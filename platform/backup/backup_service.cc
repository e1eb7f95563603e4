#include "platform/backup/backup_service.h"

#include <utility>

#include "platform/auth/roles.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::backup {

absl::Status BackupService::DownloadBackup(rpc::Call& call, const v1::DownloadBackupRequest& request,
                                           rpc::Writer<v1::DownloadBackupResponse>& writer) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), subject_.service));
  if (subject_.recipient.bytes.empty()) {
    return status::FailedPrecondition(status::PlatformReason::BACKUP_KEY_MISSING, {{"service", subject_.service}});
  }
  // So that the audit has it.
  call.ShowsGraded(request.parent());
  return BackUp(subject_, request, call.now(), call.wanted(),
                [&](v1::DownloadBackupResponse piece) { return writer.Write(std::move(piece)); });
}

rpc::Bind<BackupService> BackupMethods(std::shared_ptr<BackupService> service) {
  return rpc::Bind("congress.backup.v1.BackupService", std::move(service))
      .On("DownloadBackup", &BackupService::DownloadBackup);
}

}  // namespace congress::backup
