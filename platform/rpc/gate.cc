#include "platform/rpc/gate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "congress/annotations/v1/options.pb.h"
#include "congress/audit/v1/audit.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/metadata.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/telemetry/metrics.h"

namespace congress::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::PlatformReason;

constexpr int kMostAttempts = 5;
// How the audit names the deletion of outlived answers.
constexpr std::string_view kSweepMethod = "congress.store.v1.StoredAnswer/sweep";

// The gateway makes the call's id; a direct caller may.
std::string CallIdOf(const grpc::ServerContext& context) {
  std::string id = MetadataOf(context, kCallIdKey);
  const bool usable = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
  return usable ? id : NewCallId();
}

std::string StringField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return message.GetReflection()->GetString(message, field);
}

bool IsValidateOnly(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         request.GetReflection()->GetBool(request, field);
}

audit::v1::Change::Kind KindOf(const Changes::Staged& staged) {
  if (!staged.write.value.has_value()) return audit::v1::Change::DELETED;
  return staged.write.expected == store::kAbsent ? audit::v1::Change::CREATED : audit::v1::Change::UPDATED;
}

// The audit record of a call, and with it what the event tells.
audit::v1::AuditRecord Record(const Call::Scope& scope, const Call& call, const std::vector<std::string>& graded_reads,
                              const Changes& changes) {
  audit::v1::AuditRecord record;
  *record.mutable_time() = civil::ToTimestamp(scope.now);
  record.set_principal(scope.principal.subject);
  record.set_on_behalf_of(scope.principal.on_behalf_of);
  record.set_method(scope.method);
  record.set_request_id(scope.request_id);
  record.set_call_id(scope.call_id);
  for (const auto& [key, staged] : changes.staged()) {
    if (staged.name.empty()) continue;
    auto* change = record.add_changes();
    change->set_name(staged.name);
    change->set_kind(KindOf(staged));
  }
  for (const std::string& name : graded_reads) record.add_graded_reads(name);
  for (const Demand& demand : call.demands()) {
    const auto& known = record.organisations();
    const bool new_one = std::find(known.begin(), known.end(), demand.organisation) == known.end();
    if (new_one && !demand.organisation.empty()) {
      record.add_organisations(demand.organisation);
    }
  }
  return record;
}

store::Batch BatchOf(const Call::Scope& scope, const Call& call, const std::vector<std::string>& graded_reads,
                     const Changes& changes) {
  store::Batch batch = changes.ToBatch();
  const audit::v1::AuditRecord record = Record(scope, call, graded_reads, changes);
  batch.appends.push_back({std::string(kAuditLog), record.SerializeAsString()});
  if (record.changes_size() > 0) {
    audit::v1::ChangeEvent event;
    *event.mutable_changes() = record.changes();
    batch.appends.push_back({std::string(kEventLog), event.SerializeAsString()});
  }
  return batch;
}

// Names of the resources whose graded fields the caller is about to see.
std::vector<std::string> GradedReads(annotations::v1::Grade clearance, const Message& answer) {
  std::unique_ptr<Message> copy(answer.New());
  copy->CopyFrom(answer);
  return Redact(clearance, copy.get());
}

absl::Status Contention(std::string_view key) {
  return status::Error(absl::StatusCode::kAborted, PlatformReason::CONTENTION,
                       "Others changed the same records again and again; try again.", {{"key", std::string(key)}});
}

absl::Status DeniedByDefault(const Call::Scope& scope) {
  return absl::InternalError(StrCat("the work of ", scope.method, " demanded no permission"));
}

// Faults keep their cause to themselves: the caller gets one sentence and the id under which the log has it.
absl::Status Masked(absl::Status status, const std::string& call_id, std::string* cause) {
  *cause = store::DriverText(status);
  status.ErasePayload(store::kDriverTextPayload);
  const bool fault = absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
  if (!fault && (!status::ReasonOf(status).empty() || absl::IsCancelled(status) || absl::IsDeadlineExceeded(status))) {
    return status;
  }
  absl::StrAppend(cause, cause->empty() ? "" : "; ", status.ToString());
  const bool corrupt = absl::IsDataLoss(status);
  return status::Error(corrupt ? absl::StatusCode::kDataLoss : absl::StatusCode::kInternal,
                       corrupt ? PlatformReason::RECORD_CORRUPT : PlatformReason::INTERNAL_FAULT,
                       StrCat("A fault of the program; tell the operator the call id ", call_id, "."),
                       {{"call_id", call_id}});
}

}  // namespace

