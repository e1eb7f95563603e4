#include "services/scheduling/domain/window.h"

#include <set>
#include <string>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

constexpr int kMostDays = 400;

}  // namespace

absl::Status CheckWindow(const v1::Window& window) {
  status::Violations violations;
  const auto require = [&](bool is_set, const char* field) {
    if (!is_set) violations.Add(field, status::PlatformFault::REQUIRED);
  };
  require(!window.organisation().empty(), "window.organisation");
  require(window.level() != v1::Window::LEVEL_UNSPECIFIED, "window.level");
  require(window.has_first_day(), "window.first_day");
  require(window.has_last_day(), "window.last_day");
  require(window.longest_days() > 0, "window.longest_days");
  require(!window.calendar().empty(), "window.calendar");
  for (int i = 0; i < window.closed_size(); ++i) {
    const v1::Window::Closure& closure = window.closed(i);
    if (civil::FromDate(closure.last_day()) >= civil::FromDate(closure.first_day())) continue;
    violations.Add(StrCat("window.closed[", i, "].last_day"), v1::LAST_BEFORE_FIRST);
  }
  if (window.has_first_day() && window.has_last_day()) {
    const absl::CivilDay first = civil::FromDate(window.first_day());
    const absl::CivilDay last = civil::FromDate(window.last_day());
    if (last < first) violations.Add("window.last_day", v1::LAST_BEFORE_FIRST);
    if (last - first >= kMostDays) {
      violations.Add("window.last_day", v1::WINDOW_TOO_LONG, {{"most", StrCat(kMostDays)}});
    }
  }
  return violations.ToStatus();
}

}  // namespace congress::scheduling
