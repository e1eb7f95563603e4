#include "platform/directory/tree.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/allocation/v1/organisation.pb.h"

namespace congress::directory {

bool Organisation::IsExternal() const { return role == allocation::v1::Organisation::EXTERNAL; }

bool Organisation::IsCommittee() const {
  return role != allocation::v1::Organisation::BODY && role != allocation::v1::Organisation::EXTERNAL;
}

Tree::Tree(std::vector<Organisation> organisations) {
  for (Organisation& organisation : organisations) {
    std::string name = organisation.name;
    all_.emplace(std::move(name), std::move(organisation));
  }
  for (const auto& [name, organisation] : all_) {
    if (!organisation.parent.empty()) children_[organisation.parent].push_back(&organisation);
    if (!organisation.continued_by.empty()) ended_[organisation.continued_by].push_back(&organisation);
  }
}

const Organisation* Tree::Find(std::string_view name) const {
  const auto found = all_.find(name);
  return found == all_.end() ? nullptr : &found->second;
}

std::vector<const Organisation*> Tree::Above(std::string_view name, absl::CivilDay day) const {
  std::vector<const Organisation*> path;
  std::set<const Organisation*> seen;
  // Its source holds no circle, but a moment between two changes might.
  for (const Organisation* at = Find(name); at != nullptr && seen.insert(at).second;) {
    path.push_back(at);
    at = Find(at->EndedOn(day) ? at->continued_by : at->parent);
  }
  return path;
}

std::vector<const Organisation*> Tree::Below(std::string_view name, absl::CivilDay day) const {
  std::vector<const Organisation*> reached;
  std::set<const Organisation*> seen;
  const auto add = [&](const Organisation* one) {
    if (seen.insert(one).second) reached.push_back(one);
  };
  if (const Organisation* self = Find(name)) add(self);
  for (size_t i = 0; i < reached.size(); ++i) {
    const std::string& at = reached[i]->name;
    if (const auto found = children_.find(at); found != children_.end()) {
      for (const Organisation* child : found->second) {
        if (!child->EndedOn(day)) add(child);
      }
    }
    if (const auto found = ended_.find(at); found != ended_.end()) {
      for (const Organisation* former : found->second) {
        if (former->EndedOn(day)) add(former);
      }
    }
  }
  return reached;
}

std::vector<const Organisation*> Tree::Successors(std::string_view name, absl::CivilDay day) const {
  std::vector<const Organisation*> standing;
  std::vector<const Organisation*> found;
  std::set<const Organisation*> seen;
  const auto add = [&](std::string_view next) {
    const Organisation* one = Find(next);
    if (one != nullptr && seen.insert(one).second) found.push_back(one);
  };
  add(name);
  for (size_t i = 0; i < found.size(); ++i) {
    const Organisation& at = *found[i];
    if (!at.EndedOn(day)) {
      standing.push_back(&at);
      continue;
    }
    const bool divided = std::find(at.successors.begin(), at.successors.end(), at.continued_by) == at.successors.end();
    if (at.successors.empty() || !divided) {
      add(at.continued_by);
    } else {
      for (const std::string& part : at.successors) add(part);
    }
  }
  return standing;
}

std::vector<std::string> Tree::Inherited(std::string_view name, absl::CivilDay day) const {
  std::vector<std::string> names = {std::string(name)};
  std::set<std::string> seen = {names.front()};
  for (size_t i = 0; i < names.size(); ++i) {
    const auto found = ended_.find(names[i]);
    if (found == ended_.end()) continue;
    for (const Organisation* former : found->second) {
      if (former->EndedOn(day) && seen.insert(former->name).second) names.push_back(former->name);
    }
  }
  return names;
}

}  // namespace congress::directory
