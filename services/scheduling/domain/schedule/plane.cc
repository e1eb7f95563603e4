#include "services/scheduling/domain/schedule/plane.h"

#include <cmath>
#include <cstdint>

namespace congress::scheduling {
namespace {

// A degree of a great circle, in metres.
constexpr int64_t kDegree = 111'195;
constexpr int64_t kMillion = 1'000'000;

// What people enter has six decimals at most; from here on numbers are whole.
int64_t MicroDegrees(double degrees) { return std::llround(degrees * 1e6); }

// The cosine of a latitude, in millionths, by its series.
int64_t CosineOf(int64_t micro_degrees) {
  const int64_t radians = micro_degrees * 17'453 / kMillion + micro_degrees * 2925 / (kMillion * 10'000);
  const int64_t square = radians * radians / kMillion;
  int64_t term = kMillion;
  int64_t sum = term;
  for (int64_t k = 1; k <= 6; ++k) {
    term = -term * square / kMillion / ((2 * k - 1) * (2 * k));
    sum += term;
  }
  return sum;
}

int Kilometres(int64_t micro_degrees) {
  const int64_t metres = micro_degrees * kDegree / kMillion;
  return static_cast<int>((metres + (metres < 0 ? -500 : 500)) / 1000);
}

}  // namespace

PlanePoint OnPlane(const google::type::LatLng& centre, const google::type::LatLng& place) {
  const int64_t north = MicroDegrees(place.latitude()) - MicroDegrees(centre.latitude());
  const int64_t east = MicroDegrees(place.longitude()) - MicroDegrees(centre.longitude());
  return {Kilometres(east * CosineOf(MicroDegrees(centre.latitude())) / kMillion), Kilometres(north)};
}

int Distance(const PlanePoint& point) {
  const int64_t square = int64_t{point.x_km} * point.x_km + int64_t{point.y_km} * point.y_km;
  int64_t root = 0;
  while ((root + 1) * (root + 1) <= square) ++root;
  return static_cast<int>(root);
}

}  // namespace congress::scheduling
