// AlertService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/alert_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class AlertService {
 public:
  absl::StatusOr<v1::ListAlertsResponse> ListAlerts(rpc::Call& call, const v1::ListAlertsRequest& request) const;
};

}  // namespace congress::scheduling
