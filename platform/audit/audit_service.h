// Serves a service's audit log; every process has it.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "congress/audit/v1/audit_service.pb.h"
#include "platform/audit/log_reading.h"
#include "platform/audit/notary.h"
#include "platform/rpc/call.h"
#include "platform/rpc/concerns.h"
#include "platform/rpc/methods.h"

namespace congress::audit {

class AuditService {
 public:
  // `service`: whose log it is, which `notary` signs. `concerns` may be null: nothing of it is about anybody.
  AuditService(std::string service, Notary& notary, rpc::Concerns concerns)
      : service_(std::move(service)), notary_(notary), concerns_(std::move(concerns)) {}

  absl::StatusOr<v1::ListAuditRecordsResponse> ListAuditRecords(rpc::Call& call,
                                                                const v1::ListAuditRecordsRequest& request) const;
  absl::StatusOr<v1::ListAuditLeavesResponse> ListAuditLeaves(rpc::Call& call,
                                                              const v1::ListAuditLeavesRequest& request) const;
  absl::StatusOr<v1::Checkpoint> GetAuditCheckpoint(rpc::Call& call,
                                                    const v1::GetAuditCheckpointRequest& request) const;
  absl::StatusOr<v1::AuditInclusionProof> GetAuditInclusionProof(
      rpc::Call& call, const v1::GetAuditInclusionProofRequest& request) const;
  absl::StatusOr<v1::AuditConsistencyProof> GetAuditConsistencyProof(
      rpc::Call& call, const v1::GetAuditConsistencyProofRequest& request) const;

 private:
  // What the caller is shown of it.
  absl::StatusOr<v1::AuditLeaf> Shown(rpc::Call& call, const Slot& slot) const;
  // Whether the record tells of graded data that the caller may not see, or of what about themselves is kept from
  // them. It is kept from them as a whole: what is left of one that lacks a part would show by its hash that it does.
  absl::StatusOr<bool> IsKeptFrom(rpc::Call& call, const v1::AuditRecord& record) const;

  const std::string service_;
  Notary& notary_;
  const rpc::Concerns concerns_;
};

// The table of its methods, for the log of `service`.
rpc::Bind<AuditService> AuditMethods(const std::string& service, Notary& notary, rpc::Concerns concerns = nullptr);

}  // namespace congress::audit
