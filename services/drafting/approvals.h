// Where it is kept which texts of a document superiors have approved.
#pragma once

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "services/drafting/domain/approval.h"

namespace congress::drafting {

// Whether somebody can approve what the steps of a new document ask for. INVALID_ARGUMENT `STEPS_INCONSISTENT`;
// FAILED_PRECONDITION `RECEIVER_NOT_SUPERIOR`; NOT_FOUND `ORGANISATION_UNKNOWN`.
absl::Status CheckApprovers(rpc::Call& call, const v1::Document& document);

// The approvals of the document that the step at `place` stands on; empty where it asks for none.
absl::StatusOr<Approvals> ApprovalsFor(rpc::Call& call, const v1::Document& document, int place);

// Whether somebody's approval of the document's text stands.
absl::StatusOr<bool> IsApproved(rpc::Call& call, const v1::Document& document);

// Whether an approval of the text is not there that the next step asks for, or the last one of what is not issued.
absl::StatusOr<bool> LacksApproval(rpc::Call& call, const v1::Document& document);

// Stages whether the delivery stands approved, for each revision among the papers of its transmission.
absl::Status NoteApprovals(rpc::Call& call, const v1::Transmission& transmission, const v1::Delivery& delivery);

}  // namespace congress::drafting
