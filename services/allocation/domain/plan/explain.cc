#include "services/allocation/domain/plan/explain.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/compare.h"
#include "services/allocation/domain/plan/explain_pool.h"
#include "services/allocation/domain/plan/last_seats.h"
#include "services/allocation/domain/plan/margins.h"
#include "services/allocation/domain/plan_line.h"
#include "services/allocation/domain/rules/unit_rules.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using status::Metadata;
using status::Teller;

// Tells the lines of a plan. The plan outlives it, and its rule set stays as it is.
class LineTeller {
 public:
  LineTeller(const v1::AllocationPlan& plan, status::Language language)
      : plan_(plan), tell_(language), rules_(plan.rule()), pools_(plan, language) {}

  // Also the sentences of the line's pools.
  std::vector<std::string> Tell(v1::AllocationLine* line) const {
    const Base base = rules_.BaseOf(*line);
    const std::string because = tell_(
        base.because, {{"kind", KindName(line->kind(), tell_.language())}, {"units", StrCat(line->merged_units())}});
    std::vector<std::string> sentences = {
        tell_(v1::AllocationLine::BASE, {{"seats", StrCat(line->base_seats())}, {"because", because}})};
    if (plan_.rule().has_member_step()) sentences.push_back(Members(*line));
    for (v1::PoolSeats& pool : *line->mutable_pools()) {
      pool.set_explanation(pools_.Explain(*line, pool));
      sentences.push_back(pool.explanation());
    }
    if (const v1::Addition* addition = rules_.AdditionOf(*line); addition != nullptr) {
      sentences.push_back(
          tell_(v1::AllocationLine::ADDITION, {{"seats", StrCat(addition->seats())}, {"reason", addition->reason()}}));
    }
    sentences.push_back(Sum(*line));
    line->set_explanation(absl::StrJoin(sentences, " "));
    return sentences;
  }

 private:
  std::string Members(const v1::AllocationLine& line) const {
    const v1::MemberStep& step = plan_.rule().member_step();
    if (!step.has_open_total() && line.remainder_denominator() == 0) {
      return tell_(v1::AllocationLine::NOTHING_BY_MEMBERS);
    }
    const auto outcome = line.remainder_seat() ? v1::AllocationLine::ONE_MORE : v1::AllocationLine::NO_MORE;
    Metadata facts = {{"members", StrCat(line.members())},
                      {"basis", BasisInWords(line.members_basis(), tell_.language())},
                      {"whole", StrCat(line.whole_seats())},
                      {"remainder", StrCat(line.remainder_numerator())},
                      {"outcome", tell_(outcome, {{"seats", StrCat(line.member_seats())}})}};
    if (step.has_open_total()) {
      facts.emplace_back("members_per_seat", StrCat(step.open_total().members_per_seat()));
      facts.emplace_back("rule", InWords(step.open_total(), tell_));
      return tell_(v1::AllocationLine::MEMBERS_OPEN, facts);
    }
    facts.emplace_back("seats", StrCat(plan_.totals().member_seats()));
    facts.emplace_back("all_members", StrCat(plan_.totals().members()));
    facts.emplace_back("denominator", StrCat(line.remainder_denominator()));
    const v1::Step& round = plan_.step();
    if (round.round_step() == 0) return tell_(v1::AllocationLine::MEMBERS_FITTED, facts);
    facts.emplace_back("round_step", StrCat(round.round_step()));
    facts.emplace_back("round_threshold", StrCat(round.round_threshold()));
    facts.emplace_back("round_remainder", StrCat(line.members() - line.whole_seats() * round.round_step()));
    return tell_(v1::AllocationLine::MEMBERS_FITTED_ROUND, facts);
  }

  std::string Sum(const v1::AllocationLine& line) const {
    const bool less = plan_.rule().ex_officio_within_seats() && line.ex_officio_seats() > 0;
    return tell_(less ? v1::AllocationLine::SUM_LESS_EX_OFFICIO : v1::AllocationLine::SUM,
                 {{"base", StrCat(line.base_seats())},
                  {"by_members", StrCat(line.member_seats())},
                  {"addition", StrCat(line.addition_seats())},
                  {"ex_officio", StrCat(line.ex_officio_seats())},
                  {"seats", StrCat(line.seats())}});
  }

  const v1::AllocationPlan& plan_;
  const Teller tell_;
  const UnitRules rules_;
  const PoolTeller pools_;
};

