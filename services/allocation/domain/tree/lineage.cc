#include "services/allocation/domain/tree/lineage.h"

#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/import_row.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;
using status::Say;
using Row = v1::ImportRow;

// Adds those from whom following the parents of `day` comes back to them. Each is looked at once, however deep the tree
// is.
void AddOwnParents(const Tree& tree, absl::CivilDay day, std::set<std::string_view>* found) {
  const auto above = [&](const v1::Organisation& organisation) {
    return tree.find(ParentOn(organisation, day, FinderIn(tree)));
  };
  std::set<std::string_view> circles;
  // On which walk each was met first.
  std::map<std::string_view, std::string_view> walks;
  for (const auto& [start, organisation] : tree) {
    auto at = tree.find(start);
    while (at != tree.end() && walks.emplace(at->first, start).second) at = above(at->second);
    // The walk met itself: from there on, until it comes there again, it goes round.
    if (at == tree.end() || walks.at(at->first) != start) continue;
    while (circles.insert(at->first).second) at = above(at->second);
  }
  found->merge(circles);
}

std::vector<std::string> SuccessorsOf(const v1::Organisation& organisation) {
  if (!organisation.successor().empty()) return {organisation.successor()};
  return {organisation.successors().begin(), organisation.successors().end()};
}

std::string IdsOf(const v1::Organisation& organisation) {
  return absl::StrJoin(organisation.successors(), ", ",
                       [](std::string* out, const std::string& name) { out->append(IdOf(name)); });
}

// That `column` names an organisation that is not in force, and how that one ended.
status::Sentence Ended(std::string_view column, const v1::Organisation& organisation) {
  status::Metadata metadata = {{"column", std::string(column)}, {"code", organisation.code()}};
  const auto say = [&](const std::string& cause, const std::string& into) {
    metadata.emplace_back("cause", cause);
    metadata.emplace_back("into", into);
    return Say(Row::UNIT_ENDED, metadata);
  };
  if (!organisation.duplicate_of().empty()) return say("duplicate", std::string(IdOf(organisation.duplicate_of())));
  if (!organisation.successor().empty()) return say("merged", std::string(IdOf(organisation.successor())));
  if (organisation.state() == v1::Organisation::ENDED) return say("ended", "");
  return say("split", IdsOf(organisation));
}

// The unit that an organisation takes over, or null with a complaint when it cannot be one. `column` names it.
v1::Organisation* Former(Tree* tree, const std::string& name, const std::string& from, std::string_view column,
                         const Complain& complain) {
  const auto former = tree->find(from);
  const std::string title(column);
  if (from == name) {
    complain(name, Say(Row::UNIT_ITSELF, {{"column", title}}));
  } else if (from == kRoot) {
    complain(name, Say(Row::UNIT_ROOT, {{"column", title}}));
  } else if (former == tree->end()) {
    complain(name, Say(Row::UNIT_UNKNOWN, {{"column", title}, {"code", Brief(IdOf(from))}}));
  } else if (!former->second.duplicate_of().empty()) {
    complain(name, Ended(column, former->second));
  } else {
    return &former->second;
  }
  return nullptr;
}

void CheckDays(const v1::Organisation& former, const v1::Organisation& successor, const Complain& complain) {
  if (!successor.has_valid_from() || !former.has_valid_from()) return;
  if (civil::FromDate(former.valid_from()) >= civil::FromDate(successor.valid_from())) {
    complain(successor.name(), Say(Row::BEGINS_TOO_EARLY, {{"former", former.code()}}));
  }
}

// A last day that the former unit's own row gives must be the one that follows from its successor's first.
void CheckEnd(const v1::Organisation& former, const v1::Organisation& successor, const Complain& complain) {
  if (former.state() != v1::Organisation::ENDED || !successor.has_valid_from()) return;
  if (MessageDifferencer::Equals(former.valid_until(), successor.valid_from())) return;
  complain(successor.name(),
           Say(Row::ENDS_ON_ANOTHER_DAY,
               {{"former", former.code()}, {"day", civil::Format(civil::FromDate(former.valid_until()))}}));
}

