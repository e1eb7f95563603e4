#include "services/scheduling/domain/schedule/plane.h"

#include <gtest/gtest.h>

namespace congress::scheduling {
namespace {

google::type::LatLng At(double latitude, double longitude) {
  google::type::LatLng place;
  place.set_latitude(latitude);
  place.set_longitude(longitude);
  return place;
}

// Distances of great circles, rounded: 3.5 km to the south-west and 190 km to the west of a town at 18.67 N.
TEST(Plane, DistancesAreThoseOfTheMap) {
  const google::type::LatLng town = At(18.67, 105.68);
  EXPECT_EQ(Distance(OnPlane(town, town)), 0);
  const PlanePoint west = OnPlane(town, At(18.67, 104.68));
  EXPECT_EQ(west.x_km, -105);
  EXPECT_EQ(west.y_km, 0);
  const PlanePoint north = OnPlane(town, At(19.67, 105.68));
  EXPECT_EQ(north.x_km, 0);
  EXPECT_EQ(north.y_km, 111);
  const PlanePoint far = OnPlane(town, At(19.70, 104.20));
  EXPECT_EQ(far.x_km, -156);
  EXPECT_EQ(far.y_km, 115);
  EXPECT_EQ(Distance(far), 193);
}

TEST(Plane, TheSouthernHemisphereAndTheEquatorCountAlike) {
  EXPECT_EQ(OnPlane(At(0, 0), At(0, 1)).x_km, 111);
  EXPECT_EQ(OnPlane(At(-18.67, 0), At(-18.67, 1)).x_km, 105);
  EXPECT_EQ(OnPlane(At(60, 0), At(60, 2)).x_km, 111);
}

}  // namespace
}  // namespace congress::scheduling
