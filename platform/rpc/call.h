// One call on its way through the Gate: who asks, when, and what the work has staged so far.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/client_context.h"
#include "platform/auth/principal.h"
#include "platform/auth/roles.h"
#include "platform/store/store.h"

namespace congress::rpc {

// A permission that the work demanded.
struct Demand {
  std::string permission;
  std::string organisation;  // Where; empty: anywhere.
};

// What the work wants written, collected until the Gate commits it once. Reads of the same call see it.
class Changes {
 public:
  struct Staged {
    store::Write write;
    // Resource name for the audit record and the event; empty for records that are nobody's resource.
    std::string name;
  };

  // Stages a write; a second one to the same key replaces the value and keeps the first expectation.
  void Put(store::Write write, std::string_view name);
  // Demands that `key` still has `revision` at the commit, unless the call writes it anyway.
  void Expect(std::string_view key, store::Revision revision);

  const Staged* Find(std::string_view key) const;
  const std::map<std::string, Staged, std::less<>>& staged() const { return staged_; }
  bool empty() const { return staged_.empty(); }

  // The staged writes and the checks on what was only read.
  store::Batch ToBatch() const;

 private:
  std::map<std::string, Staged, std::less<>> staged_;
  std::map<std::string, store::Revision, std::less<>> expected_;
};

// Passed to the work of a handler. Lives as long as one attempt of the work; used by one thread.
class Call {
 public:
  struct Scope {
    const auth::Principal& principal;
    const auth::Roles& roles;
    store::Store& store;
    std::string method;      // `congress.x.v1.XService/Method`.
    std::string permission;  // The method's own.
    std::string call_id;
    std::string request_id;
    absl::Time now;
    absl::Time deadline;
  };
  explicit Call(const Scope& scope) : scope_(scope) {}
  Call(const Call&) = delete;

  const auth::Principal& principal() const { return scope_.principal; }
  // The one time of this call, by the server's clock.
  absl::Time now() const { return scope_.now; }
  absl::Time deadline() const { return scope_.deadline; }
  // The permission that the method declares.
  const std::string& permission() const { return scope_.permission; }
  const std::string& call_id() const { return scope_.call_id; }
  // The client's idempotency key; empty when none was given.
  const std::string& request_id() const { return scope_.request_id; }
  store::Store& store() { return scope_.store; }
  Changes& changes() { return changes_; }

  // Whether the caller holds `permission` at `organisation`; notes nothing.
  bool Holds(std::string_view permission, std::string_view organisation) const;
  // PERMISSION_DENIED `PERMISSION_MISSING` unless the caller holds `permission` at `organisation`. A work that
  // demands nothing is refused by the Gate: access is denied by default.
  absl::Status Require(std::string_view permission, std::string_view organisation);
  // The same for the method's own permission.
  absl::Status Require(std::string_view organisation) { return Require(permission(), organisation); }
  // PERMISSION_DENIED unless the caller holds `permission` at some organisation: for what is everybody's who may see
  // its kind at all.
  absl::Status RequireAnywhere(std::string_view permission);
  // Says that the answer holds only what the caller may read, or nobody's resource.
  void Filtered() { filtered_ = true; }

  const std::vector<Demand>& demands() const { return demands_; }
  bool authorised() const { return filtered_ || !demands_.empty(); }

  // A context for calling another service in the caller's name: token, call id and deadline go along. `at_most`
  // shortens the deadline.
  std::unique_ptr<grpc::ClientContext> ForwardContext(absl::Duration at_most = absl::InfiniteDuration()) const;

 private:
  // Notes the demand when it is met.
  absl::Status Demanded(bool held, std::string_view permission, std::string_view organisation);

  const Scope& scope_;
  Changes changes_;
  std::vector<Demand> demands_;
  bool filtered_ = false;
};

}  // namespace congress::rpc
