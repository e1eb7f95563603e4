#include "services/drafting/domain/approval.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::drafting {

namespace {

// The last place up to `place` for which an approval is missing; -1 where none is.
int PlaceMissing(const v1::Document& document, int place, const Approvals& approvals) {
  if (place >= document.steps_size()) return -1;
  // Whoever goes on stands on the approvals of the steps before: one that was taken back stops the document.
  for (; place >= 0; --place) {
    if (!document.steps(place).rule().requires_approval()) continue;
    const auto given = approvals.find(place);
    if (given == approvals.end() || !given->second.texts.contains(document.sha256())) return place;
  }
  return -1;
}

}  // namespace

bool AsksApproval(const v1::Document& document, int place) { return PlaceMissing(document, place, {}) >= 0; }

bool ApprovalMissing(const v1::Document& document, int place, const Approvals& approvals) {
  return PlaceMissing(document, place, approvals) >= 0;
}

absl::Status CheckApproved(const v1::Document& document, int place, const Approvals& approvals) {
  const int missing = PlaceMissing(document, place, approvals);
  if (missing < 0) return absl::OkStatus();
  const v1::StepRule& step = document.steps(missing).rule();
  status::Metadata metadata = {{"step", step.id()}, {"step_name", step.display_name()}};
  if (const auto asked = approvals.find(missing); asked != approvals.end() && !asked->second.approver.empty()) {
    metadata.emplace_back("approver", asked->second.approver);
    metadata.emplace_back("cause", "named");
  }
  return status::FailedPrecondition(v1::APPROVAL_MISSING, metadata);
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
