#include "platform/rpc/call.h"

#include <algorithm>
#include <set>

#include "platform/civil/civil.h"
#include "platform/directory/directory.h"
#include "platform/rpc/organisations.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"

namespace congress::rpc {
namespace {

// A call without a deadline gets this one when it goes on to another service.
constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

}  // namespace

void Changes::Put(store::Write write, std::string_view name, const RecordType* type, std::vector<IndexEntry> entries) {
  if (const auto found = staged_.find(write.key); found != staged_.end()) {
    write.expected = found->second.write.expected;
    found->second.write = std::move(write);
    found->second.entries = std::move(entries);
    return;
  }
  // What was read before is what the decision stands on, so it is the expectation.
  const auto read = read_.find(write.key);
  const auto seen = seen_.find(write.key);
  if (!write.expected.has_value() && read != read_.end()) {
    write.expected = read->second.revision;
  } else if (!write.expected.has_value() && seen != seen_.end() && !covers_->contains(write.key)) {
    write.expected = seen->second;
  }
  const std::string key = write.key;
  staged_.emplace(key, Staged{.write = std::move(write),
                              .name = std::string(name),
                              .type = type,
                              .entries = std::move(entries),
                              .previous_organisation = read == read_.end() ? "" : read->second.organisation});
}

void Changes::Expect(std::string_view key, store::Revision revision, std::string_view organisation) {
  read_.emplace(key, Read{revision, std::string(organisation)});
}

void Changes::Saw(std::span<const store::Record> records) {
  for (const store::Record& record : records) {
    // What the call has staged itself has no revision.
    if (record.revision != store::kAbsent) seen_.emplace_hint(seen_.end(), record.key, record.revision);
  }
}

void Changes::Seal(const std::string& key, std::string value) {
  store::Write& write = staged_.at(key).write;
  write.value = std::move(value);
  write.sealed = true;
}

const Changes::Staged* Changes::Find(std::string_view key) const {
  const auto found = staged_.find(key);
  return found == staged_.end() ? nullptr : &found->second;
}

std::vector<std::string> Changes::UnreadKeys() const {
  std::vector<std::string> keys;
  for (const auto& [key, staged] : staged_) {
    if (!staged.name.empty() && !staged.is_new() && staged.previous_organisation.empty()) keys.push_back(key);
  }
  return keys;
}

void Changes::SetPrevious(const store::Record& record) {
  const auto found = staged_.find(record.key);
  if (found == staged_.end()) return;
  found->second.previous_organisation = record.organisation;
  // Expected already where the call read it; a write of what nobody has read is made whatever is there.
  if (record.revision == store::kAbsent && found->second.write.value.has_value()) found->second.appears = true;
}

std::vector<store::Check> Changes::WhatWasRead() const {
  std::vector<store::Check> checks;
  for (const auto& [key, read] : read_) checks.push_back({key, read.revision});
  for (const auto& [key, revision] : seen_) {
    if (!read_.contains(key) && !covers_->contains(key)) checks.push_back({key, revision});
  }
  return checks;
}

store::Batch Changes::ToBatch() const {
  store::Batch batch;
  for (const auto& [key, staged] : staged_) {
    // A record that did not exist and is deleted again within the call leaves no write.
    if (!staged.write.value.has_value() && staged.write.expected == store::kAbsent) {
      batch.checks.push_back({key, store::kAbsent});
    } else {
      batch.writes.push_back(staged.write);
    }
  }
  for (const auto& [key, read] : read_) {
    if (!staged_.contains(key)) batch.checks.push_back({key, read.revision});
  }
  return batch;
}

absl::Status Call::Cover(std::string_view name, KeptCovers::Make make) {
  KeptCovers own;
  KeptCovers& kept = scope_.covers == nullptr ? own : *scope_.covers;
  ASSIGN_OR_RETURN(auto covers, kept.Get(name, make));
  changes_.Cover(std::move(covers));
  return absl::OkStatus();
}

void Call::ForgetCovers() {
  if (scope_.covers != nullptr) scope_.covers->Forget();
}

absl::CivilDay Call::today() const { return civil::Today(now_); }

bool Call::SaysWho(const Held& held) const {
  return held.ended != nullptr && !tree_->Successors(held.ended->name, today()).empty();
}

Call::Held Call::HoldAt(const auth::Principal& who, std::string_view permission, std::string_view organisation) const {
  Held held;
  std::vector<const directory::Organisation*> above;
  if (tree_ != nullptr) above = tree_->Above(organisation, today());
  for (const auth::Binding& binding : who.bindings) {
    if (!scope_.roles.Grants(who, binding, permission)) continue;
    if (binding.organisation == auth::kProvince) return {.held = true, .by = &binding};
    const auto at = std::find_if(above.begin(), above.end(),
                                 [&](const directory::Organisation* one) { return one->name == binding.organisation; });
    if (at == above.end() && binding.organisation != organisation) continue;
    const bool ended = at != above.end() && (*at)->EndedOn(today());
    if (ended && !auth::ReadsOnly(permission)) {
      if (!SaysWho(held)) held.ended = *at;
      continue;
    }
    return {.held = true, .path = {above.begin(), at == above.end() ? at : at + 1}, .by = &binding};
  }
  return held;
}

bool Call::Holds(std::string_view permission, std::string_view organisation) const {
  return HoldAt(permission, organisation).held;
}

bool Call::HoldsOrHeld(std::string_view permission, std::string_view organisation) const {
  const Held held = HoldAt(permission, organisation);
  return held.held || held.ended != nullptr;
}

std::string Call::HoldsAs(std::string_view permission, std::string_view organisation) const {
  std::string above;
  for (const auth::Binding& binding : scope_.principal.bindings) {
    if (!scope_.roles.Grants(binding.role, permission)) continue;
    if (IsOf(organisation, binding.organisation)) return std::string(organisation);
    if (IsWithin(organisation, binding.organisation)) above = binding.organisation;
  }
  return above;
}

std::optional<std::set<std::string>> Call::OrganisationsWith(std::string_view permission) const {
  // Of two roles at one organisation both may grant it.
  std::set<std::string> organisations;
  for (const auth::Binding& binding : scope_.principal.bindings) {
    if (!scope_.roles.Grants(scope_.principal, binding, permission)) continue;
    if (binding.organisation == auth::kProvince) return std::nullopt;
    organisations.insert(binding.organisation);
    if (tree_ == nullptr) continue;
    for (const auto* below : tree_->Below(binding.organisation, today())) organisations.insert(below->name);
  }
  return organisations;
}

std::string Call::StandingFor(std::string_view organisation, absl::CivilDay day) const {
  if (tree_ == nullptr) return std::string(organisation);
  for (const directory::Organisation* one : tree_->Above(organisation, day)) {
    if (!one->EndedOn(day)) return one->name;
  }
  return std::string(organisation);
}

std::vector<std::string> Call::Inherited(std::string_view organisation) const {
  if (tree_ == nullptr) return {std::string(organisation)};
  return tree_->Inherited(organisation, today());
}

bool Call::IsOf(std::string_view organisation, std::string_view asked) const {
  if (asked.empty() || organisation == asked) return true;
  if (tree_ == nullptr) return false;
  for (const directory::Organisation* one : tree_->Above(organisation, today())) {
    if (one->name == asked) return true;
    if (!one->EndedOn(today())) return false;
  }
  return false;
}

bool Call::IsWithin(std::string_view organisation, std::string_view whole) const {
  if (organisation == whole || tree_ == nullptr) return organisation == whole;
  const auto above = tree_->Above(organisation, today());
  return std::any_of(above.begin(), above.end(), [&](const auto* one) { return one->name == whole; });
}

const directory::Organisation* Call::Known(std::string_view organisation) const {
  return tree_ == nullptr ? nullptr : tree_->Find(organisation);
}

absl::StatusOr<std::shared_ptr<const directory::Tree>> Call::TreeWith(std::string_view organisation) {
  if (scope_.directory == nullptr) return nullptr;
  // The root is there before anything is imported.
  if (organisation == auth::kProvince) return asked_ == nullptr ? tree_ : asked_;
  if (asked_ == nullptr) asked_ = tree_;
  if (asked_ == nullptr) {
    ASSIGN_OR_RETURN(asked_, scope_.directory->Snapshot(scope_.deadline));
  }
  if (asked_->Find(organisation) != nullptr) return asked_;
  if (nowhere_.contains(organisation)) return directory::Unknown(organisation);
  auto newer = scope_.directory->Ask(organisation, scope_.deadline);
  if (newer.ok()) return asked_ = *std::move(newer);
  if (absl::IsNotFound(newer.status())) nowhere_.emplace(organisation);
  return newer.status();
}

std::string Call::NameOf(std::string_view organisation) const {
  const directory::Organisation* known = Known(organisation);
  return known == nullptr || known->display_name.empty() ? std::string(organisation) : known->display_name;
}

std::vector<std::string> Call::OrganisationsCalled(std::string_view name) const {
  std::vector<std::string> called;
  if (tree_ == nullptr) return called;
  const std::string key = text::IdentityKey(name);
  for (const auto& [organisation, known] : tree_->all()) {
    if (text::IdentityKey(known.display_name) == key) called.push_back(organisation);
  }
  return called;
}

void Call::Renew(absl::Time now, std::shared_ptr<const directory::Tree> tree) {
  now_ = now;
  tree_ = std::move(tree);
}

absl::Status Call::Demanded(const Held& held, std::string_view permission, std::string_view organisation) {
  if (!held.held) {
    if (scope_.roles.LacksClearance(scope_.principal, permission)) return auth::ClearanceMissing(permission);
    status::Metadata metadata = {{"permission", std::string(permission)}};
    if (held.ended == nullptr) {
      metadata.emplace_back("cause", "there");
    } else {
      const std::string successors = SuccessorsIn(*tree_, held.ended->name, today());
      metadata.emplace_back("cause", successors.empty() ? "ended_alone" : "ended");
      metadata.emplace_back("organisation", held.ended->name);
      if (!successors.empty()) metadata.emplace_back("successor", successors);
    }
    return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::PERMISSION_MISSING, metadata);
  }
  // Should one of them end or move meanwhile, the commit fails and the decision is made anew.
  for (const directory::Organisation* one : held.path) {
    changes_.Expect(directory::EntryKey(one->name), one->revision);
  }
  // As should the role be taken away.
  if (held.by != nullptr && !held.by->name.empty()) {
    changes_.Expect(directory::EntryKey(held.by->name), held.by->revision);
  }
  if (held.by != nullptr && !held.by->deputy_of.empty()) acts_for_.push_back(held.by);
  const bool known = std::any_of(demands_.begin(), demands_.end(), [&](const Demand& demand) {
    return demand.permission == permission && demand.organisation == organisation;
  });
  if (!known) demands_.push_back({std::string(permission), std::string(organisation)});
  return absl::OkStatus();
}

