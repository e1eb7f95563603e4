#include "services/allocation/seat_ledger.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"

namespace congress::allocation {
namespace {

std::string PersonName(std::string_view congress, std::string_view person) {
  return StrCat(congress, "/delegatePersons/", IdOf(person));
}

}  // namespace

absl::Status SeatLedger::TakePerson(rpc::Call& call, const v1::Delegate& delegate) const {
  const std::string name = PersonName(CongressOf(delegate.name()), delegate.person());
  const auto known = persons_.Load(call, name);
  if (known.ok()) {
    status::Metadata metadata = {{"person", delegate.person()}};
    if (call.Holds("allocation.delegates.read", known->organisation())) {
      metadata.emplace_back("delegate", known->delegate());
    }
    return status::FailedPrecondition(v1::PERSON_RECORDED, metadata);
  }
  if (!absl::IsNotFound(known.status())) return known.status();
  v1::DelegatePerson person;
  person.set_name(name);
  person.set_organisation(delegate.organisation());
  person.set_delegate(delegate.name());
  persons_.Put(call, std::move(person));
  return absl::OkStatus();
}

void SeatLedger::ReleasePerson(rpc::Call& call, const v1::Delegate& delegate) const {
  persons_.Delete(call, PersonName(CongressOf(delegate.name()), delegate.person()));
}

absl::Status SeatLedger::Take(rpc::Call& call, const v1::Delegate& delegate, const Quota& quota) const {
  ASSIGN_OR_RETURN(v1::SeatCount count, LoadCount(call, quota.count, delegate));
  ASSIGN_OR_RETURN(count, TakeSeat(std::move(count), quota, delegate));
  counts_.Put(call, std::move(count));
  return delegate.origin() == v1::RESERVE ? Move(call, delegate) : absl::OkStatus();
}

absl::Status SeatLedger::Release(rpc::Call& call, const v1::Delegate& delegate) const {
  const std::string name = SeatCountName(CongressOf(delegate.name()), delegate.origin(), delegate.organisation());
  ASSIGN_OR_RETURN(v1::SeatCount count, LoadCount(call, name, delegate));
  counts_.Put(call, FreeSeat(std::move(count)));
  if (delegate.origin() != v1::RESERVE) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::ReserveList list, Reserves(call, delegate));
  reserves_.Put(call, Strike(std::move(list), delegate.name()));
  return absl::OkStatus();
}

absl::StatusOr<v1::ReserveList> SeatLedger::Reserves(rpc::Call& call, const v1::Delegate& delegate) const {
  v1::ReserveList list;
  list.set_name(ReserveListName(CongressOf(delegate.name()), delegate.organisation()));
  list.set_organisation(delegate.organisation());
  return reserves_.LoadOr(call, std::move(list));
}

absl::Status SeatLedger::Move(rpc::Call& call, const v1::Delegate& reserve) const {
  ASSIGN_OR_RETURN(v1::ReserveList list, Reserves(call, reserve));
  ASSIGN_OR_RETURN(list, Enlist(Strike(std::move(list), reserve.name()), reserve));
  reserves_.Put(call, std::move(list));
  return absl::OkStatus();
}

absl::StatusOr<v1::SeatCount> SeatLedger::LoadCount(rpc::Call& call, const std::string& name,
                                                    const v1::Delegate& delegate) const {
  v1::SeatCount count;
  count.set_name(name);
  count.set_organisation(delegate.organisation());
  return counts_.LoadOr(call, std::move(count));
}

Scribe ScribeOf(const rpc::Call& call) { return {call.principal().Account(), call.now()}; }

}  // namespace congress::allocation
