#include "services/allocation/domain/rules/pool_rule.h"

#include <set>
#include <string>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/method.h"
#include "services/allocation/domain/rules/faults.h"

namespace congress::allocation {
namespace {

// The faults of one pool; `at` is its field.
class PoolRule {
 public:
  PoolRule(const v1::Pool& pool, std::string at, status::Violations* faults)
      : pool_(pool), at_(std::move(at)), faults_(*faults) {}

  void Check() {
    if (pool_.rule_case() == v1::Pool::RULE_NOT_SET) {
      Fault("", v1::ONE_OF_REQUIRED, {{"fields", "open_total, seat_per_part, shared, by_hand"}});
    }
    if (pool_.has_maximum() && pool_.maximum() < pool_.minimum()) Fault(".maximum", v1::MAXIMUM_BELOW_MINIMUM);
    if (pool_.has_most_part()) CheckPart(".most_part", pool_.most_part());
    RefuseDoubles(
        pool_.measures(), StrCat(at_, ".measures"), [](const auto& x) { return x.measure(); }, &faults_);
    if (pool_.has_open_total()) CheckOpen();
    if (pool_.has_seat_per_part() && pool_.seat_per_part().remainder() == v1::OpenTotal::THRESHOLD) {
      Fault(".seat_per_part.remainder", v1::REMAINDER_WITH_THRESHOLD);
    }
    if (pool_.has_by_hand() && pool_.seats_per_claim() > 1) {
      Fault(".seats_per_claim", v1::EXCLUDED_BY, {{"other", "by_hand"}});
    }
    if (pool_.has_shared()) CheckShared();
  }

 private:
  template <status::ProtoEnum E>
  void Fault(std::string_view field, E fault, const status::Metadata& metadata = {}) {
    faults_.Add(StrCat(at_, field), fault, metadata);
  }

  void CheckPart(std::string_view field, const v1::Part& part) {
    if (part.numerator() > part.denominator()) Fault(field, v1::MORE_THAN_WHOLE);
  }

  void CheckOpen() {
    CheckOpenTotal(pool_.open_total(), StrCat(at_, ".open_total"), &faults_);
    if (pool_.measures_size() > 1) Fault(".measures", v1::SEVERAL_MEASURES);
  }

  void CheckShared() {
    const v1::SharedSeats& shared = pool_.shared();
    if (shared.amount_case() == v1::SharedSeats::AMOUNT_NOT_SET) {
      Fault(".shared", v1::ONE_OF_REQUIRED, {{"fields", "seats, parts"}});
    }
    if (shared.has_threshold()) CheckPart(".shared.threshold", shared.threshold());
    const auto method = Method();
    if (!method.has_value()) return;
    const bool divisor = std::holds_alternative<apportion::Signposts>(*method);
    const bool grows = shared.growth() != v1::GROWTH_UNSPECIFIED;
    if (grows && pool_.has_maximum()) Fault(".maximum", v1::EXCLUDED_BY, {{"other", "shared.growth"}});
    if (shared.growth() == v1::ENLARGE && !divisor) Fault(".shared.growth", v1::ENLARGE_NEEDS_DIVISOR_METHOD);
    if (!grows && pool_.minimum() > 0 && !KnowsMinima(*method)) {
      Fault(".minimum", v1::METHOD_WITHOUT_MINIMUM);
    }
    if (pool_.has_maximum() && !divisor) Fault(".maximum", v1::METHOD_WITHOUT_MAXIMUM);
    if (!shared.alliances().empty() && grows) {
      Fault(".shared.alliances", v1::EXCLUDED_BY, {{"other", "shared.growth"}});
    }
    CheckAlliances(divisor);
  }

  std::optional<apportion::Method> Method() {
    const v1::SharedSeats& shared = pool_.shared();
    const std::string name = shared.method().empty() ? "hare" : shared.method();
    std::optional<apportion::Fraction> first;
    if (!shared.first_divisor().empty()) {
      first = apportion::ParseFraction(shared.first_divisor());
      if (!first.has_value() || first->numerator == 0) {
        Fault(".shared.first_divisor", v1::NOT_A_FIRST_DIVISOR, {{"value", shared.first_divisor()}});
      } else if (name != "modified-sainte-lague") {
        Fault(".shared.first_divisor", v1::GOES_ONLY_WITH, {{"other", "method: modified-sainte-lague"}});
      }
    }
    const auto method = apportion::MethodNamed(name);
    if (!method.has_value()) {
      Fault(".shared.method", v1::NOT_A_METHOD, {{"value", name}});
    }
    return method;
  }

  void CheckAlliances(bool divisor) {
    const v1::SharedSeats& shared = pool_.shared();
    const auto within = apportion::MethodNamed(shared.alliance_method());
    if (!shared.alliance_method().empty()) {
      if (shared.alliances().empty()) {
        Fault(".shared.alliance_method", v1::GOES_ONLY_WITH, {{"other", "alliances"}});
      }
      if (!within.has_value() || !std::holds_alternative<apportion::Signposts>(*within)) {
        Fault(".shared.alliance_method", v1::NOT_A_DIVISOR_METHOD, {{"value", shared.alliance_method()}});
      }
    } else if (!shared.alliances().empty() && !divisor) {
      Fault(".shared.alliance_method", v1::DIVISOR_METHOD_REQUIRED);
    }
    const std::string field = StrCat(at_, ".shared.alliances");
    RefuseDoubles(
        shared.alliances(), field, [](const auto& x) { return x.id(); }, &faults_);
    std::set<std::string> met;
    for (int i = 0; i < shared.alliances_size(); ++i) {
      for (const std::string& organisation : shared.alliances(i).organisations()) {
        if (met.insert(organisation).second) continue;
        faults_.Add(StrCat(field, "[", i, "]"), v1::IN_OTHER_ALLIANCE, {{"value", organisation}});
      }
    }
  }

  const v1::Pool& pool_;
  const std::string at_;
  status::Violations& faults_;
};

}  // namespace

void CheckPools(const v1::RuleSet& rule, status::Violations* faults) {
  if (rule.has_member_step() == !rule.pools().empty()) {
    faults->Add("member_step", v1::ONE_OF_REQUIRED, {{"fields", "member_step, pools"}});
  }
  RefuseDoubles(
      rule.pools(), "pools", [](const auto& x) { return x.id(); }, faults);
  bool sharing = false;
  for (int i = 0; i < rule.pools_size(); ++i) {
    PoolRule(rule.pools(i), StrCat("pools[", i, "]"), faults).Check();
    sharing = sharing || rule.pools(i).shared().has_parts();
  }
  if (sharing && rule.total() == 0) faults->Add("total", v1::REQUIRED_WITH, {{"other", "pools.shared.parts"}});
  if (!sharing && rule.total() > 0) faults->Add("total", v1::GOES_ONLY_WITH, {{"other", "pools.shared.parts"}});
}

}  // namespace congress::allocation
