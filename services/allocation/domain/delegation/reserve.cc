#include "services/allocation/domain/delegation/reserve.h"

#include <algorithm>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::allocation {

std::string ReserveListName(const std::string& congress, const std::string& organisation) {
  return StrCat(congress, "/reserveLists/", organisation);
}

absl::Status CheckRank(const v1::Delegate& delegate) {
  status::Violations violations;
  const bool reserve = delegate.origin() == v1::RESERVE;
  if (reserve && delegate.reserve_rank() == 0) violations.Add("delegate.reserve_rank", status::PlatformFault::REQUIRED);
  if (!reserve && delegate.reserve_rank() != 0) violations.Add("delegate.reserve_rank", v1::NOT_IN_RESERVE);
  return violations.ToStatus();
}

absl::StatusOr<v1::ReserveList> Enlist(v1::ReserveList list, const v1::Delegate& reserve) {
  auto* places = list.mutable_places();
  const auto at = std::find_if(places->begin(), places->end(),
                               [&](const v1::ReservePlace& place) { return place.rank() >= reserve.reserve_rank(); });
  if (at != places->end() && at->rank() == reserve.reserve_rank()) {
    return status::FailedPrecondition(
        v1::RESERVE_RANK_TAKEN, {{"organisation", reserve.organisation()}, {"rank", StrCat(reserve.reserve_rank())}});
  }
  const auto position = at - places->begin();
  v1::ReservePlace* added = places->Add();
  added->set_rank(reserve.reserve_rank());
  added->set_delegate(reserve.name());
  std::rotate(places->begin() + position, places->end() - 1, places->end());
  return list;
}

v1::ReserveList Strike(v1::ReserveList list, const std::string& delegate) {
  auto* places = list.mutable_places();
  const auto gone = std::remove_if(places->begin(), places->end(),
                                   [&](const v1::ReservePlace& place) { return place.delegate() == delegate; });
  places->erase(gone, places->end());
  return list;
}

absl::StatusOr<Called> Call(const v1::ReserveList& list, const std::string& wanted, const std::string& reason) {
  if (list.places().empty() && wanted.empty()) {
    return status::FailedPrecondition(v1::RESERVE_EXHAUSTED, {{"organisation", list.organisation()}});
  }
  Called called;
  for (const auto& place : list.places()) {
    if (wanted.empty() || place.delegate() == wanted) {
      called.reserve = place.delegate();
      break;
    }
    called.passed_over.push_back(place.delegate());
  }
  if (called.reserve.empty()) {
    return status::FailedPrecondition(v1::RESERVE_UNFIT, {{"reserve", wanted}, {"organisation", list.organisation()}});
  }
  if (called.passed_over.empty() && !reason.empty()) {
    status::Violations violations;
    violations.Add("pass_over_reason", v1::NOBODY_PASSED_OVER);
    return violations.ToStatus();
  }
  if (!called.passed_over.empty() && reason.empty()) {
    return status::FailedPrecondition(v1::RESERVE_NOT_NEXT,
                                      {{"next", called.passed_over.front()}, {"reserve", called.reserve}});
  }
  return called;
}

}  // namespace congress::allocation
