#include "platform/operations/operations.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

#include "absl/strings/str_format.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/failpoint/failpoint.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/telemetry/log.h"
#include "platform/uuid/uuid.h"

namespace congress::operations {
namespace {

using v1::Operation;

// How the audit names what is done here.
constexpr std::string_view kMethod = "congress.operations.v1.OperationService/step";
// How often operations of other replicas, and those that wait for a silent service, are looked at.
constexpr absl::Duration kRound = absl::Seconds(1);
// As `nice` has it.
constexpr int kBehind = 10;

// What an operation is about may be of many, so it lies under a key of the service: `services/dossiers`.
template <class T>
std::string SubjectOf(const T& record) {
  return record.name().substr(0, record.name().find("/operations/"));
}

const rpc::Repository<v1::OperationState>& States() {
  static const auto& states =
      *new rpc::Repository<v1::OperationState>(rpc::kUnlisted, "", SubjectOf<v1::OperationState>);
  return states;
}

const rpc::Repository<v1::OperationRequest>& Requests() {
  static const auto& requests =
      *new rpc::Repository<v1::OperationRequest>(rpc::kUnlisted, "", SubjectOf<v1::OperationRequest>);
  return requests;
}

std::string StateName(const std::string& operation) { return StrCat(operation, "/state"); }
std::string RequestName(const std::string& operation) { return StrCat(operation, "/request"); }

void End(rpc::Call& call, Operation::State state, Operation* operation) {
  operation->set_state(state);
  *operation->mutable_end_time() = civil::ToTimestamp(call.now());
  States().Delete(call, StateName(operation->name()));
  Requests().Delete(call, RequestName(operation->name()));
}

// The newest first.
std::string OrderOf(const Operation& operation) {
  return absl::StrFormat("%020d", INT64_MAX - absl::ToUnixNanos(civil::FromTimestamp(operation.create_time())));
}

}  // namespace

const rpc::Repository<Operation>& Operations::all() {
  static const auto& operations = *new rpc::Repository<Operation>("operations.operations.read",
                                                                  rpc::Indexes<Operation>{.order = OrderOf, .by = {}});
  return operations;
}

std::string Operations::prefix() const { return StrCat("services/", service_, "/operations/"); }

Operation Operations::Begin(rpc::Call& call, std::string_view kind, std::string_view organisation,
                            const google::protobuf::Message& request, Start start) {
  Operation operation;
  operation.set_name(StrCat(prefix(), uuid::Random()));
  operation.set_organisation(std::string(organisation));
  operation.set_kind(std::string(kind));
  operation.set_state(Operation::RUNNING);
  operation.set_started_by(call.principal().Account());
  operation.set_clearance(std::max(auth::ClearanceFor(call.permission()), start.clearance));
  operation.set_language(call.language() == status::Language::kVietnamese ? "vi" : "en");
  *operation.mutable_create_time() = civil::ToTimestamp(call.now());
  *operation.mutable_update_time() = operation.create_time();
  v1::OperationState state;
  state.set_name(StateName(operation.name()));
  state.set_organisation(operation.organisation());
  const bool graded = rpc::CanHoldGraded(*request.GetDescriptor());
  (graded ? *state.mutable_graded_checkpoint() : *state.mutable_checkpoint()) = std::move(start.checkpoint);
  state.set_settled(start.settled);
  States().PutNew(call, std::move(state));
  v1::OperationRequest kept;
  kept.set_name(RequestName(operation.name()));
  kept.set_organisation(operation.organisation());
  (graded ? *kept.mutable_graded_request() : *kept.mutable_request()) = request.SerializeAsString();
  Requests().PutNew(call, std::move(kept));
  call.AfterCommit([this] { pause_.Wake(); });
  return all().PutNew(call, std::move(operation));
}

void Operations::Run(const std::stop_token& stop) {
  // On a thread of its own, behind those who are waited for.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kBehind);
  while (!stop.stop_requested()) {
    if (const absl::Status status = WorkOnAll(stop); !status.ok()) {
      telemetry::Log(telemetry::Level::kWarning, "an operation waits",
                     {{"service", service_}, {"cause", status.ToString()}});
    }
    pause_.Wait(stop, kRound);
  }
}

absl::Status Operations::WorkOnAll(const std::stop_token& stop) const {
  std::vector<Operation> running;
  std::vector<std::string> outlived;
  RETURN_IF_ERROR(gate_.Perform(signer_.Self(), kMethod, [&](rpc::Call& call) -> absl::Status {
    running.clear();
    outlived.clear();
    ASSIGN_OR_RETURN(auto operations, all().LoadAll(call, prefix()));
    for (Operation& operation : operations) {
      if (operation.state() == Operation::RUNNING) {
        running.push_back(std::move(operation));
      } else if (civil::FromTimestamp(operation.end_time()) + kKept < call.now()) {
        outlived.push_back(operation.name());
      }
    }
    for (const std::string& name : outlived) all().Delete(call, name);
    return absl::OkStatus();
  }));
  absl::Status first;
  for (const Operation& operation : running) {
    absl::StatusOr<bool> more = true;
    while (more.ok() && *more && !stop.stop_requested()) more = DoStep(operation);
    first.Update(more.status());
  }
  return first;
}

absl::StatusOr<bool> Operations::DoStep(const Operation& operation) const {
  const auto kind = kinds_.find(operation.kind());
  if (kind == kinds_.end()) {
    RETURN_IF_ERROR(
        Fail(operation, nullptr, absl::UnimplementedError("This version does not know this kind of operation.")));
    return false;
  }
  if (Fails("operation.step")) return store::Unanswered("a failpoint");
  auth::Principal self = signer_.Self();
  self.on_behalf_of = operation.started_by();
  bool more = false;
  const auto step_once = [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(Operation current, all().Load(call, operation.name()));
    more = false;
    // Another replica has ended it.
    if (current.state() != Operation::RUNNING) return absl::OkStatus();
    *current.mutable_update_time() = civil::ToTimestamp(call.now());
    ASSIGN_OR_RETURN(v1::OperationState state, States().Load(call, StateName(operation.name())));
    const bool back = !state.settled() && (current.cancel_requested() || current.has_error());
    const Work& work = back ? kind->second.take_back : kind->second.work;
    bool last = true;
    if (work != nullptr) {
      ASSIGN_OR_RETURN(v1::OperationRequest kept, Requests().Load(call, RequestName(operation.name())));
      const bool graded = !kept.graded_request().empty() || !state.graded_checkpoint().empty();
      Step step{.request = std::move(graded ? *kept.mutable_graded_request() : *kept.mutable_request()),
                .checkpoint = graded ? state.graded_checkpoint() : state.checkpoint(),
                .settled = state.settled(),
                .progress = current.progress(),
                .response = nullptr};
      ASSIGN_OR_RETURN(last, work(call, step));
      *current.mutable_progress() = std::move(step.progress);
      if (step.response != nullptr && rpc::CanHoldGraded(*step.response->GetDescriptor())) {
        // Nothing redacts what is packed.
        return absl::InternalError(StrCat("the response of ", current.kind(), " can hold graded fields"));
      }
      if (step.response != nullptr) current.mutable_response()->PackFrom(*step.response);
      (graded ? *state.mutable_graded_checkpoint() : *state.mutable_checkpoint()) = std::move(step.checkpoint);
      state.set_settled(step.settled);
    }
    if (last && back) {
      End(call, current.has_error() ? Operation::FAILED : Operation::CANCELLED, &current);
    } else if (last) {
      End(call, Operation::DONE, &current);
    } else {
      States().Put(call, std::move(state));
    }
    all().Put(call, std::move(current));
    more = !last;
    return absl::OkStatus();
  };
  const absl::Status done = gate_.Perform(self, kMethod, step_once, operation.language());
  if (!done.ok() && !status::IsPassing(done)) {
    RETURN_IF_ERROR(Fail(operation, &kind->second, done));
    return true;
  }
  RETURN_IF_ERROR(done);
  if (Fails("operation.stepped")) return store::Unanswered("a failpoint");
  return more;
}

absl::Status Operations::Fail(const Operation& operation, const Kind* kind, const absl::Status& error) const {
  RETURN_IF_ERROR(gate_.Perform(signer_.Self(), kMethod, [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(Operation current, all().Load(call, operation.name()));
    if (current.state() != Operation::RUNNING) return absl::OkStatus();
    const auto state = States().Load(call, StateName(operation.name()));
    const bool settled = state.ok() && state->settled();
    const bool taken_back = kind != nullptr && kind->take_back != nullptr;
    // Half done, or half taken back, it must not stay: it is tried again until the cause is gone.
    if (settled || (taken_back && (current.has_error() || current.cancel_requested()))) return error;
    // With the details that a call would have been answered with. Of fields it tells in one language; its own sentence
    // is there in both, for whoever reads it.
    const auto language = status::LanguageOf(current.language());
    const absl::Status told = language == status::Language::kVietnamese ? status::InLanguage(error, language) : error;
    current.mutable_error()->ParseFromString(rpc::ToGrpc(told).error_details());
    if (!taken_back) End(call, Operation::FAILED, &current);
    all().Put(call, std::move(current));
    return absl::OkStatus();
  }));
  telemetry::Log(telemetry::Level::kError, "an operation failed",
                 {{"operation", operation.name()}, {"cause", error.ToString()}});
  return absl::OkStatus();
}

}  // namespace congress::operations
