#include "services/scheduling/domain/schedule/days.h"

#include <algorithm>

#include "platform/civil/civil.h"

namespace congress::scheduling {

int ScheduleDays::FirstFrom(absl::CivilDay day) const {
  return static_cast<int>(std::lower_bound(days_.begin(), days_.end(), day) - days_.begin());
}

int ScheduleDays::LastUpTo(absl::CivilDay day) const {
  return static_cast<int>(std::upper_bound(days_.begin(), days_.end(), day) - days_.begin()) - 1;
}

std::optional<int> ScheduleDays::NumberOf(absl::CivilDay day) const {
  const int number = FirstFrom(day);
  if (number == static_cast<int>(days_.size()) || days_[static_cast<size_t>(number)] != day) return std::nullopt;
  return number;
}

std::optional<absl::CivilDay> ScheduleDays::OffDayOf(const google::protobuf::RepeatedPtrField<v1::Slot>& slots) const {
  std::optional<int> before;
  for (const v1::Slot& slot : slots) {
    const absl::CivilDay day = civil::FromDate(slot.date());
    const std::optional<int> number = NumberOf(day);
    if (!number.has_value() || (before.has_value() && *number != *before + 1)) return day;
    before = number;
  }
  return std::nullopt;
}

std::set<int> ScheduleDays::Between(const google::type::Date& first, const google::type::Date& last) const {
  std::set<int> numbers;
  const int end = LastUpTo(civil::FromDate(last));
  for (int day = FirstFrom(civil::FromDate(first)); day <= end; ++day) numbers.insert(day);
  return numbers;
}

std::set<int> ScheduleDays::TakenBy(const v1::Meeting& meeting) const {
  const auto minute = [](const google::type::TimeOfDay& time) { return time.hours() * 60 + time.minutes(); };
  std::set<int> taken;
  for (const v1::Slot& slot : meeting.slots()) {
    const absl::CivilDay day = civil::FromDate(slot.date());
    const bool crosses = slot.part() == v1::Slot::HOURS && minute(slot.end()) <= minute(slot.start());
    for (const absl::CivilDay each : {day, crosses ? day + 1 : day}) {
      if (const auto number = NumberOf(each); number.has_value()) taken.insert(*number);
    }
  }
  return taken;
}

}  // namespace congress::scheduling