void CloseMerged(Tree* tree, const Complain& complain) {
  for (auto& [name, successor] : *tree) {
    for (const std::string& from : successor.merged_from()) {
      v1::Organisation* former = Former(tree, name, from, "merged_from", complain);
      if (former == nullptr) continue;
      if (!former->successor().empty()) {
        complain(name, Say(Row::MERGED_TWICE,
                           {{"former", former->code()}, {"into", std::string(IdOf(former->successor()))}}));
        continue;
      }
      CheckEnd(*former, successor, complain);
      former->set_successor(name);
      former->set_state(v1::Organisation::MERGED);
      former->set_continued_by(name);
      if (successor.has_valid_from()) *former->mutable_valid_until() = successor.valid_from();
      CheckDays(*former, successor, complain);
    }
  }
}

// Closes a unit on the day on which its parts begin.
void Split(const Tree& tree, v1::Organisation* whole, const std::vector<std::string>& parts, const Complain& complain) {
  const v1::Organisation& first = tree.find(parts.front())->second;
  for (const std::string& name : parts) {
    const v1::Organisation& part = tree.find(name)->second;
    if (!whole->successor().empty()) {
      complain(name, Say(Row::MERGED_AND_SPLIT,
                         {{"former", whole->code()}, {"into", std::string(IdOf(whole->successor()))}}));
    } else if (parts.size() == 1) {
      complain(name, Say(Row::SPLIT_INTO_ONE, {{"former", whole->code()}}));
    } else if (!part.has_valid_from()) {
      complain(name, Say(Row::SPLIT_WITHOUT_DAY));
    } else if (first.has_valid_from() && !MessageDifferencer::Equals(part.valid_from(), first.valid_from())) {
      complain(name, Say(Row::SPLIT_DAYS_DIFFER, {{"former", whole->code()}, {"other", first.code()}}));
    }
    CheckDays(*whole, part, complain);
  }
  if (!whole->successor().empty()) return;
  CheckEnd(*whole, first, complain);
  whole->set_state(v1::Organisation::SPLIT);
  whole->set_continued_by(whole->parent());
  const v1::Organisation* heir = nullptr;
  for (const std::string& name : parts) {
    whole->add_successors(name);
    const v1::Organisation& part = tree.find(name)->second;
    if (!part.takes_over()) continue;
    if (heir != nullptr) {
      complain(name, Say(Row::TAKEN_OVER_TWICE, {{"former", whole->code()}, {"other", heir->code()}}));
    }
    heir = &part;
    whole->set_continued_by(name);
  }
  if (first.has_valid_from()) *whole->mutable_valid_until() = first.valid_from();
}

void CloseSplit(Tree* tree, const Complain& complain) {
  std::map<std::string, std::vector<std::string>> parts;
  for (const auto& [name, part] : *tree) {
    if (part.takes_over() && part.split_from().empty()) complain(name, Say(Row::TAKES_OVER_WITHOUT_SPLIT));
    if (part.split_from().empty()) continue;
    if (name == kRoot) {
      complain(name, Say(Row::ROOT_FROM_SPLIT));
    } else if (Former(tree, name, part.split_from(), "split_from", complain) != nullptr) {
      parts[part.split_from()].push_back(name);
    }
  }
  for (const auto& [whole, names] : parts) Split(*tree, &tree->find(whole)->second, names, complain);
}

using Edges = std::map<std::string, std::vector<std::string>>;

Edges Reversed(const Edges& edges) {
  Edges reversed;
  for (const auto& [from, all] : edges) {
    for (const std::string& to : all) reversed[to].push_back(from);
  }
  return reversed;
}

