#include "services/preparation/domain/readiness.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

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

// A part of what one service reports.
struct Column {
  void (v1::OrganisationReadiness::*set)(v1::PartState);
  std::set<std::string_view> reasons;  // What blocks it.
  bool of_a_congress = true;           // There is nothing of it without one.
};

// The columns into which the part of scheduling is divided.
const std::vector<Column>& ColumnsOfScheduling() {
  using Row = v1::OrganisationReadiness;
  static const auto& columns = *new std::vector<Column>{
      {&Row::set_approval, {"APPROVAL_MISSING", "APPROVAL_STALE"}},
      {&Row::set_congress,
       {"MEETING_MISSING", "DAYS_MISSING", "MEETING_ON_DAY_OFF", "OUTSIDE_WINDOW", "LEAD_TIME_SHORT"},
       /*of_a_congress=*/false},
      {&Row::set_attendance, {"ATTENDEE_MISSING", "ATTENDEE_DECLINED", "PARTICIPANT_DECLINED"}}};
  return columns;
}

void Divide(const Part& part, const std::string& organisation, v1::PartState whole, v1::OrganisationReadiness* row) {
  std::set<std::string_view> reasons;
  if (const auto found = part.organisations.find(organisation); found != part.organisations.end()) {
    for (const auto& blocker : found->second) reasons.insert(blocker.reason());
  }
  const auto blocked = [&](std::string_view reason) { return reasons.contains(reason); };
  for (const Column& column : ColumnsOfScheduling()) {
    v1::PartState state = whole;
    if (whole == v1::READY || whole == v1::BLOCKED) {
      const bool nothing = column.of_a_congress && reasons.contains("MEETING_MISSING");
      const bool blocks = std::any_of(column.reasons.begin(), column.reasons.end(), blocked);
      state = nothing ? v1::NOTHING : blocks ? v1::BLOCKED : v1::READY;
    }
    (row->*column.set)(state);
  }
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
    if (service == "scheduling") {
      row.set_scheduling(state);
      Divide(part, organisation, state, &row);
    }
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

v1::Readiness Join(const std::string& congress, const Parts& parts, absl::CivilDay as_of, status::Language language,
                   const std::string& only) {
  v1::Readiness readiness;
  readiness.set_congress(congress);
  *readiness.mutable_as_of() = civil::ToDate(as_of);
  std::set<std::string> organisations;
  for (const auto& [service, part] : parts) {
    if (!part.status.ok()) *readiness.add_gaps() = GapOf(service, part.status, language);
    for (const auto& blocker : part.blockers) *readiness.add_blockers() = blocker;
    for (const auto& [organisation, blockers] : part.organisations) organisations.insert(organisation);
  }
  if (!only.empty()) organisations = {only};
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
