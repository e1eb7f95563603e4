#include "services/preparation/preparation_service.h"

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/preparation/board.h"
#include "services/preparation/domain/readiness.h"
#include "services/preparation/domain/steps.h"

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

}  // namespace

absl::StatusOr<v1::Congress> PreparationService::Create(rpc::Call& call, std::string_view id, v1::Congress congress) {
  congress.set_name(StrCat("congresses/", id));
  RETURN_IF_ERROR(CheckDates(congress));
  *congress.mutable_create_time() = civil::ToTimestamp(call.now());
  *congress.mutable_update_time() = congress.create_time();
  return congresses_.Create(call, std::move(congress));
}

grpc::Status PreparationService::CreateCongress(grpc::ServerContext* context, const v1::CreateCongressRequest* request,
                                                v1::Congress* response) {
  return gate_.Pass(context, *request, response, [this](rpc::Call& call, const v1::CreateCongressRequest& checked) {
    return Create(call, checked.congress_id(), checked.congress());
  });
}

grpc::Status PreparationService::GetCongress(grpc::ServerContext* context, const v1::GetCongressRequest* request,
                                             v1::Congress* response) {
  return gate_.Pass(context, *request, response, [this](rpc::Call& call, const v1::GetCongressRequest& checked) {
    return congresses_.Get(call, checked.name());
  });
}

grpc::Status PreparationService::ListCongresses(grpc::ServerContext* context, const v1::ListCongressesRequest* request,
                                                v1::ListCongressesResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [this](rpc::Call& call, const v1::ListCongressesRequest& checked) -> absl::StatusOr<v1::ListCongressesResponse> {
        ASSIGN_OR_RETURN(auto page, congresses_.List(call, "congresses/", rpc::PageOf(checked)));
        v1::ListCongressesResponse answer;
        for (auto& congress : page.items) *answer.add_congresses() = std::move(congress);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status PreparationService::UpdateCongress(grpc::ServerContext* context, const v1::UpdateCongressRequest* request,
                                                v1::Congress* response) {
  return gate_.Pass(context, *request, response, [this](rpc::Call& call, const v1::UpdateCongressRequest& checked) {
    const v1::Congress& patch = checked.congress();
    return congresses_.Mutate(call, patch.name(), patch.etag(),
                              [&](v1::Congress current) -> absl::StatusOr<v1::Congress> {
                                RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), patch, &current));
                                RETURN_IF_ERROR(CheckDates(current));
                                *current.mutable_update_time() = civil::ToTimestamp(call.now());
                                return current;
                              });
  });
}

grpc::Status PreparationService::StartPreparation(grpc::ServerContext* context,
                                                  const v1::StartPreparationRequest* request,
                                                  v1::Preparation* response) {
  const grpc::Status status = gate_.Pass(
      context, *request, response,
      [this](rpc::Call& call, const v1::StartPreparationRequest& checked) -> absl::StatusOr<v1::Preparation> {
        const std::string& organisation = checked.congress().organisation();
        RETURN_IF_ERROR(call.Require(organisation));
        RETURN_IF_ERROR(RequireSteps(call, organisation));
        ASSIGN_OR_RETURN(const v1::Congress congress, Create(call, checked.congress_id(), checked.congress()));
        ASSIGN_OR_RETURN(v1::Preparation preparation,
                         Plan(congress, checked.scope(), uuid::Random(), call.principal().Person(), call.now()));
        return preparations_.Create(call, std::move(preparation));
      });
  if (status.ok()) worker_->Wake();
  return status;
}

grpc::Status PreparationService::GetPreparation(grpc::ServerContext* context, const v1::GetPreparationRequest* request,
                                                v1::Preparation* response) {
  return gate_.Pass(context, *request, response, [this](rpc::Call& call, const v1::GetPreparationRequest& checked) {
    return preparations_.Get(call, checked.name());
  });
}

grpc::Status PreparationService::ResumePreparation(grpc::ServerContext* context,
                                                   const v1::ResumePreparationRequest* request,
                                                   v1::Preparation* response) {
  const grpc::Status status =
      gate_.Pass(context, *request, response, [this](rpc::Call& call, const v1::ResumePreparationRequest& checked) {
        return preparations_.Mutate(
            call, checked.name(), checked.etag(), [&](v1::Preparation preparation) -> absl::StatusOr<v1::Preparation> {
              RETURN_IF_ERROR(RequireSteps(call, preparation.organisation()));
              // The rest is done in the name of who says that it goes on.
              preparation.set_started_by(call.principal().Person());
              ASSIGN_OR_RETURN(const v1::Congress congress, congresses_.Load(call, preparation.congress().congress()));
              return Resume(std::move(preparation), congress, call.now());
            });
      });
  if (status.ok()) worker_->Wake();
  return status;
}

grpc::Status PreparationService::GetReadiness(grpc::ServerContext* context, const v1::GetReadinessRequest* request,
                                              v1::Readiness* response) {
  return gate_.Pass(context, *request, response,
                    [this](rpc::Call& call, const v1::GetReadinessRequest& checked) -> absl::StatusOr<v1::Readiness> {
                      ASSIGN_OR_RETURN(const v1::Congress congress, congresses_.Get(call, checked.name()));
                      const absl::CivilDay as_of =
                          checked.has_as_of() ? civil::FromDate(checked.as_of()) : civil::Today(call.now());
                      return Join(congress.name(), AskAll(call, peers_, congress.name(), as_of), as_of);
                    });
}

}  // namespace congress::preparation
