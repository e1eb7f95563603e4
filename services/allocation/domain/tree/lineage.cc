#include "services/allocation/domain/tree/lineage.h"

#include <set>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/import_row.h"

namespace congress::allocation {
namespace {

// Whether following `next` from `start` comes back to it. A mark that moves on at growing distances stops a walk that
// has run into a circle which `start` is no part of.
template <class Next>
bool RunsInCircle(const Tree& tree, const std::string& start, Next next) {
  std::string at = start;
  std::string mark;
  size_t until_move = 1;
  for (size_t steps = 1; at != mark; ++steps) {
    if (steps == until_move) {
      mark = at;
      until_move *= 2;
    }
    const auto found = tree.find(at);
    if (found == tree.end()) return false;
    at = next(found->second);
    if (at == start) return true;
  }
  return false;
}

void Close(v1::Organisation* former, const v1::Organisation& successor, const Complain& complain) {
  if (!former->successor().empty()) {
    return complain(successor.name(), StrCat(former->code(), " was merged into ", IdOf(former->successor()),
                                             " already; a unit is merged once"));
  }
  former->set_successor(successor.name());
  former->set_state(v1::Organisation::MERGED);
  if (!successor.has_valid_from()) return;
  *former->mutable_valid_until() = successor.valid_from();
  if (former->has_valid_from() && civil::FromDate(former->valid_from()) >= civil::FromDate(successor.valid_from())) {
    complain(successor.name(), StrCat("valid_from is not behind that of ", former->code(), ", which it takes over"));
  }
}

v1::SumCheck Check(std::string title, int64_t expected, int64_t actual) {
  v1::SumCheck check;
  check.set_title(std::move(title));
  check.set_expected(expected);
  check.set_actual(actual);
  check.set_passed(expected == actual);
  return check;
}

// Former units that were merged into the organisation, directly or through others in between.
int64_t FormerUnitsOf(const Tree& tree, const v1::Organisation& organisation) {
  int64_t count = 0;
  for (const std::string& name : organisation.merged_from()) {
    const auto former = tree.find(name);
    if (former == tree.end()) continue;
    count += former->second.merged_from().empty() ? 1 : FormerUnitsOf(tree, former->second);
  }
  return count;
}

bool Active(const v1::Organisation& organisation) { return organisation.state() == v1::Organisation::ACTIVE; }

// For every organisation whose members and parts are known: the members of the parts add up to those of the whole.
void CheckParts(const Tree& tree, v1::CheckLineageResponse* response) {
  std::map<std::string, int64_t, std::less<>> parts;
  for (const auto& [name, organisation] : tree) {
    if (Active(organisation) && !organisation.parent().empty()) parts[organisation.parent()] += organisation.members();
  }
  for (const auto& [parent, members] : parts) {
    const auto whole = tree.find(parent);
    if (whole == tree.end() || whole->second.members() == 0) continue;
    *response->add_checks() =
        Check(StrCat("Members of the organisations under ", parent), whole->second.members(), members);
  }
}

}  // namespace

void DeriveMergers(Tree* tree, const Complain& complain) {
  for (auto& [name, organisation] : *tree) {
    organisation.set_state(v1::Organisation::ACTIVE);
    organisation.clear_successor();
    organisation.clear_valid_until();
  }
  for (auto& [name, organisation] : *tree) {
    for (const std::string& from : organisation.merged_from()) {
      const auto former = tree->find(from);
      if (from == name) {
        complain(name, "merged_from names the unit itself");
      } else if (from == kRoot) {
        complain(name, "merged_from names the root");
      } else if (former == tree->end()) {
        complain(name, StrCat("merged_from names ", Quote(IdOf(from)), ", which is neither in the file nor stored"));
      } else {
        Close(&former->second, organisation, complain);
      }
    }
  }
  for (const auto& [name, organisation] : *tree) {
    if (RunsInCircle(*tree, name, [](const v1::Organisation& o) { return o.successor(); })) {
      complain(name, "is merged into itself in a circle");
    }
    if (IsFormerKind(organisation.kind()) && organisation.successor().empty()) {
      complain(name, "is a former unit that no row's merged_from names");
    }
  }
}

void CheckParents(const Tree& tree, const Complain& complain) {
  for (const auto& [name, organisation] : tree) {
    if (organisation.parent().empty()) continue;
    const auto parent = tree.find(organisation.parent());
    if (parent == tree.end()) {
      complain(name, StrCat("parent ", Quote(IdOf(organisation.parent())), " is neither in the file nor stored"));
    } else if (Active(organisation) && !Active(parent->second)) {
      complain(name,
               StrCat("parent ", Quote(parent->second.code()), " was merged into ", IdOf(parent->second.successor())));
    } else if (RunsInCircle(tree, name, [](const v1::Organisation& o) { return o.parent(); })) {
      complain(name, "is its own parent in a circle");
    }
  }
}

v1::CheckLineageResponse SumUp(const std::vector<v1::Organisation>& organisations,
                               const v1::CheckLineageRequest& expected) {
  Tree tree;
  std::set<std::string> merged_kinds;
  for (const v1::Organisation& organisation : organisations) {
    tree.emplace(organisation.name(), organisation);
    if (Active(organisation) && !organisation.merged_from().empty()) merged_kinds.insert(organisation.kind());
  }
  v1::CheckLineageResponse response;
  int32_t merged_away = 0;
  int64_t taken_over = 0;
  for (const v1::Organisation& organisation : organisations) {
    if (!Active(organisation)) {
      if (organisation.merged_from().empty()) ++merged_away;
      continue;
    }
    if (organisation.parent() == kRoot) {
      response.set_active_count(response.active_count() + 1);
      response.set_members(response.members() + organisation.members());
    }
    if (!organisation.merged_from().empty()) {
      response.set_after_count(response.after_count() + 1);
      taken_over += FormerUnitsOf(tree, organisation);
    } else if (organisation.name() != kRoot && merged_kinds.contains(organisation.kind())) {
      response.set_unchanged_count(response.unchanged_count() + 1);
    }
  }
  response.set_before_count(merged_away + response.unchanged_count());
  response.set_after_count(response.after_count() + response.unchanged_count());
  *response.add_checks() = Check("Former units, each with exactly one successor", merged_away, taken_over);
  if (expected.expected_before() > 0) {
    *response.add_checks() = Check("Units before the mergers", expected.expected_before(), response.before_count());
  }
  if (expected.expected_after() > 0) {
    *response.add_checks() = Check("Units after the mergers", expected.expected_after(), response.after_count());
  }
  if (expected.expected_members() > 0) {
    *response.add_checks() = Check("Members of the whole", expected.expected_members(), response.members());
  }
  CheckParts(tree, &response);
  return response;
}

}  // namespace congress::allocation
