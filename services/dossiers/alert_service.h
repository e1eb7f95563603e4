// AlertService over the service's keyspace.
#pragma once

#include "congress/dossiers/v1/alert_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class AlertService {
 public:
  absl::StatusOr<v1::ListDossierAlertsResponse> ListDossierAlerts(rpc::Call& call,
                                                                  const v1::ListDossierAlertsRequest& request) const;
};

}  // namespace congress::dossiers
