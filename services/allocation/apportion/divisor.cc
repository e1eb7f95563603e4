#include "services/allocation/apportion/divisor.h"

#include <algorithm>
#include <numeric>

#include "services/allocation/apportion/uint256.h"
#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

int64_t MaximumOf(const Unit& unit) { return unit.weight == 0 ? unit.minimum : unit.maximum; }

// How large numbers get.
struct Size {
  absl::uint128 greatest_weight = 0;
  // No unit gets more.
  int64_t most_seats = 0;
};

// Small numbers are reckoned with where they do. A seat costs at least half the divisor D, and Σ weight / D is at most
// seats + units; where maxima cut some off, others may get anything.
Size SizeOf(const std::vector<Unit>& units, int64_t seats) {
  Size size{.greatest_weight = 0, .most_seats = seats};
  absl::uint128 sum = 0;
  int64_t minimum = 0;
  bool limited = false;
  for (const Unit& unit : units) {
    size.greatest_weight = std::max(size.greatest_weight, unit.weight);
    minimum = std::max(minimum, unit.minimum);
    limited = limited || unit.maximum < kMostSeats;
    sum += unit.weight;
  }
  if (limited || sum == 0) return size;
  const absl::uint128 quotients(static_cast<uint64_t>(seats) + units.size());
  const absl::uint128 most = 2 * (size.greatest_weight * quotients / sum) + 2;
  size.most_seats = std::min(seats, std::max(minimum, static_cast<int64_t>(absl::Uint128Low64(most))));
  return size;
}

// The seats of one call on their way to the right ones. `Word` holds every product of two quotients' parts.
template <class Word>
class Division {
 public:
  // `size`: of the task that `units` and `seats` make.
  Division(const Signposts& signposts, const std::vector<Unit>& units, int64_t seats, const Size& size)
      : signposts_(signposts), units_(units), seats_(seats), size_(size), given_(units.size()) {
    for (const Unit& unit : units) bounds_.push_back({LeastSeats(signposts, unit), MaximumOf(unit)});
  }

  Outcome Run() {
    Begin();
    Fill();
    Exchange();
    return Result();
  }

 private:
  struct Bounds {
    int64_t minimum;
    int64_t maximum;
  };
  // weight / signpost, squared for geometric means.
  struct Ratio {
    Word numerator;
    Word denominator;
  };
  // A seat that may be won or lost, as long as the unit holds `seats`.
  struct Entry {
    Ratio ratio;
    size_t unit;
    int64_t seats;
  };
  using Heap = std::vector<Entry>;

  // The ratio of the unit's seat behind its first `n`.
  Ratio RatioOf(size_t unit, int64_t n) const {
    const auto post = signposts_.At<Word>(n);
    const Word weight = static_cast<Word>(units_[unit].weight);
    const Word power = signposts_.squared() ? weight * weight : weight;
    return {power * post.denominator, post.numerator};
  }
  static bool Less(const Ratio& a, const Ratio& b) { return a.numerator * b.denominator < b.numerator * a.denominator; }
  static bool Same(const Ratio& a, const Ratio& b) {
    return a.numerator * b.denominator == b.numerator * a.denominator;
  }

  Ratio Next(size_t unit) const { return RatioOf(unit, given_[unit]); }
  Ratio Last(size_t unit) const { return RatioOf(unit, given_[unit] - 1); }
  bool MayGain(size_t unit) const { return given_[unit] < bounds_[unit].maximum; }
  bool MayLose(size_t unit) const { return given_[unit] > bounds_[unit].minimum; }

  // Rounds at about the right divisor. Only speed hangs on how near it is: 24 bits of each weight will do, and bounds
  // need not be thought of unless they bind many seats.
  void Begin() {
    const int shift = std::max(0, exact::BitsOf(size_.greatest_weight) - 24);
    uint64_t sum = 0;
    for (const Unit& unit : units_) sum += absl::Uint128Low64(unit.weight >> shift);
    sum = std::max<uint64_t>(sum, 1);
    const auto house = static_cast<uint64_t>(signposts_.ExpectedQuotients(static_cast<int64_t>(units_.size()), seats_));
    for (size_t i = 0; i < units_.size(); ++i) {
      const uint64_t scaled = absl::Uint128Low64(units_[i].weight >> shift) * house;
      Give(i, scaled / sum, static_cast<int64_t>(scaled % sum * 256 / sum));
    }
    // Where a unit of the cut weights is worth more than a seat, errors that cancel out in the total are many seats.
    if (IsNear() && (shift == 0 || house <= sum)) return;
    std::vector<size_t> open(units_.size());
    std::iota(open.begin(), open.end(), size_t{0});
    // Weights far above the others', but bounded, would leave these without digits.
    while (!open.empty() && Narrow(open)) std::erase_if(open, [this](size_t unit) { return !MayGain(unit); });
  }

  bool IsNear() const { return std::abs(total_ - seats_) <= static_cast<int64_t>(units_.size()); }

