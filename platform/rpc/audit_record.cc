#include "platform/rpc/audit_record.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"

namespace congress::rpc {
namespace {

audit::v1::Change::Kind KindOf(const Changes::Staged& staged) {
  if (!staged.write.value.has_value()) return audit::v1::Change::DELETED;
  return staged.is_new() ? audit::v1::Change::CREATED : audit::v1::Change::UPDATED;
}

}  // namespace

annotations::v1::Grade HighestIn(annotations::v1::Grade clearance, const google::protobuf::Message& answer) {
  annotations::v1::Grade highest = annotations::v1::GRADE_UNSPECIFIED;
  ForEachMessage(answer, [&](const google::protobuf::Message& message) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const auto* field : fields) highest = std::max(highest, RuleOf(*field).grade());
  });
  return std::min(highest, clearance);
}

audit::v1::AuditRecord AuditRecordOf(const Call::Scope& scope, const Call& call, const Shown& shown,
                                     const Changes& changes) {
  audit::v1::AuditRecord record;
  *record.mutable_time() = civil::ToTimestamp(scope.now);
  record.set_principal(scope.principal.subject);
  // A process acts for whom it says, a deputy for whose rights were used.
  record.set_on_behalf_of(scope.principal.IsProcess() ? scope.principal.on_behalf_of
                                                      : absl::StrJoin(call.ActsFor(), ", "));
  record.set_method(scope.method);
  record.set_request_id(scope.request_id);
  record.set_call_id(scope.call_id);
  annotations::v1::Grade grade = shown.grade;
  for (const auto& [key, staged] : changes.staged()) {
    if (staged.name.empty()) continue;
    auto* change = record.add_changes();
    change->set_name(staged.name);
    change->set_kind(KindOf(staged));
    grade = std::max(grade, staged.seen_from);
    if (staged.type != nullptr) grade = std::max(grade, auth::ClearanceFor(staged.type->read_permission()));
  }
  for (const std::string& name : shown.names) record.add_graded_reads(name);
  record.set_grade(grade);
  for (const Demand& demand : call.demands()) {
    const auto& known = record.organisations();
    const bool new_one = std::find(known.begin(), known.end(), demand.organisation) == known.end();
    if (new_one && !demand.organisation.empty()) record.add_organisations(demand.organisation);
  }
  return record;
}

}  // namespace congress::rpc
