#include "services/preparation/board.h"

#include <future>

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/civil/civil.h"

namespace congress::preparation {
namespace {

// Leaves a second of the 3 s that the board promises.
constexpr absl::Duration kPatience = absl::Seconds(2);

// Asks one service on a thread of its own.
template <class Response, class Request>
std::future<Part> Ask(const rpc::Call& call, const std::string& name, rpc::Peer& peer, std::string_view method,
                      Request request) {
  return std::async(std::launch::async, [=, &peer, header = call.Forward(kPatience), request = std::move(request)] {
    const absl::StatusOr<Response> answer = peer.Invoke<Response>(method, header, request);
    if (!answer.ok()) return Part{.status = answer.status(), .blockers = {}, .organisations = {}};
    return PartOf(name, *answer);
  });
}

template <class Request>
Request About(const std::string& congress, absl::CivilDay as_of) {
  Request request;
  request.set_parent(congress);
  *request.mutable_as_of() = civil::ToDate(as_of);
  return request;
}

}  // namespace

Parts AskAll(rpc::Call& call, const Peers& peers, const std::string& congress, absl::CivilDay as_of) {
  std::map<std::string, std::future<Part>> asked;
  asked["allocation"] = Ask<allocation::v1::GetAllocationReadinessResponse>(
      call, "allocation", peers.allocation, "congress.allocation.v1.AllocationService/GetAllocationReadiness",
      About<allocation::v1::GetAllocationReadinessRequest>(congress, as_of));
  asked["dossiers"] = Ask<dossiers::v1::GetDossierReadinessResponse>(
      call, "dossiers", peers.dossiers, "congress.dossiers.v1.DossierService/GetDossierReadiness",
      About<dossiers::v1::GetDossierReadinessRequest>(congress, as_of));
  asked["drafting"] = Ask<drafting::v1::GetDraftingReadinessResponse>(
      call, "drafting", peers.drafting, "congress.drafting.v1.DraftingService/GetDraftingReadiness",
      About<drafting::v1::GetDraftingReadinessRequest>(congress, as_of));
  asked["scheduling"] = Ask<scheduling::v1::GetSchedulingReadinessResponse>(
      call, "scheduling", peers.scheduling, "congress.scheduling.v1.SchedulingService/GetSchedulingReadiness",
      About<scheduling::v1::GetSchedulingReadinessRequest>(congress, as_of));
  Parts parts;
  for (auto& [service, answer] : asked) parts[service] = answer.get();
  return parts;
}

}  // namespace congress::preparation