  void Give(size_t unit, uint64_t whole, int64_t part) {
    const int64_t seats = signposts_.ExpectedSeats(static_cast<int64_t>(std::min<uint64_t>(whole, kMostSeats)), part);
    total_ -= given_[unit];
    given_[unit] = std::clamp(std::min(seats, size_.most_seats), bounds_[unit].minimum, bounds_[unit].maximum);
    total_ += given_[unit];
  }

  // Halves the interval of divisors of the `open` units until their seats are nearly right. Whether trying again, with
  // the units left out that hold all they may, could bring them nearer.
  bool Narrow(const std::vector<size_t>& open) {
    absl::uint128 greatest = 0;
    for (const size_t unit : open) greatest = std::max(greatest, units_[unit].weight);
    const int shift = 126 - exact::BitsOf(greatest);
    absl::uint128 low = 0;
    absl::uint128 high = absl::uint128(1) << 127;
    while (high - low > 1) {
      const absl::uint128 divisor = low + (high - low) / 2;
      for (const size_t unit : open) {
        const absl::uint128 weight = units_[unit].weight << shift;
        const absl::uint128 whole = std::min<absl::uint128>(weight / divisor, kMostSeats);
        const absl::uint128 rest = weight % divisor;
        const absl::uint128 part = divisor < 256 ? rest * 256 / divisor : rest / ((divisor >> 8) + 1);
        Give(unit, absl::Uint128Low64(whole), static_cast<int64_t>(part));
      }
      if (IsNear()) return false;
      (total_ > seats_ ? low : high) = divisor;
    }
    return std::any_of(open.begin(), open.end(), [this](size_t unit) { return !MayGain(unit); });
  }

  static bool WinsLater(const Entry& a, const Entry& b) { return Less(a.ratio, b.ratio); }
  static bool LosesLater(const Entry& a, const Entry& b) { return Less(b.ratio, a.ratio); }

  Heap Winnable() const {
    Heap heap;
    heap.reserve(units_.size());
    for (size_t i = 0; i < units_.size(); ++i) {
      if (MayGain(i)) heap.push_back({Next(i), i, given_[i]});
    }
    std::make_heap(heap.begin(), heap.end(), WinsLater);
    return heap;
  }
  Heap Losable() const {
    Heap heap;
    heap.reserve(units_.size());
    for (size_t i = 0; i < units_.size(); ++i) {
      if (MayLose(i)) heap.push_back({Last(i), i, given_[i]});
    }
    std::make_heap(heap.begin(), heap.end(), LosesLater);
    return heap;
  }
  void AddWinnable(size_t unit, Heap* heap) const {
    if (!MayGain(unit)) return;
    heap->push_back({Next(unit), unit, given_[unit]});
    std::push_heap(heap->begin(), heap->end(), WinsLater);
  }
  void AddLosable(size_t unit, Heap* heap) const {
    if (!MayLose(unit)) return;
    heap->push_back({Last(unit), unit, given_[unit]});
    std::push_heap(heap->begin(), heap->end(), LosesLater);
  }
  template <class Later>
  static void Pop(Heap* heap, Later later) {
    std::pop_heap(heap->begin(), heap->end(), later);
    heap->pop_back();
  }

  // Adds or takes away seats until they are `seats_`.
  void Fill() {
    if (total_ < seats_) {
      Heap winnable = Winnable();
      for (; total_ < seats_; ++total_) {
        const size_t unit = winnable.front().unit;
        Pop(&winnable, WinsLater);
        ++given_[unit];
        AddWinnable(unit, &winnable);
      }
    } else if (total_ > seats_) {
      Heap losable = Losable();
      for (; total_ > seats_; --total_) {
        const size_t unit = losable.front().unit;
        Pop(&losable, LosesLater);
        --given_[unit];
        AddLosable(unit, &losable);
      }
    }
  }

  // Until no seat that was lost has a greater ratio than one that was won. The first guess was not exact.
  void Exchange() {
    if (const auto [win, lose] = Edges(); !win.has_value() || !lose.has_value() || !Less(Last(*lose), Next(*win))) {
      return;
    }
    Heap winnable = Winnable();
    Heap losable = Losable();
    while (true) {
      // Entries of units that hold another number of seats by now are stale.
      while (!winnable.empty() && given_[winnable.front().unit] != winnable.front().seats) Pop(&winnable, WinsLater);
      while (!losable.empty() && given_[losable.front().unit] != losable.front().seats) Pop(&losable, LosesLater);
      if (winnable.empty() || losable.empty() || !Less(losable.front().ratio, winnable.front().ratio)) return;
      const size_t winner = winnable.front().unit;
      const size_t loser = losable.front().unit;
      ++given_[winner];
      --given_[loser];
      for (const size_t unit : {winner, loser}) {
        AddWinnable(unit, &winnable);
        AddLosable(unit, &losable);
      }
    }
  }

