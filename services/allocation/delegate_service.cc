#include "services/allocation/delegate_service.h"

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/plan/lifecycle.h"

namespace congress::allocation {
namespace {

std::string DelegateName(std::string_view congress, std::string_view id) { return StrCat(congress, "/delegates/", id); }

// The error of one entry of a batch, saying which.
absl::Status At(int index, absl::Status status) {
  google::rpc::ErrorInfo info;
  if (!status::Detail(status, &info)) return status;
  (*info.mutable_metadata())["index"] = StrCat(index);
  status::Attach(status, info);
  return status;
}

}  // namespace

absl::StatusOr<v1::AllocationPlan> DelegateService::LoadPlan(rpc::Call& call, const std::string& name) const {
  ASSIGN_OR_RETURN(v1::AllocationPlan plan, plans_.Load(call, name));
  if (!RequireIssued(plan).ok() && !call.Holds("allocation.plans.read", plan.organisation())) {
    return status::NotFound("AllocationPlan", name);
  }
  return plan;
}

absl::StatusOr<v1::Delegate> DelegateService::Record(rpc::Call& call, const std::string& name, v1::Delegate delegate,
                                                     Plans* plans) const {
  delegate.set_name(name);
  *delegate.mutable_create_time() = civil::ToTimestamp(call.now());
  delegate.set_state(StateOf(delegate));
  ASSIGN_OR_RETURN(delegate, delegates_.Create(call, std::move(delegate)));
  auto plan = plans->find(delegate.plan());
  if (plan == plans->end()) {
    ASSIGN_OR_RETURN(v1::AllocationPlan loaded, LoadPlan(call, delegate.plan()));
    plan = plans->emplace(delegate.plan(), std::move(loaded)).first;
  }
  // Seats ex officio are the congress's, not a unit's: only who may record delegates for its convener takes them.
  if (delegate.origin() == v1::EX_OFFICIO) RETURN_IF_ERROR(call.Require(plan->second.organisation()));
  ASSIGN_OR_RETURN(const Quota quota, QuotaFor(delegate, plan->second));
  RETURN_IF_ERROR(conveners_.RequireOwn(call, plan->second));
  RETURN_IF_ERROR(CheckRank(delegate));
  RETURN_IF_ERROR(ledger_.TakePerson(call, delegate));
  RETURN_IF_ERROR(ledger_.Take(call, delegate, quota));
  return delegate;
}

absl::StatusOr<v1::Delegate> DelegateService::Revise(rpc::Call& call, const v1::Delegate& before,
                                                     v1::Delegate after) const {
  if (before.reserve_rank() == after.reserve_rank()) return after;
  status::Violations violations;
  if (after.has_end()) violations.Add("delegate.reserve_rank", "stays as it was when the delegate ended");
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(CheckRank(after));
  RETURN_IF_ERROR(ledger_.Move(call, after));
  return after;
}

grpc::Status DelegateService::CreateDelegate(grpc::ServerContext* context, const v1::CreateDelegateRequest* request,
                                             v1::Delegate* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::CreateDelegateRequest& checked) {
    Plans plans;
    return Record(call, DelegateName(checked.parent(), checked.delegate_id()), checked.delegate(), &plans);
  });
}

grpc::Status DelegateService::BatchCreateDelegates(grpc::ServerContext* context,
                                                   const v1::BatchCreateDelegatesRequest* request,
                                                   v1::BatchCreateDelegatesResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::BatchCreateDelegatesRequest& checked) -> absl::StatusOr<v1::BatchCreateDelegatesResponse> {
        v1::BatchCreateDelegatesResponse answer;
        Plans plans;
        for (int i = 0; i < checked.entries_size(); ++i) {
          const v1::DelegateEntry& entry = checked.entries(i);
          auto recorded = Record(call, DelegateName(checked.parent(), entry.delegate_id()), entry.delegate(), &plans);
          if (!recorded.ok()) return At(i, recorded.status());
          *answer.add_delegates() = *std::move(recorded);
        }
        return answer;
      });
}

grpc::Status DelegateService::GetDelegate(grpc::ServerContext* context, const v1::GetDelegateRequest* request,
                                          v1::Delegate* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetDelegateRequest& checked) {
    return delegates_.Get(call, checked.name());
  });
}

grpc::Status DelegateService::ListDelegates(grpc::ServerContext* context, const v1::ListDelegatesRequest* request,
                                            v1::ListDelegatesResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ListDelegatesRequest& checked) -> absl::StatusOr<v1::ListDelegatesResponse> {
        const auto matches = [&](const v1::Delegate& delegate) {
          return (checked.organisation().empty() || delegate.organisation() == checked.organisation()) &&
                 (checked.origin() == v1::ORIGIN_UNSPECIFIED || delegate.origin() == checked.origin());
        };
        ASSIGN_OR_RETURN(auto page,
                         delegates_.List(call, DelegateName(checked.parent(), ""), rpc::PageOf(checked), matches));
        v1::ListDelegatesResponse answer;
        for (auto& item : page.items) *answer.add_delegates() = std::move(item);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status DelegateService::UpdateDelegate(grpc::ServerContext* context, const v1::UpdateDelegateRequest* request,
                                             v1::Delegate* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::UpdateDelegateRequest& checked) -> absl::StatusOr<v1::Delegate> {
                      status::Violations violations;
                      if (checked.delegate().name().empty()) violations.Add("delegate.name", "is required");
                      RETURN_IF_ERROR(violations.ToStatus());
                      return delegates_.Mutate(
                          call, checked.delegate().name(), checked.delegate().etag(),
                          [&](const v1::Delegate& before) -> absl::StatusOr<v1::Delegate> {
                            v1::Delegate after = before;
                            RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), checked.delegate(), &after));
                            return Revise(call, before, std::move(after));
                          });
                    });
}

grpc::Status DelegateService::DeleteDelegate(grpc::ServerContext* context, const v1::DeleteDelegateRequest* request,
                                             google::protobuf::Empty* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::DeleteDelegateRequest& checked) -> absl::StatusOr<google::protobuf::Empty> {
        ASSIGN_OR_RETURN(const v1::Delegate delegate, delegates_.Get(call, checked.name()));
        RETURN_IF_ERROR(delegates_.CheckEtag(delegate, checked.etag()));
        if (delegate.origin() == v1::EX_OFFICIO)
          RETURN_IF_ERROR(conveners_.RequireConvener(call, CongressOf(delegate.name())));
        RETURN_IF_ERROR(RequireForgettable(delegate));
        RETURN_IF_ERROR(ledger_.Release(call, delegate));
        ledger_.ReleasePerson(call, delegate);
        delegates_.Delete(call, delegate.name());
        return google::protobuf::Empty();
      });
}

}  // namespace congress::allocation
