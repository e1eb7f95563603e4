// What becomes of delegates, as an RPC service.
#pragma once

#include <string>

#include "congress/allocation/v1/delegation_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/seat_ledger.h"

namespace congress::allocation {

class DelegationService {
 public:
  absl::StatusOr<v1::ReplaceDelegateResponse> ReplaceDelegate(rpc::Call& call,
                                                              const v1::ReplaceDelegateRequest& request) const;
  absl::StatusOr<v1::Delegate> WithdrawDelegate(rpc::Call& call, const v1::WithdrawDelegateRequest& request) const;
  absl::StatusOr<v1::ConveneDelegatesResponse> ConveneDelegates(rpc::Call& call,
                                                                const v1::ConveneDelegatesRequest& request) const;
  absl::StatusOr<v1::RecordAttendanceResponse> RecordAttendance(rpc::Call& call,
                                                                const v1::RecordAttendanceRequest& request) const;

 private:
  // Who is called into the delegate's seat.
  absl::StatusOr<Called> CallReserve(rpc::Call& call, const v1::Delegate& delegate,
                                     const v1::ReplaceDelegateRequest& request) const;
  // The delegate, for a caller who holds the method's permission at the organisation that convenes the congress.
  // `known`: whether a batch knows so already.
  absl::StatusOr<v1::Delegate> LoadForConvener(rpc::Call& call, const std::string& name, bool* known) const;

  Conveners conveners_;
  SeatLedger ledger_;
};

}  // namespace congress::allocation
