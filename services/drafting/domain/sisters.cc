#include "services/drafting/domain/sisters.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/places.h"

namespace congress::drafting {
namespace {

// One thing that is waited for: a document by name or, where that is empty, all of a kind.
struct Need {
  int place;
  std::string document;
  std::string kind;
  std::string step;

  bool Means(const v1::Document& owner, const v1::Document& other) const {
    if (!document.empty()) return other.name() == document;
    return other.kind() == kind && other.organisation() == owner.organisation() && other.name() != owner.name();
  }
};

// Of the step at `last` and those before it.
std::vector<Need> NeedsOf(const v1::Document& document, int last) {
  std::vector<Need> needs;
  for (int place = 0; place <= last && place < document.steps_size(); ++place) {
    const v1::StepRule& rule = document.steps(place).rule();
    for (const v1::SisterRule& sister : rule.sisters()) needs.push_back({place, "", sister.kind(), sister.step()});
    for (const v1::DocumentDependency& one : document.dependencies()) {
      if (one.step() == rule.id()) needs.push_back({place, one.document(), "", one.needed_step()});
    }
  }
  return needs;
}

v1::DependencyBehind BehindOf(const Need& need, const v1::Document* other) {
  v1::DependencyBehind behind;
  behind.set_kind(need.kind);
  behind.set_needed_step(need.step);
  behind.set_document(other == nullptr ? need.document : other->name());
  if (other == nullptr) {
    behind.set_display_name(need.document.empty() ? need.kind : need.document);
    return behind;
  }
  behind.set_display_name(other->display_name());
  behind.set_current_step(CurrentStep(*other).rule().id());
  return behind;
}

// Finds a way of waiting that comes back to where it began.
class CycleSearch {
 public:
  CycleSearch(const v1::Document& document, const Sisters& others) {
    documents_.push_back(&document);
    for (const v1::Document& other : others) documents_.push_back(&other);
  }

  // Titles on the way, each document waiting for the next; empty: there is none.
  std::vector<std::string> Find() {
    Visit(0, documents_[0]->steps_size() - 1);
    return found_;
  }

 private:
  // A document and the place of a step: to reach it, what it waits for and the step before must be reached.
  using Node = std::pair<size_t, int>;
  enum class Mark { kOnTheWay, kDone };

  void Visit(size_t document, int place) {
    if (place < 0 || !found_.empty()) return;
    const Node node{document, place};
    const auto [mark, is_new] = marks_.emplace(node, Mark::kOnTheWay);
    if (!is_new) {
      if (mark->second == Mark::kOnTheWay) Tell(node);
      return;
    }
    way_.push_back(node);
    Visit(document, place - 1);
    for (const Need& need : NeedsOf(*documents_[document], place)) {
      if (need.place != place) continue;
      for (size_t other = 0; other < documents_.size(); ++other) {
        if (need.Means(*documents_[document], *documents_[other])) {
          Visit(other, PlaceOfStep(*documents_[other], need.step));
        }
      }
    }
    way_.pop_back();
    marks_[node] = Mark::kDone;
  }

  void Tell(const Node& closing) {
    for (auto at = std::find(way_.begin(), way_.end(), closing); at != way_.end(); ++at) Add(at->first);
    Add(closing.first);
  }

  void Add(size_t document) {
    const std::string& title = documents_[document]->display_name();
    if (found_.empty() || found_.back() != title) found_.push_back(title);
  }

  std::vector<const v1::Document*> documents_;
  std::map<Node, Mark> marks_;
  std::vector<Node> way_;
  std::vector<std::string> found_;
};

}  // namespace

bool Waits(const v1::Document& document, int place) { return !NeedsOf(document, place).empty(); }

bool WaitsFor(const v1::Document& document, const v1::Document& other) {
  const std::vector<Need> needs = NeedsOf(document, document.steps_size());
  return std::any_of(needs.begin(), needs.end(), [&](const Need& need) { return need.Means(document, other); });
}

std::vector<v1::DependencyBehind> Behind(const v1::Document& document, int place, const Sisters& sisters) {
  std::vector<v1::DependencyBehind> behind;
  for (const Need& need : NeedsOf(document, place)) {
    bool found = false;
    for (const v1::Document& sister : sisters) {
      if (!need.Means(document, sister)) continue;
      found = true;
      const int needed = PlaceOfStep(sister, need.step);
      if (needed < 0 || sister.current_step() <= needed) behind.push_back(BehindOf(need, &sister));
    }
    if (!found) behind.push_back(BehindOf(need, nullptr));
  }
  return behind;
}

absl::Status CheckSisters(const v1::Document& document, int place, const Sisters& sisters) {
  const std::vector<v1::DependencyBehind> behind = Behind(document, place, sisters);
  if (behind.empty()) return absl::OkStatus();
  const v1::DependencyBehind& first = behind.front();
  const auto sister = std::find_if(sisters.begin(), sisters.end(),
                                   [&](const v1::Document& one) { return one.name() == first.document(); });
  const bool missing = sister == sisters.end();
  const bool has_step = !missing && PlaceOfStep(*sister, first.needed_step()) >= 0;
  return status::FailedPrecondition(v1::DEPENDENCY_NOT_READY,
                                    {{"document", missing ? first.display_name() : first.document()},
                                     {"title", first.display_name()},
                                     {"current_step", first.current_step()},
                                     {"needed_step", first.needed_step()},
                                     {"step", document.steps(place).rule().id()},
                                     {"cause", missing ? "missing" : (has_step ? "behind" : "step")}});
}

absl::Status CheckDependencies(const v1::Document& document, const Sisters& others) {
  status::Violations violations;
  for (int i = 0; i < document.dependencies_size(); ++i) {
    const v1::DocumentDependency& one = document.dependencies(i);
    const int place = PlaceOfStep(document, one.step());
    if (place < 0) return StepUnknown(one.step());
    if (place == 0) violations.Add(StrCat("document.dependencies[", i, "].step"), v1::FIRST_STEP_WAITS);
    const std::string congress = document.name().substr(0, document.name().find("/documents/") + 1);
    if (one.document() == document.name() || !one.document().starts_with(congress)) {
      violations.Add(StrCat("document.dependencies[", i, "].document"), v1::NOT_ANOTHER_DOCUMENT);
    }
    for (const v1::Document& other : others) {
      if (other.name() == one.document() && PlaceOfStep(other, one.needed_step()) < 0) {
        return StepUnknown(one.needed_step());
      }
    }
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const std::vector<std::string> cycle = CycleSearch(document, others).Find();
  if (cycle.empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::DEPENDENCY_CYCLE, {{"path", absl::StrJoin(cycle, " → ")}});
}

}  // namespace congress::drafting
