#include "platform/directory/projection_records.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/directory/directory.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/store/stretch.h"

namespace congress::directory {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr std::string_view kState = "d/";
constexpr int kBatch = 1000;
// Entries of one commit. A tree of more is written in several, the token with the last.
constexpr size_t kMostAtOnce = 5000;

// An organisation that its source knows no more, such as after an import was undone: others may have records of it, so
// it ended today at the latest, and without a successor who was above it goes on for it.
store::v1::DirectoryEntry Ended(store::v1::DirectoryEntry entry, absl::CivilDay today) {
  if (entry.has_valid_until() && civil::FromDate(entry.valid_until()) <= today) return entry;
  *entry.mutable_valid_until() = civil::ToDate(today);
  if (entry.continued_by().empty()) entry.set_continued_by(entry.parent());
  return entry;
}

bool IsOrganisation(const store::v1::DirectoryEntry& entry) { return !entry.has_binding() && !entry.has_revocation(); }

// What is stored and no longer there.
struct Gone {
  std::vector<store::v1::DirectoryEntry> kept;
  std::vector<std::string> deleted;  // Names.
};

// The root does not end.
Gone GoneWith(const Reading& reading, const Stored& stored, absl::CivilDay today) {
  Gone gone;
  const auto keep = [&](const store::v1::DirectoryEntry& entry) {
    if (!IsOrganisation(entry)) {
      gone.deleted.push_back(entry.name());
    } else if (!entry.parent().empty()) {
      gone.kept.push_back(Ended(entry, today));
    }
  };
  if (!reading.whole) {
    for (const std::string& name : reading.missing) {
      if (const auto known = stored.entries.find(name); known != stored.entries.end()) keep(known->second.first);
    }
    return gone;
  }
  std::set<std::string_view> found;
  for (const store::v1::DirectoryEntry& entry : reading.found) found.insert(entry.name());
  for (const auto& [name, record] : stored.entries) {
    if (!found.contains(name)) keep(record.first);
  }
  return gone;
}

}  // namespace

absl::StatusOr<Stored> LoadStored(store::Store& store) {
  Stored stored;
  const auto take = [&stored](const store::Stretch& stretch) -> absl::Status {
    for (const store::Record& record : stretch.records) {
      if (record.key == kState) {
        if (!stored.state.ParseFromString(record.value)) return rpc::Corrupt(record.key);
        stored.state_revision = record.revision;
        continue;
      }
      store::v1::DirectoryEntry entry;
      if (!entry.ParseFromString(record.value)) return rpc::Corrupt(record.key);
      const std::string name = entry.name();
      stored.entries.emplace(name, std::make_pair(std::move(entry), record.revision));
    }
    if (!stretch.damaged.empty()) stored.damaged.push_back(stretch.damaged);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store::VisitStretches(store, store::Range::Prefix(kState), kBatch, take));
  // As one that was never read as a whole.
  if (!stored.damaged.empty()) stored.state.clear_resume_token();
  return stored;
}

std::shared_ptr<const Tree> TreeOf(const Stored& stored) {
  std::vector<Organisation> organisations;
  for (const auto& [name, record] : stored.entries) {
    const store::v1::DirectoryEntry& entry = record.first;
    if (!IsOrganisation(entry)) continue;
    Organisation organisation{.name = name,
                              .display_name = entry.display_name(),
                              .kind = entry.kind(),
                              .role = entry.role(),
                              .parent = entry.parent(),
                              .from = std::nullopt,
                              .until = std::nullopt,
                              .continued_by = entry.continued_by(),
                              .successors = {entry.successors().begin(), entry.successors().end()},
                              .revision = record.second};
    if (entry.has_valid_from()) organisation.from = civil::FromDate(entry.valid_from());
    if (entry.has_valid_until()) organisation.until = civil::FromDate(entry.valid_until());
    organisations.push_back(std::move(organisation));
  }
  return std::make_shared<const Tree>(std::move(organisations));
}

std::shared_ptr<const Rights> RightsOf(const Stored& stored) {
  std::vector<HeldRole> roles;
  std::vector<Revocation> revocations;
  for (const auto& [name, record] : stored.entries) {
    const store::v1::DirectoryEntry& entry = record.first;
    if (entry.has_binding()) {
      const auto& binding = entry.binding();
      HeldRole role{.principal = binding.principal(),
                    .binding = {.role = binding.role(),
                                .organisation = binding.organisation(),
                                .name = name,
                                .revision = record.second,
                                .deputy_of = binding.deputy_of(),
                                .deputy_of_person = binding.deputy_of_person()},
                    .person = binding.person(),
                    .first_day = std::nullopt,
                    .last_day = std::nullopt};
      if (binding.has_first_day()) role.first_day = civil::FromDate(binding.first_day());
      if (binding.has_last_day()) role.last_day = civil::FromDate(binding.last_day());
      roles.push_back(std::move(role));
    } else if (entry.has_revocation()) {
      const auto& said = entry.revocation();
      Revocation revocation{said.issuer(), said.principal(), said.token_id(), std::nullopt};
      if (said.has_issued_before()) revocation.issued_before = civil::FromTimestamp(said.issued_before());
      revocations.push_back(std::move(revocation));
    }
  }
  return std::make_shared<const Rights>(std::move(roles), revocations);
}