  // The unit with the greatest ratio that has not won, and the one with the smallest that has.
  std::pair<std::optional<size_t>, std::optional<size_t>> Edges() const {
    std::optional<size_t> win;
    std::optional<size_t> lose;
    Ratio greatest{};
    Ratio smallest{};
    for (size_t i = 0; i < units_.size(); ++i) {
      if (MayGain(i)) {
        if (const Ratio next = Next(i); !win.has_value() || Less(greatest, next)) {
          win = i;
          greatest = next;
        }
      }
      if (MayLose(i)) {
        if (const Ratio last = Last(i); !lose.has_value() || Less(last, smallest)) {
          lose = i;
          smallest = last;
        }
      }
    }
    return {win, lose};
  }

  Apportionment Result() {
    Apportionment result;
    const auto [lower, upper] = Edges();
    if (upper.has_value()) result.upper = {*upper, given_[*upper] - 1};
    if (lower.has_value()) result.lower = {*lower, given_[*lower]};
    if (upper.has_value() && lower.has_value() && Same(Last(*upper), Next(*lower))) {
      const Ratio edge = Last(*upper);
      Tie tie;
      for (size_t i = 0; i < units_.size(); ++i) {
        const bool won = MayLose(i) && Same(Last(i), edge);
        if (!won && !(MayGain(i) && Same(Next(i), edge))) continue;
        tie.units.push_back(i);
        if (won) {
          ++tie.seats_at_stake;
          --given_[i];
        }
      }
      result.tie = std::move(tie);
    }
    result.seats = std::move(given_);
    return result;
  }

  const Signposts& signposts_;
  const std::vector<Unit>& units_;
  const int64_t seats_;
  const Size& size_;
  std::vector<Bounds> bounds_;
  std::vector<int64_t> given_;
  int64_t total_ = 0;
};

}  // namespace

Signposts Signposts::Adams() { return Stationary({0, 1}); }
Signposts Signposts::Dean() { return {Kind::kHarmonic, {}, {}}; }
Signposts Signposts::HuntingtonHill() { return {Kind::kGeometric, {}, {}}; }
Signposts Signposts::SainteLague() { return Stationary({1, 2}); }
Signposts Signposts::Danish() { return Stationary({1, 3}); }
Signposts Signposts::DHondt() { return Stationary({1, 1}); }
Signposts Signposts::Imperiali() { return {Kind::kImperiali, {}, {}}; }
Signposts Signposts::Stationary(Fraction fraction) { return {Kind::kStationary, fraction, fraction}; }
Signposts Signposts::ModifiedSainteLague(Fraction first) { return {Kind::kStationary, {1, 2}, first}; }

int64_t Signposts::ExpectedQuotients(int64_t units, int64_t seats) const {
  // Rounding at signposts n + s loses s − 1/2 seats a unit on average; Imperiali's grow by 1/2 a seat.
  if (kind_ == Kind::kImperiali) return (2 * seats + 3 * units) / 4;
  const Fraction s = kind_ == Kind::kStationary ? fraction_ : Fraction{1, 2};
  const absl::int128 lost = absl::int128(units) * (2 * s.numerator - s.denominator) / (2 * s.denominator);
  return std::max<int64_t>(1, seats + static_cast<int64_t>(lost));
}

int64_t Signposts::ExpectedSeats(int64_t whole, int64_t part) const {
  if (kind_ == Kind::kImperiali) return std::max<int64_t>(0, 2 * whole + (part >= 128 ? 1 : 0) - 1);
  Fraction s = whole == 0 ? first_ : fraction_;
  if (kind_ == Kind::kHarmonic) s = {whole, 2 * whole + 1};
  // √(n(n + 1)) is about n + 1/2 − 1/(8n + 4).
  if (kind_ == Kind::kGeometric) s = {4 * whole + 1, 8 * whole + 4};
  return whole + (part * s.denominator >= 256 * s.numerator ? 1 : 0);
}

int64_t LeastSeats(const Signposts& signposts, const Unit& unit) {
  const int64_t first = signposts.seat_for_each() && unit.weight > 0 && unit.maximum > 0 ? 1 : 0;
  return std::max(unit.minimum, first);
}

Outcome ByDivisor(const Signposts& signposts, const std::vector<Unit>& units, int64_t seats) {
  if (auto refusal = CheckBounds(units, seats)) return *std::move(refusal);
  std::vector<int64_t> forced(units.size());
  std::transform(units.begin(), units.end(), forced.begin(),
                 [&](const Unit& unit) { return LeastSeats(signposts, unit); });
  if (Total(forced) > seats) return TooMuchNeeded(Refusal::Kind::kTooFewSeats, forced, seats);
  const Size size = SizeOf(units, seats);
  // Products are of one ratio's numerator and another's denominator.
  const auto far = signposts.At(size.most_seats);
  const auto near = signposts.At(0);
  const int bits = exact::BitsOf(size.greatest_weight) * (signposts.squared() ? 2 : 1) +
                   exact::BitsOf(std::max(far.denominator, near.denominator)) +
                   exact::BitsOf(std::max(far.numerator, near.numerator));
  if (bits <= 64) return Division<uint64_t>(signposts, units, seats, size).Run();
  if (bits <= 128) return Division<absl::uint128>(signposts, units, seats, size).Run();
  return Division<Uint256>(signposts, units, seats, size).Run();
}

}  // namespace congress::apportion
