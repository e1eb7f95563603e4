// The one function that every call passes: authenticate, authorise, check fields, replay or work, commit once with
// audit record, event and request_id answer, redact, convert the error.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/auth/remembered.h"
#include "platform/auth/roles.h"
#include "platform/auth/token.h"
#include "platform/directory/directory.h"
#include "platform/rpc/answers.h"
#include "platform/rpc/call.h"
#include "platform/rpc/carrier.h"
#include "platform/rpc/methods.h"
#include "platform/rpc/pulse.h"
#include "platform/rpc/rates.h"
#include "platform/rpc/turns.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::rpc {

class IncomingCall;

// The server's clock; a test may stop it.
using Clock = std::function<absl::Time()>;

// Name of the log of acts in every keyspace.
inline constexpr std::string_view kAuditLog = "log/audit";

// What a carrier tells beside an answer that was given before.
inline constexpr std::string_view kReplayedKey = "congress-replayed";

// Safe for many threads. One per service.
class Gate {
 public:
  struct Parts {
    const auth::Verifier& verifier;
    const auth::Roles& roles;
    store::Store& store;
    const auth::Signer* signer = nullptr;
    Clock clock = absl::Now;
    // Of the service, as errors name it.
    std::string name = {};
    // The organisations; null where none are known, and each role is good at its own alone.
    directory::Directory* directory = nullptr;
    // Under which graded fields and files lie; null where the process was given none.
    SubjectKeys* keys = nullptr;
    // How often an account may call; unless told, as it likes.
    CallRates rates = {};
  };
  explicit Gate(const Parts& parts)
      : parts_(parts), tokens_(parts_.verifier), rates_(parts_.rates), pulse_(parts_.store) {}

  // Who calls, with the roles that the suite gives them, when their token is good. Does not wait for anything.
  absl::StatusOr<std::shared_ptr<const auth::Principal>> Authenticate(const Header& header);

  // Has the first message of a call that is passed on be the bytes of the proto. Where that costs something it is done
  // for whose token is good, or of a method that is `open`. As IncomingCall::Unpack; what is refused is logged.
  absl::Status Unpack(IncomingCall& call, bool open);

  // Who calls, when their token is good, they hold the method's permission anywhere and have not called too often. Does
  // not wait for anything.
  absl::StatusOr<std::shared_ptr<const auth::Principal>> Admit(const Method& method, const Header& header);

  // Serves an admitted call to its end on this thread. Returns what the caller is told, which is logged already.
  absl::Status Serve(const Method& method, const Header& header, const auth::Principal& principal, Carrier& carrier);

  // What the caller of a call that never came to its method is told; logged. `principal` may be null.
  absl::Status Refuse(const Header& header, const auth::Principal* principal, absl::Status status) const;

  // What calls are refused with until `why` is OK, as while records are not yet as this version reads them. Those of
  // early methods (MethodRule) are not.
  void Hold(absl::Status why);

  // Work that a process does by itself, such as a recorded step: same commit, audit and retries, no RPC. `method`
  // names it in the audit record. `language`: that of sentences which it makes, as Accept-Language has it.
  absl::Status Perform(const auth::Principal& principal, std::string_view method,
                       absl::FunctionRef<absl::Status(Call&)> work, std::string_view language = "");

  // Deletes kept answers that have outlived their time, in small commits, and tells how many. Ends early when `stop` is
  // requested. Needs a signer, whose issuer the audit names.
  absl::StatusOr<int> SweepAnswers(const std::stop_token& stop);

  // Takes what is left of erased subjects, such as `persons/p-7`, out of kept answers, which are told as NOT_FOUND
  // then, and once, for all of them, out of the store's own logs (store::Maintained::Purge). May be run again.
  absl::Status EraseTraces(std::span<const std::string> subjects, const std::stop_token& stop);

  // Deletes events that have outlived their time, in the same way.
  absl::Status SweepEvents(const std::stop_token& stop);

