#include "services/allocation/domain/export/chart_labels.h"

#include <random>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

constexpr Box kArea = {.left = 0, .top = 0, .right = 8'000, .bottom = 4'000};

TEST(LabelPlacer, PutsALabelRightBesideItsPoint) {
  LabelPlacer placer(kArea, {Around({4'000, 2'000}, 50)}, 60);
  const auto label = placer.Place({4'000, 2'000}, 1'000, 150);
  ASSERT_TRUE(label.has_value());
  EXPECT_EQ(label->box.left, 4'060);
  EXPECT_EQ(label->box.top, 1'925);
  EXPECT_FALSE(label->leader.has_value());
}

TEST(LabelPlacer, GoesToTheOtherSideAtTheEdge) {
  LabelPlacer placer(kArea, {}, 60);
  const auto label = placer.Place({7'900, 2'000}, 1'000, 150);
  ASSERT_TRUE(label.has_value());
  EXPECT_EQ(label->box.right, 7'840);
}

TEST(LabelPlacer, LeadsALineToALabelFurtherOff) {
  const Box beside[] = {{4'060, 1'850, 4'500, 2'150}, {3'500, 1'850, 3'940, 2'150}};
  LabelPlacer placer(kArea, {beside[0], beside[1]}, 60);
  const auto label = placer.Place({4'000, 2'000}, 1'000, 150);
  ASSERT_TRUE(label.has_value());
  ASSERT_TRUE(label->leader.has_value()) << "the nearest places are taken";
  EXPECT_EQ(label->leader->x, 4'000) << "straight up between the two";
  EXPECT_EQ(label->leader->y, label->box.bottom);
  for (const Box& box : beside) EXPECT_FALSE(label->box.Meets(box));
  // The line is kept free as well.
  const auto next = placer.Place({4'000, 1'900}, 10, 10);
  EXPECT_TRUE(!next.has_value() || !next->box.Meets({3'999, label->leader->y, 4'001, 1'940}));
}

TEST(LabelPlacer, GivesUpWhereNothingIsFree) {
  LabelPlacer placer(kArea, {kArea}, 60);
  EXPECT_FALSE(placer.Place({4'000, 2'000}, 1'000, 150).has_value());
  LabelPlacer small({0, 0, 900, 4'000}, {}, 60);
  EXPECT_FALSE(small.Place({450, 2'000}, 1'000, 150).has_value()) << "wider than the area";
}

// Whatever the points: labels meet neither each other nor a mark, and lie within the area.
TEST(LabelPlacer, NeverPutsTwoThingsOnOnePlace) {
  std::mt19937 chance(2026);
  int placed = 0;
  for (int round = 0; round < 50; ++round) {
    std::vector<Point> points;
    std::vector<Box> marks;
    for (int i = 0; i < 60; ++i) {
      points.push_back({static_cast<int64_t>(chance() % 8'000), static_cast<int64_t>(chance() % 4'000)});
      marks.push_back(Around(points.back(), 50));
    }
    LabelPlacer placer(kArea, marks, 60);
    std::vector<Box> labels;
    for (const Point& point : points) {
      const auto label = placer.Place(point, 700, 150);
      if (!label.has_value()) continue;
      EXPECT_TRUE(kArea.Holds(label->box));
      for (const Box& mark : marks) EXPECT_FALSE(label->box.Meets(mark));
      for (const Box& other : labels) EXPECT_FALSE(label->box.Meets(other));
      labels.push_back(label->box);
    }
    placed += static_cast<int>(labels.size());
  }
  EXPECT_GT(placed, 50 * 20);
}

}  // namespace
}  // namespace congress::allocation
