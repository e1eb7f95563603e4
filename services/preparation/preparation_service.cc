#include "services/preparation/preparation_service.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/preparation/board.h"
#include "services/preparation/delegate_structure.h"
#include "services/preparation/domain/readiness.h"
#include "services/preparation/domain/steps.h"
#include "services/preparation/merger.h"

namespace congress::preparation {
namespace {

// What the steps do in the caller's name, so the caller must be allowed to do it.
constexpr std::string_view kStepPermissions[] = {"allocation.plans.create", "drafting.documents.create",
                                                 "scheduling.plans.create", "scheduling.tasks.import",
                                                 "scheduling.windows.create"};
// What they read besides: a rule set and templates, which may be the province's.
constexpr std::string_view kStepReads[] = {"allocation.rulesets.read", "drafting.templates.read"};

absl::Status RequireSteps(rpc::Call& call, const std::string& organisation) {
  for (const std::string_view permission : kStepPermissions) RETURN_IF_ERROR(call.Require(permission, organisation));
  for (const std::string_view permission : kStepReads) RETURN_IF_ERROR(call.RequireAnywhere(permission));
  return absl::OkStatus();
}

// Rows are for Party committees that exist: what an ended one has left stands in the row of who goes on for it, what
// concerns a body or an external organisation concerns the congress as a whole.
void PutInRows(const rpc::Call& call, absl::CivilDay as_of, Part* part) {
  std::map<std::string, std::vector<v1::Blocker>> rows;
  std::map<std::string, int> untold;
  for (auto& [organisation, blockers] : part->organisations) {
    const std::string row = call.StandingFor(organisation, as_of);
    const directory::Organisation* known = call.Known(row);
    for (v1::Blocker& blocker : blockers) {
      blocker.set_organisation(row);
      if (known != nullptr) blocker.set_display_name(known->display_name);
    }
    if (const auto more = part->untold.find(organisation); more != part->untold.end()) untold[row] += more->second;
    const bool committee = known == nullptr || known->IsCommittee();
    auto& taken = committee ? rows[row] : part->blockers;
    std::move(blockers.begin(), blockers.end(), std::back_inserter(taken));
    if (committee && known != nullptr && !known->display_name.empty()) part->display_names[row] = known->display_name;
  }
  part->organisations = std::move(rows);
  part->untold = std::move(untold);
}

Starter StarterOf(const rpc::Call& call) {
  return {.account = call.principal().Account(), .person = call.principal().person};
}

}  // namespace

absl::StatusOr<v1::Congress> PreparationService::Create(rpc::Call& call, std::string_view id,
                                                        v1::Congress congress) const {
  congress.set_name(StrCat("congresses/", id));
  RETURN_IF_ERROR(CheckDates(congress));
  *congress.mutable_create_time() = civil::ToTimestamp(call.now());
  *congress.mutable_update_time() = congress.create_time();
  return congresses_.Create(call, std::move(congress));
}

absl::StatusOr<v1::Congress> PreparationService::CreateCongress(rpc::Call& call,
                                                                const v1::CreateCongressRequest& request) const {
  return Create(call, request.congress_id(), request.congress());
}

absl::StatusOr<v1::Congress> PreparationService::GetCongress(rpc::Call& call,
                                                             const v1::GetCongressRequest& request) const {
  return congresses_.Get(call, request.name());
}

absl::StatusOr<v1::ListCongressesResponse> PreparationService::ListCongresses(
    rpc::Call& call, const v1::ListCongressesRequest& request) const {
  ASSIGN_OR_RETURN(auto page, congresses_.ListNaturally(call, "congresses/", rpc::PageOf(request)));
  v1::ListCongressesResponse answer;
  for (auto& congress : page.items) *answer.add_congresses() = std::move(congress);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Congress> PreparationService::UpdateCongress(rpc::Call& call,
                                                                const v1::UpdateCongressRequest& request) const {
  const v1::Congress& patch = request.congress();
  return congresses_.Mutate(call, patch.name(), patch.etag(),
                            [&](v1::Congress current) -> absl::StatusOr<v1::Congress> {
                              RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &current));
                              RETURN_IF_ERROR(CheckDates(current));
                              *current.mutable_update_time() = civil::ToTimestamp(call.now());
                              return current;
                            });
}

absl::StatusOr<v1::Preparation> PreparationService::StartPreparation(rpc::Call& call,
                                                                     const v1::StartPreparationRequest& request) const {
  const std::string& organisation = request.congress().organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  RETURN_IF_ERROR(RequireSteps(call, organisation));
  ASSIGN_OR_RETURN(const v1::Congress congress, Create(call, request.congress_id(), request.congress()));
  ASSIGN_OR_RETURN(v1::Preparation preparation,
                   Plan(congress, request.scope(), uuid::Random(), StarterOf(call), call.now()));
  call.AfterCommit([worker = worker_] { worker->Wake(); });
  ASSIGN_OR_RETURN(preparation, preparations_.Create(call, std::move(preparation)));
  return Told(std::move(preparation), call.language());
}

absl::StatusOr<v1::Preparation> PreparationService::GetPreparation(rpc::Call& call,
                                                                   const v1::GetPreparationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Preparation preparation, preparations_.Get(call, request.name()));
  return Told(std::move(preparation), call.language());
}

absl::StatusOr<v1::Preparation> PreparationService::ResumePreparation(
    rpc::Call& call, const v1::ResumePreparationRequest& request) const {
  call.AfterCommit([worker = worker_] { worker->Wake(); });
  const auto resume = [&](v1::Preparation blocked) -> absl::StatusOr<v1::Preparation> {
    RETURN_IF_ERROR(RequireSteps(call, blocked.organisation()));
    ASSIGN_OR_RETURN(const v1::Congress congress, congresses_.Load(call, blocked.congress().congress()));
    return Resume(std::move(blocked), congress, StarterOf(call), call.now());
  };
  ASSIGN_OR_RETURN(v1::Preparation preparation, preparations_.Mutate(call, request.name(), request.etag(), resume));
  return Told(std::move(preparation), call.language());
}

absl::StatusOr<v1::Readiness> PreparationService::GetReadiness(rpc::Call& call,
                                                               const v1::GetReadinessRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Congress congress, congresses_.Get(call, request.name()));
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  Parts parts = AskAll(call, peers_, congress.name(), as_of);
  for (auto& [service, part] : parts) PutInRows(call, as_of, &part);
  return Join(congress.name(), parts, as_of, call.language(), request.organisation());
}

absl::StatusOr<v1::MergerPreview> PreparationService::PreviewMerger(rpc::Call& call,
                                                                    const v1::PreviewMergerRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  std::vector<std::string> congresses;
  rpc::PageRequest page{.page_size = 1000, .page_token = "", .request = &request};
  do {
    ASSIGN_OR_RETURN(const auto listed, congresses_.ListNaturally(call, "congresses/", page));
    for (const v1::Congress& congress : listed.items) congresses.push_back(congress.name());
    page.page_token = listed.next_page_token;
  } while (!page.page_token.empty());
  std::vector<std::string> organisations;
  for (const std::string& one : request.organisations()) {
    const bool known = std::find(organisations.begin(), organisations.end(), one) != organisations.end();
    if (!known) organisations.push_back(one);
  }
  return AskForHoldings(call, peers_, organisations, congresses);
}

absl::StatusOr<v1::DelegateStructure> PreparationService::GetDelegateStructure(
    rpc::Call& call, const v1::GetDelegateStructureRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Congress congress, congresses_.Get(call, request.name()));
  return AskWhoDelegatesAre(call, peers_, congress, request);
}

}  // namespace congress::preparation