std::string TellTie(const v1::Tie& tie, const v1::AllocationPlan& plan, const LineNames& names, const Teller& tell) {
  const auto pool = std::find_if(plan.rule().pools().begin(), plan.rule().pools().end(),
                                 [&](const v1::Pool& one) { return one.id() == tie.pool(); });
  const bool of_pool = pool != plan.rule().pools().end();
  std::vector<std::string> sentences = {
      tell(of_pool ? v1::Tie::CLAIMS : v1::Tie::REMAINDERS, {{"pool", of_pool ? pool->display_name() : ""},
                                                             {"organisations", names.Of(tie.organisations())},
                                                             {"seats", StrCat(tie.seats_at_stake())},
                                                             {"tied", StrCat(tie.organisations_size())}})};
  std::vector<std::string> steps;
  for (const v1::TieStep& step : tie.steps()) {
    steps.push_back(tell(step.with_rest() ? v1::Tie::STEP_WITH_REST : v1::Tie::STEP,
                         {{"seats", StrCat(step.seats())}, {"organisations", names.Of(step.keys())}}));
  }
  if (!steps.empty()) sentences.push_back(tell(v1::Tie::STEPS, {{"steps", absl::StrJoin(steps, "; ")}}));
  if (tie.winners().empty()) {
    sentences.push_back(tell(v1::Tie::OPEN));
  } else {
    sentences.push_back(
        tell(plan.has_lot() ? v1::Tie::DRAWN : v1::Tie::DECIDED, {{"rule", tell(tie.tie_rule())},
                                                                  {"lot", plan.lot().name()},
                                                                  {"drawn_by", plan.lot().drawn_by()},
                                                                  {"winners", names.Of(tie.winners())}}));
  }
  return absl::StrJoin(sentences, " ");
}

// The pools with their seats: `Theo đảng viên (…): 800 đại biểu; …`.
std::string ExplainPools(const v1::AllocationPlan& plan, const Teller& tell) {
  if (plan.rule().has_member_step()) return "";
  std::vector<std::string> pools;
  for (const v1::PoolOutcome& pool : plan.pools()) {
    const auto rule = std::find_if(plan.rule().pools().begin(), plan.rule().pools().end(),
                                   [&](const v1::Pool& one) { return one.id() == pool.pool(); });
    const v1::Pool& known = rule == plan.rule().pools().end() ? v1::Pool::default_instance() : *rule;
    pools.push_back(
        tell(v1::Step::POOL,
             {{"pool", pool.display_name()}, {"way", InWords(known, tell)}, {"seats", StrCat(pool.seats())}}));
  }
  return StrCat(absl::StrJoin(pools, "; "), ".");
}

// `Xã A, Xã B` of those whose change has this sign.
std::string NamesOf(const google::protobuf::RepeatedPtrField<v1::SeatChange>& changes, bool gain) {
  std::vector<std::string> names;
  for (const v1::SeatChange& change : changes) {
    if ((change.change() > 0) == gain) names.push_back(change.display_name());
  }
  return absl::StrJoin(names, ", ");
}

// Who has the last seat of each pool, and who would have the next.
void ExplainEdges(const v1::AllocationPlan& plan, const Teller& tell, v1::ExplainUnitResponse* answer) {
  for (int i = 0; i + 1 < answer->around_last_seat_size(); ++i) {
    const v1::RemainderRank& last = answer->around_last_seat(i);
    const v1::RemainderRank& next = answer->around_last_seat(i + 1);
    if (!last.won() || next.won() || last.pool() != next.pool()) continue;
    // Of an open tie nobody has the last seat.
    const bool open = std::any_of(plan.ties().begin(), plan.ties().end(), [&](const v1::Tie& tie) {
      return tie.winners().empty() && (tie.pool().empty() || tie.pool() == last.pool());
    });
    if (open) continue;
    const auto pool = std::find_if(plan.pools().begin(), plan.pools().end(),
                                   [&](const v1::PoolOutcome& one) { return one.pool() == last.pool(); });
    const bool named = !plan.rule().has_member_step() && pool != plan.pools().end();
    answer->add_sentences(tell(named ? v1::ExplainUnitResponse::LAST_SEAT_OF_POOL : v1::ExplainUnitResponse::LAST_SEAT,
                               {{"pool", named ? pool->display_name() : ""},
                                {"last", last.display_name()},
                                {"last_claim", last.claim()},
                                {"next", next.display_name()},
                                {"next_claim", next.claim()}}));
  }
}

