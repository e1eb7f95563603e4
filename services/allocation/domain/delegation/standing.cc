#include "services/allocation/domain/delegation/standing.h"

#include <algorithm>
#include <map>

#include "platform/civil/civil.h"

namespace congress::allocation {

v1::Delegate::State StateOf(const v1::Delegate& delegate) {
  if (delegate.has_end()) return delegate.replaced_by().empty() ? v1::Delegate::WITHDRAWN : v1::Delegate::REPLACED;
  return delegate.origin() == v1::RESERVE ? v1::Delegate::IN_RESERVE : v1::Delegate::SEATED;
}

v1::Delegate::State StateOn(const v1::Delegate& delegate, absl::CivilDay day) {
  if (civil::Today(civil::FromTimestamp(delegate.create_time())) > day) return v1::Delegate::STATE_UNSPECIFIED;
  if (delegate.has_end() && civil::FromDate(delegate.end().date()) <= day) return StateOf(delegate);
  return OriginOn(delegate, day) == v1::RESERVE ? v1::Delegate::IN_RESERVE : v1::Delegate::SEATED;
}

v1::Origin OriginOn(const v1::Delegate& delegate, absl::CivilDay day) {
  const bool later = delegate.has_promotion() && civil::FromDate(delegate.promotion().date()) > day;
  return later ? v1::RESERVE : delegate.origin();
}

bool HoldsSeatOn(const v1::Delegate& delegate, absl::CivilDay day) {
  const bool ended = delegate.has_end() && civil::FromDate(delegate.end().date()) <= day;
  return !ended && OriginOn(delegate, day) != v1::RESERVE;
}

const v1::Convocation* ConvocationOn(const v1::Delegate& delegate, absl::CivilDay day) {
  if (delegate.convocations().empty()) return nullptr;
  const v1::Convocation& last = *delegate.convocations().rbegin();
  return civil::FromDate(last.date()) <= day ? &last : nullptr;
}

std::vector<const v1::Attendance*> AttendanceOn(const v1::Delegate& delegate, absl::CivilDay day) {
  std::vector<const v1::Attendance*> records;
  std::map<std::string, size_t> places;
  for (const auto& record : delegate.attendance()) {
    const auto [place, fresh] = places.emplace(record.session_id(), records.size());
    if (fresh) {
      records.push_back(&record);
    } else {
      records[place->second] = &record;
    }
  }
  std::erase_if(records, [&](const v1::Attendance* record) { return civil::FromDate(record->date()) > day; });
  return records;
}

bool WasPresent(const v1::Delegate& delegate, absl::CivilDay day) {
  const auto records = AttendanceOn(delegate, day);
  return std::any_of(records.begin(), records.end(),
                     [](const v1::Attendance* record) { return record->presence() == v1::Attendance::PRESENT; });
}

}  // namespace congress::allocation
