#include "services/allocation/domain/plan/compare.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/paradoxes.h"

namespace congress::allocation {
namespace {

using Cause = v1::AllocationDifference::Cause;

void AddCause(Cause::Kind kind, v1::AllocationDifference* difference) { difference->add_causes()->set_kind(kind); }

// Notes a quantity that changed.
void Note(Cause::Kind kind, int64_t before, int64_t after, v1::AllocationDifference* difference) {
  if (before == after) return;
  Cause& cause = *difference->add_causes();
  cause.set_kind(kind);
  cause.set_before(before);
  cause.set_after(after);
}

void NoteCauses(const v1::AllocationLine& before, const v1::AllocationLine& after,
                v1::AllocationDifference* difference) {
  Note(Cause::MEMBERS, before.members(), after.members(), difference);
  Note(Cause::MERGED_UNITS, before.merged_units(), after.merged_units(), difference);
  Note(Cause::BASE_SEATS, before.base_seats(), after.base_seats(), difference);
  Note(Cause::MEMBER_SEATS, before.member_seats(), after.member_seats(), difference);
  Note(Cause::ADDITION_SEATS, before.addition_seats(), after.addition_seats(), difference);
}

// Lines of one plan that stand together: an organisation's own and those merged into it.
using Lines = std::vector<const v1::AllocationLine*>;

struct Sides {
  Lines before;
  Lines after;
};

using Names = absl::flat_hash_set<std::string_view>;

Names NamesOf(const v1::AllocationPlan& plan) {
  Names names;
  for (const v1::AllocationLine& line : plan.lines()) names.insert(line.organisation());
  return names;
}

// Under which organisation the lines of two plans are held against each other.
class Lineage {
 public:
  Lineage(const v1::AllocationPlan& plan, const v1::AllocationPlan& other, const std::vector<v1::Organisation>& tree) {
    for (const v1::Organisation& one : tree) {
      const std::string& next = one.successor().empty() ? one.duplicate_of() : one.successor();
      if (!next.empty()) next_.emplace(one.name(), next);
    }
    Follow(plan, NamesOf(other));
    Follow(other, NamesOf(plan));
    for (const auto& [from, into] : into_) heirs_.insert(into);
  }

  // Its own, or that of the other plan which it was merged into. Who took others over stands for itself, whatever
  // became of it.
  std::string_view Under(const v1::AllocationLine& line) const {
    const auto into = into_.find(line.organisation());
    return into == into_.end() || heirs_.contains(into->first) ? line.organisation() : into->second;
  }

 private:
  // Notes who in the other plan took over those lines that it does not have.
  void Follow(const v1::AllocationPlan& plan, const Names& there) {
    for (const v1::AllocationLine& line : plan.lines()) {
      std::string_view name = line.organisation();
      // No way is longer than all that ended; should it be a circle, it ends as well.
      for (size_t steps = 0; steps <= next_.size() && !there.contains(name); ++steps) {
        const auto next = next_.find(name);
        if (next == next_.end()) break;
        name = next->second;
      }
      if (name != line.organisation() && there.contains(name)) into_.emplace(line.organisation(), name);
    }
  }

