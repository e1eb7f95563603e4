// AlertService: what the services list, joined.
#pragma once

#include "congress/preparation/v1/alert_service.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

class AlertService {
 public:
  // The peers outlive this object.
  explicit AlertService(const Peers& peers) : peers_(peers) {}

  absl::StatusOr<v1::ListAlertsResponse> ListAlerts(rpc::Call& call, const v1::ListAlertsRequest& request) const;
  absl::StatusOr<v1::ListInboxResponse> ListInbox(rpc::Call& call, const v1::ListInboxRequest& request) const;

 private:
  const Peers peers_;
};

}  // namespace congress::preparation
