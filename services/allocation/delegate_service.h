// Delegates as an RPC service.
#pragma once

#include <map>
#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/delegate_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/seat_ledger.h"

namespace congress::allocation {

class DelegateService {
 public:
  // The layout of papers outlives the service.
  explicit DelegateService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::Delegate> CreateDelegate(rpc::Call& call, const v1::CreateDelegateRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportDelegates(rpc::Call& call,
                                                           const v1::ImportDelegatesRequest& request) const;
  absl::StatusOr<v1::BatchCreateDelegatesResponse> BatchCreateDelegates(
      rpc::Call& call, const v1::BatchCreateDelegatesRequest& request) const;
  absl::StatusOr<v1::Delegate> GetDelegate(rpc::Call& call, const v1::GetDelegateRequest& request) const;
  absl::StatusOr<v1::ListDelegatesResponse> ListDelegates(rpc::Call& call,
                                                          const v1::ListDelegatesRequest& request) const;
  absl::StatusOr<v1::ExportDelegatesResponse> ExportDelegates(rpc::Call& call,
                                                              const v1::ExportDelegatesRequest& request) const;
  absl::StatusOr<v1::Delegate> UpdateDelegate(rpc::Call& call, const v1::UpdateDelegateRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteDelegate(rpc::Call& call,
                                                         const v1::DeleteDelegateRequest& request) const;

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

  const paper::Layout& layout_;
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
  Conveners conveners_;
  SeatLedger ledger_;
};

}  // namespace congress::allocation
