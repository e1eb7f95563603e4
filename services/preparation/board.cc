#include "services/preparation/board.h"

#include <future>

#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"

namespace congress::preparation {
namespace {

// Leaves a second of the 3 s that the board promises.
constexpr absl::Duration kPatience = absl::Seconds(2);

// Asks one service on a thread of its own.
template <class Service, class Request, class Response>
std::future<Part> Ask(rpc::Call& call, const std::string& name, const std::shared_ptr<grpc::Channel>& channel,
                      rpc::UnaryMethod<typename Service::StubInterface, Request, Response> method,
                      const std::string& congress, absl::CivilDay as_of) {
  return std::async(std::launch::async, [=, context = call.ForwardContext(kPatience)]() mutable {
    Request request;
    request.set_parent(congress);
    *request.mutable_as_of() = civil::ToDate(as_of);
    const auto stub = Service::NewStub(channel);
    const absl::StatusOr<Response> answer =
        rpc::Invoke(static_cast<typename Service::StubInterface&>(*stub), method, std::move(context), request);
    if (!answer.ok()) return Part{.status = answer.status(), .blockers = {}, .organisations = {}};
    return PartOf(name, *answer);
  });
}

}  // namespace

Parts AskAll(rpc::Call& call, const Peers& peers, const std::string& congress, absl::CivilDay as_of) {
  using Allocation = allocation::v1::AllocationService;
  using Dossiers = dossiers::v1::DossierService;
  using Drafting = drafting::v1::DraftingService;
  using Scheduling = scheduling::v1::SchedulingService;
  std::map<std::string, std::future<Part>> asked;
  asked["allocation"] =
      Ask<Allocation, allocation::v1::GetAllocationReadinessRequest, allocation::v1::GetAllocationReadinessResponse>(
          call, "allocation", peers.allocation, &Allocation::StubInterface::GetAllocationReadiness, congress, as_of);
  asked["dossiers"] =
      Ask<Dossiers, dossiers::v1::GetDossierReadinessRequest, dossiers::v1::GetDossierReadinessResponse>(
          call, "dossiers", peers.dossiers, &Dossiers::StubInterface::GetDossierReadiness, congress, as_of);
  asked["drafting"] =
      Ask<Drafting, drafting::v1::GetDraftingReadinessRequest, drafting::v1::GetDraftingReadinessResponse>(
          call, "drafting", peers.drafting, &Drafting::StubInterface::GetDraftingReadiness, congress, as_of);
  asked["scheduling"] =
      Ask<Scheduling, scheduling::v1::GetSchedulingReadinessRequest, scheduling::v1::GetSchedulingReadinessResponse>(
          call, "scheduling", peers.scheduling, &Scheduling::StubInterface::GetSchedulingReadiness, congress, as_of);
  Parts parts;
  for (auto& [service, answer] : asked) parts[service] = answer.get();
  return parts;
}

}  // namespace congress::preparation
