#include "services/allocation/domain/rules/pool_rule.h"

#include <set>
#include <string>

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
      Fault("", "needs one of `open_total`, `seat_per_part`, `shared` and `by_hand`");
    }
    if (pool_.has_maximum() && pool_.maximum() < pool_.minimum()) Fault(".maximum", "is less than `minimum`");
    if (pool_.has_most_part()) CheckPart(".most_part", pool_.most_part());
    RefuseDoubles(
        pool_.measures(), StrCat(at_, ".measures"), [](const auto& x) { return x.measure(); }, &faults_);
    if (pool_.has_open_total()) CheckOpen();
    if (pool_.has_seat_per_part() && pool_.seat_per_part().remainder() == v1::OpenTotal::THRESHOLD) {
      Fault(".seat_per_part.remainder", "is FLOOR, CEILING or HALF");
    }
    if (pool_.has_by_hand() && pool_.seats_per_claim() > 1) Fault(".seats_per_claim", "seats by hand go one by one");
    if (pool_.has_shared()) CheckShared();
  }

 private:
  void Fault(std::string_view field, std::string_view what) { faults_.Add(StrCat(at_, field), what); }

  void CheckPart(std::string_view field, const v1::Part& part) {
    if (part.numerator() > part.denominator()) Fault(field, "is more than the whole");
  }

  void CheckOpen() {
    CheckOpenTotal(pool_.open_total(), StrCat(at_, ".open_total"), &faults_);
    if (pool_.measures_size() > 1) Fault(".measures", "a step counts one measure");
  }

  void CheckShared() {
    const v1::SharedSeats& shared = pool_.shared();
    if (shared.amount_case() == v1::SharedSeats::AMOUNT_NOT_SET) Fault(".shared", "needs either `seats` or `parts`");
    if (shared.has_threshold()) CheckPart(".shared.threshold", shared.threshold());
    const auto method = Method();
    if (!method.has_value()) return;
    const bool divisor = std::holds_alternative<apportion::Signposts>(*method);
    const bool grows = shared.growth() != v1::GROWTH_UNSPECIFIED;
    if (grows && pool_.has_maximum()) Fault(".maximum", "goes with no growth");
    if (shared.growth() == v1::ENLARGE && !divisor) Fault(".shared.growth", "ENLARGE goes with divisor methods only");
    if (!grows && pool_.minimum() > 0 && !KnowsMinima(*method)) {
      Fault(".minimum", "this method knows none; let the pool grow, or take another method");
    }
    if (pool_.has_maximum() && !divisor) Fault(".maximum", "this method knows none");
    if (!shared.alliances().empty() && grows) Fault(".shared.alliances", "go with no growth");
    CheckAlliances(divisor);
  }

  std::optional<apportion::Method> Method() {
    const v1::SharedSeats& shared = pool_.shared();
    const std::string name = shared.method().empty() ? "hare" : shared.method();
    std::optional<apportion::Fraction> first;
    if (!shared.first_divisor().empty()) {
      first = apportion::ParseFraction(shared.first_divisor());
      if (!first.has_value() || first->numerator == 0 || name != "modified-sainte-lague") {
        Fault(".shared.first_divisor", "is a fraction P/Q, and goes with modified-sainte-lague only");
      }
    }
    const auto method = apportion::MethodNamed(name);
    if (!method.has_value()) {
      Fault(".shared.method", StrCat("'", name, "' is no method, such as sainte-lague, dhondt or hare"));
    }
    return method;
  }

  void CheckAlliances(bool divisor) {
    const v1::SharedSeats& shared = pool_.shared();
    const auto within = apportion::MethodNamed(shared.alliance_method());
    if (!shared.alliance_method().empty()) {
      if (shared.alliances().empty()) Fault(".shared.alliance_method", "goes with alliances only");
      if (!within.has_value() || !std::holds_alternative<apportion::Signposts>(*within)) {
        Fault(".shared.alliance_method", StrCat("'", shared.alliance_method(), "' is no divisor method"));
      }
    } else if (!shared.alliances().empty() && !divisor) {
      Fault(".shared.alliance_method", "is required where `method` is no divisor method");
    }
    const std::string field = StrCat(at_, ".shared.alliances");
    RefuseDoubles(
        shared.alliances(), field, [](const auto& x) { return x.id(); }, &faults_);
    std::set<std::string> met;
    for (int i = 0; i < shared.alliances_size(); ++i) {
      for (const std::string& organisation : shared.alliances(i).organisations()) {
        if (met.insert(organisation).second) continue;
        faults_.Add(StrCat(field, "[", i, "]"), StrCat("'", organisation, "' is in an alliance already"));
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
    faults->Add("member_step", "either this or `pools` is required");
  }
  RefuseDoubles(
      rule.pools(), "pools", [](const auto& x) { return x.id(); }, faults);
  bool sharing = false;
  for (int i = 0; i < rule.pools_size(); ++i) {
    PoolRule(rule.pools(i), StrCat("pools[", i, "]"), faults).Check();
    sharing = sharing || rule.pools(i).shared().has_parts();
  }
  if (sharing && rule.total() == 0) faults->Add("total", "is required, for a pool shares what it leaves");
  if (!sharing && rule.total() > 0) faults->Add("total", "goes with pools that share what it leaves");
}

}  // namespace congress::allocation
