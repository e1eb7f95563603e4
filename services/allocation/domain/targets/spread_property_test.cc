// Targets against every way to fill the seats of small plans.
#include <algorithm>
#include <random>
#include <set>

#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/allocation/domain/targets/spread_targets.h"
#include "services/allocation/domain/targets/targets.h"
#include "services/allocation/testing/target_sample.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;
using sample::PlanOf;

// Whether any delegates at all meet the targets: how many of each group every line and those ex officio can have.
class AnyDelegates {
 public:
  explicit AnyDelegates(const v1::AllocationPlan& plan) : plan_(plan) {
    for (const auto& line : plan.lines()) rows_.push_back(line.seats());
    rows_.push_back(plan.totals().ex_officio());
  }

  bool MeetWomen() { return Try({"women"}, 0); }
  bool MeetSectors() { return Try({"x", "y"}, 0); }

 private:
  static std::string KeyOf(const v1::Target& target) {
    return target.group() == v1::Target::WOMEN ? "women" : target.sector();
  }

  bool Try(const std::vector<std::string>& keys, size_t row) {
    if (row == rows_.size()) return Met(keys);
    for (int64_t first = 0; first <= rows_[row]; ++first) {
      for (int64_t second = 0; second <= (keys.size() > 1 ? rows_[row] - first : 0); ++second) {
        counts_.resize(rows_.size());
        counts_[row] = {first, second};
        if (Try(keys, row + 1)) return true;
      }
    }
    return false;
  }

  bool Met(const std::vector<std::string>& keys) const {
    for (const v1::Target& target : plan_.targets()) {
      const auto key = std::find(keys.begin(), keys.end(), KeyOf(target));
      if (key == keys.end()) continue;
      int64_t count = 0;
      int64_t base = 0;
      for (size_t row = 0; row < rows_.size(); ++row) {
        const bool line = row + 1 < rows_.size();
        const bool own = line && target.organisation() == StrCat("organisations/u", row);
        if (!target.organisation().empty() ? !own : !line && target.base() == v1::Target::WITHOUT_EX_OFFICIO) continue;
        count += key == keys.begin() ? counts_[row].first : counts_[row].second;
        base += rows_[row];
      }
      const Allowed allowed = AllowedBy(target, base);
      if (count < allowed.least || count > allowed.most) return false;
    }
    return true;
  }

  const v1::AllocationPlan& plan_;
  std::vector<int64_t> rows_;
  std::vector<std::pair<int64_t, int64_t>> counts_;
};

v1::AllocationPlan RandomPlan(std::mt19937* random, bool all_bind) {
  const auto up_to = [&](int64_t most) { return std::uniform_int_distribution<int64_t>(0, most)(*random); };
  std::vector<int64_t> seats(static_cast<size_t>(1 + up_to(2)));
  for (int64_t& line : seats) line = up_to(4);
  std::vector<std::string> targets(static_cast<size_t>(1 + up_to(4)));
  std::set<std::string> columns;
  for (std::string& text : targets) {
    const bool whole = up_to(1) == 0;
    const int64_t sense = 1 + up_to(2);
    const std::string key = up_to(2) == 0 ? "women" : up_to(1) == 0 ? "x" : "y";
    const bool doubled = whole && key != "women" && sense != 2 && !columns.insert(key).second;
    text = StrCat("count: ", up_to(whole ? 9 : 4),
                  " sense: ", v1::Target::Sense_Name(doubled ? 2 : static_cast<int>(sense)),
                  " base: ", up_to(2) == 0 ? "WITHOUT_EX_OFFICIO" : "ALL_DELEGATES");
    if (key != "women") text += StrCat(" group: SECTOR sector: '", key, "'");
    if (!whole) text += StrCat(" organisation: 'organisations/u", up_to(std::ssize(seats) - 1), "'");
    if (sense == 3 && !doubled) text += StrCat(" tolerance: ", up_to(1));
    if (!all_bind && up_to(1) == 0) text += " binding: false";
  }
  return PlanOf(seats, targets, up_to(2));
}

// Binding targets are refused exactly when no delegates whatever meet them.
TEST(SpreadTargets, RefusesExactlyWhatCannotBeMet) {
  std::mt19937 random(17);
  int met = 0;
  int refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto plan = RandomPlan(&random, true);
    AnyDelegates any(plan);
    const bool possible = any.MeetWomen() && any.MeetSectors();
    const absl::Status status = SpreadTargets(&plan);
    ASSERT_EQ(status.ok(), possible) << round << " " << status << plan.DebugString();
    ++(possible ? met : refused);
  }
  EXPECT_GT(met, 2000);
  EXPECT_GT(refused, 2000);
}

// Whether the organisation's own binding target holds in what the whole congress's spread asks of it.
bool Honoured(const v1::AllocationPlan& plan, const v1::Target& own, const v1::TargetSpread& whole) {
  for (const v1::TargetPart& part : whole.parts()) {
    if (part.organisation() != own.organisation()) continue;
    const Allowed allowed = AllowedBy(own, part.seats());
    return allowed.least <= part.count() && part.count() <= allowed.most;
  }
  return plan.lines().empty();
}

// Sums are exact, nobody has more than there are, bounds that bind hold, numbers are rounded ideals unless told, every
// target missed has a gap and none when all can be met, and nothing else of the plan moves.
TEST(SpreadTargets, KeepsItsWord) {
  std::mt19937 random(19);
  int told = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto before = RandomPlan(&random, false);
    auto plan = before;
    if (!SpreadTargets(&plan).ok()) continue;
    AnyDelegates any(plan);
    const bool possible = any.MeetWomen() && any.MeetSectors();
    for (int i = 0; i < plan.targets_size(); ++i) {
      const v1::TargetSpread& spread = plan.target_spreads(i);
      const v1::Target& target = plan.targets(i);
      int64_t sum = spread.ex_officio() + spread.appointed();
      for (const v1::TargetPart& part : spread.parts()) sum += part.count();
      ASSERT_EQ(sum, spread.spread());
      const Allowed allowed = AllowedBy(target, spread.base());
      const bool meets = allowed.least <= spread.spread() && spread.spread() <= allowed.most;
      ASSERT_TRUE(meets || spread.gaps_size() > 0) << plan.DebugString();
      ASSERT_TRUE(meets || !target.binding()) << plan.DebugString();
      ASSERT_TRUE(!possible || spread.gaps_size() == 0) << plan.DebugString();
      for (const v1::TargetGap& gap : spread.gaps()) ASSERT_GT(gap.needed(), gap.available()) << plan.DebugString();
      told += spread.gaps_size();
      for (const v1::Target& own : plan.targets()) {
        const bool bears = own.binding() && !own.organisation().empty() && target.organisation().empty();
        if (!bears || !Within(own, target) || !Within(target, own)) continue;
        ASSERT_TRUE(Honoured(plan, own, spread)) << plan.DebugString();
      }
      for (const v1::TargetPart& part : spread.parts()) {
        ASSERT_LE(part.count(), part.seats());
        if (target.group() == v1::Target::SECTOR) continue;
        const int64_t floor = part.ideal_numerator() / part.ideal_denominator();
        ASSERT_TRUE(part.count() == floor ||
                    part.count() == floor + (part.ideal_numerator() % part.ideal_denominator() > 0));
      }
    }
    plan.clear_target_spreads();
    ASSERT_TRUE(MessageDifferencer::Equals(plan, before));
  }
  EXPECT_GT(told, 1000);
}

}  // namespace
}  // namespace congress::allocation