absl::Status Gate::Register(const google::protobuf::ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i) {
    const auto* method = service.method(i);
    if (method->options().GetExtension(annotations::v1::method).permission().empty()) {
      return absl::FailedPreconditionError(StrCat(method->full_name(), " declares no permission"));
    }
    if (!methods_.emplace(method->input_type()->full_name(), method).second) {
      return absl::FailedPreconditionError(StrCat(method->full_name(), " shares its request type"));
    }
  }
  return absl::OkStatus();
}

grpc::Status Gate::PassAny(grpc::ServerContext* context, const Message& request, Message* response, AnyWork work) {
  const absl::Time start = absl::Now();
  auth::Principal principal;
  const auto method = methods_.find(request.GetDescriptor()->full_name());
  Call::Scope scope{.principal = principal,
                    .roles = parts_.roles,
                    .store = parts_.store,
                    .method = "",
                    .permission = "",
                    .call_id = CallIdOf(*context),
                    .request_id = "",
                    .now = parts_.clock(),
                    .deadline = absl::FromChrono(context->deadline())};
  if (context->deadline() == std::chrono::system_clock::time_point::max()) scope.deadline = absl::InfiniteFuture();
  absl::Status status;
  if (method == methods_.end()) {
    status = absl::InternalError(StrCat(request.GetDescriptor()->full_name(), " is not registered"));
  } else {
    scope.method = StrCat(method->second->service()->full_name(), "/", method->second->name());
    scope.permission = method->second->options().GetExtension(annotations::v1::method).permission();
    auto admitted = Admit(*context, scope);
    status = admitted.status();
    if (status.ok()) {
      principal = *std::move(admitted);
      // Only who has shown a token takes a place.
      const bool full = ++in_flight_ > kMostCalls;
      status = full ? Overloaded(parts_.name) : Answer(request, response, work, scope);
      --in_flight_;
    }
  }
  std::string cause;
  if (!status.ok()) {
    response->Clear();
    status = Masked(std::move(status), scope.call_id, &cause);
  }
  telemetry::Observe({.method = scope.method,
                      .code = status.ok() ? "OK" : absl::StatusCodeToString(status.code()),
                      .reason = status::ReasonOf(status),
                      .call_id = scope.call_id,
                      .principal = principal.subject,
                      .cause = cause,
                      .duration = absl::Now() - start});
  return ToGrpc(status);
}

absl::StatusOr<auth::Principal> Gate::Admit(const grpc::ServerContext& context, const Call::Scope& scope) const {
  const std::string header = MetadataOf(context, "authorization");
  constexpr std::string_view kBearer = "Bearer ";
  if (!header.starts_with(kBearer)) {
    return status::Error(absl::StatusCode::kUnauthenticated, PlatformReason::TOKEN_INVALID,
                         "The call carries no token; send metadata 'authorization: Bearer …'.", {{"cause", "missing"}});
  }
  ASSIGN_OR_RETURN(auth::Principal principal,
                   parts_.verifier.Verify(std::string_view(header).substr(kBearer.size()), scope.now));
  if (!parts_.roles.HoldsAnywhere(principal, scope.permission)) {
    return status::Error(absl::StatusCode::kPermissionDenied, PlatformReason::PERMISSION_MISSING,
                         StrCat("You do not hold the permission '", scope.permission, "'."),
                         {{"permission", scope.permission}});
  }
  return principal;
}

absl::Status Gate::Answer(const Message& request, Message* response, AnyWork work, Call::Scope& scope) {
  std::unique_ptr<Message> checked(request.New());
  checked->CopyFrom(request);
  RETURN_IF_ERROR(CheckFields(checked.get()));
  scope.request_id = StringField(*checked, "request_id");
  const bool dry = IsValidateOnly(*checked);
  AnswerSlot slot = dry ? AnswerSlot() : SlotOf(scope, *checked);
  for (int attempt = 1;; ++attempt) {
    if (!slot.key.empty()) {
      ASSIGN_OR_RETURN(const bool replayed, TryReplay(scope, &slot, response));
      if (replayed) return absl::OkStatus();
    }
    const absl::Status status = Attempt(*checked, response, work, scope, slot, dry);
    const std::string moved = store::ConflictingKey(status);
    if (moved.empty()) {
      // The same call, sent twice at once, may have been done by the other meanwhile: its answer is the answer.
      const bool refused = !status.ok() && !slot.key.empty();
      if (refused && TryReplay(scope, &slot, response).value_or(false)) return absl::OkStatus();
      return status;
    }
    if (attempt == kMostAttempts) return Contention(moved);
  }
}

