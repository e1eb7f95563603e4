#include "services/dossiers/domain/personnel_rules.h"

#include <algorithm>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using Ids = std::set<std::string, std::less<>>;

// Gathers what is wrong with one rule set.
class RuleCheck {
 public:
  explicit RuleCheck(const v1::PersonnelRuleSet& rules) : rules_(rules) {
    for (const auto& one : rules.qualifications()) qualifications_.insert(one.qualification_id());
    for (const auto& one : rules.assessment_levels()) levels_.insert(one.level_id());
  }

  absl::Status Run() {
    RequireDistinct("qualifications", "qualification_id", rules_.qualifications(),
                    [](const auto& one) { return one.qualification_id(); });
    RequireDistinct("assessment_levels", "level_id", rules_.assessment_levels(),
                    [](const auto& one) { return one.level_id(); });
    RequireDistinct("requirements", "requirement_id", rules_.requirements(),
                    [](const auto& one) { return one.requirement_id(); });
    RequireDistinct("leave_policies", "leave_policy_id", rules_.leave_policies(),
                    [](const auto& one) { return one.leave_policy_id(); });
    RequireDistinct("targets", "target_id", rules_.targets(), [](const auto& one) { return one.target_id(); });
    RequireDistinct("stages", "seat", rules_.stages(),
                    [](const auto& one) { return StrCat(v1::Stage_Name(one.stage()), " ", one.seat()); });
    for (int i = 0; i < rules_.qualifications_size(); ++i) {
      RequireKnown(StrCat("qualifications[", i, "].includes"), qualifications_, rules_.qualifications(i).includes());
    }
    for (int i = 0; i < rules_.norms_size(); ++i) CheckNorm(StrCat("norms[", i, "]"), rules_.norms(i));
    for (int i = 0; i < rules_.retirement_ages_size(); ++i) {
      CheckAge(StrCat("retirement_ages[", i, "]"), rules_.retirement_ages(i));
    }
    for (int i = 0; i < rules_.requirements_size(); ++i) {
      CheckRequirement(StrCat("requirements[", i, "]"), rules_.requirements(i));
    }
    for (int i = 0; i < rules_.targets_size(); ++i) CheckTarget(StrCat("targets[", i, "]"), rules_.targets(i));
    return violations_.ToStatus();
  }

 private:
  static std::string Path(std::string_view path) { return StrCat("personnel_rule_set.", path); }

  template <class Items, class IdOf>
  void RequireDistinct(std::string_view field, std::string_view id_field, const Items& items, IdOf id_of) {
    std::set<std::string> seen;
    for (int i = 0; i < items.size(); ++i) {
      if (seen.insert(id_of(items[i])).second) continue;
      violations_.Add(Path(StrCat(field, "[", i, "].", id_field)), status::PlatformFault::REPEATED,
                      {{"value", id_of(items[i])}});
    }
  }

  void RequireKnown(const std::string& path, const Ids& known,
                    const google::protobuf::RepeatedPtrField<std::string>& ids) {
    for (const std::string& id : ids) {
      if (!known.contains(id)) violations_.Add(Path(path), v1::NOT_IN_RULE_SET, {{"id", id}});
    }
  }

  void CheckNorm(const std::string& path, const v1::Norm& norm) {
    if (norm.maximum() < norm.minimum()) violations_.Add(Path(StrCat(path, ".maximum")), v1::BOUNDS_CROSS);
    if (norm.merged_units_maximum() != 0 && norm.merged_units_maximum() < norm.merged_units_minimum()) {
      violations_.Add(Path(StrCat(path, ".merged_units_maximum")), v1::BOUNDS_CROSS);
    }
  }

  void CheckAge(const std::string& path, const v1::RetirementAge& age) {
    if (age.has_born_from() && age.has_born_until() &&
        civil::LastDay(age.born_until()) < civil::FirstDay(age.born_from())) {
      violations_.Add(Path(StrCat(path, ".born_until")), v1::ENDS_BEFORE_BEGINNING);
    }
  }

  void CheckTarget(const std::string& path, const v1::StructureTarget& target) {
    const auto require = [&](std::string_view field, bool given) {
      if (!given) violations_.Add(Path(StrCat(path, ".", field)), status::PlatformFault::REQUIRED);
    };
    const auto check = [&](std::string_view field, const v1::StructureTarget::Share& share) {
      if (share.numerator() > share.denominator()) violations_.Add(Path(StrCat(path, ".", field)), v1::NOT_A_SHARE);
    };
    require("minimum", target.has_minimum() || target.has_maximum());
    require("age", target.measure() != v1::StructureTarget::UNDER_AGE || target.age() > 0);
    require("any_of", target.measure() != v1::StructureTarget::QUALIFIED || !target.any_of().empty());
    RequireKnown(StrCat(path, ".any_of"), qualifications_, target.any_of());
    if (target.has_minimum()) check("minimum", target.minimum());
    if (target.has_maximum()) check("maximum", target.maximum());
  }

