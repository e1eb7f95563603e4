#include "services/drafting/papers.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/links.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/records.h"

namespace congress::drafting {

absl::StatusOr<Paper> ReadPaper(rpc::Call& call, const std::string& name, bool assigned) {
  if (name.starts_with("incomingPapers/")) {
    ASSIGN_OR_RETURN(const v1::IncomingPaper paper, kIncomingPapers.Read(call, name));
    return Paper{paper.organisation(), paper.number(), paper.abstract(), paper.paper_date()};
  }
  ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Read(call, name));
  const bool given = entry.state() == v1::NumberEntry::ASSIGNED;
  if (entry.state() == v1::NumberEntry::VOIDED || (assigned && !given)) return NotAssigned(entry);
  return Paper{entry.organisation(), entry.formatted(), entry.title(), entry.document_date()};
}

absl::Status PaperNotOwn(const std::string& paper, const std::string& organisation) {
  return status::FailedPrecondition(v1::PAPER_NOT_OWN, {{"paper", paper}, {"organisation", organisation}});
}

absl::StatusOr<v1::PaperUse> LoadUse(rpc::Call& call, const std::string& paper) {
  v1::PaperUse use;
  use.set_name(StrCat(paper, "/use"));
  return kPaperUses.LoadOr(call, std::move(use));
}

absl::Status RequireNoCircle(rpc::Call& call, const v1::PaperLink& link) {
  return CheckNoCircle(link, [&](const std::string& paper) -> absl::StatusOr<std::vector<std::string>> {
    ASSIGN_OR_RETURN(const v1::PaperUse use, LoadUse(call, paper));
    return std::vector<std::string>(use.replaces().begin(), use.replaces().end());
  });
}

absl::StatusOr<std::vector<v1::PaperLink>> LinksTo(rpc::Call& call, const std::string& target) {
  rpc::Query<v1::PaperLink> query;
  query.Only("target", target);
  rpc::PageRequest page;
  page.page_size = rpc::kMaxPageSize;
  std::vector<v1::PaperLink> links;
  do {
    ASSIGN_OR_RETURN(auto found, kPaperLinks.Find(call, "paperLinks/", page, query));
    std::move(found.items.begin(), found.items.end(), std::back_inserter(links));
    page.page_token = found.next_page_token;
  } while (!page.page_token.empty());
  return links;
}

absl::StatusOr<v1::PaperLink> AddLink(rpc::Call& call, v1::PaperLink link, const std::string& organisation) {
  link.set_name(LinkName(link));
  link.set_organisation(organisation);
  link.set_author(call.principal().Account());
  *link.mutable_create_time() = civil::ToTimestamp(call.now());
  link = kPaperLinks.PutNew(call, std::move(link));
  RETURN_IF_ERROR(CountLink(call, link, 1));
  return link;
}

absl::Status CountLink(rpc::Call& call, const v1::PaperLink& link, int step) {
  for (const std::string& end : {link.source(), link.target()}) {
    ASSIGN_OR_RETURN(v1::PaperUse use, LoadUse(call, end));
    use.set_links(use.links() + step);
    if (link.kind() == v1::PaperLink::REPLACES && end == link.source()) {
      auto& replaces = *use.mutable_replaces();
      if (step > 0) *replaces.Add() = link.target();
      if (step < 0) replaces.erase(std::remove(replaces.begin(), replaces.end(), link.target()), replaces.end());
    }
    kPaperUses.Put(call, std::move(use));
  }
  return absl::OkStatus();
}

}  // namespace congress::drafting
