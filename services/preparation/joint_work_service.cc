#include "services/preparation/joint_work_service.h"

#include "congress/allocation/v1/delegate_service.pb.h"
#include "platform/auth/principal.h"
#include "platform/rpc/records.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/preparation/merger_steps.h"
#include "services/preparation/replacement_steps.h"

namespace congress::preparation {
namespace {

constexpr char kMerger[] = "StartMerger";
constexpr char kReplacement[] = "StartDelegateReplacement";

// What the steps do in the caller's name, so the caller must be allowed to do it.
constexpr std::string_view kMergerPermissions[] = {"allocation.organisations.import", "allocation.organisations.undo",
                                                   "dossiers.transfers.create", "scheduling.meetings.cancel",
                                                   "scheduling.meetings.place"};
constexpr std::string_view kDossierPermissions[] = {"dossiers.dossiers.create", "dossiers.dossiers.withdraw"};

}  // namespace

JointWorkService::JointWorkService(operations::Operations& operations, const auth::Signer& signer, const Peers& peers)
    : works_(operations, signer, peers), peers_(peers) {
  works_.Register(kMerger, MergerSteps());
  works_.Register(kReplacement, ReplacementSteps());
}

absl::StatusOr<operations::v1::Operation> JointWorkService::StartMerger(rpc::Call& call,
                                                                        const v1::StartMergerRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  for (const std::string_view permission : kMergerPermissions) {
    RETURN_IF_ERROR(call.Require(permission, auth::kProvince));
  }
  RETURN_IF_ERROR(CheckTable(call, peers_, request));
  return works_.Begin(call, kMerger, request, request.validate_only(), PlanMerger(call, request));
}

absl::StatusOr<operations::v1::Operation> JointWorkService::StartDelegateReplacement(
    rpc::Call& call, const v1::StartDelegateReplacementRequest& request) const {
  allocation::v1::GetDelegateRequest get;
  get.set_name(request.name());
  const auto delegate = peers_.allocation.Invoke<allocation::v1::Delegate>(
      "congress.allocation.v1.DelegateService/GetDelegate", call.Forward(), get);
  if (!delegate.ok() && status::IsPassing(delegate.status())) return delegate.status();
  // Who may not read it learns no more than of one that there is not.
  if (!delegate.ok()) return status::NotFound("delegate", request.name());
  const std::string& organisation = delegate->organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  if (!request.etag().empty() && request.etag() != delegate->etag()) return rpc::EtagMismatch(request.name());
  RETURN_IF_ERROR(call.Require("allocation.delegates.replace", organisation));
  if (!request.purpose().empty()) {
    for (const std::string_view permission : kDossierPermissions) {
      RETURN_IF_ERROR(call.Require(permission, organisation));
    }
  }
  v1::StartDelegateReplacementRequest looked_at = request;
  ASSIGN_OR_RETURN(JointPlan plan, PlanReplacement(call, peers_, &looked_at));
  return works_.Begin(call, kReplacement, looked_at, request.validate_only(), std::move(plan));
}

}  // namespace congress::preparation
