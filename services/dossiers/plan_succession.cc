#include "services/dossiers/plan_succession.h"

#include <algorithm>
#include <set>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/places.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {
namespace {

// The positions and persons of the plan, aliases resolved.
absl::StatusOr<std::set<std::pair<std::string, std::string>>> PlacesIn(rpc::Call& call, const v1::PersonnelPlan& plan) {
  std::set<std::pair<std::string, std::string>> places;
  for (const v1::PlanPart& part : plan.parts()) {
    for (const v1::PlanEntry& entry : part.entries()) {
      ASSIGN_OR_RETURN(const std::string person, StandingName(call, entry.person()));
      places.emplace(part.position(), person);
    }
  }
  return places;
}

}  // namespace

absl::StatusOr<std::optional<v1::PersonnelPlan>> SupersededBy(rpc::Call& call, const v1::PersonnelPlan& plan) {
  if (plan.supersedes().empty()) return std::nullopt;
  ASSIGN_OR_RETURN(v1::PersonnelPlan old, kPersonnelPlans.Load(call, plan.supersedes()));
  if (old.state() != v1::PersonnelPlan::DECIDED) return std::nullopt;
  return std::optional(std::move(old));
}

absl::Status EndByPlan(rpc::Call& call, const std::string& position, const v1::Tenure& tenure,
                       const google::type::Date& until, const std::string& reason, const v1::Basis& decision,
                       const Actor& actor) {
  v1::VacatePositionSlotRequest end;
  end.set_name(position);
  end.set_person(tenure.person());
  *end.mutable_until_date() = until;
  end.set_end_cause(v1::Tenure::RELEASED);
  end.set_end_reason(reason);
  *end.mutable_end_basis() = decision;
  ASSIGN_OR_RETURN(v1::PositionSlot slot, LoadPosition(call, position));
  return VacatePlace(call, std::move(slot), end, actor).status();
}

absl::StatusOr<KeptTenures> EndTenuresOf(rpc::Call& call, const v1::PersonnelPlan& old, const v1::PersonnelPlan& plan,
                                         const v1::Basis& decision, absl::CivilDay day, const Actor& actor) {
  ASSIGN_OR_RETURN(const auto places, PlacesIn(call, plan));
  KeptTenures kept;
  for (const v1::PlanPart& part : old.parts()) {
    for (const v1::PlanEntry& entry : part.entries()) {
      if (entry.tenure().empty()) continue;
      ASSIGN_OR_RETURN(const v1::Tenure tenure, kTenures.Load(call, entry.tenure()));
      if (tenure.has_until_date()) continue;
      ASSIGN_OR_RETURN(const std::string person, StandingName(call, tenure.person()));
      if (places.contains({part.position(), person})) {
        kept.emplace(std::pair(part.position(), person), tenure.name());
        continue;
      }
      const absl::CivilDay until = std::max(civil::FromDate(tenure.from_date()), day - 1);
      RETURN_IF_ERROR(EndByPlan(call, part.position(), tenure, civil::ToDate(until), "", decision, actor));
    }
  }
  return kept;
}

}  // namespace congress::dossiers
