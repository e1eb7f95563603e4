// What keeps the meetings of a congress from being ready.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "congress/scheduling/v1/unit_approval.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// By meeting: its first day ahead that has become a day off, or that is no day of its window; the first day of a
// congress that begins too soon after its approval; and of a meeting that was held the day by which the notice of its
// conclusion should have been issued.
struct WrongDays {
  std::map<std::string, absl::CivilDay> off = {};
  std::map<std::string, absl::CivilDay> outside = {};
  std::map<std::string, absl::CivilDay> soon = {};
  std::map<std::string, absl::CivilDay> notice = {};
};

// How units stand with those who approve their congresses, by unit, and how many of all are approved.
struct ApprovalStates {
  std::map<std::string, v1::UnitApproval::State> states = {};
  int approved = 0;
};

// Judges the organisations expected to hold a congress and those that hold one. A cancelled meeting is none; one that
// was held is ready. What blocks other meetings of the congress blocks their organisation where it is one of these,
// else the whole; so do tasks of the congress's plans that are overdue as of the day, by their owner, and
// that its congress is not approved, until it is held. Where nobody
// meets and nobody is expected to, `congress` is blocked; empty: the caller may not know.
v1::GetSchedulingReadinessResponse JudgeReadiness(const std::string& congress, const std::vector<std::string>& expected,
                                                  const std::vector<v1::Meeting>& meetings,
                                                  const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                                  status::Language language, const WrongDays& wrong = {},
                                                  const ApprovalStates& approvals = {});

}  // namespace congress::scheduling
