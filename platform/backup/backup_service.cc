#include "platform/backup/backup_service.h"

#include <utility>

#include "platform/auth/roles.h"
#include "platform/backup/records.h"
#include "platform/backup/verified.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/telemetry/metrics.h"

namespace congress::backup {
namespace {

static_assert(kAuditLog == rpc::kAuditLog);

// Clocks of the service's replicas differ by less.
constexpr absl::Duration kMostAhead = absl::Minutes(5);

}  // namespace

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

absl::StatusOr<v1::VerifiedBackup> BackupService::AttestBackup(rpc::Call& call,
                                                               const v1::AttestBackupRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), subject_.service));
  const absl::Time time = civil::FromTimestamp(request.snapshot_time());
  if (time > call.now() + kMostAhead) {
    status::Violations violations;
    violations.Add("snapshot_time", status::PlatformFault::IN_FUTURE);
    return violations.ToStatus();
  }
  v1::VerifiedBackup blank;
  blank.set_name(VerifiedName(subject_.service));
  ASSIGN_OR_RETURN(v1::VerifiedBackup known, VerifiedBackups().LoadOr(call, std::move(blank)));
  if (known.has_snapshot_time() && civil::FromTimestamp(known.snapshot_time()) >= time) return known;
  known.set_organisation(std::string(auth::kProvince));
  known.set_backup_id(request.backup_id());
  *known.mutable_snapshot_time() = request.snapshot_time();
  known.set_sequence(request.sequence());
  *known.mutable_attest_time() = civil::ToTimestamp(call.now());
  call.AfterCommit([service = subject_.service, time] { telemetry::BackupVerified(service, time); });
  return VerifiedBackups().Put(call, std::move(known));
}

rpc::Bind<BackupService> BackupMethods(std::shared_ptr<BackupService> service) {
  return rpc::Bind("congress.backup.v1.BackupService", std::move(service))
      .On("DownloadBackup", &BackupService::DownloadBackup)
      .On("AttestBackup", &BackupService::AttestBackup);
}

}  // namespace congress::backup
