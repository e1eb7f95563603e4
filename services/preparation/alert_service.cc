#include "services/preparation/alert_service.h"

#include <future>
#include <string>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/alert_service.pb.h"
#include "congress/drafting/v1/alert_service.pb.h"
#include "congress/scheduling/v1/alert_service.pb.h"
#include "platform/rpc/paging.h"
#include "services/preparation/domain/joined_alerts.h"
#include "services/preparation/domain/readiness.h"

namespace congress::preparation {
namespace {

// What every service is asked alike. Pages are of one size whatever the caller asks for, as places are told within
// them.
template <class Question, class Request>
Question About(const Request& request) {
  Question question;
  if (request.has_as_of()) *question.mutable_as_of() = request.as_of();
  if (request.has_until()) *question.mutable_until() = request.until();
  question.set_least(request.least());
  question.set_page_size(rpc::kMaxPageSize);
  return question;
}

// One service's list as it is asked for; `note` sees each answer.
template <class Response, class Question, class Note>
AlertSource SourceOf(std::string_view places, const std::string& service, rpc::Peer& peer, std::string_view method,
                     rpc::Header header, Question question, Note note) {
  return AlertSource(service, PlaceIn(places, service),
                     [=, &peer, header = std::move(header)](const std::string& token) -> absl::StatusOr<AlertPage> {
                       Question page = question;
                       page.set_page_token(token);
                       ASSIGN_OR_RETURN(const auto answer, peer.Invoke<Response>(method, header, page));
                       note(answer);
                       return AlertPage{.alerts = {answer.alerts().begin(), answer.alerts().end()},
                                        .next_page_token = answer.next_page_token()};
                     });
}
constexpr auto kNoNote = [](const auto&) {};

template <class Note>
AlertSource SchedulingList(std::string_view places, const Peers& peers, rpc::Header header,
                           scheduling::v1::ListSchedulingAlertsRequest question, Note note) {
  return SourceOf<scheduling::v1::ListSchedulingAlertsResponse>(
      places, "scheduling", peers.scheduling, "congress.scheduling.v1.AlertService/ListSchedulingAlerts",
      std::move(header), std::move(question), note);
}

// What drafting and dossiers have for the organisations; none: for any.
template <class Request, class Organisations>
void AddOthers(std::string_view places, const Peers& peers, const rpc::Header& header, const Request& request,
               const Organisations& organisations, std::vector<AlertSource>* sources) {
  auto drafts = About<drafting::v1::ListDraftingAlertsRequest>(request);
  drafts.mutable_organisations()->Assign(organisations.begin(), organisations.end());
  sources->push_back(SourceOf<drafting::v1::ListDraftingAlertsResponse>(
      places, "drafting", peers.drafting, "congress.drafting.v1.AlertService/ListDraftingAlerts", header,
      std::move(drafts), kNoNote));
  auto dossiers = About<dossiers::v1::ListDossierAlertsRequest>(request);
  dossiers.mutable_organisations()->Assign(organisations.begin(), organisations.end());
  sources->push_back(SourceOf<dossiers::v1::ListDossierAlertsResponse>(
      places, "dossiers", peers.dossiers, "congress.dossiers.v1.AlertService/ListDossierAlerts", header,
      std::move(dossiers), kNoNote));
}

// Opens those behind the first `opened` at once, each on a thread of its own.
void OpenAll(std::vector<AlertSource>* sources, size_t opened) {
  std::vector<std::future<void>> asked;
  for (size_t i = opened; i < sources->size(); ++i) {
    asked.push_back(std::async(std::launch::async, [&source = (*sources)[i]] { source.Open(); }));
  }
  for (std::future<void>& one : asked) one.get();
}

// One page of all.
template <class Response, class Request>
Response Joined(const rpc::Call& call, const Request& request, std::vector<AlertSource>* sources) {
  const rpc::PageRequest page = rpc::PageOf(request);
  Response joined;
  for (alerts::v1::Alert& alert : JoinAlerts(sources, static_cast<size_t>(rpc::ClampPageSize(page.page_size)))) {
    *joined.add_alerts() = std::move(alert);
  }
  const std::string next = PlacesOf(sources);
  if (!next.empty()) joined.set_next_page_token(rpc::TokenFor(page, next));
  for (const AlertSource& source : *sources) {
    if (!source.status().ok()) *joined.add_gaps() = GapOf(source.service(), source.status(), call.language());
  }
  return joined;
}

}  // namespace

absl::StatusOr<v1::ListAlertsResponse> AlertService::ListAlerts(rpc::Call& call,
                                                                const v1::ListAlertsRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  ASSIGN_OR_RETURN(const std::string places, rpc::LastKeyOf(rpc::PageOf(request)));
  auto question = About<scheduling::v1::ListSchedulingAlertsRequest>(request);
  question.set_organisation(request.organisation());
  std::vector<std::string> organisations;
  if (!request.organisation().empty()) organisations.push_back(request.organisation());
  const rpc::Header header = call.Forward(kPatience);
  std::vector<AlertSource> sources;
  sources.push_back(SchedulingList(places, peers_, header, std::move(question), kNoNote));
  AddOthers(places, peers_, header, request, organisations, &sources);
  OpenAll(&sources, 0);
  return Joined<v1::ListAlertsResponse>(call, request, &sources);
}

absl::StatusOr<v1::ListInboxResponse> AlertService::ListInbox(rpc::Call& call,
                                                              const v1::ListInboxRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  // Refuses who is nobody.
  RETURN_IF_ERROR(call.RequireOther({}));
  ASSIGN_OR_RETURN(const std::string places, rpc::LastKeyOf(rpc::PageOf(request)));
  auto question = About<scheduling::v1::ListSchedulingAlertsRequest>(request);
  question.set_person(call.principal().person);
  question.set_inbox(true);
  const rpc::Header second = call.Forward(kSecondPatience);
  scheduling::v1::ListSchedulingAlertsResponse whose;
  std::vector<AlertSource> sources;
  sources.push_back(
      SchedulingList(places, peers_, call.Forward(kPatience), std::move(question), [&whose](const auto& answer) {
        *whose.mutable_posts() = answer.posts();
        *whose.mutable_bodies() = answer.bodies();
      }));
  sources.front().Open();
  // Who sits in no body is not told of what waits for any.
  if (!whose.bodies().empty()) {
    AddOthers(places, peers_, second, request, whose.bodies(), &sources);
    OpenAll(&sources, 1);
  }
  auto inbox = Joined<v1::ListInboxResponse>(call, request, &sources);
  *inbox.mutable_posts() = whose.posts();
  *inbox.mutable_bodies() = whose.bodies();
  return inbox;
}

}  // namespace congress::preparation
