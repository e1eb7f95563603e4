// Credentials, statistics and majorities as an RPC service. It reads only.
#pragma once

#include <string>

#include "congress/allocation/v1/credential_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

class CredentialService final : public v1::CredentialService::Service {
 public:
  explicit CredentialService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status GetCredentialReport(grpc::ServerContext* context, const v1::GetCredentialReportRequest* request,
                                   v1::GetCredentialReportResponse* response) override;
  grpc::Status GetDelegateStatistics(grpc::ServerContext* context, const v1::GetDelegateStatisticsRequest* request,
                                     v1::DelegateStatistics* response) override;
  grpc::Status GetMajorityBase(grpc::ServerContext* context, const v1::GetMajorityBaseRequest* request,
                               v1::GetMajorityBaseResponse* response) override;

 private:
  // Everything of the congress on the day.
  absl::StatusOr<Delegations> LoadAll(rpc::Call& call, const std::string& congress, absl::CivilDay day) const;
  // What the caller may see of it by the method's permission: all at the organisation of the plan, else their own
  // organisations'; if one is named, that one's or PERMISSION_DENIED.
  absl::StatusOr<Delegations> LoadVisible(rpc::Call& call, const std::string& congress, absl::CivilDay day,
                                          const std::string& organisation) const;

  rpc::Gate& gate_;
  rpc::Repository<v1::Delegate> delegates_{"allocation.delegates.read"};
  Conveners conveners_;
};

}  // namespace congress::allocation