  absl::flat_hash_map<std::string_view, std::string_view> next_;
  absl::flat_hash_map<std::string_view, std::string_view> into_;
  Names heirs_;
};

// The numbers of all lines together.
v1::AllocationLine Sum(const Lines& lines) {
  v1::AllocationLine sum;
  for (const v1::AllocationLine* line : lines) {
    sum.set_members(sum.members() + line->members());
    sum.set_merged_units(sum.merged_units() + line->merged_units());
    sum.set_base_seats(sum.base_seats() + line->base_seats());
    sum.set_member_seats(sum.member_seats() + line->member_seats());
    sum.set_addition_seats(sum.addition_seats() + line->addition_seats());
    sum.set_seats(sum.seats() + line->seats());
  }
  return sum;
}

// The line of the organisation under which all stand; null where it takes no part.
const v1::AllocationLine* OwnLine(const Lines& lines, std::string_view organisation) {
  const auto own = std::find_if(lines.begin(), lines.end(),
                                [&](const v1::AllocationLine* line) { return line->organisation() == organisation; });
  return own == lines.end() ? nullptr : *own;
}

void NoteMerged(const Lines& lines, std::string_view into, v1::AllocationDifference* difference) {
  for (const v1::AllocationLine* line : lines) {
    if (line->organisation() == into) continue;
    difference->add_former(line->organisation());
    difference->add_former_names(line->display_name());
  }
}

v1::AllocationDifference Differ(const std::string& organisation, const Sides& sides) {
  const v1::AllocationLine* after = OwnLine(sides.after, organisation);
  const v1::AllocationLine& named = after != nullptr ? *after : *OwnLine(sides.before, organisation);
  const v1::AllocationLine before_sum = Sum(sides.before);
  const v1::AllocationLine after_sum = Sum(sides.after);
  v1::AllocationDifference difference;
  difference.set_organisation(named.organisation());
  difference.set_code(named.code());
  difference.set_display_name(named.display_name());
  difference.set_seats(before_sum.seats());
  difference.set_other_seats(after_sum.seats());
  NoteMerged(sides.before, organisation, &difference);
  NoteMerged(sides.after, organisation, &difference);
  if (!difference.former().empty()) AddCause(Cause::MERGED, &difference);
  if (sides.before.empty()) {
    AddCause(Cause::ONLY_SECOND, &difference);
  } else if (sides.after.empty()) {
    AddCause(Cause::ONLY_FIRST, &difference);
  } else {
    NoteCauses(before_sum, after_sum, &difference);
  }
  return difference;
}

}  // namespace

v1::CompareAllocationPlansResponse Compare(const v1::AllocationPlan& plan, const v1::AllocationPlan& other,
                                           const std::vector<v1::Organisation>& tree, status::Language language) {
  const status::Teller tell(language);
  const Lineage lineage(plan, other, tree);
  std::map<std::string, Sides, std::less<>> all;
  for (const auto& line : plan.lines()) all[std::string(lineage.Under(line))].before.push_back(&line);
  for (const auto& line : other.lines()) all[std::string(lineage.Under(line))].after.push_back(&line);
  // By code, then by name: a code may have passed to another organisation between the two plans.
  std::map<std::pair<std::string, std::string>, const Sides*> in_order;
  for (const auto& [organisation, sides] : all) {
    const v1::AllocationLine* own = OwnLine(sides.before, organisation);
    if (own == nullptr) own = OwnLine(sides.after, organisation);
    in_order.emplace(std::pair(own->code(), organisation), &sides);
  }
  v1::CompareAllocationPlansResponse response;
  for (const auto& [key, sides] : in_order) {
    v1::AllocationDifference& difference = *response.add_differences();
    difference = Differ(key.second, *sides);
    TellReasons(tell, &difference);
    if (difference.seats() != difference.other_seats()) response.set_changed_count(response.changed_count() + 1);
  }
  for (std::string& paradox : Paradoxes(plan, other, tell)) response.add_paradoxes(std::move(paradox));
  *response.mutable_totals() = plan.totals();
  *response.mutable_other_totals() = other.totals();
  return response;
}

void TellReasons(const status::Teller& tell, v1::AllocationDifference* difference) {
  // Drafts of older stores have reasons alone.
  if (difference->causes().empty()) return;
  difference->clear_reasons();
  const std::string merged = absl::StrJoin(difference->former_names(), ", ");
  for (const Cause& cause : difference->causes()) {
    difference->add_reasons(
        tell(cause.kind(),
             {{"before", StrCat(cause.before())}, {"after", StrCat(cause.after())}, {"organisations", merged}}));
  }
}

void NoteChanges(const v1::AllocationPlan& before, const std::vector<v1::Organisation>& tree,
                 v1::AllocationPlan* draft) {
  draft->clear_changes();
  // The sentences are made when the plan is read.
  v1::CompareAllocationPlansResponse compared = Compare(before, *draft, tree, status::Language::kEnglish);
  for (v1::AllocationDifference& difference : *compared.mutable_differences()) {
    difference.clear_reasons();
    if (difference.seats() != difference.other_seats()) *draft->add_changes() = std::move(difference);
  }
}

}  // namespace congress::allocation
