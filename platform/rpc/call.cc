#include "platform/rpc/call.h"

#include <algorithm>
#include <set>

#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

// A call without a deadline gets this one when it goes on to another service.
constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

}  // namespace

void Changes::Put(store::Write write, std::string_view name, const Indexer* indexer, std::vector<IndexEntry> entries) {
  if (const auto found = staged_.find(write.key); found != staged_.end()) {
    write.expected = found->second.write.expected;
    found->second.write = std::move(write);
    found->second.entries = std::move(entries);
    return;
  }
  // What was read before is what the decision stands on, so it is the expectation.
  if (!write.expected.has_value()) {
    if (const auto read = expected_.find(write.key); read != expected_.end()) write.expected = read->second;
  }
  const std::string key = write.key;
  staged_.emplace(key, Staged{std::move(write), std::string(name), indexer, std::move(entries)});
}

void Changes::Expect(std::string_view key, store::Revision revision) { expected_.emplace(key, revision); }

const Changes::Staged* Changes::Find(std::string_view key) const {
  const auto found = staged_.find(key);
  return found == staged_.end() ? nullptr : &found->second;
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
  for (const auto& [key, revision] : expected_) {
    if (!staged_.contains(key)) batch.checks.push_back({key, revision});
  }
  return batch;
}

bool Call::Holds(std::string_view permission, std::string_view organisation) const {
  return scope_.roles.Holds(scope_.principal, permission, organisation);
}

std::optional<std::set<std::string>> Call::OrganisationsWith(std::string_view permission) const {
  // Of two roles at one organisation both may grant it.
  std::set<std::string> organisations;
  for (const auth::Binding& binding : scope_.principal.bindings) {
    if (!scope_.roles.Grants(binding.role, permission)) continue;
    if (binding.organisation == auth::kProvince) return std::nullopt;
    organisations.insert(binding.organisation);
  }
  return organisations;
}

absl::Status Call::Demanded(bool held, std::string_view permission, std::string_view organisation) {
  if (!held) {
    return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::PERMISSION_MISSING,
                         {{"permission", std::string(permission)}, {"cause", "there"}});
  }
  const bool known = std::any_of(demands_.begin(), demands_.end(), [&](const Demand& demand) {
    return demand.permission == permission && demand.organisation == organisation;
  });
  if (!known) demands_.push_back({std::string(permission), std::string(organisation)});
  return absl::OkStatus();
}

absl::Status Call::Require(std::string_view permission, std::string_view organisation) {
  return Demanded(Holds(permission, organisation), permission, organisation);
}

absl::Status Call::RequireAnywhere(std::string_view permission) {
  return Demanded(scope_.roles.HoldsAnywhere(scope_.principal, permission), permission, "");
}

absl::Status Call::Check() const {
  if (scope_.carrier != nullptr && scope_.carrier->cancelled()) {
    return absl::CancelledError("The caller has gone away.");
  }
  if (absl::Now() > scope_.deadline) return absl::DeadlineExceededError("The call's deadline has passed.");
  return absl::OkStatus();
}

absl::Status Call::RequireOther(std::span<const std::string> persons) const {
  const std::string& own = scope_.principal.person;
  if (own.empty()) {
    return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::PERSON_UNKNOWN);
  }
  if (std::find(persons.begin(), persons.end(), own) == persons.end()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::SAME_PERSON, {{"person", own}});
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

}  // namespace congress::rpc
