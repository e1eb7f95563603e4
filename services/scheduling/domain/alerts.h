// What of tasks, follow-ups and figures waits for somebody. Of meetings: meeting_alerts.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/alerts/v1/alert.pb.h"
#include "congress/scheduling/v1/figure.pb.h"
#include "congress/scheduling/v1/follow_up.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "congress/scheduling/v1/unit_approval.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/ledger.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// An alert, and who has a part in what it is about beside its organisation and its post.
struct Waiting {
  alerts::v1::Alert alert;
  std::vector<std::string> bodies = {};
};

// All tasks of the plan that are open on that day, their occurrences that are due within a week or were before, and the
// days on which to ask how they go that have come within a week. `calendar` may be null.
std::vector<Waiting> AlertsOf(const v1::Plan& plan, const Ledger& ledger, const WorkingDays* calendar,
                              absl::CivilDay day, status::Language language);

// What is followed and not solved; none: it is. `unit`: what people call the organisation.
std::optional<Waiting> AlertOf(const v1::FollowUp& follow_up, const std::string& unit, absl::CivilDay day,
                               status::Language language);

// An approval as somebody sees it of which something has changed since; none: it is not so. `unit`: what people call
// it.
std::optional<Waiting> AlertOf(const v1::UnitApproval& seen, const std::string& unit, absl::CivilDay day,
                               status::Language language);

// The conditions on personnel that are not met, of an approval for who sees it.
std::vector<Waiting> ConditionsOf(const v1::UnitApproval& seen, const std::string& unit, absl::CivilDay day,
                                  status::Language language);

// A finding, in words, that nobody has explained; none: it is not so.
std::optional<Waiting> AlertOf(const v1::FigureFinding& finding, absl::CivilDay day, status::Language language);

}  // namespace congress::scheduling
