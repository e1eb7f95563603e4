#include "services/scheduling/domain/schedule/policy.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

using solver::Rule;
using Policy = v1::SchedulePolicy;

constexpr std::array<std::pair<v1::ScheduleRule, Rule>, solver::kRules> kRuleNames = {{
    {v1::PAPERS_LATE, Rule::kPapers},           {v1::LEAD_SHORT, Rule::kLead},
    {v1::ORDER_BROKEN, Rule::kOrder},           {v1::OUTSIDE_DAYS, Rule::kWindow},
    {v1::ACROSS_BREAK, Rule::kBreak},           {v1::SOMEBODY_AWAY, Rule::kAway},
    {v1::SOMEBODY_BUSY, Rule::kBusy},           {v1::ROOM_TAKEN, Rule::kRoom},
    {v1::FORBIDDEN_UNIT, Rule::kForbidden},     {v1::RANK_LOW, Rule::kRank},
    {v1::OTHER_GROUP, Rule::kOwnArea},          {v1::STAND_IN_ATTENDS, Rule::kStandIn},
    {v1::FAR_APART_DAYS, Rule::kFarApart},      {v1::TRAVEL, Rule::kTravel},
    {v1::TRAVEL_SPREAD, Rule::kTravelSpread},   {v1::SESSION_HELD, Rule::kSession},
    {v1::SESSION_LARGE, Rule::kSessionSize},    {v1::LOAD_LOW, Rule::kLoadBelow},
    {v1::LOAD_HIGH, Rule::kLoadAbove},          {v1::DAY_ABOVE_LEVEL, Rule::kDayLevel},
    {v1::DAY_ABOVE_MOST, Rule::kDayMost},       {v1::DAYS_MOVED, Rule::kMovedDay},
    {v1::APPROVAL_MOVED, Rule::kMovedApproval}, {v1::ATTENDEE_MOVED, Rule::kMovedAttendee},
}};

// What cannot be, whatever people agree on.
bool IsOfNoPolicy(v1::ScheduleRule rule) {
  return rule == v1::OUTSIDE_DAYS || rule == v1::SOMEBODY_AWAY || rule == v1::SOMEBODY_BUSY || rule == v1::ROOM_TAKEN;
}

bool Costs(Policy::Severity severity) { return severity == Policy::WARN || severity == Policy::BLOCK_RELEASE; }

// The entry of each rule that is in force.
std::map<v1::ScheduleRule, const Policy::Entry*> EntriesOn(const Policy& policy, absl::CivilDay day) {
  std::map<v1::ScheduleRule, const Policy::Entry*> in_force;
  const auto since = [](const Policy::Entry& entry) {
    return entry.has_effective_date() ? civil::FromDate(entry.effective_date()) : absl::CivilDay::min();
  };
  for (const Policy::Entry& entry : policy.rules()) {
    if (since(entry) > day) continue;
    const auto [known, fresh] = in_force.try_emplace(entry.rule(), &entry);
    if (!fresh && since(entry) > since(*known->second)) known->second = &entry;
  }
  return in_force;
}

void CheckEntries(const Policy& policy, status::Violations* violations) {
  std::set<std::pair<v1::ScheduleRule, std::optional<absl::CivilDay>>> seen;
  for (int i = 0; i < policy.rules_size(); ++i) {
    const Policy::Entry& entry = policy.rules(i);
    const std::string at = StrCat("policy.rules[", i, "]");
    if (IsOfNoPolicy(entry.rule())) violations->Add(at + ".rule", v1::RULE_OF_NO_POLICY);
    if (Costs(entry.severity()) != (entry.weight() > 0)) violations->Add(at + ".weight", v1::WEIGHT_AND_SEVERITY);
    std::optional<absl::CivilDay> since;
    if (entry.has_effective_date()) since = civil::FromDate(entry.effective_date());
    if (!seen.emplace(entry.rule(), since).second) {
      violations->Add(at + ".rule", status::PlatformFault::REPEATED, {{"value", v1::ScheduleRule_Name(entry.rule())}});
    }
  }
}

void CheckLoads(const Policy& policy, status::Violations* violations) {
  std::set<std::string_view> posts;
  for (int i = 0; i < policy.loads_size(); ++i) {
    const Policy::Load& load = policy.loads(i);
    const std::string at = StrCat("policy.loads[", i, "]");
    if (!posts.insert(load.post()).second) {
      violations->Add(at + ".post", status::PlatformFault::REPEATED, {{"value", load.post()}});
    }
    if (load.has_most() && load.most() < load.least()) violations->Add(at + ".most", v1::MOST_BELOW_LEAST);
    const std::set<std::string_view> forbidden(load.forbidden_organisations().begin(),
                                               load.forbidden_organisations().end());
    for (int k = 0; k < load.preferred_organisations_size(); ++k) {
      const std::string& unit = load.preferred_organisations(k);
      if (!forbidden.contains(unit)) continue;
      violations->Add(StrCat(at, ".preferred_organisations[", k, "]"), v1::FORBIDDEN_TOO, {{"value", unit}});
    }
  }
}

