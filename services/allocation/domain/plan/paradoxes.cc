#include "services/allocation/domain/plan/paradoxes.h"

#include <map>

#include "absl/numeric/int128.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

using Answer = v1::CompareAllocationPlansResponse;

constexpr size_t kMost = 100;

// An organisation in both plans.
struct Pair {
  const v1::AllocationLine* before;
  const v1::AllocationLine* after;

  int64_t Gained() const { return after->member_seats() - before->member_seats(); }
};

// Whether a's members grew at a greater rate than b's.
bool GrewFaster(const Pair& a, const Pair& b) {
  return absl::int128(a.after->members()) * b.before->members() >
         absl::int128(b.after->members()) * a.before->members();
}

class Comparison {
 public:
  Comparison(const v1::AllocationPlan& plan, const v1::AllocationPlan& other, const status::Teller& tell)
      : tell_(tell), more_(other.totals().total() - plan.totals().total()) {
    std::map<std::string, const v1::AllocationLine*> before;
    for (const v1::AllocationLine& line : plan.lines()) before.emplace(line.organisation(), &line);
    for (const v1::AllocationLine& line : other.lines()) {
      const auto found = before.find(line.organisation());
      if (found == before.end()) {
        joined_ += line.seats();
        others_ = true;
        continue;
      }
      counted_anew_ = counted_anew_ || line.members() != found->second->members();
      pairs_.push_back({found->second, &line});
      before.erase(found);
    }
    for (const auto& [name, line] : before) joined_ -= line->seats();
    others_ = others_ || !before.empty();
  }

  std::vector<std::string> Tell() {
    for (const Pair& pair : pairs_) {
      if (sentences_.size() == kMost) break;
      if (pair.Gained() == 0) continue;
      if (others_) {
        NewStates(pair);
      } else if (counted_anew_) {
        Population(pair);
      } else {
        Alabama(pair);
      }
    }
    return sentences_;
  }

 private:
  void Alabama(const Pair& pair) {
    if (more_ <= 0 || pair.Gained() >= 0) return;
    sentences_.push_back(tell_(
        Answer::ALABAMA,
        {{"more", StrCat(more_)}, {"organisation", pair.after->display_name()}, {"fewer", StrCat(-pair.Gained())}}));
  }

  void Population(const Pair& loser) {
    if (more_ != 0 || loser.Gained() >= 0) return;
    for (const Pair& winner : pairs_) {
      if (winner.Gained() <= 0 || !GrewFaster(loser, winner)) continue;
      sentences_.push_back(tell_(Answer::POPULATION,
                                 {{"loser", loser.after->display_name()}, {"winner", winner.after->display_name()}}));
      return;
    }
  }

  void NewStates(const Pair& pair) {
    if (counted_anew_ || more_ != joined_) return;
    const std::string change = StrCat(pair.Gained() > 0 ? "+" : "", pair.Gained());
    sentences_.push_back(
        tell_(Answer::NEW_ORGANISATIONS, {{"organisation", pair.after->display_name()}, {"change", change}}));
  }

  const status::Teller tell_;
  std::vector<Pair> pairs_;
  const int64_t more_;
  int64_t joined_ = 0;
  bool others_ = false;
  bool counted_anew_ = false;
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> Paradoxes(const v1::AllocationPlan& plan, const v1::AllocationPlan& other,
                                   const status::Teller& tell) {
  return Comparison(plan, other, tell).Tell();
}

}  // namespace congress::allocation
