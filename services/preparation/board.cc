#include "services/preparation/board.h"

#include <future>

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/civil/civil.h"

namespace congress::preparation {
namespace {

template <class Response>
Part PartOfAnswer(const std::string& name, const absl::StatusOr<Response>& answer) {
  if (!answer.ok()) return Part{.status = answer.status(), .blockers = {}, .organisations = {}};
  return PartOf(name, *answer);
}

// Asks one service on a thread of its own.
template <class Response, class Request>
std::future<Part> Ask(const rpc::Call& call, const std::string& name, rpc::Peer& peer, std::string_view method,
                      Request request) {
  return std::async(std::launch::async, [=, &peer, header = call.Forward(kPatience), request = std::move(request)] {
    return PartOfAnswer(name, peer.Invoke<Response>(method, header, request));
  });
}

template <class Request>
Request About(const std::string& congress, absl::CivilDay as_of) {
  Request request;
  request.set_parent(congress);
  *request.mutable_as_of() = civil::ToDate(as_of);
  return request;
}

// What the dossiers of delegates are for.
constexpr char kDelegate[] = "congress-delegate";

dossiers::v1::DelegateRoll RollOf(const allocation::v1::GetAllocationReadinessResponse& allocation) {
  dossiers::v1::DelegateRoll roll;
  roll.set_purpose(kDelegate);
  for (const allocation::v1::DelegateStanding& delegate : allocation.delegates()) {
    if (delegate.state() == allocation::v1::Delegate::IN_RESERVE) continue;
    const bool seated = delegate.state() == allocation::v1::Delegate::SEATED;
    dossiers::v1::DelegateRoll::Entry& entry = seated ? *roll.add_seated() : *roll.add_ended();
    entry.set_person(delegate.person());
    entry.set_organisation(delegate.organisation());
  }
  return roll;
}

// Whose dossiers count follows from who has a seat, so allocation is asked first; a silent one leaves
// time for the dossiers, which are judged without it then.
std::future<Parts> AskOfPeople(const rpc::Call& call, const Peers& peers, const std::string& congress,
                               absl::CivilDay as_of) {
  return std::async(std::launch::async, [&peers, congress, as_of, header = call.Forward(kPatience),
                                         second = call.Forward(kSecondPatience)] {
    const auto allocation = peers.allocation.Invoke<allocation::v1::GetAllocationReadinessResponse>(
        "congress.allocation.v1.AllocationService/GetAllocationReadiness", header,
        About<allocation::v1::GetAllocationReadinessRequest>(congress, as_of));
    auto request = About<dossiers::v1::GetDossierReadinessRequest>(congress, as_of);
    if (allocation.ok()) *request.mutable_delegates() = RollOf(*allocation);
    const auto dossiers = peers.dossiers.Invoke<dossiers::v1::GetDossierReadinessResponse>(
        "congress.dossiers.v1.DossierService/GetDossierReadiness", second, request);
    return Parts{{"allocation", PartOfAnswer("allocation", allocation)},
                 {"dossiers", PartOfAnswer("dossiers", dossiers)}};
  });
}

}  // namespace

Parts AskAll(rpc::Call& call, const Peers& peers, const std::string& congress, absl::CivilDay as_of) {
  std::map<std::string, std::future<Part>> asked;
  std::future<Parts> people = AskOfPeople(call, peers, congress, as_of);
  asked["drafting"] = Ask<drafting::v1::GetDraftingReadinessResponse>(
      call, "drafting", peers.drafting, "congress.drafting.v1.DraftingService/GetDraftingReadiness",
      About<drafting::v1::GetDraftingReadinessRequest>(congress, as_of));
  asked["scheduling"] = Ask<scheduling::v1::GetSchedulingReadinessResponse>(
      call, "scheduling", peers.scheduling, "congress.scheduling.v1.SchedulingService/GetSchedulingReadiness",
      About<scheduling::v1::GetSchedulingReadinessRequest>(congress, as_of));
  Parts parts = people.get();
  for (auto& [service, answer] : asked) parts[service] = answer.get();
  return parts;
}

}  // namespace congress::preparation
