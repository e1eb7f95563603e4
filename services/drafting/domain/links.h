// How papers stand to each other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/paper_link.pb.h"
#include "congress/drafting/v1/paper_link_service.pb.h"

namespace congress::drafting {

// As many papers as an answer tells.
inline constexpr size_t kMostTouched = 1000;

// Name of the link, made from source, kind and target, so that there is one of each.
std::string LinkName(const v1::PaperLink& link);

// That the source replaces the target.
v1::PaperLink Replaces(const std::string& source, const std::string& target);

// FAILED_PRECONDITION `LINKS_IN_CIRCLE` when a paper would be linked to itself, or replace itself by way of others.
// `replaced` answers what a paper replaces.
absl::Status CheckNoCircle(const v1::PaperLink& link,
                           const std::function<absl::StatusOr<std::vector<std::string>>(const std::string&)>& replaced);

// What a change of the paper touches: whatever rests on it, implements or amends it, and so on, each once, the nearest
// first. `links_to` answers the links that end at a paper.
absl::StatusOr<v1::PaperImpact> ImpactOf(
    const std::string& paper,
    const std::function<absl::StatusOr<std::vector<v1::PaperLink>>(const std::string&)>& links_to);

}  // namespace congress::drafting
