#include "services/drafting/approvals.h"

#include <algorithm>

#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/deliveries.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/step_rules.h"
#include "services/drafting/domain/transmission.h"

namespace congress::drafting {
namespace {

const rpc::Repository<v1::TextApprovals> kTextApprovals{rpc::kUnlisted};

absl::StatusOr<v1::TextApprovals> ApprovalsOf(rpc::Call& call, std::string_view document) {
  v1::TextApprovals approvals;
  approvals.set_name(StrCat(document, "/approvals"));
  return kTextApprovals.LoadOr(call, std::move(approvals));
}

bool HasSuperior(const rpc::Call& call, const std::string& organisation) {
  const directory::Organisation* known = call.Known(organisation);
  return known == nullptr || !known->parent.empty();
}

// Whether the approval of `organisation` is one that the step asks for.
bool MayApprove(const rpc::Call& call, const v1::Document& document, const v1::StepRule& rule,
                const std::string& organisation) {
  if (!rule.approver().empty()) return call.IsOf(rule.approver(), organisation);
  const std::string& owner = document.organisation();
  if (HasSuperior(call, owner)) return organisation != owner && call.IsWithin(owner, organisation);
  // Documents of older versions name nobody, and the province has nobody above it here.
  return IsExternal(call, organisation);
}

}  // namespace

absl::Status CheckApprovers(rpc::Call& call, const v1::Document& document) {
  for (const v1::DocumentStep& step : document.steps()) {
    const v1::StepRule& rule = step.rule();
    if (!rule.approver().empty()) {
      RETURN_IF_ERROR(call.RequireKnown(rule.approver()));
      RETURN_IF_ERROR(RequireSuperior(call, rule.approver(), document.organisation()));
    } else if (rule.requires_approval() && !HasSuperior(call, document.organisation())) {
      return ApproverMissing(rule);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Approvals> ApprovalsFor(rpc::Call& call, const v1::Document& document, int place) {
  Approvals approvals;
  if (!AsksApproval(document, place)) return approvals;
  ASSIGN_OR_RETURN(const v1::TextApprovals all, ApprovalsOf(call, document.name()));
  for (; place >= 0; --place) {
    const v1::StepRule& rule = document.steps(place).rule();
    if (!rule.requires_approval()) continue;
    StepApprovals& step = approvals[place];
    if (!rule.approver().empty()) step.approver = call.NameOf(rule.approver());
    for (const v1::TextApprovals::Approval& one : all.approvals()) {
      if (MayApprove(call, document, rule, ReceiverIn(one.delivery()))) step.texts.insert(one.sha256());
    }
  }
  return approvals;
}

absl::StatusOr<bool> IsApproved(rpc::Call& call, const v1::Document& document) {
  ASSIGN_OR_RETURN(const v1::TextApprovals all, ApprovalsOf(call, document.name()));
  const auto& given = all.approvals();
  return std::any_of(given.begin(), given.end(),
                     [&](const v1::TextApprovals::Approval& one) { return one.sha256() == document.sha256(); });
}

absl::StatusOr<bool> LacksApproval(rpc::Call& call, const v1::Document& document) {
  const int place = AwaitedPlace(document);
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsFor(call, document, place));
  return ApprovalMissing(document, place, approvals);
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