  void CheckRequirement(const std::string& path, const v1::Requirement& requirement) {
    switch (requirement.check_case()) {
      case v1::Requirement::kRemainingMonths:
        if (requirement.remaining_months().reference_month().month() == 0) {
          violations_.Add(Path(StrCat(path, ".remaining_months.reference_month")), v1::MONTH_REQUIRED);
        }
        return;
      case v1::Requirement::kQualified:
        return RequireKnown(StrCat(path, ".qualified.any_of"), qualifications_, requirement.qualified().any_of());
      case v1::Requirement::kAssessed:
        if (!levels_.contains(requirement.assessed().least_level())) {
          violations_.Add(Path(StrCat(path, ".assessed.least_level")), v1::NOT_IN_RULE_SET,
                          {{"id", requirement.assessed().least_level()}});
        }
        return;
      case v1::Requirement::CHECK_NOT_SET:
        violations_.Add(Path(StrCat(path, ".check")), status::PlatformFault::REQUIRED);
        return;
      default:
        return;
    }
  }

  const v1::PersonnelRuleSet& rules_;
  Ids qualifications_;
  Ids levels_;
  status::Violations violations_;
};

bool IsFor(const v1::Norm& norm, std::string_view organisation_kind, int merged_units) {
  const auto& kinds = norm.organisation_kinds();
  return (kinds.empty() || std::find(kinds.begin(), kinds.end(), organisation_kind) != kinds.end()) &&
         merged_units >= norm.merged_units_minimum() &&
         (norm.merged_units_maximum() == 0 || merged_units <= norm.merged_units_maximum());
}

}  // namespace

absl::StatusOr<v1::PersonnelRuleSet> LayDownRules(std::string_view id, v1::PersonnelRuleSet rules, const Actor& actor) {
  RETURN_IF_ERROR(RuleCheck(rules).Run());
  rules.set_name(StrCat("personnelRuleSets/", id));
  *rules.mutable_create_time() = civil::ToTimestamp(actor.now);
  return rules;
}

absl::StatusOr<v1::PersonnelRuleSet> EndRules(v1::PersonnelRuleSet rules, const google::type::Date& end_date) {
  if (civil::FromDate(end_date) < civil::FromDate(rules.effective_date())) {
    status::Violations violations;
    violations.Add("end_date", v1::ENDS_BEFORE_BEGINNING);
    return violations.ToStatus();
  }
  *rules.mutable_end_date() = end_date;
  return rules;
}

bool IsInEffect(const v1::PersonnelRuleSet& rules, absl::CivilDay day) {
  return civil::FromDate(rules.effective_date()) <= day &&
         (!rules.has_end_date() || day <= civil::FromDate(rules.end_date()));
}

std::vector<v1::GetPositionNormsResponse::PositionNorm> NormsFor(const v1::PersonnelRuleSet& rules,
                                                                 std::string_view organisation_kind, int merged_units) {
  std::vector<v1::GetPositionNormsResponse::PositionNorm> norms;
  for (const v1::Norm& norm : rules.norms()) {
    if (!IsFor(norm, organisation_kind, merged_units)) continue;
    auto& told = norms.emplace_back();
    told.set_position_kind(norm.position_kind());
    told.set_minimum(norm.minimum());
    told.set_maximum(norm.maximum());
    told.set_rule_set(rules.name());
    told.set_legal_basis(norm.legal_basis());
  }
  std::stable_sort(norms.begin(), norms.end(),
                   [](const auto& a, const auto& b) { return a.position_kind() < b.position_kind(); });
  return norms;
}

const v1::StageRule* SeatIn(const v1::PersonnelRuleSet& rules, v1::Stage stage, std::string_view seat) {
  for (const v1::StageRule& rule : rules.stages()) {
    if (rule.stage() == stage && rule.seat() == seat) return &rule;
  }
  return nullptr;
}

std::set<std::string> Sufficient(const v1::PersonnelRuleSet& rules,
                                 const google::protobuf::RepeatedPtrField<std::string>& wanted) {
  std::set<std::string> sufficient(wanted.begin(), wanted.end());
  // What includes one of them suffices, and what includes that; a set has a hundred at most.
  for (size_t before = 0; before != sufficient.size();) {
    before = sufficient.size();
    for (const v1::Qualification& one : rules.qualifications()) {
      if (std::any_of(one.includes().begin(), one.includes().end(),
                      [&](const std::string& included) { return sufficient.contains(included); })) {
        sufficient.insert(one.qualification_id());
      }
    }
  }
  return sufficient;
}

}  // namespace congress::dossiers
