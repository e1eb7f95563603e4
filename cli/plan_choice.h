// The plan that a command of its own is about: named, or the context's.
#pragma once

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "cli/connection.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::cli {

struct PlanChoice {
  std::string name;

  void AddTo(CLI::App* app);
  // Reads it. INVALID_ARGUMENT where neither the command nor the context names one.
  absl::StatusOr<allocation::v1::AllocationPlan> Fetch(const Connection& connection) const;
};

}  // namespace congress::cli
