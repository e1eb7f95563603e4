// Adapter of congress.dossiers.v1.EligibilityService.
#pragma once

#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/eligibility_service.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class EligibilityService {
 public:
  absl::StatusOr<v1::Eligibility> CheckEligibility(rpc::Call& call, const v1::CheckEligibilityRequest& request) const;
};

// What the rules say of the person as of a day. `shown`: items of their checklist with a valid paper. Without
// authorisation.
absl::StatusOr<v1::Eligibility> EligibilityOf(rpc::Call& call, const v1::Person& person,
                                              const v1::PersonnelRuleSet& rules, const std::string& position_kind,
                                              v1::Candidacy candidacy, absl::CivilDay day, std::set<std::string> shown);

}  // namespace congress::dossiers