absl::StatusOr<bool> Gate::TryReplay(const Call::Scope& scope, AnswerSlot* slot, Message* response) {
  ASSIGN_OR_RETURN(const auto kept, FindAnswer(scope, slot));
  if (!kept.has_value()) return false;
  Call call(scope);
  for (const auto& demand : kept->answer.demands()) {
    RETURN_IF_ERROR(demand.organisation().empty() ? call.RequireAnywhere(demand.permission())
                                                  : call.Require(demand.permission(), demand.organisation()));
  }
  if (!response->ParseFromString(kept->answer.response())) return absl::DataLossError(slot->key);
  FillEtags(StrCat(kept->revision), response);
  const std::vector<std::string> graded = Redact(scope.principal.clearance, response);
  if (!graded.empty()) {
    RETURN_IF_ERROR(parts_.store.Commit(BatchOf(scope, call, graded, Changes())).status());
  }
  return true;
}

absl::Status Gate::Attempt(const Message& checked, Message* response, AnyWork work, const Call::Scope& scope,
                           const AnswerSlot& slot, bool dry) {
  Call call(scope);
  response->Clear();
  RETURN_IF_ERROR(work(call, checked, response));
  if (!call.authorised()) return DeniedByDefault(scope);
  const std::vector<std::string> graded = GradedReads(scope.principal.clearance, *response);
  if (dry) {
    // Nothing is changed, but what is shown of personnel data is recorded like any read.
    if (!graded.empty()) RETURN_IF_ERROR(parts_.store.Commit(BatchOf(scope, call, graded, Changes())).status());
    Redact(scope.principal.clearance, response);
    return absl::OkStatus();
  }
  if (call.changes().empty() && graded.empty() && slot.key.empty()) {
    // Nothing graded is shown, so nothing is recorded; what is above the clearance still has to go.
    Redact(scope.principal.clearance, response);
    return absl::OkStatus();
  }
  store::Batch batch = BatchOf(scope, call, graded, call.changes());
  // Kept even when nothing was to be done: a repetition must not do later what this call did not.
  if (!slot.key.empty()) batch.writes.push_back(KeepAnswer(call, slot, *response));
  // A read stands on nothing that could move.
  if (call.changes().empty()) batch.checks.clear();
  ASSIGN_OR_RETURN(const store::Committed committed, parts_.store.Commit(batch));
  FillEtags(StrCat(committed.sequence), response);
  Redact(scope.principal.clearance, response);
  return absl::OkStatus();
}

absl::Status Gate::Perform(const auth::Principal& principal, std::string_view method,
                           absl::FunctionRef<absl::Status(Call&)> work) {
  const std::string call_id = NewCallId();
  for (int attempt = 1;; ++attempt) {
    const Call::Scope scope{.principal = principal,
                            .roles = parts_.roles,
                            .store = parts_.store,
                            .method = std::string(method),
                            .permission = "",
                            .call_id = call_id,
                            .request_id = "",
                            .now = parts_.clock(),
                            .deadline = absl::InfiniteFuture()};
    Call call(scope);
    RETURN_IF_ERROR(work(call));
    if (call.changes().empty()) return absl::OkStatus();
    const absl::Status status = parts_.store.Commit(BatchOf(scope, call, {}, call.changes())).status();
    const std::string moved = store::ConflictingKey(status);
    if (moved.empty()) return status;
    if (attempt == kMostAttempts) return Contention(moved);
  }
}

absl::StatusOr<int> Gate::SweepAnswers(const std::stop_token& stop) {
  auth::Principal self;
  self.subject = parts_.signer->issuer();
  int swept = 0;
  absl::Status damage;
  store::Range range = AnswersRange();
  while (!stop.stop_requested()) {
    Outlived outlived;
    RETURN_IF_ERROR(Perform(self, kSweepMethod, [&](Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(outlived, StageOutlived(call, range));
      return absl::OkStatus();
    }));
    if (outlived.last_key.empty()) break;
    range = range.After(outlived.last_key);
    swept += outlived.staged;
    damage.Update(outlived.damage);
  }
  RETURN_IF_ERROR(damage);
  return swept;
}

}  // namespace congress::rpc
