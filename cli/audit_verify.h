// `congressctl audit verify`: holds exported audit records against a checkpoint, offline.
#pragma once

namespace congress::cli {

// Reads `--records` (the JSON of `audit-records list -o json`), `--leaves` (of `audit-leaves list -o json`) and
// `--checkpoint` (of `audit-checkpoints get -o json`).
// Exit status 0 when the log is whole, 1 with one line per finding, 2 for usage.
int AuditVerify(int argc, char** argv);

}  // namespace congress::cli
