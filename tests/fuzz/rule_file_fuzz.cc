// A rule file of any bytes ends with faults that have places, or with a rule set; a rule set that holds gives a plan of
// a small tree, or a reason why not. A plan's seats are never negative and add up to its totals, and computing it again
// from its own inputs gives the same plan.
#include <algorithm>
#include <cstdlib>

#include "absl/numeric/int128.h"
#include "cli/yaml/document.h"
#include "cli/yaml/message.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"
#include "platform/status/status.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/rules/rule_set.h"

namespace {

using namespace congress;
using allocation::v1::AllocationPlan;

void Demand(bool held) {
  if (!held) std::abort();
}

allocation::v1::Organisation Unit(const std::string& code, const std::string& kind, int64_t members) {
  allocation::v1::Organisation unit;
  unit.set_name("organisations/" + code);
  unit.set_code(code);
  unit.set_display_name(code);
  unit.set_kind(kind);
  if (kind != "province") unit.set_parent("organisations/province");
  unit.set_members(members);
  *unit.mutable_members_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 30));
  *unit.mutable_valid_from() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  return unit;
}

void Count(std::string_view name, int64_t value, allocation::v1::Organisation* unit) {
  allocation::v1::Measure& measure = *unit->add_measures();
  measure.set_name(std::string(name));
  measure.set_value(value);
}

// From nobody to the most members that a row may have; one is merged from three, and some are measured.
const std::vector<allocation::v1::Organisation>& Tree() {
  static const auto& tree = *[] {
    auto* made = new std::vector<allocation::v1::Organisation>{Unit("province", "province", 0),
                                                               Unit("none", "ward", 0),
                                                               Unit("one", "ward", 1),
                                                               Unit("even", "commune", 6001),
                                                               Unit("odd", "commune", 6001),
                                                               Unit("large", "agency", 200'579),
                                                               Unit("vast", "agency", 999'999'999'999),
                                                               Unit("most", "commune", 1'000'000'000'000)};
    for (const char* former : {"former-a", "former-b", "former-c"}) {
      allocation::v1::Organisation closed = Unit(former, "former-commune", 0);
      *closed.mutable_valid_from() = civil::ToDate(absl::CivilDay(2000, 1, 1));
      *closed.mutable_valid_until() = civil::ToDate(absl::CivilDay(2025, 7, 1));
      (*made)[3].add_merged_from(closed.name());
      made->push_back(closed);
    }
    Count("votes", 1'000'000'000'000, &(*made)[2]);
    Count("votes", 77, &(*made)[3]);
    Count("votes", 77, &(*made)[4]);
    Count("area", 1'000'000'000'000, &(*made)[4]);
    Count("area", 1, &(*made)[7]);
    return made;
  }();
  return tree;
}

void CheckPlan(const AllocationPlan& plan) {
  const allocation::v1::RuleSet& rule = plan.rule();
  absl::int128 seats = 0;
  for (const auto& line : plan.lines()) {
    Demand(line.base_seats() >= 0 && line.member_seats() >= 0 && line.addition_seats() >= 0 && line.seats() >= 0);
    const int64_t taken = rule.ex_officio_within_seats() ? line.ex_officio_seats() : 0;
    Demand(line.seats() + taken == absl::int128(line.base_seats()) + line.member_seats() + line.addition_seats());
    seats += line.seats();
  }
  const int64_t total = plan.totals().total();
  Demand(total == seats + rule.ex_officio_count() + rule.appointed_count());
  if (plan.decided() && rule.member_step().has_fitted()) Demand(total == rule.member_step().fitted().total());
  if (rule.delegate_cap() > 0) Demand(total <= rule.delegate_cap());
  const auto again = allocation::Allocate(plan);
  Demand(again.ok() && again->SerializeAsString() == plan.SerializeAsString());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const cli::yaml::Document document = cli::yaml::Parse({reinterpret_cast<const char*>(data), size});
  Demand((document.root == nullptr) == !document.faults.empty());
  if (document.root == nullptr) return 0;
  allocation::v1::RuleSet rule;
  const cli::yaml::Reading reading = cli::yaml::ReadMessage(*document.root, &rule);
  for (const auto& fault : reading.faults)
    Demand(fault.place.line >= 1 && fault.place.column >= 1 && !fault.what.empty());
  if (!reading.faults.empty() || !rpc::CheckFields(&rule).ok() || !allocation::ValidateRuleSet(rule).ok()) return 0;
  AllocationPlan plan;
  plan.set_name("congresses/x/allocationPlans/p");
  plan.set_organisation("organisations/province");
  plan.set_rule_set("ruleSets/r");
  for (const auto& pool : rule.pools()) {
    if (!pool.has_by_hand()) continue;
    allocation::v1::HandSeats& hand = *plan.add_hand_seats();
    hand.set_pool(pool.id());
    hand.set_organisation("organisations/one");
    hand.set_seats(std::max<int64_t>(1, pool.by_hand().seats()));
    hand.set_reason("x");
  }
  // In force on its first day, whichever that is; the tree begins in July 2025.
  *plan.mutable_as_of() = rule.effective_from();
  if (civil::FromDate(plan.as_of()) < absl::CivilDay(2025, 7, 1)) {
    *plan.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  }
  const auto computed = allocation::ComputePlan(plan, rule, Tree());
  if (computed.ok()) {
    CheckPlan(*computed);
  } else {
    Demand(!status::ReasonOf(computed.status()).empty());
  }
  return 0;
}
