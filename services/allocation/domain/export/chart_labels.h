// Where the names of points of a chart stand, so that each can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace congress::allocation {

// Right and down grow, as on a screen.
struct Point {
  int64_t x = 0;
  int64_t y = 0;
};

struct Box {
  int64_t left = 0;
  int64_t top = 0;
  int64_t right = 0;
  int64_t bottom = 0;

  bool Meets(const Box& other) const;
  bool Holds(const Box& other) const;
};

// The square around a point.
Box Around(Point point, int64_t radius);

struct Label {
  Box box;
  // Where the line from the point to a label further off ends; absent for one right beside it.
  std::optional<Point> leader;
};

// Finds free places one after another; what was placed is kept free from then on.
class LabelPlacer {
 public:
  // Labels stay within `area` and off `taken`. `unit` is the distance of the nearest labels from their points.
  LabelPlacer(Box area, std::vector<Box> taken, int64_t unit);

  // A place for a label of this size near `point`, the nearest that is free; none when there is none.
  std::optional<Label> Place(Point point, int64_t width, int64_t height);

 private:
  bool IsFree(const Box& box) const;

  Box area_;
  std::vector<Box> taken_;
  int64_t unit_;
};

}  // namespace congress::allocation
