// What the audit log says of a call.
#pragma once

#include <string>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "congress/audit/v1/audit.pb.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"
#include "platform/rpc/fields.h"

namespace congress::rpc {

// What of graded data a caller is shown.
struct Shown {
  std::vector<GradedRead> reads = {};
  annotations::v1::Grade grade = annotations::v1::GRADE_UNSPECIFIED;
};

// Adds answers that are shown as a whole: no message says what of them is graded, and nothing above the caller's
// clearance is.
void AddWhole(annotations::v1::Grade clearance, std::vector<std::string> names, Shown* shown);

// The highest grade that the caller's clearance shows of the answer.
annotations::v1::Grade HighestIn(annotations::v1::Grade clearance, const google::protobuf::Message& answer);

// Says of every record of the batch what it leaves there, without naming it: for what is done to records as such.
void AddTraces(const store::Batch& batch, audit::v1::AuditRecord* act);

// Who did what, with the grade of what it tells: of what was shown, of what
// has changed, and of the kinds that `changes` names.
audit::v1::AuditRecord AuditRecordOf(const Call::Scope& scope, const Call& call, const Shown& shown,
                                     const Changes& changes);

}  // namespace congress::rpc
