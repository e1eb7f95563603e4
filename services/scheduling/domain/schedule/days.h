// The working days that a schedule counts, by their numbers from 0.
#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "google/type/date.pb.h"

namespace congress::scheduling {

class ScheduleDays {
 public:
  // In their order.
  explicit ScheduleDays(std::vector<absl::CivilDay> days) : days_(std::move(days)) {}

  const std::vector<absl::CivilDay>& all() const { return days_; }
  // The first on or behind `day`; as many as there are days where none is.
  int FirstFrom(absl::CivilDay day) const;
  // The last on or before `day`; -1 where none is.
  int LastUpTo(absl::CivilDay day) const;
  // The number of the day, where it is one of them.
  std::optional<int> NumberOf(absl::CivilDay day) const;
  // The first of the dates that is not one of them, or does not follow the one before; nothing when all do.
  std::optional<absl::CivilDay> OffDayOf(const google::protobuf::RepeatedPtrField<v1::Slot>& slots) const;
  // Those from the first to the last day, both included.
  std::set<int> Between(const google::type::Date& first, const google::type::Date& last) const;
  // Those that a meeting takes, whole or in part; hours across midnight take the next day as well.
  std::set<int> TakenBy(const v1::Meeting& meeting) const;

 private:
  std::vector<absl::CivilDay> days_;
};

}  // namespace congress::scheduling
