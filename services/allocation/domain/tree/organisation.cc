#include "services/allocation/domain/tree/organisation.h"

#include <set>
#include <utility>

#include "platform/civil/civil.h"

namespace congress::allocation {

bool ExistsOn(const v1::Organisation& organisation, absl::CivilDay day) {
  if (organisation.state() == v1::Organisation::DUPLICATE) return false;
  if (organisation.has_valid_from() && day < civil::FromDate(organisation.valid_from())) return false;
  return !organisation.has_valid_until() || day < civil::FromDate(organisation.valid_until());
}

bool EndedBy(const v1::Organisation& organisation, absl::CivilDay day) {
  if (IsActive(organisation)) return false;
  if (organisation.state() == v1::Organisation::DUPLICATE) return true;
  return !organisation.has_valid_until() || day >= civil::FromDate(organisation.valid_until());
}

std::string ParentOn(const v1::Organisation& organisation, absl::CivilDay day, Finder find) {
  std::set<std::string> met;
  std::string name = organisation.parent();
  // What is stored leads in no circle, but an import that is yet to be judged may.
  for (const v1::Organisation* parent = find(name); parent != nullptr && EndedBy(*parent, day); parent = find(name)) {
    if (!met.insert(name).second) break;
    name = parent->continued_by().empty() ? DefaultHeir(*parent) : parent->continued_by();
  }
  return name;
}

bool IsCommittee(const v1::Organisation& organisation) {
  return organisation.role() != v1::Organisation::BODY && organisation.role() != v1::Organisation::EXTERNAL;
}

std::string DefaultHeir(const v1::Organisation& organisation) {
  switch (organisation.state()) {
    case v1::Organisation::ACTIVE:
      return "";
    case v1::Organisation::MERGED:
      return organisation.successor();
    case v1::Organisation::DUPLICATE:
      return organisation.duplicate_of();
    default:
      return organisation.parent();
  }
}

bool IsActive(const v1::Organisation& organisation) { return organisation.state() == v1::Organisation::ACTIVE; }

v1::Organisation Completed(v1::Organisation organisation) {
  if (organisation.role() == v1::Organisation::ROLE_UNSPECIFIED) {
    organisation.set_role(v1::Organisation::PARTY_COMMITTEE);
  }
  if (organisation.continued_by().empty()) organisation.set_continued_by(DefaultHeir(organisation));
  return organisation;
}

v1::Organisation AsOf(v1::Organisation organisation, absl::CivilDay today) {
  organisation = Completed(std::move(organisation));
  if (!EndedBy(organisation, today)) organisation.set_state(v1::Organisation::ACTIVE);
  return organisation;
}

v1::Organisation Plain(v1::Organisation organisation) {
  organisation.clear_etag();
  organisation.clear_update_time();
  return Completed(std::move(organisation));
}

}  // namespace congress::allocation