absl::Status Call::Require(std::string_view permission, std::string_view organisation) {
  return Demanded(HoldAt(permission, organisation), permission, organisation);
}

absl::Status Call::RequireAnywhere(std::string_view permission) {
  Held held;
  for (const auth::Binding& binding : scope_.principal.bindings) {
    if (!scope_.roles.Grants(scope_.principal, binding, permission)) continue;
    Held there = HoldAt(permission, binding.organisation);
    if (there.held || !SaysWho(held)) held = std::move(there);
    if (held.held) break;
  }
  return Demanded(held, permission, "");
}

absl::Status Call::Check() const {
  if (scope_.carrier != nullptr && scope_.carrier->cancelled()) {
    return absl::CancelledError("The caller has gone away.");
  }
  if (absl::Now() > scope_.deadline) return absl::DeadlineExceededError("The call's deadline has passed.");
  return absl::OkStatus();
}

std::vector<std::string> Call::ActsFor() const {
  std::set<std::string> accounts;
  for (const auth::Binding* binding : acts_for_) accounts.insert(binding->deputy_of);
  return {accounts.begin(), accounts.end()};
}

absl::Status Call::RequireOther(std::span<const std::string> persons) const {
  std::vector<std::string_view> own = {scope_.principal.person};
  for (const auth::Binding* binding : acts_for_) own.push_back(binding->deputy_of_person);
  for (const std::string_view person : own) {
    if (person.empty()) {
      return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::PERSON_UNKNOWN);
    }
    if (std::find(persons.begin(), persons.end(), person) == persons.end()) continue;
    return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::SAME_PERSON,
                         {{"person", std::string(person)}});
  }
  return absl::OkStatus();
}

Header Call::Forward(absl::Duration at_most) const {
  const absl::Time now = absl::Now();
  const absl::Time limit = scope_.deadline == absl::InfiniteFuture() ? now + kDefaultDeadline : scope_.deadline;
  return {.method = "",
          .authorization = StrCat("Bearer ", scope_.principal.token),
          .call_id = scope_.call_id,
          .language = scope_.language,
          .deadline = std::min(limit, now + at_most),
          .start = now};
}

absl::Status RequireService(std::string_view parent, std::string_view service) {
  if (parent == StrCat("services/", service)) return absl::OkStatus();
  return status::NotFound("Service", parent);
}

}  // namespace congress::rpc
