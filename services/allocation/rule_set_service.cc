#include "services/allocation/rule_set_service.h"

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/rules/rule_set.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kRuleSets = "ruleSets/";

}  // namespace

absl::StatusOr<v1::RuleSet> RuleSetService::CreateRuleSet(rpc::Call& call,
                                                          const v1::CreateRuleSetRequest& request) const {
  v1::RuleSet rule = request.rule_set();
  rule.set_name(StrCat(kRuleSets, request.rule_set_id()));
  if (rule.organisation().empty()) rule.set_organisation(std::string(kRoot));
  rule.set_version(1);
  *rule.mutable_create_time() = civil::ToTimestamp(call.now());
  RETURN_IF_ERROR(call.Require(rule.organisation()));
  RETURN_IF_ERROR(ValidateRuleSet(rule));
  if (!rule.replaces().empty()) {
    ASSIGN_OR_RETURN(const v1::RuleSet previous, rule_sets_.Read(call, rule.replaces()));
    ASSIGN_OR_RETURN(rule, SucceedRuleSet(std::move(rule), previous));
  }
  return rule_sets_.Create(call, std::move(rule));
}

absl::StatusOr<v1::RuleSet> RuleSetService::GetRuleSet(rpc::Call& call, const v1::GetRuleSetRequest& request) const {
  return rule_sets_.Get(call, request.name());
}

absl::StatusOr<v1::ListRuleSetsResponse> RuleSetService::ListRuleSets(rpc::Call& call,
                                                                      const v1::ListRuleSetsRequest& request) const {
  const auto matches = [&](const v1::RuleSet& rule) {
    return !request.has_as_of() || InForce(rule, civil::FromDate(request.as_of()));
  };
  ASSIGN_OR_RETURN(auto page, rule_sets_.ListNaturally(call, kRuleSets, rpc::PageOf(request), matches));
  v1::ListRuleSetsResponse answer;
  for (auto& item : page.items) *answer.add_rule_sets() = std::move(item);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

}  // namespace congress::allocation
