#include "platform/rpc/gate.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/audit_record.h"
#include "platform/rpc/collisions.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/index_writes.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/organisations.h"
#include "platform/rpc/records.h"
#include "platform/rpc/sealing.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/telemetry/metrics.h"

namespace congress::rpc {
namespace {

using google::protobuf::Message;
using status::PlatformReason;

// How often a call reads the tree again that was older than the stored one.
constexpr int kMostReloads = 5;
// How long a call tries again that lost its work to others, when its own deadline is later.
constexpr absl::Duration kPatience = absl::Seconds(30);
// Names that a caller is told of, as metadata have an end.
constexpr ptrdiff_t kMostLacking = 20;
// Between two attempts that processes with lines of their own took from each other.
constexpr absl::Duration kBreather = absl::Milliseconds(5);

store::Batch BatchOf(const Call::Scope& scope, const Call& call, const Shown& shown, const Changes& changes) {
  store::Batch batch = changes.ToBatch();
  const std::string record = AuditRecordOf(scope, call, shown, changes).SerializeAsString();
  batch.appends.push_back({std::string(kAuditLog), record});
  if (auto events = EventsOf(changes, scope.now)) batch.appends.push_back(*std::move(events));
  return batch;
}

absl::Status DeniedByDefault(const Call::Scope& scope) {
  return absl::InternalError(StrCat("the work of ", scope.method, " demanded no permission"));
}

// Faults keep their cause to themselves: the caller gets one sentence and the id under which the log has it.
absl::Status Masked(absl::Status status, const std::string& call_id, std::string* cause) {
  *cause = store::DriverText(status);
  status.ErasePayload(store::kDriverTextPayload);
  const bool said = !status::ReasonOf(status).empty();
  const bool fault = absl::IsInternal(status) || absl::IsUnknown(status);
  if (!fault && (said || absl::IsCancelled(status) || absl::IsDeadlineExceeded(status))) {
    return status;
  }
  absl::StrAppend(cause, cause->empty() ? "" : "; ", status.ToString());
  const bool corrupt = absl::IsDataLoss(status);
  return status::Error(corrupt ? absl::StatusCode::kDataLoss : absl::StatusCode::kInternal,
                       corrupt ? PlatformReason::RECORD_CORRUPT : PlatformReason::INTERNAL_FAULT,
                       {{"call_id", call_id}});
}

// Tells of a call that has ended, and what its caller is told.
absl::Status Ended(const Header& header, const auth::Principal* principal, absl::Status status) {
  std::string cause;
  if (!status.ok()) {
    status = status::InLanguage(Masked(std::move(status), header.call_id, &cause), status::LanguageOf(header.language));
  }
  telemetry::Observe({.method = header.method,
                      .code = status.ok() ? "OK" : absl::StatusCodeToString(status.code()),
                      .reason = status::ReasonOf(status),
                      .call_id = header.call_id,
                      .principal = principal == nullptr ? std::string_view() : principal->subject,
                      .cause = cause,
                      .duration = absl::Now() - header.start});
  return status;
}

// Reads the one request of a method that takes one.
absl::Status ReadOne(const Method& method, Carrier& carrier, Message* request) {
  ASSIGN_OR_RETURN(const bool came, carrier.Read(request));
  if (!came) {
    return status::InvalidArgument(PlatformReason::REQUEST_MALFORMED, {{"method", method.name}, {"cause", "empty"}});
  }
  return CheckFields(request);
}

}  // namespace

absl::Status Gate::Refuse(const Header& header, const auth::Principal* principal, absl::Status status) const {
  return Ended(header, principal, std::move(status));
}

absl::Status Gate::Serve(const Method& method, const Header& header, const auth::Principal& principal,
                         Carrier& carrier) {
  Call::Scope scope{.principal = principal,
                    .roles = parts_.roles,
                    .store = parts_.store,
                    .method = method.name,
                    .permission = method.permission,
                    .call_id = header.call_id,
                    .language = header.language,
                    .now = parts_.clock(),
                    .deadline = method.times.DeadlineOf(header),
                    .carrier = &carrier,
                    .directory = parts_.directory,
                    .covers = &covers_,
                    .keys = parts_.keys};
  auto tree = TreeFor(principal, scope.deadline);
  if (!tree.ok()) return Ended(header, &principal, std::move(tree).status());
  scope.tree = *std::move(tree);
  absl::Status status = method.unary      ? ServeUnary(method, scope, carrier)
                        : method.download ? ServeDownload(method, scope, carrier)
                                          : ServeUpload(method, scope, carrier);
  return Ended(header, &principal, Told(scope, std::move(status)));
}

absl::StatusOr<std::shared_ptr<const directory::Tree>> Gate::TreeFor(const auth::Principal& principal,
                                                                     absl::Time deadline) const {
  if (parts_.directory == nullptr) return nullptr;
  const bool everywhere = std::all_of(principal.bindings.begin(), principal.bindings.end(),
                                      [](const auto& binding) { return binding.organisation == auth::kProvince; });
  if (!everywhere) return parts_.directory->Snapshot(deadline);
  return parts_.directory->Snapshot(absl::InfinitePast()).value_or(nullptr);
}

absl::Status Gate::RequireKnown(const Call& call, std::string_view organisation) const {
  if (parts_.directory == nullptr || organisation == auth::kProvince || call.Known(organisation) != nullptr) {
    return absl::OkStatus();
  }
  return parts_.directory->Ask(organisation, call.deadline()).status();
}

absl::Status Gate::Told(const Call::Scope& scope, absl::Status status) const {
  if (status.ok() || scope.tree == nullptr) return status;
  return WithDisplayNames(std::move(status), *scope.tree);
}

absl::StatusOr<store::Committed> Gate::Commit(const store::Batch& batch) {
  const absl::Time begin = absl::Now();
  auto committed = parts_.store.Commit(batch);
  telemetry::Committed(name(), absl::Now() - begin, !store::ConflictingKey(committed.status()).empty());
  if (committed.ok()) pulse_.Committed(committed->sequence);
  return committed;
}

absl::Status Gate::ServeUnary(const Method& method, Call::Scope& scope, Carrier& carrier) {
  const std::unique_ptr<Message> request(method.request->New());
  RETURN_IF_ERROR(ReadOne(method, carrier, request.get()));
  const std::unique_ptr<Message> response(method.response->New());
  ASSIGN_OR_RETURN(const bool replayed,
                   Answer(
                       *request, response.get(),
                       [&](Call& call, Message* answer) { return method.unary(call, *request, answer); }, scope));
  if (replayed) carrier.Tell(kReplayedKey, "true");
  if (!scope.lacking.empty()) {
    const auto end = std::next(scope.lacking.begin(), std::min<ptrdiff_t>(std::ssize(scope.lacking), kMostLacking));
    carrier.Tell(kLackingKey, absl::StrJoin(scope.lacking.begin(), end, ","));
  }
  return carrier.Write(response.get());
}

absl::Status Gate::ServeUpload(const Method& method, Call::Scope& scope, Carrier& carrier) {
  const std::unique_ptr<Message> first(method.request->New());
  RETURN_IF_ERROR(ReadOne(method, carrier, first.get()));
  const std::unique_ptr<Message> response(method.response->New());
  std::shared_ptr<void> received;
  bool given = false;
  const auto next = [&](Message* message) -> absl::StatusOr<bool> {
    if (!std::exchange(given, true)) {
      message->CopyFrom(*first);
      return true;
    }
    ASSIGN_OR_RETURN(const bool more, carrier.Read(message));
    RETURN_IF_ERROR(Standing(scope.principal));
    if (more) RETURN_IF_ERROR(CheckFields(message));
    return more;
  };
  // What comes is received once, whatever happens to the commit that follows from it.
  const auto work = [&](Call& call, Message* answer) -> absl::Status {
    if (received == nullptr) {
      Call receiving(scope);
      ASSIGN_OR_RETURN(received, method.receive(receiving, next));
      if (!receiving.authorised()) return DeniedByDefault(scope);
    }
    return method.stage(call, received.get(), answer);
  };
  ASSIGN_OR_RETURN(const bool replayed, Answer(*first, response.get(), work, scope));
  if (replayed) {
    carrier.Tell(kReplayedKey, "true");
    // An answer beside what is still being sent would not be read by every client.
    for (bool more = true; more;) {
      ASSIGN_OR_RETURN(more, carrier.Read(first.get()));
    }
  }
  return carrier.Write(response.get());
}

absl::Status Gate::ServeDownload(const Method& method, Call::Scope& scope, Carrier& carrier) {
  const std::unique_ptr<Message> request(method.request->New());
  RETURN_IF_ERROR(ReadOne(method, carrier, request.get()));
  Call call(scope);
  const auto send = [&](Message* message) -> absl::Status {
    if (!call.authorised()) return DeniedByDefault(scope);
    RETURN_IF_ERROR(call.Check());
    RETURN_IF_ERROR(Standing(scope.principal));
    std::vector<std::string> graded = Redact(scope.principal.clearance, message);
    annotations::v1::Grade grade = HighestIn(scope.principal.clearance, *message);
    for (std::string& name : call.TakeShown()) {
      graded.push_back(std::move(name));
      // The message itself says nothing of it; nothing above the caller's clearance is shown.
      grade = scope.principal.clearance;
    }
    if (!graded.empty()) RETURN_IF_ERROR(RecordReads(scope, call, graded, grade));
    return carrier.Write(message);
  };
  RETURN_IF_ERROR(method.download(call, *request, send));
  if (!call.authorised()) return DeniedByDefault(scope);
  if (!call.changes().empty()) return absl::InternalError(StrCat(scope.method, " streams and may change nothing"));
  return absl::OkStatus();
}

absl::StatusOr<bool> Gate::Answer(const Message& request, Message* response, Work work, Call::Scope& scope) {
  scope.request_id = StringField(request, "request_id");
  const bool dry = IsValidateOnly(request);
  AnswerSlot slot = dry ? AnswerSlot() : SlotOf(scope, request);
  const absl::Time deadline = std::min(scope.deadline, absl::Now() + kPatience);
  const auto check = [&scope] { return Call(scope).Check(); };
  std::optional<Turns::Turn> turn;
  for (int reloads = 0;;) {
    if (!slot.key.empty()) {
      ASSIGN_OR_RETURN(const bool replayed, TryReplay(scope, &slot, response));
      if (replayed) return true;
    }
    const absl::Status status = Attempt(request, response, work, scope, slot, dry, turn.has_value());
    if (status.ok()) return false;
    const std::string moved = store::ConflictingKey(status);
    if (parts_.directory != nullptr && moved.starts_with(directory::kEntries)) {
      parts_.directory->Reload();
      RETURN_IF_ERROR(Standing(scope.principal));
      ASSIGN_OR_RETURN(scope.tree, TreeFor(scope.principal, scope.deadline));
      if (++reloads == kMostReloads) return store::Conflict(moved);
      continue;
    }
    if (moved.empty()) {
      // The same call, sent twice at once, may have been done by the other meanwhile: its answer is the answer.
      if (!slot.key.empty() && TryReplay(scope, &slot, response).value_or(false)) return true;
      return status;
    }
    RETURN_IF_ERROR(LineUp(moved, deadline, check, &turn));
  }
}

absl::Status Gate::LineUp(const std::string& moved, absl::Time deadline, const std::function<absl::Status()>& check,
                          std::optional<Turns::Turn>* turn) {
  if (absl::Now() >= deadline) return store::Conflict(moved);
  if (turn->has_value() && (*turn)->key() == moved) {
    absl::SleepFor(kBreather);
    return absl::OkStatus();
  }
  turn->reset();
  ASSIGN_OR_RETURN(auto given, turns_.Await(moved, deadline, check));
  if (!given.has_value()) return store::Conflict(moved);
  turn->emplace(*std::move(given));
  return absl::OkStatus();
}

absl::StatusOr<bool> Gate::TryReplay(const Call::Scope& scope, AnswerSlot* slot, Message* response) {
  ASSIGN_OR_RETURN(const auto kept, FindAnswer(scope, slot));
  if (!kept.has_value()) return false;
  Call call(scope);
  for (const auto& demand : kept->answer.demands()) {
    RETURN_IF_ERROR(demand.organisation().empty() ? call.RequireAnywhere(demand.permission())
                                                  : call.Require(demand.permission(), demand.organisation()));
  }
  // What it was about is no more.
  if (!kept->answer.erased().empty()) return status::NotFound("Resource", kept->answer.erased());
  if (!response->ParseFromString(kept->answer.response())) return absl::DataLossError(slot->key);
  RETURN_IF_ERROR(RequireOwnersOfNow(call, kept->answer, *response));
  FillEtags(StrCat(kept->revision), response);
  return true;
}

absl::Status Gate::RecordReads(const Call::Scope& scope, const Call& call, const std::vector<std::string>& names,
                               annotations::v1::Grade grade) {
  return Commit(BatchOf(scope, call, {.names = names, .grade = grade}, Changes())).status();
}

absl::Status Gate::Attempt(const Message& request, Message* response, Work work, Call::Scope& scope,
                           const AnswerSlot& slot, bool dry, bool first) {
  Call call(scope);
  response->Clear();
  RETURN_IF_ERROR(call.Check());
  RETURN_IF_ERROR(WithUnknown(UnlessTorn(call, work(call, response)), parts_.directory, request, scope, call));
  if (!call.authorised()) return DeniedByDefault(scope);
  // Nobody's name would stand beside the change, and a kept answer is one.
  if (scope.principal.subject.empty() && (!call.changes().empty() || !slot.key.empty())) {
    return absl::InternalError(StrCat(scope.method, " is open and may change nothing"));
  }
  scope.lacking = call.TakeLacking();
  RETURN_IF_ERROR(CompleteChanges(call));
  if (parts_.directory != nullptr) RETURN_IF_ERROR(CheckOrganisations(*parts_.directory, request, scope, call));
  Shown shown{.names = GradedReads(scope.principal.clearance, *response)};
  if (!shown.names.empty()) shown.grade = HighestIn(scope.principal.clearance, *response);
  for (std::string& name : call.TakeShown()) {
    shown.names.push_back(std::move(name));
    shown.grade = scope.principal.clearance;
  }
  if (dry || (ChangesNothing(call.changes()) && slot.key.empty())) {
    // Nothing is changed, but what is shown of personnel data is recorded.
    if (!shown.names.empty()) RETURN_IF_ERROR(RecordReads(scope, call, shown.names, shown.grade));
    Redact(scope.principal.clearance, response);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(SealChanges(call));
  store::Batch batch = BatchOf(scope, call, shown, call.changes());
  RETURN_IF_ERROR(AddIndexWrites(call, &batch));
  // Kept even when nothing was to be done: a repetition must not do later what this call did not.
  if (!slot.key.empty()) batch.writes.push_back(KeepAnswer(call, slot, *response));
  // A read stands on nothing that could move.
  if (ChangesNothing(call.changes())) batch.checks.clear();
  if (!first) {
    if (const auto taken = turns_.Taken(batch)) return store::Conflict(*taken);
  }
  RETURN_IF_ERROR(Standing(scope.principal));
  ASSIGN_OR_RETURN(const store::Committed committed, Commit(batch));
  for (const auto& then : call.after_commit()) then();
  if (Fails("gate.reply")) return store::OutcomeUnknown("a failpoint");
  FillEtags(StrCat(committed.sequence), response);
  Redact(scope.principal.clearance, response);
  return absl::OkStatus();
}

absl::Status Gate::Perform(const auth::Principal& principal, std::string_view method,
                           absl::FunctionRef<absl::Status(Call&)> work, std::string_view language) {
  const std::string call_id = NewCallId();
  const absl::Time deadline = absl::Now() + kPatience;
  std::optional<Turns::Turn> turn;
  while (true) {
    const Call::Scope scope{.principal = principal,
                            .roles = parts_.roles,
                            .store = parts_.store,
                            .method = std::string(method),
                            .permission = "",
                            .call_id = call_id,
                            .language = std::string(language),
                            .now = parts_.clock(),
                            .deadline = absl::InfiniteFuture(),
                            .tree = TreeFor(principal, absl::InfinitePast()).value_or(nullptr),
                            .covers = &covers_,
                            .keys = parts_.keys};
    Call call(scope);
    absl::Status status = UnlessTorn(call, work(call));
    if (status.ok() && ChangesNothing(call.changes())) return absl::OkStatus();
    store::Batch batch;
    if (status.ok()) status = CompleteChanges(call);
    if (status.ok()) status = SealChanges(call);
    if (status.ok()) {
      batch = BatchOf(scope, call, {}, call.changes());
      status = AddIndexWrites(call, &batch);
    }
    const auto taken = turn.has_value() ? std::nullopt : turns_.Taken(batch);
    if (status.ok()) status = taken.has_value() ? store::Conflict(*taken) : Commit(batch).status();
    const std::string moved = store::ConflictingKey(status);
    if (moved.empty()) return status;
    RETURN_IF_ERROR(LineUp(
        moved, deadline, [] { return absl::OkStatus(); }, &turn));
  }
}

}  // namespace congress::rpc
