// Apportionment by every method as an RPC service.
#pragma once

#include "congress/allocation/v1/apportionment_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

class ApportionmentService final : public v1::ApportionmentService::Service {
 public:
  explicit ApportionmentService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status ComputeApportionment(grpc::ServerContext* context, const v1::ComputeApportionmentRequest* request,
                                    v1::ComputeApportionmentResponse* response) override;
  grpc::Status ComputeBiproportionalApportionment(grpc::ServerContext* context,
                                                  const v1::ComputeBiproportionalApportionmentRequest* request,
                                                  v1::ComputeBiproportionalApportionmentResponse* response) override;
  grpc::Status VerifyAllocation(grpc::ServerContext* context, const v1::VerifyAllocationRequest* request,
                                v1::VerifyAllocationResponse* response) override;
  grpc::Status GetLot(grpc::ServerContext* context, const v1::GetLotRequest* request, v1::Lot* response) override;
  grpc::Status ListLots(grpc::ServerContext* context, const v1::ListLotsRequest* request,
                        v1::ListLotsResponse* response) override;

 private:
  // Computes by `apportion`, and keeps the lot if one decided.
  template <class Request, class Response>
  absl::StatusOr<Response> Compute(rpc::Call& call, const Request& checked,
                                   absl::StatusOr<Response> (*apportion)(const Request&, const Drawing&));

  rpc::Gate& gate_;
  rpc::Repository<v1::Lot> lots_{"allocation.lots.read"};
};

}  // namespace congress::allocation
