#include "services/allocation/domain/tree/organisation.h"

#include "platform/civil/civil.h"

namespace congress::allocation {

bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day) {
  if (organisation.state() == v1::Organisation::DUPLICATE) return false;
  if (organisation.has_valid_from() && day < civil::FromDate(organisation.valid_from())) return false;
  return !organisation.has_valid_until() || day < civil::FromDate(organisation.valid_until());
}

bool IsActive(const v1::Organisation& organisation) { return organisation.state() == v1::Organisation::ACTIVE; }

v1::Organisation Plain(v1::Organisation organisation) {
  organisation.clear_etag();
  organisation.clear_update_time();
  return organisation;
}

}  // namespace congress::allocation
