// Rule sets as an RPC service.
#pragma once

#include "congress/allocation/v1/rule_set_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

class RuleSetService {
 public:
  absl::StatusOr<v1::RuleSet> CreateRuleSet(rpc::Call& call, const v1::CreateRuleSetRequest& request) const;
  absl::StatusOr<v1::RuleSet> GetRuleSet(rpc::Call& call, const v1::GetRuleSetRequest& request) const;
  absl::StatusOr<v1::ListRuleSetsResponse> ListRuleSets(rpc::Call& call, const v1::ListRuleSetsRequest& request) const;

 private:
  rpc::Repository<v1::RuleSet> rule_sets_{"allocation.rulesets.read"};
};

}  // namespace congress::allocation
