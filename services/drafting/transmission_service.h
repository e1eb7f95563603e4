// Handlers of papers on their way up and down.
#pragma once

#include <string>
#include <vector>

#include "congress/drafting/v1/transmission_service.pb.h"
#include "platform/rpc/call.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/transmission.h"

namespace congress::drafting {

// Safe for many threads. A transmission never changes, and counts its deliveries when it is read: receivers that answer
// at the same time do not collide.
class TransmissionService {
 public:
  absl::StatusOr<v1::Transmission> CreateTransmission(rpc::Call& call,
                                                      const v1::CreateTransmissionRequest& request) const;
  absl::StatusOr<v1::Transmission> GetTransmission(rpc::Call& call, const v1::GetTransmissionRequest& request) const;
  absl::StatusOr<v1::ListTransmissionsResponse> ListTransmissions(rpc::Call& call,
                                                                  const v1::ListTransmissionsRequest& request) const;
  absl::StatusOr<v1::Transmission> WithdrawTransmission(rpc::Call& call,
                                                        const v1::WithdrawTransmissionRequest& request) const;
  absl::StatusOr<v1::Transmission> BatchCreateDeliveries(rpc::Call& call,
                                                         const v1::BatchCreateDeliveriesRequest& request) const;

  DeliveryOr GetDelivery(rpc::Call& call, const v1::GetDeliveryRequest& request) const;
  absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries(rpc::Call& call,
                                                            const v1::ListDeliveriesRequest& request) const;
  DeliveryOr ReceiveDelivery(rpc::Call& call, const v1::ReceiveDeliveryRequest& request) const;
  DeliveryOr AnswerDelivery(rpc::Call& call, const v1::AnswerDeliveryRequest& request) const;
  DeliveryOr RecordDelivery(rpc::Call& call, const v1::RecordDeliveryRequest& request) const;
  DeliveryOr ReopenDelivery(rpc::Call& call, const v1::ReopenDeliveryRequest& request) const;
  DeliveryOr WithdrawDelivery(rpc::Call& call, const v1::WithdrawDeliveryRequest& request) const;

 private:
  Access access_;
};

}  // namespace congress::drafting
