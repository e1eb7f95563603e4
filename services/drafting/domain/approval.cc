#include "services/drafting/domain/approval.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::drafting {

bool AsksApproval(const v1::Document& document, int place) {
  if (place < 0 || place >= document.steps_size()) return false;
  // Whoever goes on stands on the approvals of the steps before: one that was taken back stops the document.
  const auto end = document.steps().begin() + place + 1;
  return std::any_of(document.steps().begin(), end,
                     [](const v1::DocumentStep& step) { return step.rule().requires_approval(); });
}

bool ApprovalMissing(const v1::Document& document, int place, const v1::TextApprovals& approvals) {
  if (!AsksApproval(document, place)) return false;
  return std::none_of(approvals.approvals().begin(), approvals.approvals().end(),
                      [&](const auto& approval) { return approval.sha256() == document.sha256(); });
}

absl::Status CheckApproved(const v1::Document& document, int place, const v1::TextApprovals& approvals) {
  if (!ApprovalMissing(document, place, approvals)) return absl::OkStatus();
  // The last one that asks for it.
  while (!document.steps(place).rule().requires_approval()) --place;
  const v1::StepRule& step = document.steps(place).rule();
  return status::FailedPrecondition(v1::APPROVAL_MISSING, {{"step", step.id()}, {"step_name", step.display_name()}});
}

void NoteApproval(const v1::Delivery& delivery, const std::string& sha256, v1::TextApprovals* approvals) {
  auto& all = *approvals->mutable_approvals();
  all.erase(
      std::remove_if(all.begin(), all.end(),
                     [&](const auto& one) { return one.delivery() == delivery.name() && one.sha256() == sha256; }),
      all.end());
  if (delivery.state() != v1::Delivery::APPROVED) return;
  v1::TextApprovals::Approval& approval = *all.Add();
  approval.set_sha256(sha256);
  approval.set_delivery(delivery.name());
}

}  // namespace congress::drafting
