// What becomes of delegates, as an RPC service.
#pragma once

#include <string>

#include "congress/allocation/v1/delegation_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/seat_ledger.h"

namespace congress::allocation {

class DelegationService final : public v1::DelegationService::Service {
 public:
  explicit DelegationService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status ReplaceDelegate(grpc::ServerContext* context, const v1::ReplaceDelegateRequest* request,
                               v1::ReplaceDelegateResponse* response) override;
  grpc::Status WithdrawDelegate(grpc::ServerContext* context, const v1::WithdrawDelegateRequest* request,
                                v1::Delegate* response) override;
  grpc::Status ConveneDelegates(grpc::ServerContext* context, const v1::ConveneDelegatesRequest* request,
                                v1::ConveneDelegatesResponse* response) override;
  grpc::Status RecordAttendance(grpc::ServerContext* context, const v1::RecordAttendanceRequest* request,
                                v1::RecordAttendanceResponse* response) override;

 private:
  // Who is called into the delegate's seat.
  absl::StatusOr<Called> CallReserve(rpc::Call& call, const v1::Delegate& delegate,
                                     const v1::ReplaceDelegateRequest& request) const;
  // The delegate, for a caller who holds the method's permission at the organisation that convenes the congress.
  // `known`: whether a batch knows so already.
  absl::StatusOr<v1::Delegate> LoadForConvener(rpc::Call& call, const std::string& name, bool* known) const;

  rpc::Gate& gate_;
  rpc::Repository<v1::Delegate> delegates_{"allocation.delegates.read"};
  Conveners conveners_;
  SeatLedger ledger_;
};

}  // namespace congress::allocation
