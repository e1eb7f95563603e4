#include "services/scheduling/domain/solver/packing.h"

#include <algorithm>
#include <map>

namespace congress::scheduling::solver {
namespace {

// Meetings of one length take the beginnings that are there for it, along augmenting paths.
class Matching {
 public:
  Matching(const Model& model, const std::vector<int>& beginnings, std::vector<int>* start)
      : model_(model), beginnings_(beginnings), start_(*start), taken_(beginnings.size()) {}

  bool Augment(int i) {
    for (const Option& option : model_.starts(i)) {
      const size_t day = At(option.value);
      if (beginnings_[day] == 0 || seen_[day]) continue;
      seen_[day] = true;
      if (static_cast<int>(taken_[day].size()) < beginnings_[day]) {
        taken_[day].push_back(i);
        start_[At(i)] = option.value;
        return true;
      }
      for (size_t k = 0; k < taken_[day].size(); ++k) {
        if (!Augment(taken_[day][k])) continue;
        taken_[day][k] = i;
        start_[At(i)] = option.value;
        return true;
      }
    }
    return false;
  }
  void Begin() { seen_.assign(beginnings_.size(), false); }

 private:
  const Model& model_;
  const std::vector<int>& beginnings_;
  std::vector<int>& start_;
  std::vector<std::vector<int>> taken_;
  std::vector<bool> seen_;
};

}  // namespace

std::vector<int> PackStarts(const Model& model) {
  const Problem& problem = model.problem();
  std::map<int, std::vector<int>, std::greater<>> by_length;
  std::vector<int> free(At(model.days()));
  for (int i = 0; i < model.meetings(); ++i) by_length[model.meeting(i).days].push_back(i);
  for (size_t day = 0; day < free.size(); ++day) {
    free[day] = problem.days[day].closed ? 0 : std::max(0, problem.policy.day_most - problem.days[day].taken);
  }
  std::vector<int> start(problem.meetings.size(), -1);
  // Long ones first: short ones fit into what they leave.
  for (const auto& [length, meetings] : by_length) {
    std::vector<int> able(free.size());
    for (const int i : meetings) {
      for (const Option& option : model.starts(i)) ++able[At(option.value)];
    }
    std::vector<int> beginnings(free.size());
    int left = static_cast<int>(meetings.size());
    for (int day = 0; day + length <= model.days(); ++day) {
      const auto first = free.begin() + day;
      const int count = std::min({left, able[At(day)], *std::min_element(first, first + length)});
      for (auto place = first; place != first + length; ++place) *place -= count;
      beginnings[At(day)] = count;
      left -= count;
    }
    Matching matching(model, beginnings, &start);
    for (const int i : meetings) {
      matching.Begin();
      matching.Augment(i);
    }
  }
  return start;
}

}  // namespace congress::scheduling::solver
