#include "services/allocation/domain/tree/organisation.h"

#include "platform/civil/civil.h"

namespace congress::allocation {

bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day) {
  if (organisation.has_valid_from() && day < civil::FromDate(organisation.valid_from())) return false;
  return !organisation.has_valid_until() || day < civil::FromDate(organisation.valid_until());
}

}  // namespace congress::allocation
