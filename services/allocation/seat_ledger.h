// What is kept beside the delegates and changes in the same commit: seats filled, places in reserve, persons. Each
// record is one that two who come at once both write, so that one of them is refused.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/repository.h"
#include "services/allocation/domain/delegation/quota.h"
#include "services/allocation/domain/delegation/succession.h"

namespace congress::allocation {

class SeatLedger {
 public:
  // Notes the person of a new delegate. FAILED_PRECONDITION `PERSON_RECORDED`.
  absl::Status TakePerson(rpc::Call& call, const v1::Delegate& delegate) const;
  void ReleasePerson(rpc::Call& call, const v1::Delegate& delegate) const;

  // Takes a seat of the quota, or one in reserve and the place there. FAILED_PRECONDITION `QUOTA_EXCEEDED`,
  // `RESERVE_RANK_TAKEN`.
  absl::Status Take(rpc::Call& call, const v1::Delegate& delegate, const Quota& quota) const;
  // Frees what Take took.
  absl::Status Release(rpc::Call& call, const v1::Delegate& delegate) const;

  // Who is in reserve of the delegate's organisation.
  absl::StatusOr<v1::ReserveList> Reserves(rpc::Call& call, const v1::Delegate& delegate) const;
  // Takes another place for who is in reserve. FAILED_PRECONDITION `RESERVE_RANK_TAKEN`.
  absl::Status Move(rpc::Call& call, const v1::Delegate& reserve) const;

 private:
  // The count of a quota, empty where nobody has taken a seat.
  absl::StatusOr<v1::SeatCount> LoadCount(rpc::Call& call, const std::string& name, const v1::Delegate& delegate) const;

  rpc::Repository<v1::SeatCount> counts_{rpc::kUnlisted};
  rpc::Repository<v1::DelegatePerson> persons_{rpc::kUnlisted};
  rpc::Repository<v1::ReserveList> reserves_{rpc::kUnlisted};
};

// In whose name, and at what time, the call records.
Scribe ScribeOf(const rpc::Call& call);

}  // namespace congress::allocation
