#include "services/allocation/delegate_service.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/quota.h"

namespace congress::allocation {
namespace {

std::string DelegateName(std::string_view congress, std::string_view id) { return StrCat(congress, "/delegates/", id); }

std::string PersonName(std::string_view congress, std::string_view person) {
  return StrCat(congress, "/delegatePersons/", IdOf(person));
}

// The error of one entry of a batch, saying which.
absl::Status At(int index, absl::Status status) {
  google::rpc::ErrorInfo info;
  if (!status::Detail(status, &info)) return status;
  (*info.mutable_metadata())["index"] = StrCat(index);
  status::Attach(status, info);
  return status;
}

}  // namespace

absl::Status DelegateService::RecordPerson(rpc::Call& call, const v1::Delegate& delegate) const {
  const std::string name = PersonName(CongressOf(delegate.name()), delegate.person());
  const auto known = persons_.Load(call, name);
  if (known.ok()) {
    status::Metadata metadata = {{"person", delegate.person()}};
    if (call.Holds("allocation.delegates.read", known->organisation())) {
      metadata.emplace_back("delegate", known->delegate());
    }
    return status::FailedPrecondition(v1::PERSON_RECORDED,
                                      StrCat(delegate.person(), " is a delegate of this congress already."), metadata);
  }
  if (!absl::IsNotFound(known.status())) return known.status();
  v1::DelegatePerson person;
  person.set_name(name);
  person.set_organisation(delegate.organisation());
  person.set_delegate(delegate.name());
  persons_.Put(call, std::move(person));
  return absl::OkStatus();
}

absl::StatusOr<v1::SeatCount> DelegateService::LoadCount(rpc::Call& call, const std::string& name,
                                                         const v1::Delegate& delegate) const {
  auto known = counts_.Load(call, name);
  if (known.ok() || !absl::IsNotFound(known.status())) return known;
  v1::SeatCount count;
  count.set_name(name);
  count.set_organisation(delegate.organisation());
  return count;
}

absl::StatusOr<v1::Delegate> DelegateService::Record(rpc::Call& call, const std::string& name, v1::Delegate delegate,
                                                     Plans* plans) const {
  delegate.set_name(name);
  *delegate.mutable_create_time() = civil::ToTimestamp(call.now());
  ASSIGN_OR_RETURN(delegate, delegates_.Create(call, std::move(delegate)));
  auto plan = plans->find(delegate.plan());
  if (plan == plans->end()) {
    ASSIGN_OR_RETURN(v1::AllocationPlan loaded, plans_.Load(call, delegate.plan()));
    plan = plans->emplace(delegate.plan(), std::move(loaded)).first;
  }
  // Seats ex officio are the congress's, not a unit's: only who may record delegates for its convener takes them.
  if (delegate.origin() == v1::EX_OFFICIO) RETURN_IF_ERROR(call.Require(plan->second.organisation()));
  ASSIGN_OR_RETURN(const auto quota, QuotaFor(delegate, plan->second));
  RETURN_IF_ERROR(RecordPerson(call, delegate));
  if (!quota.has_value()) return delegate;
  ASSIGN_OR_RETURN(v1::SeatCount count, LoadCount(call, quota->count, delegate));
  ASSIGN_OR_RETURN(count, TakeSeat(std::move(count), *quota, delegate));
  counts_.Put(call, std::move(count));
  return delegate;
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

grpc::Status DelegateService::DeleteDelegate(grpc::ServerContext* context, const v1::DeleteDelegateRequest* request,
                                             google::protobuf::Empty* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::DeleteDelegateRequest& checked) -> absl::StatusOr<google::protobuf::Empty> {
        ASSIGN_OR_RETURN(const v1::Delegate delegate, delegates_.Get(call, checked.name()));
        RETURN_IF_ERROR(delegates_.CheckEtag(delegate, checked.etag()));
        const std::string congress = CongressOf(delegate.name());
        if (delegate.origin() != v1::RESERVE) {
          const std::string name = SeatCountName(congress, delegate.origin(), delegate.organisation());
          ASSIGN_OR_RETURN(v1::SeatCount count, LoadCount(call, name, delegate));
          counts_.Put(call, FreeSeat(std::move(count)));
        }
        persons_.Delete(call, PersonName(congress, delegate.person()));
        delegates_.Delete(call, delegate.name());
        return google::protobuf::Empty();
      });
}

}  // namespace congress::allocation