// What would change the line, and who stands around the last seat.
// Each part gives the seats out anew some dozen times.
absl::Status ExplainMargins(const v1::AllocationPlan& plan, int place, const Teller& tell, const status::Wanted& wanted,
                            v1::ExplainUnitResponse* answer) {
  using Answer = v1::ExplainUnitResponse;
  RETURN_IF_ERROR(status::Ask(wanted));
  constexpr int kRanks = 5;
  const v1::AllocationLine& line = plan.lines(place);
  if (const auto enough = MembersToGain(plan, place); enough.has_value()) {
    answer->set_members_to_gain(*enough - line.members());
    answer->add_sentences(
        tell(Answer::TO_GAIN, {{"members", StrCat(answer->members_to_gain())}, {"all", StrCat(*enough)}}));
  }
  RETURN_IF_ERROR(status::Ask(wanted));
  answer->set_members_to_spare(line.members() - MembersToKeep(plan, place));
  answer->add_sentences(tell(Answer::TO_SPARE, {{"members", StrCat(answer->members_to_spare())}}));
  RETURN_IF_ERROR(status::Ask(wanted));
  for (v1::RemainderRank& rank : AroundTheLastSeats(plan, kRanks)) *answer->add_around_last_seat() = std::move(rank);
  ExplainEdges(plan, tell, answer);
  for (v1::SeatChange& change : WithSeats(plan, 1)) *answer->add_with_one_more() = std::move(change);
  for (v1::SeatChange& change : WithSeats(plan, -1)) *answer->add_with_one_fewer() = std::move(change);
  if (const std::string next = NamesOf(answer->with_one_more(), true); !next.empty()) {
    answer->add_sentences(tell(Answer::ONE_MORE, {{"organisations", next}}));
  }
  if (const std::string lost = NamesOf(answer->with_one_more(), false); !lost.empty()) {
    answer->add_sentences(tell(Answer::PARADOX, {{"organisations", lost}}));
  }
  return absl::OkStatus();
}

}  // namespace

void TellPlan(status::Language language, v1::AllocationPlan* plan) {
  const Teller tell(language);
  const LineTeller lines(*plan, language);
  for (v1::AllocationLine& line : *plan->mutable_lines()) lines.Tell(&line);
  if (plan->rule().has_member_step()) {
    for (v1::PoolOutcome& pool : *plan->mutable_pools()) pool.set_display_name(tell(v1::PoolOutcome::BY_MEMBERS));
  }
  TellTies(language, plan);
  const LineNames names(*plan);
  for (int i = 0; i < std::min(plan->targets_size(), plan->target_spreads_size()); ++i) {
    TellSpread(plan->targets(i), names, tell, plan->mutable_target_spreads(i));
  }
  for (v1::AllocationDifference& change : *plan->mutable_changes()) TellReasons(tell, &change);
}

void TellTies(status::Language language, v1::AllocationPlan* plan) {
  if (plan->ties().empty()) return;
  const LineNames names(*plan);
  for (v1::Tie& tie : *plan->mutable_ties()) tie.set_explanation(TellTie(tie, *plan, names, Teller(language)));
}

std::string ExplainTie(const v1::Tie& tie, const v1::AllocationPlan& plan, status::Language language) {
  return TellTie(tie, plan, LineNames(plan), Teller(language));
}

std::string ExplainStep(const v1::AllocationPlan& plan, status::Language language) {
  const Teller tell(language);
  const v1::Step& step = plan.step();
  if (step.numerator() == 0) return ExplainPools(plan, tell);
  if (plan.rule().member_step().has_open_total()) {
    return tell(v1::Step::FIXED, {{"members_per_seat", StrCat(step.numerator())},
                                  {"rule", InWords(plan.rule().member_step().open_total(), tell)}});
  }
  return tell(step.round_step() > 0 ? v1::Step::FITTED_ROUND : v1::Step::FITTED,
              {{"numerator", StrCat(step.numerator())},
               {"denominator", StrCat(step.denominator())},
               {"round_step", StrCat(step.round_step())},
               {"round_threshold", StrCat(step.round_threshold())}});
}

absl::StatusOr<v1::ExplainUnitResponse> ExplainUnit(v1::AllocationPlan plan, const std::string& organisation,
                                                    status::Language language, const status::Wanted& wanted) {
  const int place = PlaceOf(plan, organisation);
  if (place < 0) return NotInPlan(plan, organisation);
  v1::ExplainUnitResponse answer;
  for (std::string& sentence : LineTeller(plan, language).Tell(plan.mutable_lines(place))) {
    answer.add_sentences(std::move(sentence));
  }
  *answer.mutable_line() = plan.lines(place);
  *answer.mutable_step() = plan.step();
  answer.set_basis(
      StrCat(plan.rule().display_name(), " (", absl::StrReplaceAll(plan.rule().legal_basis(), {{"\n", "; "}}), ")"));
  if (std::string step = ExplainStep(plan, language); !step.empty()) answer.add_sentences(std::move(step));
  const LineNames names(plan);
  for (const v1::Tie& tie : plan.ties()) {
    if (std::find(tie.organisations().begin(), tie.organisations().end(), organisation) == tie.organisations().end()) {
      continue;
    }
    v1::Tie& told = *answer.add_ties();
    told = tie;
    told.set_explanation(TellTie(tie, plan, names, Teller(language)));
    answer.add_sentences(told.explanation());
  }
  RETURN_IF_ERROR(ExplainMargins(plan, place, Teller(language), wanted, &answer));
  return answer;
}

}  // namespace congress::allocation
