// Serves a service's audit log; every process has it.
#pragma once

#include <string>

#include "congress/audit/v1/audit_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/methods.h"

namespace congress::audit {

class AuditService {
 public:
  // `service`: whose log it is.
  explicit AuditService(std::string service) : service_(std::move(service)) {}

  absl::StatusOr<v1::ListAuditRecordsResponse> ListAuditRecords(rpc::Call& call,
                                                                const v1::ListAuditRecordsRequest& request) const;
  absl::StatusOr<v1::ListAuditLeavesResponse> ListAuditLeaves(rpc::Call& call,
                                                              const v1::ListAuditLeavesRequest& request) const;
  absl::StatusOr<v1::Checkpoint> GetAuditCheckpoint(rpc::Call& call,
                                                    const v1::GetAuditCheckpointRequest& request) const;

 private:
  const std::string service_;
};

// The table of its methods, for the log of `service`.
rpc::Bind<AuditService> AuditMethods(const std::string& service);

}  // namespace congress::audit
