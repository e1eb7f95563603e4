#include "services/drafting/approvals.h"

#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/approval.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/transmission.h"

namespace congress::drafting {
namespace {

const rpc::Repository<v1::TextApprovals> kTextApprovals{rpc::kUnlisted};

absl::StatusOr<v1::TextApprovals> ApprovalsOf(rpc::Call& call, std::string_view document) {
  v1::TextApprovals approvals;
  approvals.set_name(StrCat(document, "/approvals"));
  return kTextApprovals.LoadOr(call, std::move(approvals));
}

}  // namespace

absl::StatusOr<v1::TextApprovals> ApprovalsFor(rpc::Call& call, const v1::Document& document, int place) {
  if (!AsksApproval(document, place)) return v1::TextApprovals();
  return ApprovalsOf(call, document.name());
}

absl::StatusOr<bool> LacksApproval(rpc::Call& call, const v1::Document& document) {
  const int next = NextPlace(document);
  ASSIGN_OR_RETURN(const v1::TextApprovals approvals, ApprovalsFor(call, document, next));
  return ApprovalMissing(document, next, approvals);
}

absl::Status NoteApprovals(rpc::Call& call, const v1::Transmission& transmission, const v1::Delivery& delivery) {
  for (const v1::TransmittedPaper& paper : transmission.papers()) {
    const std::string document = SentDocument(paper.paper());
    if (document.empty()) continue;
    ASSIGN_OR_RETURN(v1::TextApprovals approvals, ApprovalsOf(call, document));
    NoteApproval(delivery, paper.sha256(), &approvals);
    kTextApprovals.Put(call, std::move(approvals));
  }
  return absl::OkStatus();
}

}  // namespace congress::drafting
