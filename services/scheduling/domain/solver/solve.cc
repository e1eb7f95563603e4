#include "services/scheduling/domain/solver/solve.h"

#include <algorithm>
#include <limits>

#include "services/scheduling/domain/solver/exhaust.h"
#include "services/scheduling/domain/solver/packing.h"
#include "services/scheduling/domain/solver/random.h"
#include "services/scheduling/domain/solver/search.h"
#include "services/scheduling/domain/solver/session_bound.h"
#include "services/scheduling/domain/solver/sharing.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kCold = 30;
constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

class Run {
 public:
  Run(const Problem& problem, const Effort& effort, bool first_will_do)
      : problem_(problem),
        effort_(effort),
        first_will_do_(first_will_do),
        model_(problem),
        random_(effort.seed),
        patience_(effort.wanted, 16) {
    is_held_ = IsHeld();
    most_ = is_held_ ? std::max<int64_t>(1, effort.most / 64) : effort.most;
    // Warm enough that what costs an average weight is now and then accepted, cold enough at the end that nothing is.
    int64_t weights = 0;
    int64_t count = 0;
    for (size_t rule = 0; rule < static_cast<size_t>(Rule::kMovedDay); ++rule) {
      const int64_t weight = model_.weight(static_cast<Rule>(rule));
      weights += weight;
      count += weight > 0 ? 1 : 0;
    }
    hot_ = count == 0 ? 1000 : std::max<int64_t>(20, weights * (is_held_ ? 250 : 500) / count);
    hottest_ = is_held_ ? hot_ : std::max(hot_, HeatOfSpread());
  }

  Answer Go() {
    if (HasNoChoice()) {
      answer_.outcome = Outcome::kInfeasible;
      return answer_;
    }
    if (problem_.meetings.empty()) {
      answer_.outcome = Outcome::kFound;
      answer_.verdict = Verify(problem_, {});
      answer_.bound.value = answer_.verdict.cost;
      return answer_;
    }
    Search search(model_, effort_.seed);
    if (!effort_.begin.empty()) search.Begin(effort_.begin);
    if (effort_.proved.has_value()) {
      answer_.bound = *effort_.proved;
      is_bounded_ = true;
    }
    FindFirst(&search);
    if (answer_.outcome == Outcome::kUnknown && search.best_faults() == 0) answer_.outcome = Outcome::kFound;
    if (answer_.outcome == Outcome::kFound && !first_will_do_) Improve(&search);
    answer_.effort += search.made();
    if (answer_.outcome == Outcome::kInfeasible) return answer_;
    answer_.schedule = search.best();
    answer_.verdict = Verify(problem_, answer_.schedule);
    if (answer_.exhausted) answer_.bound.value = answer_.verdict.cost;
    answer_.unwanted = patience_.status();
    return answer_;
  }

 private:
  // Whether most meetings stay where they are unless that is paid for.
  bool IsHeld() const {
    const auto held = std::count_if(problem_.meetings.begin(), problem_.meetings.end(),
                                    [](const Meeting& meeting) { return meeting.start_hold != Hold::kFree; });
    return 2 * held > static_cast<int64_t>(problem_.meetings.size());
  }
  // Half of what one meeting more of one person does to the spread of travel, on the average: where that is more than
  // other weights, members come to share the way only if a few steps there are accepted that make it much worse.
  int64_t HeatOfSpread() const {
    int64_t km = 0;
    for (const Meeting& meeting : problem_.meetings) km += meeting.km_from_centre;
    const int64_t steps = km * 500 / (std::max(1, model_.meetings()) * problem_.policy.km_step);
    return model_.weight(Rule::kTravelSpread) * steps;
  }
  bool HasNoChoice() const {
    for (int i = 0; i < model_.meetings(); ++i) {
      if (model_.starts(i).empty() || (model_.meeting(i).group >= 0 && model_.approvals(i).empty()) ||
          (model_.meeting(i).attended && model_.attendees(i).empty())) {
        return true;
      }
    }
    return false;
  }

  void Tell(const Search& search) {
    if (!effort_.progress || search.best_cost() >= told_) return;
    told_ = search.best_cost();
    const Verdict verdict = Verify(problem_, search.best());
    effort_.progress({answer_.effort + search.made(), verdict.cost, verdict.counts, answer_.bound.value});
  }
  bool Enough(const Search& search) {
    if (patience_.Over()) return true;
    if (search.best_faults() > 0) return false;
    Tell(search);
    return is_bounded_ && search.best_cost() <= answer_.bound.value;
  }

