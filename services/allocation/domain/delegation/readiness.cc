#include "services/allocation/domain/delegation/readiness.h"

#include <map>
#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/blocking.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/delegations.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/delegation/standing.h"

namespace congress::allocation {
namespace {

using Reason = v1::Blocker::Reason;

using Telling = status::Blocking<v1::Blocker>;

// Adds what separates `filled` from `seats`. `whose` says whose seats they are, as `unit` or as `cause`.
template <class Blockers>
void Hold(std::pair<std::string, std::string> whose, int64_t filled, int64_t seats, const std::string& resource,
          const Telling& block, Blockers* blockers) {
  status::Metadata metadata = {std::move(whose), {"filled", StrCat(filled)}, {"seats", StrCat(seats)}};
  if (filled < seats) {
    metadata.emplace_back("missing", StrCat(seats - filled));
    *blockers->Add() = block(v1::Blocker::SEATS_UNFILLED, resource, metadata);
  } else if (filled > seats) {
    metadata.emplace_back("excess", StrCat(filled - seats));
    *blockers->Add() = block(v1::Blocker::SEATS_OVERFILLED, resource, metadata);
  }
}

}  // namespace

v1::GetAllocationReadinessResponse JudgeReadiness(const std::string& congress, absl::CivilDay day,
                                                  const std::vector<v1::AllocationPlan>& plans,
                                                  const std::vector<v1::Delegate>& delegates,
                                                  status::Language language) {
  const Telling block{language};
  v1::GetAllocationReadinessResponse response;
  const v1::AllocationPlan* plan = InForceOn(day, plans);
  if (plan == nullptr) {
    *response.add_blockers() = block(v1::Blocker::PLAN_MISSING, congress);
    return response;
  }
  std::map<std::string, int64_t> filled;
  for (const auto& delegate : delegates) {
    const v1::Delegate::State state = StateOn(delegate, day);
    if (state == v1::Delegate::STATE_UNSPECIFIED) continue;
    v1::DelegateStanding& standing = *response.add_delegates();
    standing.set_person(delegate.person());
    standing.set_organisation(delegate.organisation());
    standing.set_state(state);
    if (state != v1::Delegate::SEATED) continue;
    ++filled[SeatCountName(congress, delegate.origin(), delegate.organisation())];
  }
  const auto filled_of = [&](v1::Origin origin, const std::string& organisation) {
    return filled[SeatCountName(congress, origin, organisation)];
  };
  for (const auto& line : plan->lines()) {
    v1::OrganisationReadiness& unit = *response.add_organisations();
    unit.set_organisation(line.organisation());
    unit.set_display_name(line.display_name());
    Hold({"unit", line.display_name()}, filled_of(line.origin(), line.organisation()), line.seats(), plan->name(),
         block, unit.mutable_blockers());
    unit.set_ready(unit.blockers().empty());
  }
  Hold({"cause", v1::Origin_Name(v1::EX_OFFICIO)}, filled_of(v1::EX_OFFICIO, ""), plan->totals().ex_officio(),
       plan->name(), block, response.mutable_blockers());
  Hold({"cause", v1::Origin_Name(v1::APPOINTED)}, filled_of(v1::APPOINTED, plan->organisation()),
       plan->rule().appointed_count(), plan->name(), block, response.mutable_blockers());
  return response;
}

}  // namespace congress::allocation
