// The main job end to end through the gateway: prepares a congress from a folder of input.
#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "cli/connection.h"

namespace congress::cli::demo {

// Runs every step and writes `allocation.csv`, `decision.txt`, `work-report.docx`, `session-report.docx`,
// `dossier-gaps.csv`, `opinions.csv`, `opinions.docx`, `papers.csv`, `papers.pdf`, `attendance.csv`, `calendar.ics`,
// `personnel-scheme.csv`, `personnel-votes.csv`, `personnel-process.docx` and `.pdf`, `package.zip`, `stages.csv`,
// `personnel-plans.csv`, `readiness.json`, `inbox.csv`, `overdue.csv` and `assumptions.txt` to `output`, whose path is
// the only thing printed to standard output; progress goes to standard error. Who prepares calls by `connection`, who
// approves by `approver`, which must be another person: nobody approves what they submitted. May be killed and
// repeated: what was done is found again. Every call that changes something is noted in `journal`, if there is one (see
// journal.h).
absl::Status Run(const Connection& connection, const Connection& approver, const std::string& input,
                 const std::string& output, std::ostream* journal = nullptr);

}  // namespace congress::cli::demo
