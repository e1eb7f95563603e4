// Handlers of the links between papers.
#pragma once

#include "congress/drafting/v1/paper_link_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::drafting {

// Safe for many threads: two links that would close a circle together meet in the records of what papers replace.
class PaperLinkService {
 public:
  absl::StatusOr<v1::PaperLink> CreatePaperLink(rpc::Call& call, const v1::CreatePaperLinkRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeletePaperLink(rpc::Call& call,
                                                          const v1::DeletePaperLinkRequest& request) const;
  absl::StatusOr<v1::ListPaperLinksResponse> ListPaperLinks(rpc::Call& call,
                                                            const v1::ListPaperLinksRequest& request) const;
  absl::StatusOr<v1::PaperImpact> GetPaperImpact(rpc::Call& call, const v1::GetPaperImpactRequest& request) const;
};

}  // namespace congress::drafting
