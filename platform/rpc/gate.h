// The one function that every handler passes: authenticate, authorise, check fields, replay or work, commit once with
// audit record, event and request_id answer, redact, convert the error.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/server_context.h"
#include "platform/auth/roles.h"
#include "platform/auth/token.h"
#include "platform/rpc/answers.h"
#include "platform/rpc/call.h"
#include "platform/status/macros.h"
#include "platform/store/store.h"

namespace congress::rpc {

// The server's clock; a test may stop it.
using Clock = std::function<absl::Time()>;

// Names of the two logs in every keyspace.
inline constexpr std::string_view kAuditLog = "log/audit";
inline constexpr std::string_view kEventLog = "log/event";

// Safe for many threads. One per service.
class Gate {
 public:
  // Calls that it works on at once; further ones are RESOURCE_EXHAUSTED `OVERLOADED` at once.
  static constexpr int kMostCalls = 64;

  struct Parts {
    const auth::Verifier& verifier;
    const auth::Roles& roles;
    store::Store& store;
    const auth::Signer* signer = nullptr;
    Clock clock = absl::Now;
    // Of the service, as errors name it.
    std::string name = {};
  };
  explicit Gate(Parts parts) : parts_(std::move(parts)) {}

  // Declares a service whose methods pass here. FAILED_PRECONDITION when a method has no permission or two methods
  // share a request type.
  absl::Status Register(const google::protobuf::ServiceDescriptor& service);

  // Runs `work(Call&, const Request&) -> absl::StatusOr<Response>` for one RPC. The request that the work sees is
  // checked, in NFC and without output-only fields. The work only stages changes; it may run up to five times.
  template <class Request, class Response, class Work>
  grpc::Status Pass(grpc::ServerContext* context, const Request& request, Response* response, Work work) {
    return PassAny(context, request, response,
                   [&work](Call& call, const google::protobuf::Message& checked,
                           google::protobuf::Message* answer) -> absl::Status {
                     ASSIGN_OR_RETURN(*static_cast<Response*>(answer),
                                      work(call, static_cast<const Request&>(checked)));
                     return absl::OkStatus();
                   });
  }

  // Work that a process does by itself, such as a recorded step: same commit, audit and retries, no RPC. `method`
  // names it in the audit record.
  absl::Status Perform(const auth::Principal& principal, std::string_view method,
                       absl::FunctionRef<absl::Status(Call&)> work);

  // Deletes kept answers that have outlived their time, in small commits, and tells how many. Ends early when `stop` is
  // requested. Needs a signer, whose issuer the audit names.
  absl::StatusOr<int> SweepAnswers(const std::stop_token& stop);

 private:
  using AnyWork = absl::FunctionRef<absl::Status(Call&, const google::protobuf::Message&, google::protobuf::Message*)>;

  grpc::Status PassAny(grpc::ServerContext* context, const google::protobuf::Message& request,
                       google::protobuf::Message* response, AnyWork work);
  // Authenticates, and authorises the method's permission at any organisation.
  absl::StatusOr<auth::Principal> Admit(const grpc::ServerContext& context, const Call::Scope& scope) const;
  // Checks the fields, then replays or works, until no conflict is left.
  absl::Status Answer(const google::protobuf::Message& request, google::protobuf::Message* response, AnyWork work,
                      Call::Scope& scope);
  // Gives the kept answer; false when there is none.
  absl::StatusOr<bool> TryReplay(const Call::Scope& scope, AnswerSlot* slot, google::protobuf::Message* response);
  // Runs the work once and commits what it staged.
  absl::Status Attempt(const google::protobuf::Message& checked, google::protobuf::Message* response, AnyWork work,
                       const Call::Scope& scope, const AnswerSlot& slot, bool dry);

  Parts parts_;
  // By full name of the request type: the RPC that takes it.
  std::map<std::string, const google::protobuf::MethodDescriptor*, std::less<>> methods_;
  std::atomic<int> in_flight_ = 0;
};

}  // namespace congress::rpc
