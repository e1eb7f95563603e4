#include "services/preparation/merger.h"

#include <algorithm>
#include <future>
#include <map>
#include <utility>

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/delegate_service.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/dossiers/v1/person_service.pb.h"
#include "congress/dossiers/v1/position_service.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "congress/scheduling/v1/meeting_service.pb.h"
#include "platform/auth/principal.h"
#include "platform/status/sentence.h"
#include "platform/status/strings.h"
#include "services/preparation/domain/readiness.h"

namespace congress::preparation {
namespace {

using v1::Holding;

// What one page has at most.
constexpr int kMostCounted = 1000;
constexpr int kMostNamed = 20;
// What a merger can touch is read by these.
constexpr const char* kReading[] = {"allocation.delegates.read", "dossiers.dossiers.read",  "dossiers.persons.read",
                                    "dossiers.positions.read",   "drafting.documents.read", "drafting.series.read",
                                    "scheduling.meetings.read"};
// For one service, so that a silent one is a gap and not the end of the call.
constexpr absl::Duration kLongestInquiry = absl::Seconds(10);

using HoldingsOf = std::map<std::string, std::vector<Holding>>;

// What one service is asked.
class Inquiry {
 public:
  Inquiry(rpc::Peer& peer, rpc::Header header, const std::vector<std::string>& organisations,
          const std::vector<std::string>& congresses)
      : peer_(peer), header_(std::move(header)), organisations_(organisations), congresses_(congresses) {}

