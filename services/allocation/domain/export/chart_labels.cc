#include "services/allocation/domain/export/chart_labels.h"

#include <algorithm>

namespace congress::allocation {
namespace {

// Sideways first, where text reads best, then above and below, then across.
constexpr Point kDirections[] = {{1, 0},  {-1, 0},  {0, -1}, {0, 1},  {1, -1}, {-1, -1}, {1, 1}, {-1, 1},
                                 {2, -1}, {-2, -1}, {2, 1},  {-2, 1}, {1, -2}, {-1, -2}, {1, 2}, {-1, 2}};
// Distances in units. At the nearest a label has no line to its point, and so stands straight beside it.
constexpr int64_t kDistances[] = {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18};

// The box whose nearest side or corner lies `distance` from the point in this direction. One above or below its point
// is moved sideways into the area.
Box Beside(Point point, Point direction, int64_t distance, int64_t width, int64_t height, const Box& area) {
  Box box;
  if (direction.x == 0) {
    box.left = std::max(area.left, std::min(point.x - width / 2, area.right - width));
  } else {
    box.left = point.x + direction.x * distance - (direction.x < 0 ? width : 0);
  }
  box.top = point.y + direction.y * distance - (direction.y == 0 ? height / 2 : direction.y < 0 ? height : 0);
  box.right = box.left + width;
  box.bottom = box.top + height;
  return box;
}

// Boxes as small as `fine` along the way, from a unit off the point on.
std::vector<Box> Along(Point from, Point to, int64_t unit) {
  const int64_t fine = std::max<int64_t>(1, unit / 8);
  const Point way = {to.x - from.x, to.y - from.y};
  const int64_t length = std::max(std::abs(way.x), std::abs(way.y));
  std::vector<Box> boxes;
  for (int64_t gone = unit; gone < length; gone += fine) {
    boxes.push_back(Around({from.x + way.x * gone / length, from.y + way.y * gone / length}, fine));
  }
  return boxes;
}

}  // namespace

bool Box::Meets(const Box& other) const {
  return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
}

bool Box::Holds(const Box& other) const {
  return left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom;
}

Box Around(Point point, int64_t radius) {
  return {point.x - radius, point.y - radius, point.x + radius, point.y + radius};
}

LabelPlacer::LabelPlacer(Box area, std::vector<Box> taken, int64_t unit)
    : area_(area), taken_(std::move(taken)), unit_(unit) {}

bool LabelPlacer::IsFree(const Box& box) const {
  return area_.Holds(box) &&
         std::none_of(taken_.begin(), taken_.end(), [&](const Box& other) { return box.Meets(other); });
}

std::optional<Label> LabelPlacer::Place(Point point, int64_t width, int64_t height) {
  for (const int64_t distance : kDistances) {
    for (const Point direction : kDirections) {
      const bool is_straight = direction.x == 0 || direction.y == 0;
      if (distance == kDistances[0] && !is_straight) continue;
      Label label = {.box = Beside(point, direction, distance * unit_, width, height, area_), .leader = std::nullopt};
      if (!IsFree(label.box)) continue;
      std::vector<Box> way;
      if (distance != kDistances[0]) {
        label.leader = {point.x + direction.x * distance * unit_, point.y + direction.y * distance * unit_};
        way = Along(point, *label.leader, unit_);
        if (!std::all_of(way.begin(), way.end(), [&](const Box& box) { return IsFree(box); })) continue;
      }
      taken_.push_back(label.box);
      taken_.insert(taken_.end(), way.begin(), way.end());
      return label;
    }
  }
  return std::nullopt;
}

}  // namespace congress::allocation
