// AlertService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/alert_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class AlertService {
 public:
  absl::StatusOr<v1::ListSchedulingAlertsResponse> ListSchedulingAlerts(
      rpc::Call& call, const v1::ListSchedulingAlertsRequest& request) const;
};

}  // namespace congress::scheduling
