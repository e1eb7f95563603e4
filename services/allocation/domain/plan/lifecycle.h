// The transitions of a plan: draft → submitted → approved → issued → superseded.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "google/type/date.pb.h"

namespace congress::allocation {

// FAILED_PRECONDITION `PLAN_NOT_DRAFT` unless the plan is a draft.
absl::Status RequireDraft(const v1::AllocationPlan& plan);
// FAILED_PRECONDITION `PLAN_NOT_APPROVED` unless the plan waits for its number.
absl::Status RequireApproved(const v1::AllocationPlan& plan);
// FAILED_PRECONDITION `PLAN_NOT_ISSUED` unless the plan is in force.
absl::Status RequireIssued(const v1::AllocationPlan& plan);

// Who hands a plan over.
struct Submitter {
  std::string account;
  std::string person;  // `persons/{person}`; somebody else has to approve.
};

// Hands a draft over in the name of `who`. FAILED_PRECONDITION `TIE_UNDECIDED`, and `ORGANISATION_NOT_IN_FORCE` unless
// all its organisations are in `tree` and exist on its day.
absl::StatusOr<v1::AllocationPlan> Submit(v1::AllocationPlan plan, const std::vector<v1::Organisation>& tree,
                                          const Submitter& who, absl::Time now);

// Approves in the name of the account `who`, of whom the caller knows that it is not the submitter's.
// FAILED_PRECONDITION `PLAN_NOT_SUBMITTED`.
absl::StatusOr<v1::AllocationPlan> Approve(v1::AllocationPlan plan, const std::string& who, const std::string& reason,
                                           absl::Time now);

// What a decision bears.
struct Numbered {
  std::string number;
  std::string entry;
  google::type::Date date;
  std::string issuer = {};
  // The decision as it was issued.
  std::string paper = {};
};
absl::StatusOr<v1::AllocationPlan> Issue(v1::AllocationPlan plan, const Numbered& numbered, absl::Time now);

// An issued plan whose decision was recalled, which is as it was approved and keeps that decision in its trace.
v1::AllocationPlan Reopen(v1::AllocationPlan plan);

// Whether `plan` may replace the other, by its `replaces`: an issued one of the same congress and organisation.
// INVALID_ARGUMENT `SUCCESSOR_INVALID`, FAILED_PRECONDITION `PLAN_NOT_ISSUED`.
absl::Status CheckReplaces(const v1::AllocationPlan& plan, const v1::AllocationPlan& replaced);

// Closes an issued plan in favour of another issued one of the same congress. INVALID_ARGUMENT `SUCCESSOR_INVALID`.
absl::StatusOr<v1::AllocationPlan> Supersede(v1::AllocationPlan plan, const v1::AllocationPlan& successor,
                                             const std::string& reason, absl::Time now);

}  // namespace congress::allocation
