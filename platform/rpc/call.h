// One call on its way through the Gate: who asks, when, and what the work has staged so far.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/auth/principal.h"
#include "platform/auth/roles.h"
#include "platform/rpc/carrier.h"
#include "platform/rpc/index.h"
#include "platform/status/sentence.h"
#include "platform/status/wanted.h"
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
    // Its type and what it is to be found under from now on; null where it has no indexes.
    const Indexer* indexer = nullptr;
    std::vector<IndexEntry> entries = {};
  };

  // Stages a write; a second one to the same key replaces the value and keeps the first expectation.
  void Put(store::Write write, std::string_view name, const Indexer* indexer = nullptr,
           std::vector<IndexEntry> entries = {});
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
    std::string language;  // As in HTTP's Accept-Language.
    std::string request_id;
    absl::Time now;
    absl::Time deadline;
    const Carrier* carrier;  // Null for work that a process does by itself.
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
  // Where the caller holds `permission`; none: everywhere.
  std::optional<std::set<std::string>> OrganisationsWith(std::string_view permission) const;
  // PERMISSION_DENIED `PERMISSION_MISSING` unless the caller holds `permission` at `organisation`. A work that
  // demands nothing is refused by the Gate: access is denied by default.
  absl::Status Require(std::string_view permission, std::string_view organisation);
  // The same for the method's own permission.
  absl::Status Require(std::string_view organisation) { return Require(permission(), organisation); }
  // PERMISSION_DENIED unless the caller holds `permission` at some organisation: for what is everybody's who may see
  // its kind at all.
  absl::Status RequireAnywhere(std::string_view permission);
  // Runs `then` once what this call staged is committed, on the same thread; not when it stages nothing.
  void AfterCommit(std::function<void()> then) { after_commit_.push_back(std::move(then)); }
  const std::vector<std::function<void()>>& after_commit() const { return after_commit_; }
  // Says that the answer holds only what the caller may read, or nobody's resource.
  void Filtered() { filtered_ = true; }

  const std::vector<Demand>& demands() const { return demands_; }
  bool authorised() const { return filtered_ || !demands_.empty(); }

  // CANCELLED or DEADLINE_EXCEEDED once nobody waits for the answer any more. Every access to the store asks this; a
  // work that computes for long asks it now and then.
  absl::Status Check() const;
  // The same for domain code, which knows no call. Lives as long as the call.
  status::Wanted wanted() const {
    return [this] { return Check(); };
  }

  // Four eyes: PERMISSION_DENIED `SAME_PERSON` when the caller is one of `persons`, those who did or are concerned by
  // what this call is about, and PERMISSION_DENIED `PERSON_UNKNOWN` when the token does not say which person the
  // account belongs to. A process is judged as the person on whose behalf it acts. Each of `persons` is `persons/ID`.
  absl::Status RequireOther(std::span<const std::string> persons) const;

  // What the caller wants to read sentences in.
  status::Language language() const { return status::LanguageOf(scope_.language); }

  // For calling another service in the caller's name: token, call id, language and deadline go along. `at_most`
  // shortens the deadline.
  Header Forward(absl::Duration at_most = absl::InfiniteDuration()) const;

 private:
  // Notes the demand when it is met.
  absl::Status Demanded(bool held, std::string_view permission, std::string_view organisation);

  const Scope& scope_;
  Changes changes_;
  std::vector<Demand> demands_;
  bool filtered_ = false;
  std::vector<std::function<void()>> after_commit_;
};

}  // namespace congress::rpc
