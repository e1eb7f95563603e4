#include "services/dossiers/plan_lacks.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/eligibility_service.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/places.h"
#include "services/dossiers/plan_succession.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/review_blocks.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

using Lack = v1::PlanLack;

// Looks at one plan, part by part.
class Judgement {
 public:
  Judgement(rpc::Call& call, const v1::PersonnelPlan& plan, const Planned& planned, absl::CivilDay day)
      : call_(call), plan_(plan), planned_(planned), day_(day) {}

  absl::StatusOr<std::vector<Lack>> Judge() {
    if (plan_.parts().empty()) Add(Lack::NO_PARTS);
    if (plan_.rule_set().empty()) {
      ASSIGN_OR_RETURN(rules_, RulesFor(call_, plan_.organisation(), day_));
    } else {
      ASSIGN_OR_RETURN(rules_.emplace_back(), kPersonnelRuleSets.Load(call_, plan_.rule_set()));
    }
    ASSIGN_OR_RETURN(freezes_, AllFreezes(call_));
    if (plan_.state() != v1::PersonnelPlan::DECIDED) RETURN_IF_ERROR(MakeRoom());
    for (const v1::PlanPart& part : plan_.parts()) {
      ASSIGN_OR_RETURN(slot_, kPositionSlots.Load(call_, part.position()));
      if (plan_.state() != v1::PersonnelPlan::DECIDED) RETURN_IF_ERROR(Count(part));
      for (const v1::PlanEntry& entry : part.entries()) {
        person_ = entry.person();
        RETURN_IF_ERROR(JudgeEntry(entry));
      }
      person_.clear();
    }
    return std::move(lacks_);
  }

 private:
  // Of a plan that takes the place of another one, what is there is judged as it will be without that one's tenures.
  absl::Status MakeRoom() {
    if (plan_.supersedes().empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto old, SupersededBy(call_, plan_));
    if (!old.has_value()) {
      Add(Lack::SUPERSEDES_NOTHING, {{"plan", plan_.supersedes()}});
      return absl::OkStatus();
    }
    v1::Basis decision;
    decision.set_decision_number(old->decision().decision_number());
    *decision.mutable_decision_date() = civil::ToDate(day_);
    ASSIGN_OR_RETURN(kept_, EndTenuresOf(call_, *old, plan_, decision, day_, dossiers::ActorOf(call_)));
    return absl::OkStatus();
  }

  void Add(Lack::Kind kind, status::Metadata metadata = {}) {
    Lack& lack = lacks_.emplace_back();
    lack.set_plan(plan_.name());
    lack.set_position(slot_.name());
    lack.set_person(person_);
    lack.set_kind(kind);
    metadata.emplace_back("position", slot_.display_name());
    if (!person_.empty()) metadata.emplace_back("person", NameOfPerson(call_, person_));
    lack.set_sentence(status::Teller(call_.language())(kind, metadata));
  }

  // Those who hold it stay, so they count.
  absl::Status Count(const v1::PlanPart& part) {
    int least = 1;
    if (!slot_.position_kind().empty()) {
      ASSIGN_OR_RETURN(const auto norms, NormsOf(call_, plan_.organisation(), day_, slot_.position_kind()));
      for (const auto& norm : norms) least = std::max(least, static_cast<int>(norm.minimum()));
    }
    const auto kept =
        std::count_if(kept_.begin(), kept_.end(), [&](const auto& one) { return one.first.first == slot_.name(); });
    const int stay = slot_.holders_size() - static_cast<int>(kept);
    const auto add = [&](Lack::Kind kind, int count) {
      Add(kind, {{"count", StrCat(count)}, {"least", StrCat(least)}, {"norm", StrCat(slot_.norm())}});
    };
    const int count = stay + part.entries_size();
    if (count < least) add(Lack::TOO_FEW, count);
    if (count > slot_.norm()) {
      add(Lack::TOO_MANY, count);
    } else if (const auto planned = planned_.places.find(slot_.name());
               planned != planned_.places.end() && !part.entries().empty() && stay + planned->second > slot_.norm()) {
      add(Lack::PLANNED_TWICE, stay + planned->second);
    }
    return absl::OkStatus();
  }

