#include "platform/maintenance/maintenance_service.h"

#include <unistd.h>

#include <string>

#include "congress/store/v1/stored.pb.h"
#include "platform/auth/principal.h"
#include "platform/backup/verified.h"
#include "platform/civil/civil.h"
#include "platform/maintenance/examination.h"
#include "platform/maintenance/last_act.h"
#include "platform/maintenance/report.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/identified_store.h"

namespace congress::maintenance {
namespace {

std::string Instance() {
  char host[256] = {};
  if (gethostname(host, sizeof(host) - 1) != 0) return StrCat(getpid());
  return StrCat(host, "/", getpid());
}

google::protobuf::Duration ToDuration(absl::Duration duration) {
  google::protobuf::Duration message;
  message.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  message.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return message;
}

// What the store says of itself, as far as it answers.
void FillStore(const Subject& subject, absl::Time now, v1::ServiceStatus& status) {
  if (const auto last = subject.store.LastSequence(); last.ok()) status.set_last_sequence(*last & store::kCommitMask);
  if (const auto witnessed = subject.witnessed == nullptr ? std::nullopt : subject.witnessed()) {
    status.set_witnessed_sequence(witnessed->sequence & store::kCommitMask);
  }
  if (const auto act = LastAct(subject.store)) {
    *status.mutable_last_act_time() = civil::ToTimestamp(*act);
    if (*act - now > kClockTolerance) *status.mutable_clock_behind() = ToDuration(*act - now);
  }
  status.set_epoch(subject.store.Epoch());
  const auto record = subject.store.Get(store::kFormatKey);
  store::v1::StoreFormat format;
  if (!record.ok() || !format.ParseFromString(record->value)) return;
  status.set_suite_id(format.suite_id());
  status.set_keyspace(format.keyspace());
  status.set_schema(format.schema());
  status.set_least_reader(format.least_reader());
  if (!format.epochs().empty()) *status.mutable_epoch_begin_time() = format.epochs().rbegin()->time();
}

absl::Status Authorise(rpc::Call& call, std::string_view parent, const Subject& subject) {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  return rpc::RequireService(parent, subject.service);
}

}  // namespace

absl::StatusOr<v1::ServiceStatus> MaintenanceService::GetServiceStatus(
    rpc::Call& call, const v1::GetServiceStatusRequest& request) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), subject_));
  const absl::Time now = call.now();
  v1::ServiceStatus status;
  status.set_service(subject_.service);
  status.set_version(subject_.version);
  status.set_instance(Instance());
  *status.mutable_start_time() = civil::ToTimestamp(subject_.start);
  *status.mutable_uptime() = ToDuration(now - subject_.start);
  const absl::Status ready = subject_.ready();
  status.set_ready(ready.ok());
  if (!ready.ok()) status.set_cause(Said(ready, call.language()));
  status.set_store_backend(subject_.backend);
  FillStore(subject_, now, status);
  if (subject_.directory_current != nullptr && subject_.directory_current() > absl::InfinitePast()) {
    *status.mutable_directory_lag() = ToDuration(std::max(now - subject_.directory_current(), absl::ZeroDuration()));
  }
  const auto verified = backup::LatestVerified(subject_.store, subject_.service);
  if (verified.ok() && verified->has_value()) *status.mutable_verified_backup() = **verified;
  if (subject_.certificate_ends != nullptr) {
    *status.mutable_certificate_end_time() = civil::ToTimestamp(subject_.certificate_ends());
  }
  if (const auto free = FreeDiskBytes(subject_.folder)) status.set_free_disk_bytes(*free);
  return status;
}

absl::Status MaintenanceService::ExamineService(rpc::Call& call, const v1::ExamineServiceRequest& request,
                                                rpc::Writer<v1::ExamineServiceResponse>& writer) const {
  RETURN_IF_ERROR(Authorise(call, request.parent(), subject_));
  Report report(subject_.service, call.language(),
                [&](v1::ExamineServiceResponse part) { return writer.Write(std::move(part)); });
  return Examine(subject_, call.now(), call.wanted(), report);
}

rpc::Bind<MaintenanceService> MaintenanceMethods(std::shared_ptr<MaintenanceService> service) {
  return rpc::Bind("congress.maintenance.v1.MaintenanceService", std::move(service))
      .On("GetServiceStatus", &MaintenanceService::GetServiceStatus)
      .On("ExamineService", &MaintenanceService::ExamineService);
}

}  // namespace congress::maintenance
