#include "services/allocation/domain/rules/unit_rules.h"

namespace congress::allocation {

UnitRules::UnitRules(const v1::RuleSet& rule) : rule_(rule) {
  for (const auto& line : rule.base().by_organisation()) named_bases_.emplace(line.organisation(), line.seats());
  for (const auto& line : rule.base().by_kind()) kind_bases_.emplace(line.kind(), line.seats());
  for (const auto& line : rule.additions()) additions_.emplace(line.organisation(), &line);
  for (const auto& line : rule.ex_officio_of()) ex_officio_.emplace(line.organisation(), line.delegates());
  for (const auto& line : rule.unit_origins()) {
    if (!line.organisation().empty()) named_origins_.emplace(line.organisation(), line.origin());
    if (!line.kind().empty()) kind_origins_.emplace(line.kind(), line.origin());
  }
}

Base UnitRules::BaseOf(const v1::AllocationLine& line) const {
  if (const auto named = named_bases_.find(line.organisation()); named != named_bases_.end()) {
    return {named->second, v1::BaseRule::OWN};
  }
  if (const auto kind = kind_bases_.find(line.kind()); kind != kind_bases_.end()) {
    return {kind->second, v1::BaseRule::OF_KIND};
  }
  const v1::MergedUnitsBase* best = nullptr;
  for (const auto& step : rule_.base().by_merged_units()) {
    if (step.from_units() > line.merged_units()) continue;
    if (best == nullptr || step.from_units() > best->from_units()) best = &step;
  }
  if (best == nullptr) return {};
  return {best->seats(), line.merged_units() == 1 ? v1::BaseRule::NOT_MERGED : v1::BaseRule::MERGED};
}

const v1::Addition* UnitRules::AdditionOf(const v1::AllocationLine& line) const {
  const auto found = additions_.find(line.organisation());
  return found == additions_.end() ? nullptr : found->second;
}

int64_t UnitRules::ExOfficioOf(const v1::AllocationLine& line) const {
  const auto found = ex_officio_.find(line.organisation());
  return found == ex_officio_.end() ? 0 : found->second;
}

v1::Origin UnitRules::OriginOf(const v1::AllocationLine& line) const {
  if (const auto named = named_origins_.find(line.organisation()); named != named_origins_.end()) return named->second;
  const auto kind = kind_origins_.find(line.kind());
  return kind == kind_origins_.end() ? v1::ELECTED : kind->second;
}

}  // namespace congress::allocation
