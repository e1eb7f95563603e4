#include "services/drafting/domain/links.h"

#include <deque>
#include <set>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::drafting {

std::string LinkName(const v1::PaperLink& link) {
  const std::string what = StrCat(link.source(), "\n", v1::PaperLink::Kind_Name(link.kind()), "\n", link.target());
  return StrCat("paperLinks/", uuid::V5(uuid::kCongress, what));
}

v1::PaperLink Replaces(const std::string& source, const std::string& target) {
  v1::PaperLink link;
  link.set_source(source);
  link.set_kind(v1::PaperLink::REPLACES);
  link.set_target(target);
  return link;
}

absl::Status CheckNoCircle(
    const v1::PaperLink& link,
    const std::function<absl::StatusOr<std::vector<std::string>>(const std::string&)>& replaced) {
  const auto refuse = [&](const char* cause) {
    return status::FailedPrecondition(v1::LINKS_IN_CIRCLE,
                                      {{"source", link.source()}, {"target", link.target()}, {"cause", cause}});
  };
  if (link.source() == link.target()) return refuse("self");
  if (link.kind() != v1::PaperLink::REPLACES) return absl::OkStatus();
  std::set<std::string> seen = {link.target()};
  std::deque<std::string> open = {link.target()};
  while (!open.empty()) {
    ASSIGN_OR_RETURN(const auto next, replaced(open.front()));
    open.pop_front();
    for (const std::string& paper : next) {
      if (paper == link.source()) return refuse("replaces");
      if (seen.insert(paper).second) open.push_back(paper);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::PaperImpact> ImpactOf(
    const std::string& paper,
    const std::function<absl::StatusOr<std::vector<v1::PaperLink>>(const std::string&)>& links_to) {
  v1::PaperImpact impact;
  impact.set_paper(paper);
  std::set<std::string> seen = {paper};
  // The place of a touched paper; -1 is the one that was asked for.
  for (int at = -1; at < impact.touched_size(); ++at) {
    const std::string reached = at < 0 ? paper : impact.touched(at).paper();
    ASSIGN_OR_RETURN(const auto links, links_to(reached));
    for (const v1::PaperLink& link : links) {
      if (link.kind() == v1::PaperLink::REPLACES) {
        if (at >= 0) impact.mutable_touched(at)->add_replaced_by(link.source());
        continue;
      }
      if (!seen.insert(link.source()).second) continue;
      if (impact.touched_size() == static_cast<int>(kMostTouched)) {
        impact.set_truncated(true);
        continue;
      }
      v1::TouchedPaper& touched = *impact.add_touched();
      touched.set_paper(link.source());
      *touched.add_path() = link;
      if (at >= 0) touched.mutable_path()->MergeFrom(impact.touched(at).path());
    }
  }
  return impact;
}

}  // namespace congress::drafting
