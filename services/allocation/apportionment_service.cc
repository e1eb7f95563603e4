#include "services/allocation/apportionment_service.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_table.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/plan/plan_lot.h"
#include "services/allocation/lots.h"

namespace congress::allocation {
namespace {

// What a message may hold, and room for what surrounds it.
constexpr size_t kMostBytes = 15 << 20;

void LeaveOutCertificates(v1::ComputeApportionmentResponse* answer) {
  answer->clear_certificate();
  for (v1::AllianceOutcome& alliance : *answer->mutable_alliances()) alliance.clear_certificate();
}
void LeaveOutCertificates(v1::ComputeBiproportionalApportionmentResponse* answer) { answer->clear_certificate(); }

// An answer that cannot be sent is none, and nothing may be kept of it. Certificates are left out first.
template <class Response>
absl::Status Fit(Response* answer) {
  if (answer->ByteSizeLong() <= kMostBytes) return absl::OkStatus();
  LeaveOutCertificates(answer);
  if (answer->ByteSizeLong() <= kMostBytes) return absl::OkStatus();
  return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE, {{"cause", "answer"}, {"limit", StrCat(kMostBytes)}});
}

}  // namespace

template <class Request, class Response>
absl::StatusOr<Response> ApportionmentService::Compute(rpc::Call& call, const Request& checked,
                                                       absl::StatusOr<Response> (*apportion)(const Request&,
                                                                                             const LotDrawer&)) const {
  const std::string organisation = checked.organisation().empty() ? std::string(kRoot) : checked.organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  ASSIGN_OR_RETURN(Response answer, apportion(checked, LotDrawerOf(call, organisation)));
  RETURN_IF_ERROR(Fit(&answer));
  if (answer.has_lot()) {
    ASSIGN_OR_RETURN(*answer.mutable_lot(), lots_.Create(call, answer.lot()));
  }
  return answer;
}

absl::StatusOr<v1::ComputeApportionmentResponse> ApportionmentService::ComputeApportionment(
    rpc::Call& call, const v1::ComputeApportionmentRequest& request) const {
  return Compute(call, request, &ApportionUnits);
}

absl::StatusOr<v1::ComputeBiproportionalApportionmentResponse> ApportionmentService::ComputeBiproportionalApportionment(
    rpc::Call& call, const v1::ComputeBiproportionalApportionmentRequest& request) const {
  return Compute(call, request, &ApportionTable);
}

absl::StatusOr<v1::VerifyAllocationResponse> ApportionmentService::VerifyAllocation(
    rpc::Call& call, const v1::VerifyAllocationRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  if (request.has_certificate() == request.has_table_certificate()) {
    status::Violations violations;
    violations.Add("certificate", v1::ONE_OF_REQUIRED, {{"fields", "certificate, table_certificate"}});
    return violations.ToStatus();
  }
  const std::vector<std::string> findings = request.has_certificate() ? VerifyCertificate(request.certificate())
                                                                      : VerifyCertificate(request.table_certificate());
  v1::VerifyAllocationResponse answer;
  answer.set_valid(findings.empty());
  *answer.mutable_findings() = {findings.begin(), findings.end()};
  return answer;
}

absl::StatusOr<v1::Lot> ApportionmentService::GetLot(rpc::Call& call, const v1::GetLotRequest& request) const {
  return lots_.Get(call, request.name());
}

absl::StatusOr<v1::ListLotsResponse> ApportionmentService::ListLots(rpc::Call& call,
                                                                    const v1::ListLotsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, lots_.List(call, kLots, rpc::PageOf(request)));
  v1::ListLotsResponse answer;
  for (auto& item : page.items) *answer.add_lots() = std::move(item);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::ContinueLotsResponse> ApportionmentService::ContinueLots(
    rpc::Call& call, const v1::ContinueLotsRequest& request) const {
  ASSIGN_OR_RETURN(v1::DrawnLots drawn, kDrawnLots.LoadOr(call, NoLots(request.parent(), kRoot)));
  // Who says that none is on paper speaks for the congress, whoever made its first draft.
  RETURN_IF_ERROR(call.Require(drawn.lots().empty() ? std::string(kRoot) : drawn.organisation()));
  if (drawn.etag().empty()) return status::NotFound("Congress", request.parent());
  ASSIGN_OR_RETURN(const std::vector<v1::Lot> lost, LotsOnPaper(drawn, request));
  if (!lost.empty() && call.store().Epoch() == 0) {
    return status::FailedPrecondition(v1::LOTS_NOT_LOST, {{"congress", request.parent()}});
  }
  for (const v1::Lot& lot : lost) {
    ASSIGN_OR_RETURN(const bool taken, lots_.Exists(call, lot.name()));
    if (taken) return status::FailedPrecondition(v1::LOT_DRAWN, {{"lot", lot.name()}, {"cause", "name"}});
    ASSIGN_OR_RETURN(*drawn.add_lots(), lots_.Create(call, lot));
  }
  v1::ContinueLotsResponse answer;
  *answer.mutable_lots() = drawn.lots();
  // A second operator says what is known.
  if (lost.empty() && drawn.epoch() == call.store().Epoch()) return answer;
  drawn.set_epoch(call.store().Epoch());
  kDrawnLots.Put(call, std::move(drawn));
  return answer;
}

}  // namespace congress::allocation
