// Whether anybody still waits for what is being computed.
#pragma once

#include <functional>
#include <utility>

#include "absl/status/status.h"

namespace congress::status {

// Asked now and then by work that may take long. A status that is not OK says why nobody waits any more, and the work
// ends with it. Empty: somebody always waits.
using Wanted = std::function<absl::Status()>;
inline absl::Status Ask(const Wanted& wanted) { return wanted ? wanted() : absl::OkStatus(); }

// Asks `wanted` at the first step and each time so many more were made, since asking costs more than a step.
class Patience {
 public:
  Patience(Wanted wanted, int every) : wanted_(std::move(wanted)), every_(every) {}

  // Notes a step. True once nobody waits.
  bool Over() {
    if (wanted_ && status_.ok() && steps_++ % every_ == 0) status_ = wanted_();
    return !status_.ok();
  }
  // Why; OK while somebody waits.
  const absl::Status& status() const { return status_; }

 private:
  Wanted wanted_;
  int every_;
  int steps_ = 0;
  absl::Status status_;
};

}  // namespace congress::status
