#include "services/drafting/paper_link_service.h"

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/links.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"

namespace congress::drafting {
absl::StatusOr<v1::PaperLink> PaperLinkService::CreatePaperLink(rpc::Call& call,
                                                                const v1::CreatePaperLinkRequest& request) const {
  v1::PaperLink link = request.paper_link();
  ASSIGN_OR_RETURN(const Paper source, ReadPaper(call, link.source()));
  RETURN_IF_ERROR(call.Require(source.organisation));
  RETURN_IF_ERROR(ReadPaper(call, link.target()).status());
  RETURN_IF_ERROR(RequireNoCircle(call, link));
  ASSIGN_OR_RETURN(const bool known, kPaperLinks.Exists(call, LinkName(link)));
  if (known) return status::AlreadyExists("PaperLink", LinkName(link));
  ASSIGN_OR_RETURN(link, AddLink(call, std::move(link), source.organisation));
  RETURN_IF_ERROR(SupersedeByLink(call, link));
  return link;
}

absl::StatusOr<google::protobuf::Empty> PaperLinkService::DeletePaperLink(
    rpc::Call& call, const v1::DeletePaperLinkRequest& request) const {
  ASSIGN_OR_RETURN(const v1::PaperLink link, kPaperLinks.Get(call, request.name()));
  RETURN_IF_ERROR(kPaperLinks.CheckEtag(link, request.etag()));
  RETURN_IF_ERROR(RestoreFromLink(call, link));
  RETURN_IF_ERROR(CountLink(call, link, -1));
  kPaperLinks.Delete(call, link.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ListPaperLinksResponse> PaperLinkService::ListPaperLinks(
    rpc::Call& call, const v1::ListPaperLinksRequest& request) const {
  rpc::Query<v1::PaperLink> query;
  query.Only("source", request.source());
  query.Only("target", request.target());
  query.matches = [kind = request.kind()](const v1::PaperLink& link) {
    return kind == v1::PaperLink::KIND_UNSPECIFIED || link.kind() == kind;
  };
  ASSIGN_OR_RETURN(auto page, kPaperLinks.Find(call, "paperLinks/", rpc::PageOf(request), query));
  v1::ListPaperLinksResponse answer;
  answer.mutable_paper_links()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::PaperImpact> PaperLinkService::GetPaperImpact(rpc::Call& call,
                                                                 const v1::GetPaperImpactRequest& request) const {
  ASSIGN_OR_RETURN(const Paper asked, ReadPaper(call, request.paper()));
  RETURN_IF_ERROR(call.Require(asked.organisation));
  ASSIGN_OR_RETURN(v1::PaperImpact impact,
                   ImpactOf(request.paper(), [&](const std::string& paper) { return LinksTo(call, paper); }));
  impact.set_number(asked.number);
  for (v1::TouchedPaper& touched : *impact.mutable_touched()) {
    const auto paper = ReadPaper(call, touched.paper());
    if (!paper.ok()) continue;
    touched.set_number(paper->number);
    touched.set_title(paper->title);
  }
  return impact;
}

}  // namespace congress::drafting
