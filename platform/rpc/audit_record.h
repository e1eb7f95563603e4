// What the audit log says of a call.
#pragma once

#include <string>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "congress/audit/v1/audit.pb.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"

namespace congress::rpc {

// What of graded data a caller is shown.
struct Shown {
  std::vector<std::string> names;  // Resources.
  annotations::v1::Grade grade = annotations::v1::GRADE_UNSPECIFIED;
};

// The highest grade that the caller's clearance shows of the answer.
annotations::v1::Grade HighestIn(annotations::v1::Grade clearance, const google::protobuf::Message& answer);

// Who did what, with the grade of what it tells: of what was shown, of what
// has changed, and of the kinds that `changes` names.
audit::v1::AuditRecord AuditRecordOf(const Call::Scope& scope, const Call& call, const Shown& shown,
                                     const Changes& changes);

}  // namespace congress::rpc