  const std::string& name() const { return parts_.name; }
  absl::Time now() const { return parts_.clock(); }
  // Who waits for commits.
  Pulse& pulse() { return pulse_; }
  // Number of the last commit, once it is greater than `after` or else very soon, so that whoever waits in `call` for
  // something that is not here yet asks in a loop and notices when its caller is gone. UNAVAILABLE `SERVER_STOPPING`;
  // RESOURCE_EXHAUSTED `OVERLOADED` when another caller shall have the place; as Standing.
  absl::StatusOr<store::Revision> AwaitCommit(const Call& call, store::Revision after);
  // UNAVAILABLE `SERVER_STOPPING`: what those are told who wait while the process is about to stop.
  absl::Status Stopping() const;
  // The principal with the roles that the suite gives their account now; UNAUTHENTICATED `TOKEN_INVALID` when their
  // token, or what stands for one, was revoked.
  absl::StatusOr<std::shared_ptr<const auth::Principal>> WithRights(
      std::shared_ptr<const auth::Principal> principal) const;
  // UNAUTHENTICATED `TOKEN_INVALID` once the caller's token was revoked or, but for a process's, has expired, or a role
  // that the suite gave them ended: asked again where a call has gone on for a while. Costs no more than a look.
  absl::Status Standing(const auth::Principal& principal) const;
  // The organisations as they are now, for judging a caller; null where none are known and the caller's roles are all
  // at the province, which needs none. UNAVAILABLE `DIRECTORY_UNREAD`.
  absl::StatusOr<std::shared_ptr<const directory::Tree>> TreeFor(const auth::Principal& principal,
                                                                 absl::Time deadline) const;
  // NOT_FOUND `ORGANISATION_UNKNOWN`, for what only asks about an organisation; changes are checked by themselves.
  absl::Status RequireKnown(const Call& call, std::string_view organisation) const;

 private:
  using Message = google::protobuf::Message;
  // RESOURCE_EXHAUSTED `RATE_EXCEEDED` when the caller calls the method too often.
  absl::Status RequireRate(const Method& method, const auth::Principal& principal, absl::Time now);
  // Stages what is to be done and fills the answer.
  using Work = absl::FunctionRef<absl::Status(Call&, Message*)>;

  // Each serves the calls of one shape.
  absl::Status ServeUnary(const Method& method, Call::Scope& scope, Carrier& carrier);
  absl::Status ServeUpload(const Method& method, Call::Scope& scope, Carrier& carrier);
  absl::Status ServeDownload(const Method& method, Call::Scope& scope, Carrier& carrier);

  // Replays or works, until no conflict is left. True when it was a replay.
  absl::StatusOr<bool> Answer(const Message& request, Message* response, Work work, Call::Scope& scope);
  // Gives the kept answer; false when there is none.
  absl::StatusOr<bool> TryReplay(const Call::Scope& scope, AnswerSlot* slot, Message* response);
  // Runs the work once and commits what it staged.
  // `first`: it has a turn and waits for nobody else's.
  absl::Status Attempt(const Message& request, Message* response, Work work, Call::Scope& scope, const AnswerSlot& slot,
                       bool dry, bool first);
  // Takes the place in line for the record that had moved, or keeps the one held. ABORTED `CONTENTION` at `deadline`.
  absl::Status LineUp(const std::string& moved, absl::Time deadline, const std::function<absl::Status()>& check,
                      std::optional<Turns::Turn>* turn);
  // What the caller is told, with names that people know.
  absl::Status Told(const Call::Scope& scope, absl::Status status) const;
  // Commits, and tells who waits.
  absl::StatusOr<store::Committed> Commit(const store::Batch& batch);
  // Records that graded fields of `names`, up to `grade`, are about to be shown.
  absl::Status RecordReads(const Call::Scope& scope, const Call& call, const std::vector<std::string>& names,
                           annotations::v1::Grade grade);

  // Has `stage` look at all kept answers, some in each commit; how many it staged.
  absl::StatusOr<int> ChangeAnswers(const std::stop_token& stop, std::string_view method,
                                    absl::FunctionRef<absl::StatusOr<Outlived>(Call&, const store::Range&)> stage);

  Parts parts_;
  std::atomic<bool> held_ = false;
  Mutex hold_mutex_;
  absl::Status hold_ ABSL_GUARDED_BY(hold_mutex_);
  auth::RememberedTokens tokens_;
  Rates rates_;
  Pulse pulse_;
  Turns turns_;
  KeptCovers covers_;
};

}  // namespace congress::rpc
