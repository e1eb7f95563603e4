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
#include "platform/directory/directory.h"
#include "platform/directory/tree.h"
#include "platform/rpc/carrier.h"
#include "platform/rpc/covers.h"
#include "platform/rpc/index.h"
#include "platform/status/sentence.h"
#include "platform/status/wanted.h"
#include "platform/store/store.h"

namespace congress::rpc {

class SubjectKeys;

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
    // Null for records without a type.
    const RecordType* type = nullptr;
    // What it is to be found under from now on.
    std::vector<IndexEntry> entries = {};
    // Whose it was when the call read it; empty when it was not there, or was not read.
    std::string previous_organisation = {};

    // The least clearance that shows what has changed.
    annotations::v1::Grade seen_from = annotations::v1::GRADE_UNSPECIFIED;

    // The record was found absent before the commit, by nobody who decided on it.
    bool appears = false;

    // Whether the record was not there before.
    bool is_new() const { return write.value.has_value() && (appears || write.expected == store::kAbsent); }
  };

  // Stages a write; a second one to the same key replaces the value and keeps the first expectation.
  void Put(store::Write write, std::string_view name, const RecordType* type = nullptr,
           std::vector<IndexEntry> entries = {});
  // Demands that `key` still has `revision` at the commit, unless the call writes it anyway. `organisation`: whose
  // record it is.
  void Expect(std::string_view key, store::Revision revision, std::string_view organisation = "");

  // What a list showed of these records: one that the call writes, and has not read by its name, must still be so at
  // the commit.
  void Saw(std::span<const store::Record> records);

  // From now on the call reads these in place of what is stored at their keys. They are not written, and not checked at
  // the commit: that is for what says so. Indexes do not know them.
  void Cover(std::shared_ptr<const Covers> covers) { covers_ = std::move(covers); }
  const Covers& covers() const { return *covers_; }

  // Says who sees what has changed in a staged record.
  void SetSeenFrom(const std::string& key, annotations::v1::Grade grade) { staged_.at(key).seen_from = grade; }

  // Replaces the value of a staged record by the same with a note, or sealed.
  void Amend(const std::string& key, std::string value) { staged_.at(key).write.value = std::move(value); }
  void Seal(const std::string& key, std::string value);

  const Staged* Find(std::string_view key) const;
  // Resources that are written or deleted without having been read by name; SetPrevious says what was there.
  std::vector<std::string> UnreadKeys() const;
  void SetPrevious(const store::Record& record);
  const std::map<std::string, Staged, std::less<>>& staged() const { return staged_; }
  bool empty() const { return staged_.empty(); }

  // Nothing of it is to be written: what a call that only tries has found out is told.
  void Discard() { staged_.clear(); }

  // What the call has read, as it was then.
  std::vector<store::Check> WhatWasRead() const;

  // The staged writes and the checks on what was only read.
  store::Batch ToBatch() const;

 private:
  std::map<std::string, Staged, std::less<>> staged_;
  struct Read {
    store::Revision revision = store::kAbsent;
    std::string organisation;
  };
  std::map<std::string, Read, std::less<>> read_;
  std::map<std::string, store::Revision, std::less<>> seen_;
  std::shared_ptr<const Covers> covers_ = std::make_shared<const Covers>();
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
    std::string request_id = {};
    absl::Time now;
    absl::Time deadline;
    const Carrier* carrier = nullptr;  // Null for work that a process does by itself.
    // Resources whose graded fields the answer lacks.
    std::set<std::string> lacking = {};
    // The organisations as they were when the attempt began; null where none is needed.
    std::shared_ptr<const directory::Tree> tree = nullptr;
    // Who is asked about organisations that the tree lacks; null: nobody, and none is missed.
    directory::Directory* directory = nullptr;
    // Where covers are kept from call to call; null: nowhere.
    KeptCovers* covers = nullptr;
    // Under which graded fields and files lie; null: the process was given none.
    SubjectKeys* keys = nullptr;
  };
  explicit Call(const Scope& scope) : scope_(scope), now_(scope.now), tree_(scope.tree) {}
  Call(const Call&) = delete;

  const auth::Principal& principal() const { return scope_.principal; }
  // The one time of this call, by the server's clock.
  absl::Time now() const { return now_; }
  absl::Time deadline() const { return scope_.deadline; }
  // The permission that the method declares.
  const std::string& permission() const { return scope_.permission; }
  const std::string& call_id() const { return scope_.call_id; }
  // The client's idempotency key; empty when none was given.
  const std::string& request_id() const { return scope_.request_id; }
  store::Store& store() { return scope_.store; }
  SubjectKeys* keys() const { return scope_.keys; }
  Changes& changes() { return changes_; }
  // Covers what is stored, as Changes::Cover does, by what `make` makes. The next calls get the same without making it:
  // the same `name` must stand for the same covers.
  absl::Status Cover(std::string_view name, KeptCovers::Make make);
  // Forgets what was kept for the next calls: nothing is covered any more.
  void ForgetCovers();

  // Whether the caller holds `permission` at `organisation`: there, above it, or where its work goes on since it ended.
  // Roles at an organisation that has ended read only. Notes nothing.
  bool Holds(std::string_view permission, std::string_view organisation) const;
  // Whether the caller holds it there, or did until their organisation ended: for what they go on seeing.
  bool HoldsOrHeld(std::string_view permission, std::string_view organisation) const;
  // The same of anybody: whether `who` would hold it.
  bool Holds(const auth::Principal& who, std::string_view permission, std::string_view organisation) const {
    return HoldAt(who, permission, organisation).held;
  }
  const auth::Roles& roles() const { return scope_.roles; }
  // Of what organisation the role is by which the caller, who does, holds `permission` at `organisation`: that one's
  // where one of its own does, or one above it.
  std::string HoldsAs(std::string_view permission, std::string_view organisation) const;
  // Where the caller holds `permission`; none: everywhere.
  std::optional<std::set<std::string>> OrganisationsWith(std::string_view permission) const;
  // Who goes on for `organisation` on `day`: itself while it has not ended, or where nobody is known to.
  std::string StandingFor(std::string_view organisation, absl::CivilDay day) const;
  // `organisation` and the ended ones for which it goes on today.
  std::vector<std::string> Inherited(std::string_view organisation) const;
  // Whether what `organisation` has is asked for by who asks for what `asked` has: it is the same, or has ended and
  // `asked` goes on for it. An empty `asked` asks for everything.
  bool IsOf(std::string_view organisation, std::string_view asked) const;
  // Reports as of a day show what an organisation that has ended by then left in the row of who goes on for it: moves
  // `items` there.
  template <class Items>
  void AttributeToStanding(absl::CivilDay day, Items* items) const {
    for (auto& item : *items) item.set_organisation(StandingFor(item.organisation(), day));
  }
  // Whether `organisation` is `whole` or lies below it today; one that has ended lies where its work goes on.
  bool IsWithin(std::string_view organisation, std::string_view whole) const;
  // What is known of the organisation; null when nothing is.
  const directory::Organisation* Known(std::string_view organisation) const;
  // NOT_FOUND `ORGANISATION_UNKNOWN` where it is nowhere; asks for what the tree lacks, once of each.
  absl::Status RequireKnown(std::string_view organisation) { return TreeWith(organisation).status(); }
  // The newest tree, which has the organisation unless that is the root; null where the process has no directory.
  // NOT_FOUND `ORGANISATION_UNKNOWN`.
  absl::StatusOr<std::shared_ptr<const directory::Tree>> TreeWith(std::string_view organisation);
  // What people call the organisation; its resource name where that is not known.
  std::string NameOf(std::string_view organisation) const;
  // The organisations that people call so, in whatever spelling (text::IdentityKey), in the order of their names.
  std::vector<std::string> OrganisationsCalled(std::string_view name) const;
  // For a stream, which outlives what was true when it began: goes on at `now`, with the organisations as they are.
  void Renew(absl::Time now, std::shared_ptr<const directory::Tree> tree);
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

  // Says that a stream is about to show graded data of `name`, or an answer to be about some, of which the messages
  // themselves say nothing; recorded before the next one leaves.
  void ShowsGraded(std::string name) { shown_.push_back(std::move(name)); }
  std::vector<std::string> TakeShown() { return std::exchange(shown_, {}); }

  // Says that a list goes on without the graded fields of `name`, which cannot be read; the caller is told.
  void LacksGraded(std::string name) { lacking_.insert(std::move(name)); }
  std::set<std::string> TakeLacking() { return std::exchange(lacking_, {}); }

  const std::vector<Demand>& demands() const { return demands_; }
  // As whose deputy the caller met demands: their accounts.
  std::vector<std::string> ActsFor() const;
  bool authorised() const { return filtered_ || !demands_.empty(); }

  // CANCELLED or DEADLINE_EXCEEDED once nobody waits for the answer any more. Every access to the store asks this; a
  // work that computes for long asks it now and then.
  absl::Status Check() const;
  // Whether another caller shall have this one's place.
  bool displaced() const { return scope_.carrier != nullptr && scope_.carrier->displaced(); }
  // The same for domain code, which knows no call. Lives as long as the call.
  status::Wanted wanted() const {
    return [this] { return Check(); };
  }

  // Four eyes: PERMISSION_DENIED `SAME_PERSON` when the caller is one of `persons`, those who did or are concerned by
  // what this call is about, and PERMISSION_DENIED `PERSON_UNKNOWN` when the token does not say which person the
  // account belongs to. A process is judged as the person on whose behalf it acts, and a deputy, where what was
  // demanded so far is held as such, also as the one whose deputy they are. Each of `persons` is `persons/ID`.
  absl::Status RequireOther(std::span<const std::string> persons) const;

  // What the caller wants to read sentences in.
  status::Language language() const { return status::LanguageOf(scope_.language); }

  // For calling another service in the caller's name: token, call id, language and deadline go along. `at_most`
  // shortens the deadline.
  Header Forward(absl::Duration at_most = absl::InfiniteDuration()) const;

 private:
  // How a permission is held at an organisation.
  struct Held {
    bool held = false;
    // Where it is not held: an organisation that has ended and at which it would be otherwise.
    const directory::Organisation* ended = nullptr;
    // The organisations that it was decided by.
    std::vector<const directory::Organisation*> path = {};
    // By what it is held.
    const auth::Binding* by = nullptr;
  };
  // Whether a refusal says who has the work now: of several organisations that have ended, the one that helps is told.
  bool SaysWho(const Held& held) const;
  Held HoldAt(std::string_view permission, std::string_view organisation) const {
    return HoldAt(scope_.principal, permission, organisation);
  }
  Held HoldAt(const auth::Principal& who, std::string_view permission, std::string_view organisation) const;
  // Notes the demand when it is met.
  absl::Status Demanded(const Held& held, std::string_view permission, std::string_view organisation);
  absl::CivilDay today() const;

  const Scope& scope_;
  absl::Time now_;
  std::shared_ptr<const directory::Tree> tree_;
  // The newest that was asked for, which says nothing of permissions, and what it lacks for certain.
  std::shared_ptr<const directory::Tree> asked_;
  std::set<std::string, std::less<>> nowhere_;
  Changes changes_;
  std::vector<Demand> demands_;
  // As whose deputy: their bindings, which the principal holds.
  std::vector<const auth::Binding*> acts_for_;
  bool filtered_ = false;
  std::vector<std::string> shown_;
  std::set<std::string> lacking_;
  std::vector<std::function<void()>> after_commit_;
};

// NOT_FOUND `RESOURCE_NOT_FOUND` unless `parent` names `service`, as `services/drafting` does.
absl::Status RequireService(std::string_view parent, std::string_view service);

}  // namespace congress::rpc