  // By a method that lists resources of an organisation, in a congress where they lie there.
  template <class Response, class Request>
  absl::Status Count(Holding::Kind kind, std::string_view method, Request request) {
    request.set_page_size(kMostCounted);
    std::vector<std::string> congresses = {""};
    if constexpr (requires { request.set_parent(""); }) congresses = congresses_;
    for (const std::string& congress : congresses) {
      if constexpr (requires { request.set_parent(congress); }) request.set_parent(congress);
      for (const std::string& organisation : organisations_) {
        request.set_organisation(organisation);
        ASSIGN_OR_RETURN(const Response answer, peer_.Invoke<Response>(method, header_, request));
        // Lists have their resources in the first field.
        const auto& items = *answer.GetReflection();
        const auto* field = Response::descriptor()->field(0);
        const int count = items.FieldSize(answer, field);
        if (count == 0 && answer.next_page_token().empty()) continue;
        Holding& holding = Add(organisation, kind, congress, count);
        holding.set_more(!answer.next_page_token().empty());
        for (int i = 0; i < std::min(count, kMostNamed); ++i) {
          const auto& item = items.GetRepeatedMessage(answer, field, i);
          holding.add_resources(item.GetReflection()->GetString(item, item.GetDescriptor()->FindFieldByName("name")));
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status CountSeats() {
    namespace v1 = allocation::v1;
    for (const std::string& congress : congresses_) {
      v1::ListAllocationPlansRequest list;
      list.set_parent(congress);
      list.set_state(v1::AllocationPlan::ISSUED);
      ASSIGN_OR_RETURN(const auto listed,
                       peer_.Invoke<v1::ListAllocationPlansResponse>(
                           "congress.allocation.v1.AllocationService/ListAllocationPlans", header_, list));
      for (const v1::AllocationPlan& one : listed.allocation_plans()) {
        v1::GetAllocationPlanRequest get;
        get.set_name(one.name());
        ASSIGN_OR_RETURN(const auto plan,
                         peer_.Invoke<v1::AllocationPlan>("congress.allocation.v1.AllocationService/GetAllocationPlan",
                                                          header_, get));
        for (const auto& line : plan.lines()) {
          if (std::find(organisations_.begin(), organisations_.end(), line.organisation()) == organisations_.end()) {
            continue;
          }
          Add(line.organisation(), Holding::SEATS, congress, static_cast<int>(line.seats())).add_resources(plan.name());
        }
      }
    }
    return absl::OkStatus();
  }

  HoldingsOf Take() { return std::move(found_); }

 private:
  Holding& Add(const std::string& organisation, Holding::Kind kind, const std::string& congress, int count) {
    Holding& holding = found_[organisation].emplace_back();
    holding.set_kind(kind);
    holding.set_congress(congress);
    holding.set_count(count);
    return holding;
  }

  rpc::Peer& peer_;
  const rpc::Header header_;
  const std::vector<std::string>& organisations_;
  const std::vector<std::string>& congresses_;
  HoldingsOf found_;
};

absl::Status AskAllocation(Inquiry& inquiry) {
  RETURN_IF_ERROR(inquiry.CountSeats());
  return inquiry.Count<allocation::v1::ListDelegatesResponse>(Holding::DELEGATES,
                                                              "congress.allocation.v1.DelegateService/ListDelegates",
                                                              allocation::v1::ListDelegatesRequest());
}

absl::Status AskDossiers(Inquiry& inquiry) {
  RETURN_IF_ERROR(inquiry.Count<dossiers::v1::ListDossiersResponse>(
      Holding::DOSSIERS, "congress.dossiers.v1.DossierService/ListDossiers", dossiers::v1::ListDossiersRequest()));
  RETURN_IF_ERROR(inquiry.Count<dossiers::v1::ListPositionSlotsResponse>(
      Holding::POSITIONS, "congress.dossiers.v1.PositionService/ListPositionSlots",
      dossiers::v1::ListPositionSlotsRequest()));
  return inquiry.Count<dossiers::v1::ListPersonsResponse>(
      Holding::PERSONS, "congress.dossiers.v1.PersonService/ListPersons", dossiers::v1::ListPersonsRequest());
}

absl::Status AskDrafting(Inquiry& inquiry) {
  RETURN_IF_ERROR(inquiry.Count<drafting::v1::ListDocumentsResponse>(
      Holding::DOCUMENTS, "congress.drafting.v1.DraftingService/ListDocuments", drafting::v1::ListDocumentsRequest()));
  return inquiry.Count<drafting::v1::ListNumberSeriesResponse>(
      Holding::NUMBER_SERIES, "congress.drafting.v1.NumberRegisterService/ListNumberSeries",
      drafting::v1::ListNumberSeriesRequest());
}

absl::Status AskScheduling(Inquiry& inquiry) {
  return inquiry.Count<scheduling::v1::ListMeetingsResponse>(
      Holding::MEETINGS, "congress.scheduling.v1.MeetingService/ListMeetings", scheduling::v1::ListMeetingsRequest());
}

// Whether the caller may read whatever the merger can touch; lists leave out what they may not.
bool SeesAll(const rpc::Call& call, const std::vector<std::string>& organisations) {
  if (!call.Holds("allocation.plans.read", auth::kProvince)) return false;
  return std::all_of(organisations.begin(), organisations.end(), [&](const std::string& organisation) {
    return std::all_of(std::begin(kReading), std::end(kReading),
                       [&](const char* permission) { return call.Holds(permission, organisation); });
  });
}

}  // namespace

v1::MergerPreview AskForHoldings(rpc::Call& call, const Peers& peers, const std::vector<std::string>& organisations,
                                 const std::vector<std::string>& congresses) {
  struct Asked {
    const char* service;
    rpc::Peer& peer;
    absl::Status (*ask)(Inquiry&);
    std::future<absl::StatusOr<HoldingsOf>> answer = {};
  };
  Asked all[] = {{"allocation", peers.allocation, &AskAllocation},
                 {"dossiers", peers.dossiers, &AskDossiers},
                 {"drafting", peers.drafting, &AskDrafting},
                 {"scheduling", peers.scheduling, &AskScheduling}};
  rpc::Header header = call.Forward(kLongestInquiry);
  // Counts and names are no personnel data.
  header.ungraded = true;
  for (Asked& one : all) {
    one.answer = std::async(std::launch::async, [&, header]() -> absl::StatusOr<HoldingsOf> {
      Inquiry inquiry(one.peer, header, organisations, congresses);
      RETURN_IF_ERROR(one.ask(inquiry));
      return inquiry.Take();
    });
  }
  v1::MergerPreview preview;
  std::vector<HoldingsOf> found;
  for (Asked& one : all) {
    absl::StatusOr<HoldingsOf> answer = one.answer.get();
    if (!answer.ok()) *preview.add_gaps() = GapOf(one.service, answer.status(), call.language());
    if (answer.ok()) found.push_back(*std::move(answer));
  }
  const status::Teller tell(call.language());
  for (const std::string& organisation : organisations) {
    const directory::Organisation* known = call.Known(organisation);
    for (HoldingsOf& of_service : found) {
      for (Holding& holding : of_service[organisation]) {
        holding.set_organisation(organisation);
        if (known != nullptr) holding.set_display_name(known->display_name);
        holding.set_text(tell(holding.kind(), {{"count", StrCat(holding.count())}}));
        *preview.add_holdings() = std::move(holding);
      }
    }
  }
  preview.set_partial(preview.gaps_size() > 0 || !SeesAll(call, organisations));
  return preview;
}

}  // namespace congress::preparation
