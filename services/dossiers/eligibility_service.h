// Adapter of congress.dossiers.v1.EligibilityService.
#pragma once

#include "congress/dossiers/v1/eligibility_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class EligibilityService {
 public:
  absl::StatusOr<v1::Eligibility> CheckEligibility(rpc::Call& call, const v1::CheckEligibilityRequest& request) const;
};

}  // namespace congress::dossiers
