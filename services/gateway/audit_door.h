// The audit service of the gateway: its own log, or by metadata `congress-service` that of a service behind it. The
// proxy cannot do this, because a method that the process serves itself never reaches it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "platform/audit/audit_service.h"

namespace congress::gateway {

class AuditDoor final : public audit::AuditService {
 public:
  // Channels by service name. The Gate outlives this object.
  AuditDoor(rpc::Gate& gate, const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels);

  grpc::Status ListAuditRecords(grpc::ServerContext* context, const audit::v1::ListAuditRecordsRequest* request,
                                audit::v1::ListAuditRecordsResponse* response) override;
  grpc::Status ListAuditLeaves(grpc::ServerContext* context, const audit::v1::ListAuditLeavesRequest* request,
                               audit::v1::ListAuditLeavesResponse* response) override;
  grpc::Status GetAuditCheckpoint(grpc::ServerContext* context, const audit::v1::GetAuditCheckpointRequest* request,
                                  audit::v1::Checkpoint* response) override;

 private:
  std::map<std::string, std::unique_ptr<audit::v1::AuditService::Stub>, std::less<>> stubs_;
};

}  // namespace congress::gateway
