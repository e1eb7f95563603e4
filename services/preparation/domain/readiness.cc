#include "services/preparation/domain/readiness.h"

#include <set>

#include "platform/civil/civil.h"
#include "platform/status/status.h"

namespace congress::preparation {
namespace {

v1::PartState StateOf(const Part& part, const std::string& organisation) {
  if (!part.status.ok()) return v1::UNKNOWN;
  const auto found = part.organisations.find(organisation);
  if (found == part.organisations.end()) return v1::NOTHING;
  return found->second.empty() ? v1::READY : v1::BLOCKED;
}

v1::OrganisationReadiness RowOf(const std::string& organisation, const Parts& parts) {
  v1::OrganisationReadiness row;
  row.set_organisation(organisation);
  bool ready = true;
  int untold = 0;
  for (const auto& [service, part] : parts) {
    const v1::PartState state = StateOf(part, organisation);
    if (service == "allocation") row.set_allocation(state);
    if (service == "dossiers") row.set_dossiers(state);
    if (service == "drafting") row.set_drafting(state);
    if (service == "scheduling") row.set_scheduling(state);
    if (const auto name = part.display_names.find(organisation); name != part.display_names.end()) {
      row.set_display_name(name->second);
    }
    ready = ready && (state == v1::READY || state == v1::NOTHING);
    if (const auto found = part.organisations.find(organisation); found != part.organisations.end()) {
      for (const auto& blocker : found->second) *row.add_blockers() = blocker;
    }
    if (const auto more = part.untold.find(organisation); more != part.untold.end()) untold += more->second;
  }
  row.set_ready(ready);
  row.set_blocker_count(row.blockers_size() + untold);
  return row;
}

}  // namespace

v1::Gap GapOf(const std::string& service, const absl::Status& status, status::Language language) {
  v1::Gap gap;
  gap.set_service(service);
  gap.set_code(absl::StatusCodeToString(status.code()));
  gap.set_reason(status::ReasonOf(status));
  gap.set_description(status::SentenceOf(status::InLanguage(status, language)));
  return gap;
}

v1::Readiness Join(const std::string& congress, const Parts& parts, absl::CivilDay as_of, status::Language language) {
  v1::Readiness readiness;
  readiness.set_congress(congress);
  *readiness.mutable_as_of() = civil::ToDate(as_of);
  std::set<std::string> organisations;
  for (const auto& [service, part] : parts) {
    if (!part.status.ok()) *readiness.add_gaps() = GapOf(service, part.status, language);
    for (const auto& blocker : part.blockers) *readiness.add_blockers() = blocker;
    for (const auto& [organisation, blockers] : part.organisations) organisations.insert(organisation);
  }
  for (const std::string& organisation : organisations) {
    *readiness.add_organisations() = RowOf(organisation, parts);
    readiness.set_ready_count(readiness.ready_count() + (readiness.organisations().rbegin()->ready() ? 1 : 0));
  }
  readiness.set_partial(readiness.gaps_size() > 0);
  readiness.set_ready(!readiness.partial() && readiness.blockers_size() == 0 && readiness.organisations_size() > 0 &&
                      readiness.ready_count() == readiness.organisations_size());
  return readiness;
}

}  // namespace congress::preparation
