#include "platform/rpc/audit_record.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_join.h"
#include "platform/audit/ledger.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"

namespace congress::rpc {
namespace {

audit::v1::Change::Kind KindOf(const Changes::Staged& staged) {
  if (!staged.write.value.has_value()) return audit::v1::Change::DELETED;
  return staged.is_new() ? audit::v1::Change::CREATED : audit::v1::Change::UPDATED;
}

void AddTrace(const store::Write& write, audit::v1::AuditRecord* act) {
  if (!write.key.starts_with(audit::kRecords)) return;
  auto* trace = act->add_traces();
  trace->set_key_sha256(digest::Sha256(write.key));
  trace->set_value_sha256(store::StoredSha256(write));
}

// Resources that show the same are told together: a list says for each what it has.
void AddReads(const std::vector<GradedRead>& reads, audit::v1::AuditRecord* act) {
  std::map<std::vector<std::string>, audit::v1::GradedRead*> alike;
  for (const GradedRead& read : reads) {
    std::vector<std::string> fields;
    for (const auto* field : read.fields)
      fields.push_back(StrCat(field->containing_type()->name(), ".", field->name()));
    std::sort(fields.begin(), fields.end());
    audit::v1::GradedRead*& told = alike[fields];
    if (told == nullptr) {
      told = act->add_reads();
      told->mutable_fields()->Add(fields.begin(), fields.end());
    }
    told->add_names(read.name);
  }
}

}  // namespace

void AddTraces(const store::Batch& batch, audit::v1::AuditRecord* act) {
  act->set_covers(true);
  for (const store::Write& write : batch.writes) AddTrace(write, act);
}

void AddWhole(annotations::v1::Grade clearance, std::vector<std::string> names, Shown* shown) {
  if (!names.empty()) shown->grade = clearance;
  for (std::string& name : names) shown->reads.push_back({.name = std::move(name)});
}

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
  record.set_covers(true);
  annotations::v1::Grade grade = shown.grade;
  for (const auto& [key, staged] : changes.staged()) {
    if (staged.name.empty()) {
      AddTrace(staged.write, &record);
      continue;
    }
    auto* change = record.add_changes();
    change->set_name(staged.name);
    change->set_kind(KindOf(staged));
    if (staged.type != nullptr) change->set_type(staged.type->type());
    change->set_value_sha256(store::StoredSha256(staged.write));
    grade = std::max(grade, staged.seen_from);
    if (staged.type != nullptr) grade = std::max(grade, auth::ClearanceFor(staged.type->read_permission()));
  }
  AddReads(shown.reads, &record);
  record.set_grade(grade);
  for (const Demand& demand : call.demands()) {
    const auto& known = record.organisations();
    const bool new_one = std::find(known.begin(), known.end(), demand.organisation) == known.end();
    if (new_one && !demand.organisation.empty()) record.add_organisations(demand.organisation);
  }
  return record;
}

}  // namespace congress::rpc
