// Tells operators how a service is; every process has it.
#pragma once

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "congress/maintenance/v1/maintenance_service.pb.h"
#include "platform/maintenance/subject.h"
#include "platform/rpc/methods.h"

namespace congress::maintenance {

class MaintenanceService {
 public:
  explicit MaintenanceService(Subject subject) : subject_(std::move(subject)) {}

  absl::StatusOr<v1::ServiceStatus> GetServiceStatus(rpc::Call& call, const v1::GetServiceStatusRequest& request) const;
  absl::Status ExamineService(rpc::Call& call, const v1::ExamineServiceRequest& request,
                              rpc::Writer<v1::ExamineServiceResponse>& writer) const;

 private:
  const Subject subject_;
};

// The table of its methods.
rpc::Bind<MaintenanceService> MaintenanceMethods(std::shared_ptr<MaintenanceService> service);

}  // namespace congress::maintenance
