#include "services/scheduling/domain/dependencies.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::scheduling {

absl::StatusOr<std::vector<std::string>> CycleFrom(const std::string& start, AfterOf after_of) {
  struct Visit {
    std::string task;
    std::vector<std::string> after;
    size_t next = 0;
  };
  // Tasks on the way, and those from which no cycle was met.
  std::vector<Visit> way;
  std::map<std::string, bool> finished;
  const auto enter = [&](const std::string& task) -> absl::Status {
    ASSIGN_OR_RETURN(std::vector<std::string> after, after_of(task));
    finished[task] = false;
    way.push_back({task, std::move(after)});
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(enter(start));
  while (!way.empty()) {
    Visit& last = way.back();
    if (last.next == last.after.size()) {
      finished[last.task] = true;
      way.pop_back();
      continue;
    }
    const std::string next = last.after[last.next++];
    const auto known = finished.find(next);
    if (known == finished.end()) {
      RETURN_IF_ERROR(enter(next));
    } else if (!known->second) {
      std::vector<std::string> cycle;
      auto step = std::find_if(way.begin(), way.end(), [&](const Visit& visit) { return visit.task == next; });
      for (; step != way.end(); ++step) cycle.push_back(step->task);
      cycle.push_back(next);
      return cycle;
    }
  }
  return std::vector<std::string>();
}

absl::Status RefuseCycle(const std::vector<std::string>& cycle,
                         absl::FunctionRef<std::string(const std::string& task)> code_of) {
  if (cycle.empty()) return absl::OkStatus();
  std::vector<std::string> codes;
  for (const std::string& task : cycle) codes.push_back(code_of(task));
  // A long cycle is told by its beginning: details of a status are short.
  constexpr size_t kMostTold = 40;
  if (codes.size() > kMostTold) {
    codes.resize(kMostTold);
    codes.emplace_back("…");
  }
  return status::FailedPrecondition(v1::DEPENDENCY_CYCLE,
                                    {{"name", cycle.front()}, {"cycle", absl::StrJoin(codes, " → ")}});
}

}  // namespace congress::scheduling
