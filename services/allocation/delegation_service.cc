#include "services/allocation/delegation_service.h"

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/delegates.h"
#include "services/allocation/domain/delegation/attendance.h"
#include "services/allocation/domain/names.h"

namespace congress::allocation {
namespace {

// `T` has `reason` and, optionally, `date`.
template <class T>
Leaving LeavingOf(const T& request, absl::Time now) {
  return {request.reason(), request.has_date() ? civil::FromDate(request.date()) : civil::Today(now)};
}

std::string NameUnder(const std::string& congress, const std::string& delegate_id) {
  return StrCat(congress, "/delegates/", delegate_id);
}

}  // namespace

absl::StatusOr<Called> DelegationService::CallReserve(rpc::Call& call, const v1::Delegate& delegate,
                                                      const v1::ReplaceDelegateRequest& request) const {
  if (!request.reserve().empty()) RETURN_IF_ERROR(kDelegates.Read(call, request.reserve()).status());
  ASSIGN_OR_RETURN(const v1::ReserveList list, ledger_.Reserves(call, delegate));
  return allocation::Call(list, request.reserve(), request.pass_over_reason());
}

absl::StatusOr<v1::ReplaceDelegateResponse> DelegationService::ReplaceDelegate(
    rpc::Call& call, const v1::ReplaceDelegateRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Delegate delegate, kDelegates.Get(call, request.name()));
  RETURN_IF_ERROR(kDelegates.CheckEtag(delegate, request.etag()));
  RETURN_IF_ERROR(RequireReplaceable(delegate));
  ASSIGN_OR_RETURN(const Called called, CallReserve(call, delegate, request));
  ASSIGN_OR_RETURN(const v1::Delegate reserve, kDelegates.Load(call, called.reserve));
  RETURN_IF_ERROR(ledger_.Release(call, reserve));
  ASSIGN_OR_RETURN(Succession succession, Replace(delegate, reserve, called, request.pass_over_reason(),
                                                  LeavingOf(request, call.now()), ScribeOf(call)));
  v1::ReplaceDelegateResponse answer;
  *answer.mutable_replaced() = kDelegates.Put(call, std::move(succession.replaced));
  *answer.mutable_replacement() = kDelegates.Put(call, std::move(succession.replacement));
  return answer;
}

absl::StatusOr<v1::Delegate> DelegationService::WithdrawDelegate(rpc::Call& call,
                                                                 const v1::WithdrawDelegateRequest& request) const {
  return kDelegates.Mutate(
      call, request.name(), request.etag(), [&](const v1::Delegate& delegate) -> absl::StatusOr<v1::Delegate> {
        // A seat ex officio is the congress's, not a unit's.
        if (delegate.origin() == v1::EX_OFFICIO) {
          RETURN_IF_ERROR(conveners_.RequireConvener(call, CongressOf(delegate.name())));
        }
        ASSIGN_OR_RETURN(v1::Delegate ended, Withdraw(delegate, LeavingOf(request, call.now()), ScribeOf(call)));
        RETURN_IF_ERROR(ledger_.Release(call, delegate));
        return ended;
      });
}

absl::StatusOr<v1::Delegate> DelegationService::LoadForConvener(rpc::Call& call, const std::string& name,
                                                                bool* known) const {
  ASSIGN_OR_RETURN(v1::Delegate delegate, kDelegates.Read(call, name));
  if (!*known) RETURN_IF_ERROR(conveners_.RequireConvener(call, CongressOf(name)));
  *known = true;
  return delegate;
}

absl::StatusOr<v1::ConveneDelegatesResponse> DelegationService::ConveneDelegates(
    rpc::Call& call, const v1::ConveneDelegatesRequest& request) const {
  RETURN_IF_ERROR(CheckConvocation(request, civil::Today(call.now())));
  v1::ConveneDelegatesResponse answer;
  std::vector<v1::Delegate> delegates;
  if (request.all_seated()) {
    RETURN_IF_ERROR(conveners_.RequireConvener(call, request.parent()));
    ASSIGN_OR_RETURN(delegates, kDelegates.LoadAll(call, NameUnder(request.parent(), "")));
    answer.set_unchanged(KeepUnsummoned(&delegates));
  }
  bool known = false;
  for (const std::string& id : request.delegate_ids()) {
    ASSIGN_OR_RETURN(v1::Delegate delegate, LoadForConvener(call, NameUnder(request.parent(), id), &known));
    delegates.push_back(std::move(delegate));
  }
  for (v1::Delegate& delegate : delegates) {
    ASSIGN_OR_RETURN(const Recorded done, Convene(request, ScribeOf(call), &delegate));
    if (done == Recorded::kFirst) answer.set_convened(answer.convened() + 1);
    if (done == Recorded::kCorrected) answer.set_corrected(answer.corrected() + 1);
    if (done == Recorded::kUnchanged) answer.set_unchanged(answer.unchanged() + 1);
    if (done != Recorded::kUnchanged) kDelegates.Put(call, std::move(delegate));
  }
  return answer;
}

absl::StatusOr<v1::RecordAttendanceResponse> DelegationService::RecordAttendance(
    rpc::Call& call, const v1::RecordAttendanceRequest& request) const {
  RETURN_IF_ERROR(CheckAttendance(request, civil::Today(call.now())));
  v1::RecordAttendanceResponse answer;
  bool known = false;
  for (const v1::AttendanceEntry& entry : request.entries()) {
    ASSIGN_OR_RETURN(v1::Delegate delegate,
                     LoadForConvener(call, NameUnder(request.parent(), entry.delegate_id()), &known));
    ASSIGN_OR_RETURN(const Recorded done, Attend(request, entry, ScribeOf(call), &delegate));
    if (done == Recorded::kFirst) answer.set_recorded(answer.recorded() + 1);
    if (done == Recorded::kCorrected) answer.set_corrected(answer.corrected() + 1);
    if (done == Recorded::kUnchanged) answer.set_unchanged(answer.unchanged() + 1);
    if (done != Recorded::kUnchanged) kDelegates.Put(call, std::move(delegate));
  }
  return answer;
}

}  // namespace congress::allocation
