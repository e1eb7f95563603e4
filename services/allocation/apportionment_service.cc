#include "services/allocation/apportionment_service.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_table.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/domain/names.h"
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
  return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE,
                                 "The answer would be too large to be sent; take shorter keys or fewer units.",
                                 {{"limit", StrCat(kMostBytes)}});
}

}  // namespace

template <class Request, class Response>
absl::StatusOr<Response> ApportionmentService::Compute(rpc::Call& call, const Request& checked,
                                                       absl::StatusOr<Response> (*apportion)(const Request&,
                                                                                             const Drawing&)) {
  const std::string organisation = checked.organisation().empty() ? std::string(kRoot) : checked.organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  ASSIGN_OR_RETURN(Response answer, apportion(checked, DrawingBy(call, organisation)));
  RETURN_IF_ERROR(Fit(&answer));
  if (answer.has_lot()) {
    ASSIGN_OR_RETURN(*answer.mutable_lot(), lots_.Create(call, answer.lot()));
  }
  return answer;
}

grpc::Status ApportionmentService::ComputeApportionment(grpc::ServerContext* context,
                                                        const v1::ComputeApportionmentRequest* request,
                                                        v1::ComputeApportionmentResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ComputeApportionmentRequest& checked) {
    return Compute(call, checked, &ApportionUnits);
  });
}

grpc::Status ApportionmentService::ComputeBiproportionalApportionment(
    grpc::ServerContext* context, const v1::ComputeBiproportionalApportionmentRequest* request,
    v1::ComputeBiproportionalApportionmentResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ComputeBiproportionalApportionmentRequest& checked) {
                      return Compute(call, checked, &ApportionTable);
                    });
}

grpc::Status ApportionmentService::VerifyAllocation(grpc::ServerContext* context,
                                                    const v1::VerifyAllocationRequest* request,
                                                    v1::VerifyAllocationResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::VerifyAllocationRequest& checked) -> absl::StatusOr<v1::VerifyAllocationResponse> {
        RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
        if (checked.has_certificate() == checked.has_table_certificate()) {
          status::Violations violations;
          violations.Add("certificate", "either it or `table_certificate` is required, and not both");
          return violations.ToStatus();
        }
        const std::vector<std::string> findings = checked.has_certificate()
                                                      ? VerifyCertificate(checked.certificate())
                                                      : VerifyCertificate(checked.table_certificate());
        v1::VerifyAllocationResponse answer;
        answer.set_valid(findings.empty());
        *answer.mutable_findings() = {findings.begin(), findings.end()};
        return answer;
      });
}

grpc::Status ApportionmentService::GetLot(grpc::ServerContext* context, const v1::GetLotRequest* request,
                                          v1::Lot* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::GetLotRequest& checked) { return lots_.Get(call, checked.name()); });
}

grpc::Status ApportionmentService::ListLots(grpc::ServerContext* context, const v1::ListLotsRequest* request,
                                            v1::ListLotsResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ListLotsRequest& checked) -> absl::StatusOr<v1::ListLotsResponse> {
                      ASSIGN_OR_RETURN(auto page, lots_.List(call, kLots, rpc::PageOf(checked)));
                      v1::ListLotsResponse answer;
                      for (auto& item : page.items) *answer.add_lots() = std::move(item);
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

}  // namespace congress::allocation
