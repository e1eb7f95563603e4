// AlertService over the service's keyspace.
#pragma once

#include "congress/drafting/v1/alert_service.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

class AlertService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::ListDraftingAlertsResponse> ListDraftingAlerts(rpc::Call& call,
                                                                    const v1::ListDraftingAlertsRequest& request) const;

 private:
  const rpc::Repository<v1::Invitation> invitations_{rpc::kPart, "drafting.rounds.read"};
};

}  // namespace congress::drafting
