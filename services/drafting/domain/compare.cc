#include "services/drafting/domain/compare.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"
#include "services/drafting/domain/lines.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {
namespace {

using Difference = v1::SectionComparison;

std::string_view DocumentOf(const v1::Revision& revision) {
  const std::string_view name = revision.name();
  return name.substr(0, name.rfind("/revisions/"));
}

// Places of the sections by id.
std::map<std::string_view, int> PlacesIn(const Sections& sections) {
  std::map<std::string_view, int> places;
  for (int i = 0; i < sections.size(); ++i) places.emplace(sections[i].id(), i);
  return places;
}

// The ids that stay in order: a longest increasing subsequence of base places, read in the target's order. Whatever
// is common and not in it has moved.
std::set<std::string_view> InOrder(const std::map<std::string_view, int>& base_places, const Sections& target) {
  struct Link {
    std::string_view id;
    int place;
    int before;  // Index of the link before it in the longest chain that ends here; -1 for none.
  };
  std::vector<Link> links;
  // For each length of chain, the link that ends it at the smallest base place.
  std::vector<int> ends;
  for (const v1::Section& section : target) {
    const auto found = base_places.find(section.id());
    if (found == base_places.end()) continue;
    const auto end = std::lower_bound(ends.begin(), ends.end(), found->second, [&](int link, int place) {
      return links[static_cast<size_t>(link)].place < place;
    });
    links.push_back({section.id(), found->second, end == ends.begin() ? -1 : *(end - 1)});
    const int last = static_cast<int>(links.size()) - 1;
    if (end == ends.end()) {
      ends.push_back(last);
    } else {
      *end = last;
    }
  }
  std::set<std::string_view> stay;
  for (int link = ends.empty() ? -1 : ends.back(); link >= 0; link = links[static_cast<size_t>(link)].before) {
    stay.insert(links[static_cast<size_t>(link)].id);
  }
  return stay;
}

void AddRemoved(const v1::Section& section, v1::CompareRevisionsResponse& response) {
  Difference& difference = *response.add_sections();
  difference.set_section(section.id());
  difference.set_difference(Difference::REMOVED);
  difference.set_base_title(section.title());
  *difference.mutable_runs() = CompareLines(section.text(), "");
  response.set_removed_count(response.removed_count() + 1);
}

void AddNew(const v1::Section& section, v1::CompareRevisionsResponse& response) {
  Difference& difference = *response.add_sections();
  difference.set_section(section.id());
  difference.set_difference(Difference::ADDED);
  difference.set_target_title(section.title());
  *difference.mutable_runs() = CompareLines("", section.text());
  response.set_added_count(response.added_count() + 1);
}

void AddCommon(const v1::Section& base, const v1::Section& target, bool moved, v1::CompareRevisionsResponse& response) {
  Difference& difference = *response.add_sections();
  difference.set_section(target.id());
  difference.set_moved(moved);
  difference.set_base_title(base.title());
  difference.set_target_title(target.title());
  if (base.text() != target.text()) *difference.mutable_runs() = CompareLines(base.text(), target.text());
  if (base.text() != target.text() || base.title() != target.title()) {
    difference.set_difference(Difference::CHANGED);
    response.set_changed_count(response.changed_count() + 1);
  } else if (moved) {
    difference.set_difference(Difference::MOVED);
    response.set_moved_count(response.moved_count() + 1);
  } else {
    difference.set_difference(Difference::UNCHANGED);
    response.set_unchanged_count(response.unchanged_count() + 1);
  }
}

}  // namespace

absl::StatusOr<v1::CompareRevisionsResponse> Compare(const v1::Revision& base, const v1::Revision& target) {
  if (DocumentOf(base) != DocumentOf(target)) return status::InvalidArgument(v1::REVISIONS_UNRELATED);
  const auto base_places = PlacesIn(base.sections());
  const auto target_places = PlacesIn(target.sections());
  const std::set<std::string_view> stay = InOrder(base_places, target.sections());
  v1::CompareRevisionsResponse response;
  // Removed sections follow the section that they followed in the base.
  const auto add_removed_behind = [&](int place) {
    for (int i = place + 1; i < base.sections_size() && !target_places.contains(base.sections(i).id()); ++i) {
      AddRemoved(base.sections(i), response);
    }
  };
  add_removed_behind(-1);
  for (const v1::Section& section : target.sections()) {
    const auto found = base_places.find(section.id());
    if (found == base_places.end()) {
      AddNew(section, response);
      continue;
    }
    AddCommon(base.sections(found->second), section, !stay.contains(section.id()), response);
    add_removed_behind(found->second);
  }
  return response;
}

}  // namespace congress::drafting
