// Problems in which who attends decides the cost: the cheapest ways to share the meetings among members and stand-ins
// are looked for first, and then days for them.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>

#include "services/scheduling/domain/solver/exhaust.h"
#include "services/scheduling/domain/solver/search.h"

namespace congress::scheduling::solver {

class Sharing {
 public:
  // Of more meetings nobody can try all ways to share them.
  static constexpr int kMost = 40;

  // `beside` is what everything but attendance costs at least; days are looked for at `heat`. Ends early once `over`
  // says so.
  Sharing(const Model& model, uint64_t seed, int64_t beside, int64_t heat, std::function<bool()> over)
      : model_(model), seed_(seed), beside_(beside), heat_(heat), over_(std::move(over)) {}

  // Looks for the cheapest schedule that breaks nothing and costs less than `below`, and for the proof that there is
  // none. Gives up after what so many changes of a schedule take, but for what the last way to share takes.
  Exhausted Run(int64_t below, int64_t changes);

 private:
  // Gives days to the cheapest attendances that are found.
  void TryCheapest();
  // Looks for days for these attendees; what costs less than `below_` is the new best.
  bool FindDays(const Attendees& attendees);

  const Model& model_;
  const uint64_t seed_;
  const int64_t beside_;
  const int64_t heat_;
  const std::function<bool()> over_;
  int64_t below_ = 0;
  int64_t steps_ = 0;
  Exhausted result_;
};

}  // namespace congress::scheduling::solver