store::v1::DirectoryEntry EntryOf(const access::v1::RoleBinding& binding) {
  store::v1::DirectoryEntry entry;
  entry.set_name(binding.name());
  auto& kept = *entry.mutable_binding();
  kept.set_principal(binding.principal());
  kept.set_role(binding.role());
  kept.set_organisation(binding.organisation());
  kept.set_person(binding.person());
  kept.set_deputy_of(binding.deputy_of());
  kept.set_deputy_of_person(binding.deputy_of_person());
  if (binding.has_first_day()) *kept.mutable_first_day() = binding.first_day();
  if (binding.has_last_day()) *kept.mutable_last_day() = binding.last_day();
  return entry;
}

store::v1::DirectoryEntry EntryOf(const access::v1::TokenRevocation& revocation) {
  store::v1::DirectoryEntry entry;
  entry.set_name(revocation.name());
  auto& kept = *entry.mutable_revocation();
  kept.set_issuer(revocation.issuer());
  kept.set_principal(revocation.principal());
  kept.set_token_id(revocation.token_id());
  if (revocation.has_issued_before()) *kept.mutable_issued_before() = revocation.issued_before();
  return entry;
}

store::v1::DirectoryEntry EntryOf(const allocation::v1::Organisation& organisation) {
  store::v1::DirectoryEntry entry;
  entry.set_name(organisation.name());
  entry.set_display_name(organisation.display_name());
  entry.set_kind(organisation.kind());
  entry.set_role(organisation.role());
  entry.set_parent(organisation.parent());
  if (organisation.has_valid_from()) *entry.mutable_valid_from() = organisation.valid_from();
  if (organisation.has_valid_until()) *entry.mutable_valid_until() = organisation.valid_until();
  entry.set_continued_by(organisation.continued_by());
  *entry.mutable_successors() = organisation.successors();
  return entry;
}

absl::Status WriteReading(store::Store& store, const Reading& reading, const std::string& resume_token,
                          absl::CivilDay today, Stored* stored) {
  store::Batch batch;
  std::vector<const store::v1::DirectoryEntry*> written;
  std::vector<std::string> deleted;
  const auto commit = [&]() -> absl::Status {
    ASSIGN_OR_RETURN(const store::Committed committed, store.Commit(batch));
    for (const auto* entry : written) stored->entries[entry->name()] = {*entry, committed.sequence};
    for (const std::string& name : deleted) stored->entries.erase(name);
    stored->state_revision = committed.sequence;
    batch = {};
    written.clear();
    deleted.clear();
    return absl::OkStatus();
  };
  bool state_lost = std::find(stored->damaged.begin(), stored->damaged.end(), kState) != stored->damaged.end();
  // Each commit moves the state, so that two replicas never write by turns.
  const auto stage_state = [&](store::v1::DirectoryState& state) {
    // Nobody knows how many there were before one that was lost.
    const bool counts = (stored->state_revision == store::kAbsent && !state_lost) || state.has_commit_count();
    if (counts) state.set_commit_count(state.commit_count() + 1);
    batch.writes.push_back({.key = std::string(kState), .value = state.SerializeAsString()});
    if (!std::exchange(state_lost, false)) batch.writes.back().expected = stored->state_revision;
  };
  const auto stage = [&](store::Write write) -> absl::Status {
    if (batch.writes.size() == kMostAtOnce) {
      store::v1::DirectoryState state = stored->state;
      stage_state(state);
      RETURN_IF_ERROR(commit());
      stored->state = std::move(state);
    }
    batch.writes.push_back(std::move(write));
    return absl::OkStatus();
  };
  const Gone gone = GoneWith(reading, *stored, today);
  for (const auto* entries : {&reading.found, &gone.kept}) {
    for (const store::v1::DirectoryEntry& entry : *entries) {
      const auto known = stored->entries.find(entry.name());
      if (known != stored->entries.end() && MessageDifferencer::Equals(known->second.first, entry)) continue;
      RETURN_IF_ERROR(stage({.key = EntryKey(entry.name()), .value = entry.SerializeAsString()}));
      written.push_back(&entry);
    }
  }
  for (const std::string& name : gone.deleted) {
    RETURN_IF_ERROR(stage({.key = EntryKey(name)}));
    deleted.push_back(name);
  }
  if (reading.whole && !stored->damaged.empty()) {
    std::set<std::string> unmade(stored->damaged.begin(), stored->damaged.end());
    unmade.erase(std::string(kState));
    for (const store::v1::DirectoryEntry& entry : reading.found) unmade.erase(EntryKey(entry.name()));
    for (const std::string& key : unmade) RETURN_IF_ERROR(stage({.key = key}));
  }
  store::v1::DirectoryState state = stored->state;
  state.set_resume_token(resume_token);
  if (reading.whole) {
    state.set_tree_revision(reading.tree_revision);
    state.set_has_rights(true);
  }
  if (batch.writes.empty() && MessageDifferencer::Equals(state, stored->state)) return absl::OkStatus();
  stage_state(state);
  RETURN_IF_ERROR(commit());
  stored->state = std::move(state);
  if (reading.whole) stored->damaged.clear();
  return absl::OkStatus();
}

}  // namespace congress::directory
