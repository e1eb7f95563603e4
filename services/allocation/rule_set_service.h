// Rule sets as an RPC service.
#pragma once

#include "congress/allocation/v1/rule_set_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

class RuleSetService final : public v1::RuleSetService::Service {
 public:
  explicit RuleSetService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateRuleSet(grpc::ServerContext* context, const v1::CreateRuleSetRequest* request,
                             v1::RuleSet* response) override;
  grpc::Status GetRuleSet(grpc::ServerContext* context, const v1::GetRuleSetRequest* request,
                          v1::RuleSet* response) override;
  grpc::Status ListRuleSets(grpc::ServerContext* context, const v1::ListRuleSetsRequest* request,
                            v1::ListRuleSetsResponse* response) override;

 private:
  rpc::Gate& gate_;
  rpc::Repository<v1::RuleSet> rule_sets_{"allocation.rulesets.read"};
};

}  // namespace congress::allocation
