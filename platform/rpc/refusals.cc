#include "platform/rpc/refusals.h"

#include <algorithm>

#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"

namespace congress::rpc {
namespace {

absl::Time MinuteOf(absl::Time time) {
  return absl::UnixEpoch() + absl::Floor(time - absl::UnixEpoch(), absl::Minutes(1));
}

}  // namespace

void Refusals::Note(const auth::Principal& principal, const Method& method, const absl::Status& status,
                    absl::Time now) {
  if (!absl::IsPermissionDenied(status)) return;
  Key key = {MinuteOf(now), principal.subject, principal.on_behalf_of, method.name, status::ReasonOf(status)};
  const MutexLock lock(mutex_);
  if (counts_.size() >= kMost && !counts_.contains(key)) key = {MinuteOf(now), "", "", "", ""};
  Count& count = counts_[key];
  ++count.count;
  count.grade = std::max(count.grade, auth::ClearanceFor(method.permission));
}

audit::v1::AuditRecord Refusals::Take(absl::Time now) {
  audit::v1::AuditRecord taken;
  const MutexLock lock(mutex_);
  annotations::v1::Grade grade = annotations::v1::GRADE_UNSPECIFIED;
  for (auto it = counts_.begin(); it != counts_.end() && std::get<0>(it->first) < MinuteOf(now);
       it = counts_.erase(it)) {
    const auto& [minute, principal, behalf, method, reason] = it->first;
    audit::v1::Refusals& refusals = *taken.add_refusals();
    *refusals.mutable_minute() = civil::ToTimestamp(minute);
    refusals.set_principal(principal);
    refusals.set_on_behalf_of(behalf);
    refusals.set_method(method);
    refusals.set_reason(reason);
    refusals.set_count(it->second.count);
    grade = std::max(grade, it->second.grade);
  }
  taken.set_grade(grade);
  return taken;
}

void Refusals::PutBack(const audit::v1::AuditRecord& taken) {
  const MutexLock lock(mutex_);
  for (const audit::v1::Refusals& refusals : taken.refusals()) {
    Count& count = counts_[{civil::FromTimestamp(refusals.minute()), refusals.principal(), refusals.on_behalf_of(),
                            refusals.method(), refusals.reason()}];
    count.count += refusals.count();
    count.grade = std::max(count.grade, taken.grade());
  }
}

}  // namespace congress::rpc
