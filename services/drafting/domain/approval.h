// Approvals of a document's text by superiors, which a step may ask for.
#pragma once

#include <map>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/stored.pb.h"

namespace congress::drafting {

// What is approved for one step.
struct StepApprovals {
  // What people call the organisation that the step names; empty where any superior may approve.
  std::string approver;
  // SHA-256 of each text that one who may has approved.
  std::set<std::string> texts;
};
// By the places of the steps that ask for an approval.
using Approvals = std::map<int, StepApprovals>;

// Whether the step at `place`, or one before it, asks for an approval.
bool AsksApproval(const v1::Document& document, int place);

// Whether it asks for one of the text that the document has, and there is none.
bool ApprovalMissing(const v1::Document& document, int place, const Approvals& approvals);

// FAILED_PRECONDITION `APPROVAL_MISSING`.
absl::Status CheckApproved(const v1::Document& document, int place, const Approvals& approvals);

// Notes whether the delivery stands approved, which sent the text with this SHA-256.
void NoteApproval(const v1::Delivery& delivery, const std::string& sha256, v1::TextApprovals* approvals);

}  // namespace congress::drafting