// Whether going on from `from` along the orders leads back to `to`.
bool Leads(const Policy& policy, v1::Window::Level from, v1::Window::Level to, int steps) {
  if (from == to) return true;
  if (steps == 0) return false;
  return std::any_of(policy.orders().begin(), policy.orders().end(), [&](const Policy::LevelOrder& order) {
    return order.before() == from && Leads(policy, order.after(), to, steps - 1);
  });
}

}  // namespace

solver::Rule SolverRule(v1::ScheduleRule rule) {
  return std::find_if(kRuleNames.begin(), kRuleNames.end(), [&](const auto& pair) { return pair.first == rule; })
      ->second;
}

v1::ScheduleRule RuleNamed(solver::Rule rule) {
  return std::find_if(kRuleNames.begin(), kRuleNames.end(), [&](const auto& pair) { return pair.second == rule; })
      ->first;
}

bool IsOfReleases(v1::ScheduleRule rule) { return rule == v1::NOT_APPROVED || rule == v1::PREPARATORY_LONG; }

absl::Status CheckPolicy(const v1::SchedulePolicy& policy) {
  status::Violations violations;
  const auto require = [&](bool there, std::string_view field) {
    if (!there) violations.Add(field, status::PlatformFault::REQUIRED);
  };
  require(!policy.organisation().empty(), "policy.organisation");
  require(!policy.display_name().empty(), "policy.display_name");
  require(policy.session_size() > 0, "policy.session_size");
  require(policy.day_level() > 0, "policy.day_level");
  require(policy.day_most() > 0, "policy.day_most");
  CheckEntries(policy, &violations);
  CheckLoads(policy, &violations);
  std::set<std::pair<std::string_view, std::string_view>> pairs;
  for (int i = 0; i < policy.far_apart_size(); ++i) {
    const Policy::FarApart& pair = policy.far_apart(i);
    if (pairs.emplace(pair.first_group(), pair.second_group()).second) continue;
    violations.Add(StrCat("policy.far_apart[", i, "]"), status::PlatformFault::REPEATED,
                   {{"value", StrCat(pair.first_group(), ", ", pair.second_group())}});
  }
  std::set<std::string_view> kinds;
  for (int i = 0; i < policy.ranks_size(); ++i) {
    const std::string& kind = policy.ranks(i).organisation_kind();
    if (kinds.insert(kind).second) continue;
    violations.Add(StrCat("policy.ranks[", i, "].organisation_kind"), status::PlatformFault::REPEATED,
                   {{"value", kind}});
  }
  for (int i = 0; i < policy.orders_size(); ++i) {
    const Policy::LevelOrder& order = policy.orders(i);
    if (!Leads(policy, order.after(), order.before(), policy.orders_size())) continue;
    violations.Add(StrCat("policy.orders[", i, "].after"), v1::LEVELS_IN_A_CIRCLE);
  }
  const bool placed = policy.centre().latitude() >= -90 && policy.centre().latitude() <= 90 &&
                      policy.centre().longitude() >= -180 && policy.centre().longitude() <= 180;
  if (!placed) violations.Add("policy.centre", v1::NO_PLACE);
  if (policy.day_most() < policy.day_level()) violations.Add("policy.day_most", v1::MOST_BELOW_LEAST);
  return violations.ToStatus();
}

Policy::Severity SeverityOn(const Policy& policy, v1::ScheduleRule rule, absl::CivilDay day) {
  const auto entries = EntriesOn(policy, day);
  if (const auto entry = entries.find(rule); entry != entries.end()) return entry->second->severity();
  if (IsOfReleases(rule)) return Policy::BLOCK_RELEASE;
  return solver::StartPolicy()[SolverRule(rule)].severity == solver::Severity::kBlock ? Policy::BLOCK : Policy::WARN;
}

std::vector<v1::ScheduleProblem::Setting> SettingsOn(const v1::SchedulePolicy& policy, absl::CivilDay day) {
  const solver::Policy start = solver::StartPolicy();
  const auto entries = EntriesOn(policy, day);
  std::vector<v1::ScheduleProblem::Setting> settings;
  for (int number = v1::ScheduleRule_MIN + 1; number <= v1::ScheduleRule_MAX; ++number) {
    const auto rule = static_cast<v1::ScheduleRule>(number);
    if (IsOfReleases(rule)) continue;
    v1::ScheduleProblem::Setting& setting = settings.emplace_back();
    setting.set_rule(rule);
    if (const auto entry = entries.find(rule); entry != entries.end()) {
      const Policy::Severity severity = entry->second->severity();
      setting.set_severity(severity == Policy::BLOCK_RELEASE ? Policy::WARN : severity);
      setting.set_weight(entry->second->weight());
    } else {
      const solver::Setting& at_start = start[SolverRule(rule)];
      setting.set_severity(at_start.severity == solver::Severity::kBlock ? Policy::BLOCK : Policy::WARN);
      setting.set_weight(static_cast<int>(at_start.weight));
    }
  }
  return settings;
}

std::set<v1::ScheduleRule> ReleaseBlockers(const v1::SchedulePolicy& policy, absl::CivilDay day) {
  std::set<v1::ScheduleRule> blockers;
  for (const auto& [rule, entry] : EntriesOn(policy, day)) {
    if (entry->severity() == Policy::BLOCK_RELEASE) blockers.insert(rule);
  }
  return blockers;
}

}  // namespace congress::scheduling