// The edges without those that cannot be followed for ever.
Edges Endless(Edges edges) {
  const Edges into = Reversed(edges);
  std::map<std::string, size_t> open;
  for (const auto& [name, all] : edges) open.emplace(name, all.size());
  std::vector<std::string> ends;
  for (const auto& [name, from] : into) {
    if (!edges.contains(name)) ends.push_back(name);
  }
  while (!ends.empty()) {
    const auto before = into.find(ends.back());
    ends.pop_back();
    if (before == into.end()) continue;
    for (const std::string& from : before->second) {
      if (--open.at(from) == 0) ends.push_back(from);
    }
  }
  const auto ended = [&](const std::string& name) { return !open.contains(name) || open.at(name) == 0; };
  std::erase_if(edges, [&](const auto& edge) { return ended(edge.first); });
  for (auto& [name, all] : edges) std::erase_if(all, ended);
  return edges;
}

// Those who succeed themselves: endless forwards and backwards.
void RefuseCircles(const Tree& tree, const Complain& complain) {
  Edges edges;
  for (const auto& [name, organisation] : tree) {
    if (auto next = SuccessorsOf(organisation); !next.empty()) edges.emplace(name, std::move(next));
  }
  for (const auto& [name, before] : Endless(Reversed(Endless(std::move(edges))))) {
    complain(name, Say(Row::MERGED_IN_CIRCLE));
  }
}

// The record that stands for `name`, through those that are duplicates.
std::string Standing(const Tree& tree, std::string name) {
  for (auto found = tree.find(name); found != tree.end() && !found->second.duplicate_of().empty();
       found = tree.find(name)) {
    name = found->second.duplicate_of();
  }
  return name;
}

// Puts back the successors and the heir of `before` where they stand for the same records.
void KeepSuccessors(const Tree& tree, const v1::Organisation& before, v1::Organisation* organisation) {
  std::set<std::string> standing;
  for (const std::string& name : SuccessorsOf(before)) standing.insert(Standing(tree, name));
  const auto now = SuccessorsOf(*organisation);
  if (standing != std::set<std::string>(now.begin(), now.end())) return;
  organisation->set_successor(before.successor());
  *organisation->mutable_successors() = before.successors();
  if (Standing(tree, before.continued_by()) == Standing(tree, organisation->continued_by())) {
    organisation->set_continued_by(before.continued_by());
  }
}

}  // namespace

void DeriveEnds(Tree* tree, const Complain& complain) {
  const Tree before = *tree;
  for (auto& [name, organisation] : *tree) {
    organisation.clear_successor();
    organisation.clear_successors();
    if (!organisation.duplicate_of().empty()) {
      organisation.set_continued_by(organisation.duplicate_of());
      continue;
    }
    organisation.clear_continued_by();
    // Ends by itself, unless another takes it over below.
    if (organisation.state() == v1::Organisation::ENDED) {
      organisation.set_continued_by(organisation.parent());
      continue;
    }
    organisation.set_state(v1::Organisation::ACTIVE);
    organisation.clear_valid_until();
  }
  CloseMerged(tree, complain);
  CloseSplit(tree, complain);
  RefuseCircles(*tree, complain);
  for (auto& [name, organisation] : *tree) {
    if (IsFormerKind(organisation.kind()) && IsActive(organisation)) {
      complain(name, Say(Row::FORMER_NOT_MERGED));
    }
    KeepSuccessors(*tree, before.at(name), &organisation);
  }
}

void CheckParents(const Tree& tree, absl::CivilDay today, absl::FunctionRef<bool(const std::string&)> entered,
                  const Complain& complain) {
  std::set<std::string_view> circles;
  // As it is now, and once all has ended whose end is known.
  for (const absl::CivilDay day : {today, absl::CivilDay::max()}) AddOwnParents(tree, day, &circles);
  for (const auto& [name, organisation] : tree) {
    if (organisation.parent().empty()) continue;
    const auto parent = tree.find(organisation.parent());
    if (parent == tree.end()) {
      complain(name, Say(Row::UNIT_UNKNOWN, {{"column", "parent"}, {"code", Brief(IdOf(organisation.parent()))}}));
    } else if (IsActive(organisation) && EndedBy(parent->second, today) && entered(name)) {
      complain(name, Ended("parent", parent->second));
    } else if (circles.contains(name)) {
      complain(name, Say(Row::PARENTS_IN_CIRCLE));
    }
  }
}

}  // namespace congress::allocation
