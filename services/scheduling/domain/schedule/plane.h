// Distances between places, in whole kilometres and by whole numbers alone: the same on every machine.
#pragma once

#include "google/type/latlng.pb.h"

namespace congress::scheduling {

// Where a place lies from `centre`, as far as a province is flat.
struct PlanePoint {
  int x_km = 0;  // To the east.
  int y_km = 0;  // To the north.
};

PlanePoint OnPlane(const google::type::LatLng& centre, const google::type::LatLng& place);

// How far it is from there, rounded down.
int Distance(const PlanePoint& point);

}  // namespace congress::scheduling
