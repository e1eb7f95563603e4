#include "services/dossiers/domain/erasure.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "google/protobuf/descriptor.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/grades.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/domain/process.h"
#include "services/dossiers/domain/suspension.h"

namespace congress::dossiers {
namespace {

using Erasure = v1::PersonErasure;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Held(std::string_view cause, const std::string& resource, status::Metadata more = {}) {
  status::Metadata metadata = {{"cause", std::string(cause)}, {"resource", resource}};
  metadata.insert(metadata.end(), more.begin(), more.end());
  return status::FailedPrecondition(v1::PERSON_HELD, metadata);
}

void Settle(Erasure::State state, const Actor& actor, Erasure* erasure) {
  erasure->set_state(state);
  erasure->set_settled_by(actor.subject);
  erasure->set_settled_person(actor.person);
  *erasure->mutable_settle_time() = civil::ToTimestamp(actor.now);
}

bool PutInText(const PersonNames& names, const std::string& stand_in, const FieldDescriptor& field, Message* message) {
  const auto& reflection = *message->GetReflection();
  if (!field.is_repeated()) {
    if (!names.contains(reflection.GetString(*message, &field))) return false;
    reflection.SetString(message, &field, stand_in);
    return true;
  }
  bool any = false;
  for (int i = 0; i < reflection.FieldSize(*message, &field); ++i) {
    if (!names.contains(reflection.GetRepeatedString(*message, &field, i))) continue;
    reflection.SetRepeatedString(message, &field, i, stand_in);
    any = true;
  }
  return any;
}

}  // namespace

absl::Status RequireErasable(const v1::Dossier& dossier, absl::CivilDay today) {
  if (dossier.state() == v1::Dossier::WITHDRAWN) return absl::OkStatus();
  if (dossier.state() != v1::Dossier::CLOSED) return Held("dossier", dossier.name());
  if (!dossier.has_keep_until_date()) return absl::OkStatus();
  const absl::CivilDay until = civil::FromDate(dossier.keep_until_date());
  if (until < today) return absl::OkStatus();
  return Held("retention", dossier.name(), {{"until", civil::Format(until)}});
}

absl::Status RequireErasable(const v1::Tenure& tenure, absl::CivilDay today) {
  if (tenure.has_until_date() && civil::FromDate(tenure.until_date()) < today) return absl::OkStatus();
  return Held("tenure", tenure.name());
}

absl::Status RequireErasable(const v1::PositionSlot& slot, const PersonNames& names) {
  const auto& holders = slot.holders();
  const bool holds = std::any_of(holders.begin(), holders.end(), [&](const auto& one) { return names.contains(one); });
  return holds ? Held("tenure", slot.name()) : absl::OkStatus();
}

absl::Status RequireErasable(const v1::PersonnelProcess& process, const PersonNames& names) {
  if (process.state() != v1::PersonnelProcess::RUNNING) return absl::OkStatus();
  const auto& all = process.candidates();
  const bool runs = std::any_of(all.begin(), all.end(),
                                [&](const v1::ProcessCandidate& one) { return names.contains(one.person()); });
  return runs ? Held("process", process.name()) : absl::OkStatus();
}

absl::Status RequireErasable(const v1::Package& package) {
  const auto state = package.state();
  const bool answered =
      state == v1::Package::RETURNED || state == v1::Package::ACCEPTED || state == v1::Package::WITHDRAWN;
  return answered ? absl::OkStatus() : Held("package", package.name());
}

absl::Status RequireErasable(const v1::PersonnelPlan& plan) {
  const bool waits = Counts(plan) && plan.state() != v1::PersonnelPlan::DECIDED;
  return waits ? Held("plan", plan.name()) : absl::OkStatus();
}

absl::Status RequireErasable(const v1::Suspension& suspension, absl::CivilDay today) {
  return IsActive(suspension, today) ? Held("suspension", suspension.name()) : absl::OkStatus();
}

absl::Status RequireErasable(const v1::StageEntry& entry) {
  return entry.state() == v1::StageEntry::DECIDED ? Held("stage", entry.name()) : absl::OkStatus();
}

absl::StatusOr<Erasure> AskForErasure(const Erasure& known, const v1::Person& person,
                                      const v1::RequestErasureRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(RequireBasis(request.basis()));
  if (known.state() == Erasure::REQUESTED) {
    return status::FailedPrecondition(v1::ERASURE_REQUESTED, {{"name", known.name()}});
  }
  Erasure erasure;
  erasure.set_name(known.name());
  erasure.set_organisation(person.organisation());
  erasure.set_state(Erasure::REQUESTED);
  erasure.set_reason(request.reason());
  *erasure.mutable_basis() = request.basis();
  erasure.set_requester(actor.subject);
  erasure.set_requester_person(actor.person);
  *erasure.mutable_request_time() = civil::ToTimestamp(actor.now);
  return erasure;
}

absl::Status RequireRequested(const Erasure& erasure) {
  if (erasure.state() == Erasure::REQUESTED) return absl::OkStatus();
  return status::FailedPrecondition(v1::ERASURE_NOT_REQUESTED, {{"name", erasure.name()}});
}

absl::StatusOr<Erasure> TakeBackErasure(Erasure erasure, const std::string& reason, const Actor& actor) {
  RETURN_IF_ERROR(RequireRequested(erasure));
  Settle(Erasure::WITHDRAWN, actor, &erasure);
  erasure.set_withdraw_reason(reason);
  return erasure;
}

Erasure Erased(Erasure erasure, const PersonNames& names, const Actor& actor) {
  Settle(Erasure::ERASED, actor, &erasure);
  erasure.mutable_erased()->Assign(names.begin(), names.end());
  ClearGraded(&erasure);
  return erasure;
}

void AddLeft(Erasure::Left::Kind kind, int count, Erasure* erasure) {
  Erasure::Left& left = *erasure->add_left();
  left.set_kind(kind);
  left.set_count(count);
}

bool PutInPlace(const PersonNames& names, const std::string& stand_in, Message* message) {
  bool any = false;
  const auto& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      any |= PutInText(names, stand_in, *field, message);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      any |= PutInPlace(names, stand_in, reflection.MutableMessage(message, field));
    } else {
      for (int i = 0; i < reflection.FieldSize(*message, field); ++i) {
        any |= PutInPlace(names, stand_in, reflection.MutableRepeatedMessage(message, field, i));
      }
    }
  }
  return any;
}

void TakeOut(const PersonNames& names, const std::string& stand_in, v1::PersonnelPlan* plan) {
  for (v1::PlanPart& part : *plan->mutable_parts()) {
    for (v1::PlanEntry& entry : *part.mutable_entries()) {
      if (!names.contains(entry.person())) continue;
      entry.clear_note();
      entry.clear_concurrent_reason();
    }
  }
  PutInPlace(names, stand_in, plan);
}

v1::Tenure WithoutWords(v1::Tenure tenure) {
  ClearGraded(&tenure);
  tenure.clear_concurrent_reason();
  return tenure;
}

}  // namespace congress::dossiers
