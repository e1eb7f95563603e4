#include "services/allocation/domain/plan/paradoxes.h"

#include <map>

#include "absl/numeric/int128.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

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
  Comparison(const v1::AllocationPlan& plan, const v1::AllocationPlan& other)
      : more_(other.totals().total() - plan.totals().total()) {
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
    sentences_.push_back(StrCat("Nghịch lý Alabama: tổng số đại biểu tăng ", more_, " mà ", pair.after->display_name(),
                                " bị bớt ", -pair.Gained(), "."));
  }

  void Population(const Pair& loser) {
    if (more_ != 0 || loser.Gained() >= 0) return;
    for (const Pair& winner : pairs_) {
      if (winner.Gained() <= 0 || !GrewFaster(loser, winner)) continue;
      sentences_.push_back(StrCat("Nghịch lý dân số: đảng viên của ", loser.after->display_name(),
                                  " tăng nhanh hơn (hoặc giảm chậm hơn) của ", winner.after->display_name(),
                                  " nhưng lại mất đại biểu cho tổ chức đó."));
      return;
    }
  }

  void NewStates(const Pair& pair) {
    if (counted_anew_ || more_ != joined_) return;
    sentences_.push_back(
        StrCat("Nghịch lý đơn vị mới: số đảng viên không đổi, tổng chỉ thay đổi đúng bằng số đại biểu ",
               "của các tổ chức mới vào hoặc ra, nhưng ", pair.after->display_name(), " thay đổi ",
               pair.Gained() > 0 ? "+" : "", pair.Gained(), "."));
  }

  std::vector<Pair> pairs_;
  const int64_t more_;
  int64_t joined_ = 0;
  bool others_ = false;
  bool counted_anew_ = false;
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> Paradoxes(const v1::AllocationPlan& plan, const v1::AllocationPlan& other) {
  return Comparison(plan, other).Tell();
}

}  // namespace congress::allocation
