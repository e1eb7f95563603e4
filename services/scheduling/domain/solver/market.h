// Prices under which many choices, each made for itself, come to as much as possible: how bounds find their
// certificates.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "services/scheduling/domain/solver/bound.h"
#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 4;

// What a cell offers: so many at so much each, dearer ones behind.
struct Offer {
  int64_t count;
  int64_t price;
};

// A choice of a meeting: what it costs by itself, and the cells of which it takes one each.
struct Choice {
  int64_t own = 0;
  std::vector<int> cells;
};

// One kind of choices that meetings make, and prices of cells under which the choices, each for itself, come to as much
// as possible. That is a linear programme and its dual; prices and shares of choices approach each other in turn
// (Chambolle and Pock's primal-dual method, begun anew at its averages). Whatever it finds is a certificate: only how
// good it is depends on the method.
class Market {
 public:
  Market(const Model& model, Ask ask)
      : model_(model), problem_(model.problem()), ask_(ask), scale_(int64_t{problem_.policy.km_step} << 14) {}

  int64_t scale() const { return scale_; }

  // By cell, in parts of a point; those of kilometres for one kilometre. Goes on where it was.
  const std::vector<int64_t>& Run(int64_t rounds);

 protected:
  int64_t Price(Rule rule) const {
    if (model_.blocks(rule)) return ask_ == Ask::kCost ? kNever : scale_;
    return ask_ == Ask::kCost ? model_.weight(rule) * scale_ : 0;
  }
  int64_t Own(int cost) const { return ask_ == Ask::kCost ? cost * scale_ : 0; }
  // Offers are in the order of their prices. Who may sell below `least` takes whatever is left.
  void AddCell(std::vector<Offer> offers, int64_t least) {
    offers_.push_back(std::move(offers));
    least_.push_back(least);
  }

  const Model& model_;
  const Problem& problem_;
  const Ask ask_;
  const int64_t scale_;
  std::vector<std::vector<Choice>> choices_;
  std::vector<int> km_;             // By meeting; a choice takes so many of the cell behind its first.
  std::vector<size_t> travellers_;  // Cells of kilometres, in steps.

 private:
  // Shares are so manieth parts.
  static constexpr int64_t kWhole = 1 << 16;
  static constexpr int64_t kEvery = 64;
  static constexpr int64_t kAveraged = 512;

  void Begin();
  void ForgetAverages();
  int64_t step() const { return problem_.policy.km_step; }

  int64_t Cost(const Choice& choice, size_t i, const std::vector<int64_t>& prices) const;

  // Moves shares from dear choices to cheap ones, and notes the use that this foretells.
  void Shift(size_t i);

  // Raises prices of what is used more than is offered for them, and lowers others.
  void Reprice();

  // The nearest prices of steps that add up to 0, those above 0 to no more than the weight of a step: what lies above
  // one mark and below another, or the distance from the mean.
  void LevelKilometres();

  // Keeps prices that are worth more than the best, in the form that a certificate has.
  void Try(std::vector<int64_t> prices);

  std::vector<std::vector<Offer>> offers_;
  std::vector<int64_t> least_, price_, use_, wish_, price_sum_, share_sum_, best_;
  std::vector<size_t> first_;   // By meeting: where its shares begin.
  std::vector<int64_t> share_;  // By choice.
  // How much a choice takes and how much is taken of a cell, at most: whoever touches less may move further (Pock and
  // Chambolle's preconditioning). Shares and prices are held in balance.
  std::vector<int64_t> taken_, weight_;
  int64_t balance_ = 1;
  int64_t averaged_ = 0;
  int64_t best_value_ = 0;
};

}  // namespace congress::scheduling::solver
