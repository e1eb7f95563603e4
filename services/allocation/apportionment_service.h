// Apportionment by every method as an RPC service.
#pragma once

#include "congress/allocation/v1/apportionment_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

class ApportionmentService {
 public:
  absl::StatusOr<v1::ComputeApportionmentResponse> ComputeApportionment(
      rpc::Call& call, const v1::ComputeApportionmentRequest& request) const;
  absl::StatusOr<v1::ComputeBiproportionalApportionmentResponse> ComputeBiproportionalApportionment(
      rpc::Call& call, const v1::ComputeBiproportionalApportionmentRequest& request) const;
  absl::StatusOr<v1::VerifyAllocationResponse> VerifyAllocation(rpc::Call& call,
                                                                const v1::VerifyAllocationRequest& request) const;
  absl::StatusOr<v1::Lot> GetLot(rpc::Call& call, const v1::GetLotRequest& request) const;
  absl::StatusOr<v1::ListLotsResponse> ListLots(rpc::Call& call, const v1::ListLotsRequest& request) const;
  absl::StatusOr<v1::ContinueLotsResponse> ContinueLots(rpc::Call& call, const v1::ContinueLotsRequest& request) const;

 private:
  // Computes by `apportion`, and keeps the lot if one decided.
  template <class Request, class Response>
  absl::StatusOr<Response> Compute(rpc::Call& call, const Request& checked,
                                   absl::StatusOr<Response> (*apportion)(const Request&, const LotDrawer&)) const;

  rpc::Repository<v1::Lot> lots_{"allocation.lots.read"};
};

}  // namespace congress::allocation
