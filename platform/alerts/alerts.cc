#include "platform/alerts/alerts.h"

#include <functional>
#include <tuple>
#include <utility>

#include "platform/civil/civil.h"

namespace congress::alerts {

v1::Alert::Level LevelOf(std::optional<absl::CivilDay> due, absl::CivilDay day) {
  if (!due.has_value()) return v1::Alert::OPEN;
  if (*due < day) return v1::Alert::OVERDUE;
  return *due <= day + kSoonDays ? v1::Alert::DUE_SOON : v1::Alert::OPEN;
}

v1::Alert AlertOn(v1::Alert::Kind kind, std::string resource, std::string organisation,
                  std::optional<absl::CivilDay> due, absl::CivilDay day) {
  v1::Alert alert;
  alert.set_kind(kind);
  alert.set_resource(std::move(resource));
  alert.set_organisation(std::move(organisation));
  alert.set_level(LevelOf(due, day));
  if (due.has_value()) *alert.mutable_day() = civil::ToDate(*due);
  return alert;
}

bool IsBefore(const v1::Alert& one, const v1::Alert& other) {
  const auto key = [](const v1::Alert& alert) {
    return std::make_tuple(-alert.level(), alert.has_day() ? civil::FromDate(alert.day()) : absl::CivilDay::max(),
                           std::cref(alert.resource()), alert.kind(), std::cref(alert.post()),
                           std::cref(alert.description()));
  };
  return key(one) < key(other);
}

}  // namespace congress::alerts
