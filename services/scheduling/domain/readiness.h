// What keeps the meetings of a congress from being ready.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// Judges the organisations expected to meet and those that have a meeting. `tasks` are those of the congress's plans:
// what is overdue as of the day blocks its owner where the owner is one of these organisations, else the whole. Where
// nobody meets and nobody is expected to, `congress` is blocked; empty: the caller may not know.
v1::GetSchedulingReadinessResponse JudgeReadiness(const std::string& congress, const std::vector<std::string>& expected,
                                                  const std::vector<v1::Meeting>& meetings,
                                                  const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                                  status::Language language);

}  // namespace congress::scheduling
