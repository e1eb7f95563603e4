#include "services/allocation/domain/delegation/target_result.h"

#include <algorithm>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/targets/targets.h"

namespace congress::allocation {
namespace {

// The numbers that meet a target.
struct Bounds {
  int64_t least = 0;
  int64_t most = INT64_MAX;
};

Bounds BoundsOf(const v1::Target& target, int64_t wanted) {
  if (target.sense() == v1::Target::AT_LEAST) return {wanted, INT64_MAX};
  if (target.sense() == v1::Target::AT_MOST) return {0, wanted};
  return {wanted - target.tolerance(), wanted + target.tolerance()};
}

// The unknown ones may all belong to the group, or none of them.
v1::TargetResult::Verdict VerdictOf(const Bounds& bounds, int64_t have, int64_t unknown) {
  const int64_t at_most = have + unknown;
  if (have >= bounds.least && at_most <= bounds.most) return v1::TargetResult::MET;
  if (at_most < bounds.least || have > bounds.most) return v1::TargetResult::NOT_MET;
  return v1::TargetResult::UNDECIDED;
}

int64_t GapOf(const Bounds& bounds, int64_t have) {
  if (have < bounds.least) return bounds.least - have;
  if (have > bounds.most) return bounds.most - have;
  return 0;
}

std::string Explain(const v1::TargetResult& result, const status::Teller& tell) {
  using Result = v1::TargetResult;
  const v1::Target& target = result.target();
  std::string details;
  if (target.has_share()) {
    details += tell(Result::SHARE, {{"numerator", StrCat(target.share().numerator())},
                                    {"denominator", StrCat(target.share().denominator())},
                                    {"base", StrCat(result.base())}});
  }
  if (target.tolerance() > 0) details += tell(Result::TOLERANCE, {{"tolerance", StrCat(target.tolerance())}});
  if (result.gap() > 0) details += tell(Result::MISSING, {{"gap", StrCat(result.gap())}});
  if (result.gap() < 0) details += tell(Result::EXCESS, {{"gap", StrCat(-result.gap())}});
  if (result.gap() == 0 && result.verdict() == Result::MET) details += tell(Result::ATTAINED);
  if (result.unknown() > 0) details += tell(Result::UNKNOWN, {{"unknown", StrCat(result.unknown())}});
  return tell(target.binding() ? Result::BINDING : Result::GUIDING, {{"target", target.display_name()},
                                                                     {"have", StrCat(result.have())},
                                                                     {"sense", SenseOf(target, tell)},
                                                                     {"wanted", StrCat(result.wanted())},
                                                                     {"details", details}});
}

// Whether the target can be judged by what is seen.
bool IsSeen(const v1::Target& target, const Delegations& delegations) {
  if (delegations.whole) return true;
  if (target.organisation().empty()) return false;
  const auto of_it = [&](const v1::Delegate& delegate) { return delegate.organisation() == target.organisation(); };
  return (delegations.plan.has_value() && FindLine(*delegations.plan, target.organisation()) != nullptr) ||
         std::any_of(delegations.delegates.begin(), delegations.delegates.end(), of_it);
}

bool IsOfBase(const v1::Delegate& delegate, const v1::Target& target, absl::CivilDay day) {
  if (!target.organisation().empty() && delegate.organisation() != target.organisation()) return false;
  return target.base() == v1::Target::ALL_DELEGATES || OriginOn(delegate, day) != v1::EX_OFFICIO;
}

int64_t PlannedBase(const v1::Target& target, const Delegations& delegations) {
  const bool with_ex_officio = target.base() == v1::Target::ALL_DELEGATES;
  if (!target.organisation().empty()) {
    const int64_t ex_officio = with_ex_officio ? ExOfficioOf(delegations, target.organisation()) : 0;
    return SeatsOf(delegations, target.organisation()) + ex_officio;
  }
  const int64_t all = PlannedSeats(delegations);
  return with_ex_officio || !delegations.plan.has_value() ? all : all - delegations.plan->totals().ex_officio();
}

v1::TargetResult Judge(const v1::Target& target, const Field& field) {
  v1::TargetResult result;
  *result.mutable_target() = target;
  int64_t heads = 0;
  for (const v1::Delegate* delegate : field.counted) {
    if (!IsOfBase(*delegate, target, field.delegations.day)) continue;
    ++heads;
    const std::optional<bool> belongs = InGroup(*delegate, target, field.opening);
    if (!belongs.has_value()) result.set_unknown(result.unknown() + 1);
    if (belongs.value_or(false)) result.set_have(result.have() + 1);
  }
  result.set_base(field.of_planned ? PlannedBase(target, field.delegations) : heads);
  result.set_wanted(WantedOf(target, result.base()));
  const Bounds bounds = BoundsOf(target, result.wanted());
  result.set_gap(GapOf(bounds, result.have()));
  result.set_verdict(VerdictOf(bounds, result.have(), result.unknown()));
  result.set_explanation(Explain(result, status::Teller(field.language)));
  return result;
}

}  // namespace

Ages AgesOn(const google::type::Date& birth, absl::CivilDay day) {
  const auto age = [&](absl::CivilDay born) {
    const bool before_birthday = std::pair(day.month(), day.day()) < std::pair(born.month(), born.day());
    return static_cast<int>(day.year() - born.year()) - (before_birthday ? 1 : 0);
  };
  return {age(civil::LastDay(birth)), age(civil::FirstDay(birth))};
}

std::optional<bool> IsUnder(const Ages& ages, int age) {
  if (ages.least < age && ages.most >= age) return std::nullopt;
  return ages.most < age;
}

std::optional<bool> InGroup(const v1::Delegate& delegate, const v1::Target& target, absl::CivilDay opening) {
  const v1::DelegateProfile& profile = delegate.profile();
  switch (target.group()) {
    case v1::Target::WOMEN:
      if (profile.gender() == v1::DelegateProfile::GENDER_UNSPECIFIED) return std::nullopt;
      return profile.gender() == v1::DelegateProfile::FEMALE;
    case v1::Target::UNDER_AGE:
      if (!profile.has_birth_date()) return std::nullopt;
      return IsUnder(AgesOn(profile.birth_date(), opening), target.age());
    case v1::Target::ETHNIC_MINORITY:
      if (!profile.has_ethnic_minority()) return std::nullopt;
      return profile.ethnic_minority();
    case v1::Target::SECTOR:
      if (profile.sectors().empty()) return std::nullopt;
      return std::find(profile.sectors().begin(), profile.sectors().end(), target.sector()) != profile.sectors().end();
    default:
      return std::nullopt;
  }
}

absl::Status CheckTargets(const google::protobuf::RepeatedPtrField<v1::Target>& targets) {
  status::Violations violations;
  CheckEach(targets, &violations);
  return violations.ToStatus();
}

std::vector<v1::TargetResult> JudgeTargets(const google::protobuf::RepeatedPtrField<v1::Target>& targets,
                                           const Field& field) {
  std::vector<v1::TargetResult> results;
  for (const v1::Target& target : targets) {
    if (IsSeen(target, field.delegations)) results.push_back(Judge(target, field));
  }
  return results;
}

}  // namespace congress::allocation
