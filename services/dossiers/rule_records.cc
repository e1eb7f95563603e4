#include "services/dossiers/rule_records.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_join.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/dossiers/domain/personnel_rules.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

bool HoldsFor(const rpc::Call& call, std::string_view whole, std::string_view organisation) {
  return whole == auth::kProvince || call.IsWithin(organisation, whole);
}

bool ReachesCaller(const rpc::Call& call, std::string_view permission, std::string_view organisation) {
  if (call.Holds(permission, organisation)) return true;
  const auto organisations = call.OrganisationsWith(permission);
  return !organisations.has_value() ||
         std::any_of(organisations->begin(), organisations->end(),
                     [&](const std::string& held) { return HoldsFor(call, organisation, held); });
}

absl::StatusOr<std::vector<v1::PersonnelRuleSet>> RulesFor(rpc::Call& call, std::string_view organisation,
                                                           absl::CivilDay day) {
  ASSIGN_OR_RETURN(const std::vector<v1::PersonnelRuleSet> all, kPersonnelRuleSets.LoadAll(call, "personnelRuleSets/"));
  std::vector<v1::PersonnelRuleSet> rules;
  for (const v1::PersonnelRuleSet* one : RulesAmong(call, all, organisation, day)) rules.push_back(*one);
  return rules;
}

std::vector<const v1::PersonnelRuleSet*> RulesAmong(const rpc::Call& call, const std::vector<v1::PersonnelRuleSet>& all,
                                                    std::string_view organisation, absl::CivilDay day) {
  std::vector<const v1::PersonnelRuleSet*> rules;
  for (const v1::PersonnelRuleSet& one : all) {
    if (IsInEffect(one, day) && HoldsFor(call, one.organisation(), organisation)) rules.push_back(&one);
  }
  return rules;
}

int MergedUnits(const rpc::Call& call, std::string_view name) {
  const directory::Organisation* organisation = call.Known(name);
  int ended = 0;
  bool was_there = organisation == nullptr || !organisation->from.has_value();
  for (const std::string& one : call.Inherited(name)) {
    const directory::Organisation* former = call.Known(one);
    if (one == name || former == nullptr || !former->until.has_value()) continue;
    ++ended;
    was_there = was_there || *organisation->from < *former->until;
  }
  return ended == 0 ? 1 : ended + (was_there ? 1 : 0);
}

absl::StatusOr<std::vector<v1::GetPositionNormsResponse::PositionNorm>> NormsOf(rpc::Call& call,
                                                                                std::string_view organisation,
                                                                                absl::CivilDay day,
                                                                                std::string_view position_kind) {
  ASSIGN_OR_RETURN(const std::vector<v1::PersonnelRuleSet> rules, RulesFor(call, organisation, day));
  const directory::Organisation* known = call.Known(organisation);
  const int merged_units = MergedUnits(call, organisation);
  std::vector<v1::GetPositionNormsResponse::PositionNorm> norms;
  for (const v1::PersonnelRuleSet& one : rules) {
    for (auto& norm : NormsFor(one, known == nullptr ? "" : known->kind, merged_units)) {
      if (position_kind.empty() || norm.position_kind() == position_kind) norms.push_back(std::move(norm));
    }
  }
  std::stable_sort(norms.begin(), norms.end(),
                   [](const auto& a, const auto& b) { return a.position_kind() < b.position_kind(); });
  return norms;
}

absl::Status RulesOverlap(std::string_view organisation, absl::CivilDay day,
                          const std::vector<v1::PersonnelRuleSet>& rules) {
  return status::FailedPrecondition(
      v1::RULE_SETS_OVERLAP,
      {{"organisation", std::string(organisation)},
       {"as_of", civil::Format(day)},
       {"rule_sets", absl::StrJoin(rules, ", ", [](std::string* out, const v1::PersonnelRuleSet& one) {
          out->append(one.name());
        })}});
}

absl::StatusOr<v1::PersonnelRuleSet> TheRules(rpc::Call& call, std::string_view named, std::string_view organisation,
                                              absl::CivilDay day) {
  if (!named.empty()) return kPersonnelRuleSets.ReadShared(call, named);
  ASSIGN_OR_RETURN(std::vector<v1::PersonnelRuleSet> rules, RulesFor(call, organisation, day));
  if (rules.size() == 1) return rules.front();
  if (!rules.empty()) return RulesOverlap(organisation, day, rules);
  return status::FailedPrecondition(v1::NO_RULE_SET,
                                    {{"organisation", std::string(organisation)}, {"as_of", civil::Format(day)}});
}

absl::StatusOr<std::vector<v1::FreezePeriod>> AllFreezes(rpc::Call& call) {
  return kFreezePeriods.LoadAll(call, "freezePeriods/");
}

absl::Status RequireNotFrozen(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                              std::string_view organisation, const PersonnelAct& act, std::string_view exception,
                              std::string_view tenure) {
  for (const v1::FreezePeriod& freeze : freezes) {
    if (!HoldsFor(call, freeze.organisation(), organisation) || !Stops(freeze, act)) continue;
    if (exception.empty()) return Frozen(freeze, act.act);
    ASSIGN_OR_RETURN(const Names person, NamesOf(call, act.person));
    const auto allows = [&](const v1::FreezeException& one) {
      PersonnelAct named = act;
      if (person.Has(one.person())) named.person = one.person();
      return Allows(one, named);
    };
    v1::FreezeException allowed;
    if (const std::string exceptions = freeze.name() + "/exceptions/"; exception.starts_with(exceptions)) {
      ASSIGN_OR_RETURN(allowed, kFreezeExceptions.Load(call, exception));
    } else {
      // Two freezes hold, and the one that is named is from the other.
      ASSIGN_OR_RETURN(const auto all, kFreezeExceptions.LoadAll(call, exceptions));
      const auto found = std::find_if(all.begin(), all.end(), allows);
      if (found != all.end()) allowed = *found;
    }
    if (!allows(allowed)) return Frozen(freeze, act.act);
    allowed.set_used_by(std::string(tenure));
    kFreezeExceptions.Put(call, std::move(allowed));
  }
  return absl::OkStatus();
}

}  // namespace congress::dossiers
