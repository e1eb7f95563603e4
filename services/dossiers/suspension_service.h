// Adapter of congress.dossiers.v1.SuspensionService.
#pragma once

#include "congress/dossiers/v1/suspension_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class SuspensionService {
 public:
  absl::StatusOr<v1::Suspension> CreateSuspension(rpc::Call& call, const v1::CreateSuspensionRequest& request) const;
  absl::StatusOr<v1::Suspension> EndSuspension(rpc::Call& call, const v1::EndSuspensionRequest& request) const;
  absl::StatusOr<v1::Suspension> GetSuspension(rpc::Call& call, const v1::GetSuspensionRequest& request) const;
  absl::StatusOr<v1::ListSuspensionsResponse> ListSuspensions(rpc::Call& call,
                                                              const v1::ListSuspensionsRequest& request) const;
};

}  // namespace congress::dossiers
