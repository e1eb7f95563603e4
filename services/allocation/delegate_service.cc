#include "services/allocation/delegate_service.h"

#include <algorithm>
#include <utility>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/paper/paper.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "services/allocation/delegates.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/export/delegates_paper.h"
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
  ASSIGN_OR_RETURN(delegate, kDelegates.Create(call, std::move(delegate)));
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
  if (after.has_end()) violations.Add("delegate.reserve_rank", v1::RANK_OF_ENDED);
  RETURN_IF_ERROR(violations.ToStatus());
  RETURN_IF_ERROR(CheckRank(after));
  RETURN_IF_ERROR(ledger_.Move(call, after));
  return after;
}

absl::StatusOr<v1::Delegate> DelegateService::CreateDelegate(rpc::Call& call,
                                                             const v1::CreateDelegateRequest& request) const {
  Plans plans;
  return Record(call, DelegateName(request.parent(), request.delegate_id()), request.delegate(), &plans);
}

absl::StatusOr<v1::BatchCreateDelegatesResponse> DelegateService::BatchCreateDelegates(
    rpc::Call& call, const v1::BatchCreateDelegatesRequest& request) const {
  v1::BatchCreateDelegatesResponse answer;
  Plans plans;
  for (int i = 0; i < request.entries_size(); ++i) {
    const v1::DelegateEntry& entry = request.entries(i);
    auto recorded = Record(call, DelegateName(request.parent(), entry.delegate_id()), entry.delegate(), &plans);
    if (!recorded.ok()) return At(i, recorded.status());
    *answer.add_delegates() = *std::move(recorded);
  }
  return answer;
}

absl::StatusOr<tables::v1::ImportResult> DelegateService::ImportDelegates(
    rpc::Call& call, const v1::ImportDelegatesRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  Plans plans;
  const auto create = [&](const std::string& id, const v1::Delegate& delegate) -> absl::StatusOr<v1::Delegate> {
    v1::CreateDelegateRequest one;
    one.set_parent(request.parent());
    one.set_delegate_id(id);
    *one.mutable_delegate() = delegate;
    RETURN_IF_ERROR(rpc::CheckFields(&one));
    return Record(call, DelegateName(request.parent(), id), one.delegate(), &plans);
  };
  const auto update = [&](const v1::Delegate& before, const v1::Delegate& patch,
                          const google::protobuf::FieldMask& mask) -> absl::Status {
    RETURN_IF_ERROR(call.Require("allocation.delegates.update", before.organisation()));
    v1::Delegate after = before;
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, mask, patch, &after));
    ASSIGN_OR_RETURN(after, Revise(call, before, std::move(after)));
    kDelegates.Put(call, std::move(after));
    return absl::OkStatus();
  };
  return imports::Import(call, kDelegates, DelegateName(request.parent(), ""), table, request.validate_only(), create,
                         update, [](const v1::Delegate&) { return absl::OkStatus(); });
}

absl::StatusOr<v1::Delegate> DelegateService::GetDelegate(rpc::Call& call,
                                                          const v1::GetDelegateRequest& request) const {
  return kDelegates.Get(call, request.name());
}

absl::StatusOr<v1::ListDelegatesResponse> DelegateService::ListDelegates(
    rpc::Call& call, const v1::ListDelegatesRequest& request) const {
  const auto matches = [&](const v1::Delegate& delegate) {
    return call.IsOf(delegate.organisation(), request.organisation()) &&
           (request.origin() == v1::ORIGIN_UNSPECIFIED || delegate.origin() == request.origin());
  };
  ASSIGN_OR_RETURN(auto page,
                   kDelegates.ListNaturally(call, DelegateName(request.parent(), ""), rpc::PageOf(request), matches));
  v1::ListDelegatesResponse answer;
  for (auto& item : page.items) *answer.add_delegates() = std::move(item);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::ExportDelegatesResponse> DelegateService::ExportDelegates(
    rpc::Call& call, const v1::ExportDelegatesRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto delegates, kDelegates.LoadAll(call, DelegateName(request.parent(), "")));
  std::erase_if(delegates, [&](const v1::Delegate& delegate) {
    return !call.Holds(call.permission(), delegate.organisation()) ||
           !call.IsOf(delegate.organisation(), request.organisation());
  });
  const auto seated = std::count_if(delegates.begin(), delegates.end(), [](const v1::Delegate& delegate) {
    return delegate.state() == v1::Delegate::SEATED;
  });
  if (seated == 0) return paper::NothingToPrint(request.parent(), request.organisation());
  const auto name_of = [&](const std::string& organisation) { return call.NameOf(organisation); };
  const paper::v1::Paper paper = DelegatesPaper(delegates, request, name_of, call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(paper, request.paper_format(), layout_));
  v1::ExportDelegatesResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("delegates", file.extension));
  response.set_content(std::move(file.content));
  response.set_delegate_count(static_cast<int>(seated));
  return response;
}

absl::StatusOr<v1::Delegate> DelegateService::UpdateDelegate(rpc::Call& call,
                                                             const v1::UpdateDelegateRequest& request) const {
  status::Violations violations;
  if (request.delegate().name().empty()) violations.Add("delegate.name", status::PlatformFault::REQUIRED);
  RETURN_IF_ERROR(violations.ToStatus());
  return kDelegates.Mutate(call, request.delegate().name(), request.delegate().etag(),
                           [&](const v1::Delegate& before) -> absl::StatusOr<v1::Delegate> {
                             v1::Delegate after = before;
                             RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), request.delegate(), &after));
                             return Revise(call, before, std::move(after));
                           });
}

absl::StatusOr<google::protobuf::Empty> DelegateService::DeleteDelegate(
    rpc::Call& call, const v1::DeleteDelegateRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Delegate delegate, kDelegates.Get(call, request.name()));
  RETURN_IF_ERROR(kDelegates.CheckEtag(delegate, request.etag()));
  if (delegate.origin() == v1::EX_OFFICIO)
    RETURN_IF_ERROR(conveners_.RequireConvener(call, CongressOf(delegate.name())));
  RETURN_IF_ERROR(RequireForgettable(delegate));
  RETURN_IF_ERROR(ledger_.Release(call, delegate));
  ledger_.ReleasePerson(call, delegate);
  kDelegates.Delete(call, delegate.name());
  return google::protobuf::Empty();
}

}  // namespace congress::allocation
