// Delegates as an RPC service.
#pragma once

#include <map>
#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/delegate_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/seat_ledger.h"

namespace congress::allocation {

class DelegateService final : public v1::DelegateService::Service {
 public:
  explicit DelegateService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateDelegate(grpc::ServerContext* context, const v1::CreateDelegateRequest* request,
                              v1::Delegate* response) override;
  grpc::Status BatchCreateDelegates(grpc::ServerContext* context, const v1::BatchCreateDelegatesRequest* request,
                                    v1::BatchCreateDelegatesResponse* response) override;
  grpc::Status GetDelegate(grpc::ServerContext* context, const v1::GetDelegateRequest* request,
                           v1::Delegate* response) override;
  grpc::Status ListDelegates(grpc::ServerContext* context, const v1::ListDelegatesRequest* request,
                             v1::ListDelegatesResponse* response) override;
  grpc::Status UpdateDelegate(grpc::ServerContext* context, const v1::UpdateDelegateRequest* request,
                              v1::Delegate* response) override;
  grpc::Status DeleteDelegate(grpc::ServerContext* context, const v1::DeleteDelegateRequest* request,
                              google::protobuf::Empty* response) override;

 private:
  // Plans that a call has loaded, so that a batch reads each once.
  using Plans = std::map<std::string, v1::AllocationPlan>;

  // A plan under which a delegate is recorded. One that is not issued is there only for who may read it.
  absl::StatusOr<v1::AllocationPlan> LoadPlan(rpc::Call& call, const std::string& name) const;
  // Records one delegate: the delegate itself, the person and the seat.
  absl::StatusOr<v1::Delegate> Record(rpc::Call& call, const std::string& name, v1::Delegate delegate,
                                      Plans* plans) const;
  // Moves a reserve whose place was changed.
  absl::StatusOr<v1::Delegate> Revise(rpc::Call& call, const v1::Delegate& before, v1::Delegate after) const;

  rpc::Gate& gate_;
  rpc::Repository<v1::Delegate> delegates_{"allocation.delegates.read"};
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
  Conveners conveners_;
  SeatLedger ledger_;
};

}  // namespace congress::allocation
