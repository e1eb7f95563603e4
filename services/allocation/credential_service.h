// Credentials, statistics and majorities as an RPC service. It reads only.
#pragma once

#include <string>

#include "congress/allocation/v1/credential_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

class CredentialService {
 public:
  absl::StatusOr<v1::GetCredentialReportResponse> GetCredentialReport(
      rpc::Call& call, const v1::GetCredentialReportRequest& request) const;
  absl::StatusOr<v1::DelegateStatistics> GetDelegateStatistics(rpc::Call& call,
                                                               const v1::GetDelegateStatisticsRequest& request) const;
  absl::StatusOr<v1::GetMajorityBaseResponse> GetMajorityBase(rpc::Call& call,
                                                              const v1::GetMajorityBaseRequest& request) const;

 private:
  // Everything of the congress on the day.
  absl::StatusOr<Delegations> LoadAll(rpc::Call& call, const std::string& congress, absl::CivilDay day) const;
  // What the caller may see of it by the method's permission: all at the organisation of the plan, else their own
  // organisations'; if one is named, that one's or PERMISSION_DENIED.
  absl::StatusOr<Delegations> LoadVisible(rpc::Call& call, const std::string& congress, absl::CivilDay day,
                                          const std::string& organisation) const;

  Conveners conveners_;
};

}  // namespace congress::allocation
