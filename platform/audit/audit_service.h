// Serves a service's audit log; every process has it.
#pragma once

#include <string>

#include "congress/audit/v1/audit_service.grpc.pb.h"
#include "platform/rpc/gate.h"

namespace congress::audit {

class AuditService : public v1::AuditService::Service {
 public:
  // `service`: whose log it is. The Gate outlives this object.
  AuditService(rpc::Gate& gate, std::string service) : gate_(gate), service_(std::move(service)) {}

  grpc::Status ListAuditRecords(grpc::ServerContext* context, const v1::ListAuditRecordsRequest* request,
                                v1::ListAuditRecordsResponse* response) override;
  grpc::Status ListAuditLeaves(grpc::ServerContext* context, const v1::ListAuditLeavesRequest* request,
                               v1::ListAuditLeavesResponse* response) override;
  grpc::Status GetAuditCheckpoint(grpc::ServerContext* context, const v1::GetAuditCheckpointRequest* request,
                                  v1::Checkpoint* response) override;

 private:
  rpc::Gate& gate_;
  const std::string service_;
};

}  // namespace congress::audit
