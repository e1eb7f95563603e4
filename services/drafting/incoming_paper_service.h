// Handlers of the register of incoming papers.
#pragma once

#include "congress/drafting/v1/incoming_paper_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

class IncomingPaperService {
 public:
  absl::StatusOr<v1::IncomingPaper> CreateIncomingPaper(rpc::Call& call,
                                                        const v1::CreateIncomingPaperRequest& request) const;
  absl::StatusOr<v1::IncomingPaper> GetIncomingPaper(rpc::Call& call, const v1::GetIncomingPaperRequest& request) const;
  absl::StatusOr<v1::ListIncomingPapersResponse> ListIncomingPapers(rpc::Call& call,
                                                                    const v1::ListIncomingPapersRequest& request) const;
  absl::StatusOr<v1::IncomingPaper> UpdateIncomingPaper(rpc::Call& call,
                                                        const v1::UpdateIncomingPaperRequest& request) const;

 private:
  // The paper as it is registered in the place of `before`, which is empty for a new one: claimed, and its answer
  // known.
  absl::StatusOr<v1::IncomingPaper> Register(rpc::Call& call, const v1::IncomingPaper& before,
                                             v1::IncomingPaper paper) const;
  absl::Status Claim(rpc::Call& call, const v1::IncomingPaper& before, const v1::IncomingPaper& paper) const;
  absl::Status Answer(rpc::Call& call, const std::string& before, v1::IncomingPaper* paper) const;

  rpc::Repository<v1::IncomingClaim> claims_{rpc::kUnlisted};
};

}  // namespace congress::drafting
