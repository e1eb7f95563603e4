// Reads what a suite holds, to be judged.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/support/suite.h"
#include "tests/torture/judge.h"

namespace congress::torture {

// All that a Load makes, and the files of `papers`. `quiet`: no client is at work.
absl::StatusOr<Holding> Read(const support::Suite& suite, bool quiet, const std::vector<std::string>& papers = {});

}  // namespace congress::torture
