#include "platform/directory/tree.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::directory {
namespace {

using absl::CivilDay;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr CivilDay kMerger(2025, 7, 1);
constexpr CivilDay kBefore(2025, 6, 30);

Organisation Unit(std::string name, std::string parent) {
  Organisation organisation;
  organisation.name = std::move(name);
  organisation.parent = std::move(parent);
  return organisation;
}

Organisation Former(std::string name, std::string parent, std::string continued_by, CivilDay until = kMerger) {
  Organisation organisation = Unit(std::move(name), std::move(parent));
  organisation.until = until;
  organisation.continued_by = std::move(continued_by);
  return organisation;
}

// A district of two communes that become one, directly under the province, while the district ends.
Tree Reform() {
  return Tree({Unit("province", ""), Former("district", "province", "province"), Former("a", "district", "new"),
               Former("b", "district", "new"), Unit("new", "province")});
}

std::vector<std::string> Names(const std::vector<const Organisation*>& organisations) {
  std::vector<std::string> names;
  for (const Organisation* one : organisations) names.push_back(one->name);
  return names;
}

TEST(Tree, BeforeTheDayTheOldOrderHolds) {
  const Tree tree = Reform();
  EXPECT_THAT(Names(tree.Above("a", kBefore)), ElementsAre("a", "district", "province"));
  EXPECT_THAT(Names(tree.Below("district", kBefore)), UnorderedElementsAre("district", "a", "b"));
  EXPECT_THAT(Names(tree.Below("new", kBefore)), ElementsAre("new"));
  EXPECT_THAT(tree.Inherited("new", kBefore), ElementsAre("new"));
}

TEST(Tree, FromTheDayTheSuccessorReachesItsPredecessors) {
  const Tree tree = Reform();
  EXPECT_THAT(Names(tree.Above("a", kMerger)), ElementsAre("a", "new", "province"));
  EXPECT_THAT(Names(tree.Below("new", kMerger)), UnorderedElementsAre("new", "a", "b"));
  EXPECT_THAT(Names(tree.Below("district", kMerger)), ElementsAre("district"));
  EXPECT_THAT(tree.Inherited("new", kMerger), UnorderedElementsAre("new", "a", "b"));
  // One that ends without a successor is gone on for by the one above it.
  EXPECT_THAT(tree.Inherited("province", kMerger), UnorderedElementsAre("province", "district"));
}

TEST(Tree, MergersOfMergersAreFollowed) {
  const Tree tree({Unit("province", ""), Former("old", "province", "middle", CivilDay(2020, 2, 1)),
                   Former("middle", "province", "new"), Unit("new", "province")});
  EXPECT_THAT(Names(tree.Above("old", kMerger)), ElementsAre("old", "middle", "new", "province"));
  EXPECT_THAT(Names(tree.Above("old", kBefore)), ElementsAre("old", "middle", "province"));
  EXPECT_THAT(tree.Inherited("new", kMerger), ElementsAre("new", "middle", "old"));
}

TEST(Tree, PeopleAreSentToWhoStandsOnTheDay) {
  Organisation whole = Former("whole", "province", "province");
  whole.successors = {"east", "west"};
  Organisation taken = Former("taken", "province", "south");
  taken.successors = {"north", "south"};
  const Tree tree({Unit("province", ""), Former("old", "province", "middle", CivilDay(2020, 2, 1)),
                   Former("middle", "province", "whole", CivilDay(2021, 2, 1)), whole, Unit("east", "province"),
                   Former("west", "province", "west-2", CivilDay(2026, 1, 1)), Unit("west-2", "province"), taken,
                   Unit("north", "province"), Unit("south", "province"), Former("district", "province", "province"),
                   Former("lost", "province", "")});
  EXPECT_THAT(Names(tree.Successors("old", kBefore)), ElementsAre("whole")) << "through those that have ended too";
  EXPECT_THAT(Names(tree.Successors("old", kMerger)), ElementsAre("east", "west")) << "not the one above";
  EXPECT_THAT(Names(tree.Successors("whole", CivilDay(2026, 1, 1))), ElementsAre("east", "west-2"));
  EXPECT_THAT(Names(tree.Successors("taken", kMerger)), ElementsAre("south")) << "the part that takes over";
  EXPECT_THAT(Names(tree.Successors("district", kMerger)), ElementsAre("province")) << "where nobody else is";
  EXPECT_THAT(Names(tree.Successors("east", kMerger)), ElementsAre("east"));
  EXPECT_TRUE(tree.Successors("lost", kMerger).empty());
  EXPECT_TRUE(tree.Successors("nowhere", kMerger).empty());
}

// For every pair and day: one is above the other exactly when that one is below it.
TEST(Tree, BelowIsTheInverseOfAbove) {
  const Tree tree = Reform();
  for (const CivilDay day : {kBefore, kMerger}) {
    for (const auto& [high, one] : tree.all()) {
      for (const auto& [low, other] : tree.all()) {
        const auto above = tree.Above(low, day);
        const auto below = tree.Below(high, day);
        EXPECT_EQ(std::find(above.begin(), above.end(), &one) != above.end(),
                  std::find(below.begin(), below.end(), &other) != below.end())
            << high << " " << low << " " << day;
      }
    }
  }
}

TEST(Tree, CirclesAndUnknownNamesEnd) {
  const Tree tree({Unit("a", "b"), Unit("b", "a")});
  EXPECT_THAT(Names(tree.Above("a", kBefore)), ElementsAre("a", "b"));
  EXPECT_TRUE(tree.Above("nowhere", kBefore).empty());
  EXPECT_TRUE(tree.Below("nowhere", kBefore).empty());
  EXPECT_THAT(tree.Inherited("nowhere", kBefore), ElementsAre("nowhere"));
}

}  // namespace
}  // namespace congress::directory
