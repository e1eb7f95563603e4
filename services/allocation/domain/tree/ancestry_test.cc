#include "services/allocation/domain/tree/ancestry.h"

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

v1::Organisation Of(const std::string& name, const std::vector<std::string>& merged, const std::string& split = "") {
  v1::Organisation unit;
  unit.set_name(name);
  for (const std::string& former : merged) unit.add_merged_from(former);
  unit.set_split_from(split);
  return unit;
}

int64_t Merged(const std::vector<v1::Organisation>& tree) { return Ancestry(tree).UnitsMerged(tree[0]); }
int64_t AtFirst(const std::vector<v1::Organisation>& tree) { return Ancestry(tree).UnitsAtFirst(tree[0]); }

TEST(Ancestry, CountsOneWhereNothingWasMerged) {
  EXPECT_EQ(Merged({Of("x", {})}), 1);
  EXPECT_EQ(AtFirst({Of("x", {})}), 1);
  // A part of what three units made is one of the parts, and no merger of three.
  const std::vector<v1::Organisation> part = {Of("x", {}, "u"), Of("u", {"a", "b", "c"})};
  EXPECT_EQ(Merged(part), 1);
  EXPECT_EQ(AtFirst(part), 1);
}

TEST(Ancestry, GoesBackThroughAllGenerations) {
  const std::vector<v1::Organisation> tree = {Of("x", {"m", "n", "c"}), Of("m", {"a", "b"}), Of("n", {"d", "o"}),
                                              Of("o", {"e", "f"}), Of("c", {})};
  EXPECT_EQ(Merged(tree), 3);
  // a, b; d, e, f; c.
  EXPECT_EQ(AtFirst(tree), 6);
}

TEST(Ancestry, CountsNoUnitTwice) {
  // Both parts of `u` came into `x`, and `a` by two ways.
  const std::vector<v1::Organisation> tree = {Of("x", {"p", "q", "m", "a"}), Of("p", {}, "u"), Of("q", {}, "u"),
                                              Of("m", {"a", "b"}), Of("u", {})};
  EXPECT_EQ(Merged(tree), 4);
  // u, a, b.
  EXPECT_EQ(AtFirst(tree), 3);
}

TEST(Ancestry, ASecondRecordCountsAsTheUnit) {
  v1::Organisation second = Of("a2", {});
  second.set_duplicate_of("a");
  const std::vector<v1::Organisation> tree = {Of("x", {"a", "a2", "b"}), Of("a", {}), second, Of("b", {})};
  EXPECT_EQ(Merged(tree), 2);
  EXPECT_EQ(AtFirst(tree), 2);
}

TEST(Ancestry, EndsThoughRecordsLeadInACircle) {
  v1::Organisation first = Of("a", {});
  first.set_duplicate_of("b");
  v1::Organisation second = Of("b", {});
  second.set_duplicate_of("a");
  EXPECT_EQ(Merged({Of("x", {"a", "c"}), first, second}), 2);
  EXPECT_EQ(AtFirst({Of("x", {"m"}), Of("m", {"x", "a"})}), 1);
}

}  // namespace
}  // namespace congress::allocation
