#include "services/allocation/domain/chart_labels.h"

#include <algorithm>

namespace congress::allocation {
namespace {

// Sideways first, where text reads best, then above and below, then across.
constexpr Point kDirections[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};
// Distances in units, the nearest without a line to the point.
constexpr int64_t kDistances[] = {1, 3, 5, 8, 12};

// The box whose nearest side or corner lies `distance` from the point in this direction.
Box Beside(Point point, Point direction, int64_t distance, int64_t width, int64_t height) {
  Box box;
  box.left = point.x + direction.x * distance - (direction.x == 0 ? width / 2 : direction.x < 0 ? width : 0);
  box.top = point.y + direction.y * distance - (direction.y == 0 ? height / 2 : direction.y < 0 ? height : 0);
  box.right = box.left + width;
  box.bottom = box.top + height;
  return box;
}

// Small boxes along the way from the edge of the point's own mark.
std::vector<Box> Along(Point from, Point to, int64_t unit) {
  constexpr int64_t kPieces = 16;
  std::vector<Box> boxes;
  for (int64_t i = 0; i <= kPieces; ++i) {
    const Point point = {from.x + (to.x - from.x) * i / kPieces, from.y + (to.y - from.y) * i / kPieces};
    if (std::max(std::abs(point.x - from.x), std::abs(point.y - from.y)) > unit) boxes.push_back(Around(point, 1));
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
      Label label = {.box = Beside(point, direction, distance * unit_, width, height), .leader = std::nullopt};
      if (!IsFree(label.box)) continue;
      std::vector<Box> way;
      if (distance > kDistances[0]) {
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