  absl::Status JudgeEntry(const v1::PlanEntry& entry) {
    ASSIGN_OR_RETURN(const Names names, NamesOf(call_, entry.person()));
    const std::string& person = names.standing;
    const bool holds = !names.In(slot_.holders(), "").empty();
    if (plan_.state() == v1::PersonnelPlan::DECIDED) {
      if (entry.tenure().empty() && !holds) Add(Lack::NOT_FILLED);
      return absl::OkStatus();
    }
    // Who goes on is not appointed anew.
    if (kept_.contains({slot_.name(), person})) return absl::OkStatus();
    if (holds) Add(Lack::HELD_ALREADY);
    ASSIGN_OR_RETURN(const std::optional<v1::Dossier> dossier, DossierFor(call_, slot_, names));
    if (!dossier.has_value()) {
      Add(Lack::NO_DOSSIER);
    } else if (dossier->state() != v1::Dossier::ACCEPTED) {
      Add(Lack::NOT_ACCEPTED);
    }
    RETURN_IF_ERROR(JudgeSettled(person));
    RETURN_IF_ERROR(JudgeEligible(person, entry.candidacy()));
    v1::Tenure tenure;
    tenure.set_name(slot_.name() + "/tenures/-");
    tenure.set_person(person);
    *tenure.mutable_from_date() = civil::ToDate(day_);
    RETURN_IF_ERROR(AddIfRefused(RequireNoFreeze(call_, freezes_, slot_, tenure, entry.exception()), Lack::FROZEN));
    return entry.concurrent_reason().empty() ? JudgeSeats(tenure, names) : absl::OkStatus();
  }

  absl::Status JudgeSettled(const std::string& person) {
    const absl::Status settled = RequireSettledPerson(call_, slot_.name(), person);
    const bool told = status::ReasonOf(settled) == v1::Reason_Name(v1::PERSON_SUSPENDED);
    return AddIfRefused(settled, told ? Lack::SUSPENDED : Lack::UNSETTLED);
  }

  absl::Status JudgeEligible(const std::string& person, v1::Candidacy candidacy) {
    const auto record = kPersons.Load(call_, person);
    if (absl::IsNotFound(record.status()) || slot_.position_kind().empty()) return absl::OkStatus();
    if (!record.ok()) return record.status();
    for (const v1::PersonnelRuleSet& rules : rules_) {
      ASSIGN_OR_RETURN(const v1::Eligibility eligibility,
                       EligibilityOf(call_, rules, *record, slot_.position_kind(), candidacy, "", day_));
      if (eligibility.verdict() != v1::UNMET) continue;
      Add(Lack::NOT_ELIGIBLE);
      break;
    }
    return absl::OkStatus();
  }

  // Of two places of the plan the first needs no reason.
  absl::Status JudgeSeats(const v1::Tenure& tenure, const Names& names) {
    const auto in = planned_.persons.find(names.standing);
    const bool elsewhere =
        in != planned_.persons.end() && std::any_of(in->second.begin(), in->second.end(),
                                                    [&](const std::string& other) { return other != plan_.name(); });
    if (!seated_.insert(names.standing).second || elsewhere) Add(Lack::TWICE);
    return AddIfRefused(RequireOneSeat(call_, tenure, names), Lack::HELD_ELSEWHERE);
  }

  absl::Status AddIfRefused(const absl::Status& status, Lack::Kind kind) {
    if (!absl::IsFailedPrecondition(status)) return status;
    Add(kind);
    return absl::OkStatus();
  }

  rpc::Call& call_;
  const v1::PersonnelPlan& plan_;
  const Planned& planned_;
  const absl::CivilDay day_;
  std::vector<v1::PersonnelRuleSet> rules_;
  std::vector<v1::FreezePeriod> freezes_;
  v1::PositionSlot slot_;
  // Who is judged, as the plan names them: what another organisation calls them is not told.
  std::string person_;
  KeptTenures kept_;
  // Who has a place by an entry before.
  std::set<std::string> seated_;
  std::vector<Lack> lacks_;
};

}  // namespace

absl::StatusOr<Planned> PlannedIn(rpc::Call& call, const std::vector<v1::PersonnelPlan>& plans) {
  Planned planned;
  for (const v1::PersonnelPlan& plan : plans) {
    if (!Counts(plan) || plan.state() == v1::PersonnelPlan::DECIDED) continue;
    for (const std::string& named : PersonsIn(plan)) {
      ASSIGN_OR_RETURN(const std::string person, StandingName(call, named));
      planned.persons[person].insert(plan.name());
    }
    for (const v1::PlanPart& part : plan.parts()) planned.places[part.position()] += part.entries_size();
  }
  return planned;
}

absl::StatusOr<std::vector<Lack>> LacksOf(rpc::Call& call, const v1::PersonnelPlan& plan, const Planned& planned,
                                          absl::CivilDay day) {
  // An exception from a freeze is used up by the tenure alone.
  const rpc::Changes before = call.changes();
  auto lacks = Judgement(call, plan, planned, day).Judge();
  call.changes() = before;
  return lacks;
}

absl::StatusOr<v1::FillPositionSlotRequest> FillingOf(rpc::Call& call, const v1::PlanPart& part,
                                                      const v1::PlanEntry& entry, const v1::Basis& decision,
                                                      absl::CivilDay day) {
  v1::FillPositionSlotRequest filling;
  filling.set_name(part.position());
  ASSIGN_OR_RETURN(*filling.mutable_person(), StandingName(call, entry.person()));
  *filling.mutable_from_date() = civil::ToDate(day);
  *filling.mutable_basis() = decision;
  filling.set_exception(entry.exception());
  filling.set_concurrent_reason(entry.concurrent_reason());
  return filling;
}

}  // namespace congress::dossiers
