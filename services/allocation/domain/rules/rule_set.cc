#include "services/allocation/domain/rules/rule_set.h"

#include <set>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/rules/faults.h"
#include "services/allocation/domain/rules/pool_rule.h"

namespace congress::allocation {
namespace {

void CheckStep(const v1::MemberStep& step, status::Violations* faults) {
  if (step.has_fitted()) return;
  if (!step.has_open_total()) {
    return faults->Add("member_step", v1::ONE_OF_REQUIRED, {{"fields", "open_total, fitted"}});
  }
  CheckOpenTotal(step.open_total(), "member_step.open_total", faults);
}

void CheckExOfficio(const v1::RuleSet& rule, status::Violations* faults) {
  RefuseDoubles(
      rule.ex_officio_of(), "ex_officio_of", [](const auto& x) { return x.organisation(); }, faults);
  int64_t delegates = 0;
  for (const v1::ExOfficioOfOrganisation& line : rule.ex_officio_of()) delegates += line.delegates();
  if (delegates > rule.ex_officio_count()) {
    faults->Add("ex_officio_of", v1::EX_OFFICIO_OVER_COUNT,
                {{"delegates", StrCat(delegates)}, {"most", StrCat(rule.ex_officio_count())}});
  }
}

void CheckOriginCaps(const v1::RuleSet& rule, status::Violations* faults) {
  for (int i = 0; i < rule.origin_caps_size(); ++i) {
    const v1::OriginCap& cap = rule.origin_caps(i);
    const std::string field = StrCat("origin_caps[", i, "]");
    std::set<int> met;
    for (const int origin : cap.origins()) {
      if (origin == v1::ORIGIN_UNSPECIFIED || (origin == v1::RESERVE && cap.origins_size() > 1)) {
        faults->Add(StrCat(field, ".origins"), v1::ORIGINS_MIXED);
      }
      if (!met.insert(origin).second) {
        faults->Add(StrCat(field, ".origins"), status::PlatformFault::REPEATED, {{"value", v1::Origin_Name(origin)}});
      }
    }
    if (cap.most_case() == v1::OriginCap::MOST_NOT_SET) {
      faults->Add(field, v1::ONE_OF_REQUIRED, {{"fields", "seats, part"}});
    }
    if (cap.part().numerator() > cap.part().denominator()) faults->Add(StrCat(field, ".part"), v1::MORE_THAN_WHOLE);
  }
}

void CheckOrigins(const v1::RuleSet& rule, status::Violations* faults) {
  for (int i = 0; i < rule.unit_origins_size(); ++i) {
    const v1::UnitOrigin& line = rule.unit_origins(i);
    const std::string field = StrCat("unit_origins[", i, "]");
    if (line.kind().empty() == line.organisation().empty()) {
      faults->Add(field, v1::ONE_OF_REQUIRED, {{"fields", "kind, organisation"}});
    }
    if (line.origin() != v1::ELECTED && line.origin() != v1::APPOINTED) {
      faults->Add(StrCat(field, ".origin"), v1::ORIGIN_NOT_OF_UNIT);
    }
  }
}

}  // namespace

void CheckOpenTotal(const v1::OpenTotal& open, std::string_view field, status::Violations* faults) {
  const std::string threshold = StrCat(field, ".threshold");
  if (open.remainder() != v1::OpenTotal::THRESHOLD) {
    if (open.threshold() != 0) faults->Add(threshold, v1::GOES_ONLY_WITH, {{"other", "remainder: THRESHOLD"}});
  } else if (open.threshold() < 1) {
    faults->Add(threshold, status::PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
  } else if (open.threshold() > open.members_per_seat()) {
    faults->Add(threshold, status::PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(open.members_per_seat())}});
  }
}

absl::Status ValidateRuleSet(const v1::RuleSet& rule) {
  status::Violations faults;
  if (rule.has_effective_until() && civil::FromDate(rule.effective_until()) <= civil::FromDate(rule.effective_from())) {
    faults.Add("effective_until", v1::DAY_NOT_LATER, {{"day", civil::Format(civil::FromDate(rule.effective_from()))}});
  }
  RefuseDoubles(
      rule.base().by_merged_units(), "base.by_merged_units", [](const auto& x) { return x.from_units(); }, &faults);
  if (rule.base().former_units() != v1::BaseRule::FORMER_UNITS_UNSPECIFIED && rule.base().by_merged_units().empty()) {
    faults.Add("base.former_units", v1::GOES_ONLY_WITH, {{"other", "by_merged_units"}});
  }
  RefuseDoubles(
      rule.base().by_kind(), "base.by_kind", [](const auto& x) { return x.kind(); }, &faults);
  RefuseDoubles(
      rule.base().by_organisation(), "base.by_organisation", [](const auto& x) { return x.organisation(); }, &faults);
  RefuseDoubles(
      rule.additions(), "additions", [](const auto& x) { return x.organisation(); }, &faults);
  RefuseDoubles(
      rule.unit_origins(), "unit_origins", [](const auto& x) { return StrCat(x.kind(), x.organisation()); }, &faults);
  if (rule.has_member_step()) CheckStep(rule.member_step(), &faults);
  CheckPools(rule, &faults);
  CheckExOfficio(rule, &faults);
  CheckOriginCaps(rule, &faults);
  CheckOrigins(rule, &faults);
  return faults.ToStatus(v1::RULE_SET_INVALID);
}

absl::StatusOr<v1::RuleSet> SucceedRuleSet(v1::RuleSet next, const v1::RuleSet& previous) {
  status::Violations faults;
  if (civil::FromDate(next.effective_from()) <= civil::FromDate(previous.effective_from())) {
    faults.Add("effective_from", v1::DAY_NOT_LATER,
               {{"day", civil::Format(civil::FromDate(previous.effective_from()))}});
  }
  if (next.organisation() != previous.organisation()) {
    faults.Add("organisation", v1::OTHER_ORGANISATION, {{"organisation", previous.organisation()}});
  }
  if (!faults.empty()) {
    return faults.ToStatus(v1::RULE_SET_INVALID, {{"cause", "succession"}, {"previous", previous.name()}});
  }
  next.set_version(previous.version() + 1);
  return next;
}

bool InForce(const v1::RuleSet& rule, absl::CivilDay day) {
  return civil::FromDate(rule.effective_from()) <= day &&
         (!rule.has_effective_until() || day < civil::FromDate(rule.effective_until()));
}

std::vector<std::string> NamedOrganisations(const v1::RuleSet& rule) {
  std::vector<std::string> names;
  for (const auto& line : rule.base().by_organisation()) names.push_back(line.organisation());
  for (const auto& line : rule.additions()) names.push_back(line.organisation());
  for (const auto& line : rule.unit_origins()) {
    if (!line.organisation().empty()) names.push_back(line.organisation());
  }
  for (const auto& line : rule.ex_officio_of()) names.push_back(line.organisation());
  for (const auto& pool : rule.pools()) {
    names.insert(names.end(), pool.organisations().begin(), pool.organisations().end());
    for (const auto& alliance : pool.shared().alliances()) {
      names.insert(names.end(), alliance.organisations().begin(), alliance.organisations().end());
    }
  }
  return names;
}

}  // namespace congress::allocation