  // Anneals, longer each time, until nothing is broken; proofs that it cannot be are tried in between.
  void FindFirst(Search* search) {
    const auto enough = [&] { return patience_.Over() || search->best_faults() == 0; };
    int64_t length = std::max(50'000, 500 * model_.meetings());
    for (int turn = 0; search->best_faults() > 0 && search->made() < most_ && !patience_.Over(); ++turn) {
      search->Anneal(std::min(length, most_ - search->made()), turn % 2 == 0 ? hot_ : hot_ / kCold, hot_ / kCold,
                     enough);
      if (search->best_faults() == 0 || patience_.Over()) return;
      // Most refutations come soon; the rest is worth its time only where the search stays without luck.
      if (turn == 0 || turn == 5) {
        answer_.bound = FindBound(model_, Ask::kFaults, turn == 0 ? std::min<int64_t>(512, Rounds()) : Rounds(), 1);
        if (answer_.bound.value > 0) {
          answer_.outcome = Outcome::kInfeasible;
          return;
        }
      }
      const int64_t steps = std::min(length / 4, most_);
      const Exhausted tried = Exhaust(model_, kNoLimit, steps);
      answer_.effort += steps;
      if (tried.complete && tried.best.empty()) {
        answer_.outcome = Outcome::kInfeasible;
        answer_.bound = {};
        answer_.exhausted = true;
        return;
      }
      if (!tried.best.empty()) {
        search->Begin(tried.best);
        continue;
      }
      if (turn % 2 == 0) {
        Schedule packed(problem_.meetings.size());
        const std::vector<int> starts = PackStarts(model_);
        for (size_t i = 0; i < packed.size(); ++i) packed[i].start = starts[i];
        search->Begin(packed);
        length *= 2;
      }
    }
    if (!is_bounded_) answer_.bound = {};
  }

  // A round of prices looks at every choice: large problems get fewer.
  int64_t Rounds() const {
    int64_t choices = 1;
    for (int i = 0; i < model_.meetings(); ++i) {
      choices += static_cast<int64_t>(model_.starts(i).size()) * model_.meeting(i).days +
                 static_cast<int64_t>(model_.attendees(i).size());
    }
    return std::clamp<int64_t>(std::max(effort_.most, effort_.whole) * 6 / choices, 64, is_held_ ? 512 : 4096);
  }

  // Anneals, longer each time, until the cheapest is known to be found or the effort is spent.
  void Improve(Search* search) {
    Tell(*search);
    const auto enough = [&] { return Enough(*search); };
    int64_t length = is_held_ ? 50'000 : 400'000;
    for (int turn = 0; search->made() < most_; ++turn) {
      // The last turn takes what is left, if that is not enough for two.
      const int64_t left = most_ - search->made();
      const int64_t changes = left < 2 * length ? left : length;
      search->Anneal(changes, turn % 2 == 0 ? hottest_ : hot_, hot_ / kCold, enough);
      if (patience_.Over()) return;
      if (!is_bounded_) answer_.bound = FindBound(model_, Ask::kCost, Rounds(), search->best_cost());
      is_bounded_ = true;
      if (enough() || TryAll(search, changes)) return;
      if (turn % 2 == 1 || hottest_ == hot_) length *= 2;
    }
  }

  // Whether everything was tried that could be cheaper than the best.
  bool TryAll(Search* search, int64_t changes) {
    const auto keep = [&](const Exhausted& tried, int64_t steps) {
      answer_.effort += steps;
      answer_.exhausted = tried.complete;
      if (!tried.best.empty()) search->Begin(tried.best);
      return tried.complete;
    };
    if (keep(Exhaust(model_, search->best_cost(), changes / 8), changes / 8)) return true;
    if (model_.meetings() > Sharing::kMost) return false;
    const int64_t beside =
        std::max(CostOfSessionsAndDays(model_), CostBesideAttendance(problem_, answer_.bound.certificate));
    Sharing sharing(model_, random_.Next(), beside, hot_, [&] { return patience_.Over(); });
    return keep(sharing.Run(search->best_cost(), changes), changes);
  }

  const Problem& problem_;
  const Effort& effort_;
  const bool first_will_do_;
  const Model model_;
  Random random_;  // Seeds of what looks beside the search.
  status::Patience patience_;
  bool is_held_ = false;
  bool is_bounded_ = false;  // Whether prices have been tried.
  int64_t most_ = 0;
  int64_t hot_ = 0;
  int64_t hottest_ = 0;  // Of every second turn, from the first on.
  int64_t told_ = kNoLimit;
  Answer answer_;
};

}  // namespace

Answer Solve(const Problem& problem, const Effort& effort) { return Run(problem, effort, false).Go(); }

Answer Decide(const Problem& problem, const Effort& effort) { return Run(problem, effort, true).Go(); }

}  // namespace congress::scheduling::solver
