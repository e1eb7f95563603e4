#include "services/allocation/domain/delegation/readiness.h"

#include <map>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/delegations.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/delegation/standing.h"

namespace congress::allocation {
namespace {

v1::Blocker MakeBlocker(std::string reason, std::string description, std::string resource) {
  v1::Blocker blocker;
  blocker.set_reason(std::move(reason));
  blocker.set_description(std::move(description));
  blocker.set_resource(std::move(resource));
  return blocker;
}

// Adds what separates `filled` from `seats`.
template <class Blockers>
void Hold(std::string_view what, int64_t filled, int64_t seats, const std::string& resource, Blockers* blockers) {
  if (filled < seats) {
    *blockers->Add() = MakeBlocker(
        "SEATS_UNFILLED", StrCat(what, ": mới có ", filled, "/", seats, " đại biểu, còn thiếu ", seats - filled, "."),
        resource);
  } else if (filled > seats) {
    *blockers->Add() = MakeBlocker(
        "SEATS_OVERFILLED",
        StrCat(what, ": có ", filled, " đại biểu, vượt ", filled - seats, " so với số được phân bổ ", seats, "."),
        resource);
  }
}

}  // namespace

v1::GetAllocationReadinessResponse JudgeReadiness(const std::string& congress, absl::CivilDay day,
                                                  const std::vector<v1::AllocationPlan>& plans,
                                                  const std::vector<v1::Delegate>& delegates) {
  v1::GetAllocationReadinessResponse response;
  const v1::AllocationPlan* plan = InForceOn(day, plans);
  if (plan == nullptr) {
    *response.add_blockers() = MakeBlocker("PLAN_MISSING", "Chưa ban hành quyết định phân bổ đại biểu.", congress);
    return response;
  }
  std::map<std::string, int64_t> filled;
  for (const auto& delegate : delegates) {
    if (StateOn(delegate, day) != v1::Delegate::SEATED) continue;
    ++filled[SeatCountName(congress, delegate.origin(), delegate.organisation())];
  }
  const auto filled_of = [&](v1::Origin origin, const std::string& organisation) {
    return filled[SeatCountName(congress, origin, organisation)];
  };
  for (const auto& line : plan->lines()) {
    v1::OrganisationReadiness& unit = *response.add_organisations();
    unit.set_organisation(line.organisation());
    unit.set_display_name(line.display_name());
    Hold(line.display_name(), filled_of(line.origin(), line.organisation()), line.seats(), plan->name(),
         unit.mutable_blockers());
    unit.set_ready(unit.blockers().empty());
  }
  Hold("Đại biểu đương nhiên", filled_of(v1::EX_OFFICIO, ""), plan->totals().ex_officio(), plan->name(),
       response.mutable_blockers());
  Hold("Đại biểu chỉ định ngoài phân bổ", filled_of(v1::APPOINTED, plan->organisation()),
       plan->rule().appointed_count(), plan->name(), response.mutable_blockers());
  return response;
}

}  // namespace congress::allocation
