#include "tests/torture/failpoints.h"

#include <cstdlib>

namespace congress::torture {

Failpoints::Failpoints() : places_(MapPlaces(folder_.File("failpoints"))) {
  setenv(kVariable, folder_.File("failpoints").c_str(), /*overwrite=*/1);
}

Failpoints::~Failpoints() { unsetenv(kVariable); }

void Failpoints::Arm(Failpoint point, Deed deed, uint32_t nth) {
  places_[point.index].deed = deed;
  places_[point.index].left = nth;
}

void Failpoints::Disarm() {
  for (Place& place : places_) place.left = 0;
}

}  // namespace congress::torture
