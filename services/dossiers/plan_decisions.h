// Deciding personnel plans: each becomes one numbered act of drafting, by the steps of an operation, and its places are
// filled by the number.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/personnel_plan_service.pb.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/issuing_service.pb.h"
#include "platform/auth/token.h"
#include "platform/operations/operations.h"
#include "platform/rpc/call.h"
#include "platform/rpc/peer.h"
#include "services/dossiers/domain/plan_paper.h"

namespace congress::dossiers {

// PERMISSION_DENIED `SAME_PERSON` where the caller is named in the plan or, with `drafted`, has built it;
// `PERSON_UNKNOWN`.
absl::Status RequireNotIn(rpc::Call& call, const v1::PersonnelPlan& plan, bool drafted = false);

// The same of the plan and of the decided one that it is to supersede: tenures of those named there may end by it.
absl::Status RequireUnconcerned(rpc::Call& call, const v1::PersonnelPlan& plan, bool drafted = false);

// The plan with what its act names, as the caller may read it; with `all` whether they may or not.
NamedPlan Named(rpc::Call& call, v1::PersonnelPlan plan, bool all);

// All plans of the congress, whoever may read them. `damaged` takes the names of those that cannot be read, which then
// name nobody; where it is null they fail it.
absl::StatusOr<std::vector<v1::PersonnelPlan>> PlansOf(rpc::Call& call, const std::string& congress,
                                                       std::set<std::string>* damaged = nullptr);

// Safe for many threads.
class PlanDecisions {
 public:
  PlanDecisions(rpc::Peer& drafting, const auth::Signer& signer, operations::Operations& operations);

  // Looks at all of it, stages the plans as being decided and the operation. With `validate_only` an operation without
  // a name.
  absl::StatusOr<operations::v1::Operation> Begin(rpc::Call& call,
                                                  const v1::BatchDecidePersonnelPlansRequest& request) const;

 private:
  // The plans that lack nothing, or those alone that do not.
  static absl::StatusOr<std::vector<v1::PersonnelPlan>> Ready(rpc::Call& call,
                                                              const v1::BatchDecidePersonnelPlansRequest& request,
                                                              absl::CivilDay day);
  // Asks drafting, in the caller's name, whether it would issue the acts. Returns who keeps the series.
  absl::StatusOr<std::string> Ask(rpc::Call& call, const v1::BatchDecidePersonnelPlansRequest& request,
                                  const std::vector<v1::PersonnelPlan>& plans) const;
  // The act, issued now or by an attempt before.
  absl::StatusOr<drafting::v1::IssuedPaper> Issue(rpc::Call& call, const v1::PlanDecisionCheckpoint& at,
                                                  const drafting::v1::IssuePaperRequest& act) const;
  // Looks at a plan again, and when it lacks nothing decides it in the step after.
  absl::StatusOr<bool> Work(rpc::Call& call, operations::Step& step) const;
  // Puts back what was not decided.
  static absl::StatusOr<bool> TakeBack(rpc::Call& call, operations::Step& step);

  rpc::Peer& drafting_;
  const auth::Signer& signer_;
  operations::Operations& operations_;
};

}  // namespace congress::dossiers
