#include "services/dossiers/domain/step_results.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/ballot.h"
#include "services/dossiers/domain/basis.h"

namespace congress::dossiers {
namespace {

using Step = v1::StepState;
using Rule = v1::ProcessStep;
using PersonSet = std::set<std::string>;

// What is asked of the result by itself, whatever the process.
absl::Status CheckFieldsOf(const Rule& rule, const v1::StepResult& result, const Actor& actor) {
  status::Violations violations;
  if (civil::FromDate(result.date()) > civil::Today(actor.now)) {
    violations.Add("step_result.date", status::PlatformFault::IN_FUTURE);
  }
  const bool votes =
      result.issued() + result.returned() + result.valid() + result.invalid() + result.stated_base() > 0 ||
      !result.tallies().empty();
  if (rule.act() != Rule::BALLOT && votes) violations.Add("step_result", v1::OF_BALLOTS_ONLY);
  if (rule.act() == Rule::BALLOT && rule.base() == Rule::STATED) {
    if (result.stated_base() == 0) violations.Add("step_result.stated_base", status::PlatformFault::REQUIRED);
    if (result.stated_base_source().empty()) {
      violations.Add("step_result.stated_base_source", status::PlatformFault::REQUIRED);
    }
  }
  return violations.ToStatus();
}

// The days between which the result may be: the window of its step, and those of the results around it.
absl::Status CheckDay(const Proceeding& proceeding, const Step& step, const v1::StepResult& result) {
  const absl::CivilDay day = civil::FromDate(result.date());
  const bool early = step.has_opens_date() && day < civil::FromDate(step.opens_date());
  if (early || (step.has_closes_date() && day > civil::FromDate(step.closes_date()))) {
    return status::FailedPrecondition(v1::STEP_CLOSED,
                                      {{"step", step.step_id()},
                                       {"date", civil::Format(day)},
                                       {"opens_date", civil::Format(civil::FromDate(step.opens_date()))},
                                       {"closes_date", civil::Format(civil::FromDate(step.closes_date()))}});
  }
  const auto place = [&](const v1::StepResult& one) {
    return std::pair(PlaceOf(proceeding.rules, one.step_id()), one.round());
  };
  for (const v1::StepResult* other : ResultsInForce(proceeding)) {
    const absl::CivilDay that = civil::FromDate(other->date());
    const bool before = place(*other) < place(result) && that > day;
    if (before || (place(*other) > place(result) && that < day)) {
      return OutOfOrder(proceeding.process, step.step_id(), "day", civil::Format(that));
    }
  }
  return absl::OkStatus();
}

// FAILED_PRECONDITION `TALLIES_DIFFER` unless each of these, and nobody else, was voted on.
absl::Status CheckPersons(const v1::PersonnelProcess& process, const std::vector<std::string>& standing,
                          const v1::StepResult& result) {
  const auto differ = [&](std::string_view cause, const std::string& person) {
    return status::FailedPrecondition(v1::TALLIES_DIFFER,
                                      {{"name", process.name()}, {"cause", std::string(cause)}, {"person", person}});
  };
  PersonSet left(standing.begin(), standing.end());
  for (const v1::Tally& tally : result.tallies()) {
    if (left.erase(tally.person()) == 0) return differ("other", tally.person());
  }
  return left.empty() ? absl::OkStatus() : differ("missing", *left.begin());
}

PersonSet ChosenOf(const v1::StepResult& result, bool (v1::Choice::*is)() const) {
  PersonSet persons;
  for (const v1::Choice& choice : result.choices()) {
    if ((choice.*is)()) persons.insert(choice.person());
  }
  return persons;
}

// The places that the earlier ballots of the step have left.
int PlacesLeft(const Proceeding& proceeding, const Rule& rule, int round) {
  if (!rule.limit_to_seats()) return kUnlimited;
  int places = proceeding.process.seat_count();
  for (const v1::StepResult* result : ResultsInForce(proceeding)) {
    if (result->step_id() != rule.step_id() || result->round() >= round) continue;
    places -= static_cast<int>(ChosenOf(*result, &v1::Choice::chosen).size());
  }
  return places;
}

// Checks all of a result of the step but whose turn it is, and says what follows from its votes.
absl::Status CountVotes(const Proceeding& proceeding, const Step& step, const std::vector<std::string>& standing,
                        const Actor& actor, v1::StepResult* result) {
  const Rule& rule = proceeding.rules.steps(PlaceOf(proceeding.rules, step.step_id()));
  RETURN_IF_ERROR(CheckFieldsOf(rule, *result, actor));
  RETURN_IF_ERROR(CheckDay(proceeding, step, *result));
  RETURN_IF_ERROR(CheckBallots(rule, *result));
  if (rule.act() != Rule::BALLOT) return absl::OkStatus();
  RETURN_IF_ERROR(CheckPersons(proceeding.process, standing, *result));
  const int places = PlacesLeft(proceeding, rule, result->round());
  const int64_t most = MostCandidates(rule, proceeding.process.seat_count());
  if (result->tallies_size() > most) {
    return status::FailedPrecondition(v1::SURPLUS_EXCEEDED, {{"name", proceeding.process.name()},
                                                             {"step", step.step_id()},
                                                             {"candidates", StrCat(result->tallies_size())},
                                                             {"most", StrCat(most)}});
  }
  Choose(rule, places, result);
  return absl::OkStatus();
}

// Names and signs the result, and lets the process follow from it.
Recorded Filed(Proceeding proceeding, v1::StepResult result, std::vector<v1::StepResult> changed, const Actor& actor) {
  result.set_organisation(proceeding.process.organisation());
  *result.mutable_record_time() = civil::ToTimestamp(actor.now);
  result.set_recorded_by(actor.subject);
  result.set_recorded_person(actor.person);
  proceeding.results.push_back(result);
  Recount(&proceeding);
  *proceeding.process.mutable_update_time() = result.record_time();
  changed.insert(changed.begin(), std::move(result));
  return {.process = std::move(proceeding.process), .results = std::move(changed)};
}

std::string FreeName(const Proceeding& proceeding, const v1::StepResult& result) {
  const std::string plain = StrCat(proceeding.process.name(), "/results/", result.step_id(), "-", result.round());
  const auto taken = [&](const std::string& name) {
    return std::any_of(proceeding.results.begin(), proceeding.results.end(),
                       [&](const v1::StepResult& one) { return one.name() == name; });
  };
  std::string name = plain;
  for (int i = 2; taken(name); ++i) name = StrCat(plain, "-", i);
  return name;
}

absl::Status NotInForce(const v1::StepResult& result) {
  return status::FailedPrecondition(
      v1::RESULT_NOT_IN_FORCE,
      {{"name", result.name()},
       {"replaced_by", result.corrected_by().empty() ? result.voided_by() : result.corrected_by()}});
}

Step& StepOf(const v1::ProcessTemplate& rules, std::string_view step_id, v1::PersonnelProcess* process) {
  return *process->mutable_steps(PlaceOf(rules, step_id));
}

}  // namespace

absl::StatusOr<Recorded> RecordResult(Proceeding proceeding, std::string_view step_id, v1::StepResult result,
                                      const Actor& actor) {
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  RETURN_IF_ERROR(RequireTurn(&process, step_id));
  const Step& step = StepOf(proceeding.rules, step_id, &process);
  result.set_step_id(std::string(step_id));
  result.set_round(std::max(result.round(), 1));
  // So a ballot that is sent twice is not taken for the next one.
  if (result.round() != step.results_size() + 1) {
    return OutOfOrder(process, step_id, "round", StrCat(step.results_size() + 1));
  }
  if (result.body().empty()) result.set_body(proceeding.rules.steps(PlaceOf(proceeding.rules, step_id)).body());
  RETURN_IF_ERROR(CountVotes(proceeding, step, Standing(process, step), actor, &result));
  result.set_name(FreeName(proceeding, result));
  return Filed(std::move(proceeding), std::move(result), {}, actor);
}

absl::StatusOr<Recorded> CorrectResult(Proceeding proceeding, std::string_view name, v1::StepResult result,
                                       const std::string& reason, bool void_later, const Actor& actor) {
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  const auto old = std::find_if(proceeding.results.begin(), proceeding.results.end(),
                                [&](const v1::StepResult& one) { return one.name() == name; });
  if (!InForce(*old)) return NotInForce(*old);
  result.set_step_id(old->step_id());
  result.set_round(old->round());
  result.set_corrects(old->name());
  result.set_correction_reason(reason);
  if (result.body().empty()) result.set_body(old->body());
  result.set_name(FreeName(proceeding, result));
  std::vector<std::string> standing;
  for (const v1::Tally& tally : old->tallies()) standing.push_back(tally.person());
  old->set_corrected_by(result.name());
  std::vector<v1::StepResult> changed = {*old};
  Step& step = StepOf(proceeding.rules, result.step_id(), &process);
  const Rule& rule = proceeding.rules.steps(PlaceOf(proceeding.rules, result.step_id()));
  RETURN_IF_ERROR(CheckBallots(rule, result));
  const bool differs = [&] {
    v1::StepResult counted = result;
    Choose(rule, PlacesLeft(proceeding, rule, result.round()), &counted);
    return ChosenOf(counted, &v1::Choice::chosen) != ChosenOf(*old, &v1::Choice::chosen) ||
           ChosenOf(counted, &v1::Choice::tied) != ChosenOf(*old, &v1::Choice::tied);
  }();
  if (differs) {
    const auto place = [&](const v1::StepResult& one) {
      return std::pair(PlaceOf(proceeding.rules, one.step_id()), one.round());
    };
    std::vector<v1::StepResult*> later;
    for (v1::StepResult& one : proceeding.results) {
      if (InForce(one) && place(one) > place(result)) later.push_back(&one);
    }
    if (!void_later && (!later.empty() || step.has_settlement())) {
      return status::FailedPrecondition(
          v1::LATER_STEP_DEPENDS,
          {{"name", std::string(name)}, {"later", later.empty() ? step.step_id() : later.front()->name()}});
    }
    for (v1::StepResult* one : later) {
      one->set_voided_by(result.name());
      changed.push_back(*one);
    }
    Unsettle(&step);
  }
  RETURN_IF_ERROR(CountVotes(proceeding, step, standing, actor, &result));
  return Filed(std::move(proceeding), std::move(result), std::move(changed), actor);
}

absl::StatusOr<v1::PersonnelProcess> Settle(Proceeding proceeding, std::string_view step_id, v1::Settlement settlement,
                                            const Actor& actor) {
  RETURN_IF_ERROR(RequireBasis(settlement.basis()));
  v1::PersonnelProcess& process = proceeding.process;
  RETURN_IF_ERROR(RequireRunning(process));
  status::Violations violations;
  const int place = PlaceOf(proceeding.rules, step_id);
  if (place < 0) violations.Add("step_id", v1::STEP_UNKNOWN);
  RETURN_IF_ERROR(violations.ToStatus());
  Step& step = *process.mutable_steps(place);
  // One that nothing was built on is corrected by another.
  const bool last = place + 1 == process.steps_size() || process.steps(place + 1).results().empty();
  if (step.has_settlement() && last) {
    Unsettle(&step);
    Recount(&proceeding);
  }
  if (step.state() != Step::TIED && step.state() != Step::SHORT) return OutOfOrder(process, step_id, "settled");
  const bool choose = settlement.outcome() == v1::Settlement::CHOOSE;
  PersonSet tied;
  if (choose && step.state() == Step::TIED) tied.insert(step.run_off().begin(), step.run_off().end());
  for (int i = 0; i < settlement.persons_size(); ++i) {
    // Each but once.
    if (tied.erase(settlement.persons(i)) == 0) violations.Add(StrCat("persons[", i, "]"), v1::NOT_TIED);
  }
  const int places = PlacesLeft(proceeding, proceeding.rules.steps(place), step.results_size() + 1);
  if (choose && settlement.persons().empty()) violations.Add("persons", status::PlatformFault::REQUIRED);
  if (settlement.persons_size() > places) {
    violations.Add("persons", v1::MORE_THAN_PLACES, {{"places", StrCat(places)}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  *settlement.mutable_time() = civil::ToTimestamp(actor.now);
  settlement.set_account(actor.subject);
  settlement.set_person(actor.person);
  *process.mutable_update_time() = settlement.time();
  *step.mutable_settlement() = std::move(settlement);
  Recount(&proceeding);
  return std::move(process);
}

absl::StatusOr<v1::StepResult> AttachMinutes(v1::StepResult result, const v1::StepMinutes& minutes) {
  if (minutes.file_sha256().size() != 32) {
    status::Violations violations;
    violations.Add("minutes.file_sha256", v1::NOT_A_SHA256);
    return violations.ToStatus();
  }
  if (!InForce(result)) return NotInForce(result);
  if (result.minutes().has_content()) {
    return status::FailedPrecondition(v1::MINUTES_PRESENT, {{"name", result.name()}});
  }
  *result.mutable_minutes() = minutes;
  return result;
}

}  // namespace congress::dossiers
