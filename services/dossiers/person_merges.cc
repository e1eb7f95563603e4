// What PersonIdentityService does about one person who has two records.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/stored.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/merge.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/identifier_claims.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/person_identity_service.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/shared_places.h"
#include "services/dossiers/stage_records.h"
#include "services/dossiers/stage_views.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kPairs = "suspectedDuplicates/";

std::string MergesOf(const v1::Person& alias) {
  return StrCat("personMerges/", alias.name().substr(alias.name().find('/') + 1), "/");
}

absl::Status NotMerged(const std::string& name) {
  return status::FailedPrecondition(v1::PERSON_NOT_MERGED, {{"name", name}});
}

// The merge by which it is an alias.
absl::StatusOr<v1::PersonMerge> StandingMerge(rpc::Call& call, const v1::Person& alias) {
  ASSIGN_OR_RETURN(const std::vector<v1::PersonMerge> merges, kPersonMerges.LoadAll(call, MergesOf(alias)));
  for (const v1::PersonMerge& merge : merges) {
    if (!merge.has_separate_time()) return merge;
  }
  // Somebody may have separated them since the record was read.
  const std::string& name = alias.name();
  ASSIGN_OR_RETURN(const auto now, rpc::LoadStored(call, kPersons, {&name, 1}));
  const bool still = now.front().has_value() && !now.front()->merged_into().empty();
  return still ? rpc::Corrupt(name) : NotMerged(name);
}

void AddTouched(const std::string& resource, v1::Touched::Effect effect, v1::MergePersonsResponse* response) {
  v1::Touched& touched = *response->add_touched();
  touched.set_resource(resource);
  touched.set_effect(effect);
}

v1::Person Stamped(v1::Person person, const rpc::Call& call) {
  *person.mutable_update_time() = civil::ToTimestamp(call.now());
  return person;
}

v1::SuspectedDuplicate Settled(v1::SuspectedDuplicate pair, v1::SuspectedDuplicate::State state,
                               const std::string& reason, const Actor& actor) {
  pair.set_state(state);
  pair.set_reason(reason);
  pair.set_settled_by(actor.subject);
  pair.set_settled_person(actor.person);
  *pair.mutable_settle_time() = civil::ToTimestamp(actor.now);
  return pair;
}

// The suspicions in the state that the two are one person.
absl::StatusOr<std::vector<v1::SuspectedDuplicate>> PairsOf(rpc::Call& call, const std::string& one,
                                                            const std::string& other,
                                                            v1::SuspectedDuplicate::State state) {
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(auto pairs, kSuspectedDuplicates.LoadAll(call, kPairs, &damaged));
  std::erase_if(pairs, [&](const v1::SuspectedDuplicate& pair) {
    const auto& persons = pair.persons();
    return pair.state() != state || std::find(persons.begin(), persons.end(), one) == persons.end() ||
           std::find(persons.begin(), persons.end(), other) == persons.end();
  });
  return pairs;
}

// The suspicion that the two are one person has come true.
absl::Status SettlePairs(rpc::Call& call, const v1::Person& kept, const v1::Person& duplicate,
                         const std::string& reason) {
  ASSIGN_OR_RETURN(auto pairs, PairsOf(call, kept.name(), duplicate.name(), v1::SuspectedDuplicate::OPEN));
  for (v1::SuspectedDuplicate& pair : pairs) {
    kSuspectedDuplicates.Put(call, Settled(std::move(pair), v1::SuspectedDuplicate::MERGED, reason, ActorOf(call)));
  }
  return absl::OkStatus();
}

// It has not, after all: somebody has to judge anew.
absl::Status ReopenPairs(rpc::Call& call, const v1::PersonMerge& merge, const v1::Person& alias) {
  ASSIGN_OR_RETURN(auto pairs, PairsOf(call, merge.kept(), alias.name(), v1::SuspectedDuplicate::MERGED));
  for (v1::SuspectedDuplicate& pair : pairs) {
    pair.set_state(v1::SuspectedDuplicate::OPEN);
    pair.clear_reason();
    pair.clear_settled_by();
    pair.clear_settled_person();
    pair.clear_settle_time();
    kSuspectedDuplicates.Put(call, std::move(pair));
  }
  return absl::OkStatus();
}

// Stages that the suspension is of another record of the same person, and tells whoever may know of it.
absl::Status RepointSuspension(rpc::Call& call, v1::Suspension suspension, const v1::Person& person,
                               v1::MergePersonsResponse* response) {
  if (call.Holds(kSuspensions.read_permission(), suspension.organisation())) {
    AddTouched(suspension.name(), v1::Touched::REPOINTED, response);
  }
  RETURN_IF_ERROR(Unfile(call, kSuspensionFile, suspension.person(), suspension.name()));
  RETURN_IF_ERROR(File(call, kSuspensionFile, person.name(), suspension.name()));
  suspension.set_person(person.name());
  suspension.set_organisation(person.organisation());
  kFollowingSuspensions.Put(call, std::move(suspension));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Person> PersonIdentityService::FindPersonByIdentifier(
    rpc::Call& call, const v1::FindPersonByIdentifierRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  // Who may not see identifiers could try them out.
  RETURN_IF_ERROR(RequireSight(call, *v1::Person::descriptor()->FindFieldByName("identifiers")));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, PersonsWith(call, request.identifier()));
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const std::string standing, StandingName(call, name));
    const absl::StatusOr<v1::Person> person = kPersons.Read(call, standing);
    if (absl::IsNotFound(person.status())) continue;
    if (person.ok()) RETURN_IF_ERROR(RefuseOwn(call, standing));
    return person;
  }
  return status::NotFound(v1::Person::descriptor()->name(), "persons/-");
}

absl::StatusOr<v1::MergePersonsResponse> PersonIdentityService::MergePersons(
    rpc::Call& call, const v1::MergePersonsRequest& request) const {
  ASSIGN_OR_RETURN(v1::Person kept, kPersons.Get(call, request.name()));
  ASSIGN_OR_RETURN(v1::Person duplicate, kPersons.Get(call, request.duplicate()));
  RETURN_IF_ERROR(RequireOther(call, kept.name()));
  RETURN_IF_ERROR(RequireOther(call, duplicate.name()));
  RETURN_IF_ERROR(RequireMergeable(kept, duplicate));
  RETURN_IF_ERROR(CollideOnPersons(call, {kept.name(), duplicate.name()}));
  ASSIGN_OR_RETURN(const Names names_of_kept, NamesOf(call, kept.name()));
  ASSIGN_OR_RETURN(const Names names_of_duplicate, NamesOf(call, duplicate.name()));
  RETURN_IF_ERROR(RequireNoSharedPlace(call, names_of_kept, names_of_duplicate));
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> of_kept, DossiersOf(call, kept.name()));
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> of_duplicate, DossiersOf(call, names_of_duplicate));
  v1::MergePersonsResponse response;
  v1::PersonMerge merge;
  merge.set_name(StrCat(MergesOf(duplicate), RandomId(kIdBelowParent)));
  merge.set_organisation(duplicate.organisation());
  merge.set_kept(kept.name());
  merge.set_reason(request.reason());
  *merge.mutable_merge_time() = civil::ToTimestamp(call.now());
  merge.set_merged_by(ActorOf(call).subject);
  RETURN_IF_ERROR(RequireNoCollision(of_kept, of_duplicate));
  for (const v1::Dossier& dossier : of_duplicate) {
    // Who keeps the record that stands for both gathers what is under way, as after a move.
    v1::Dossier after = Follow(dossier, duplicate.organisation(), kept.organisation(), ActorOf(call));
    if (IsGatheredBy(dossier, duplicate.organisation())) merge.add_gathered_dossiers(dossier.name());
    AddTouched(dossier.name(), IsUnderWay(dossier) ? v1::Touched::REPOINTED : v1::Touched::KEPT, &response);
    if (IsUnderWay(dossier)) {
      merge.add_dossiers(dossier.name());
      after.set_person(kept.name());
      RETURN_IF_ERROR(Repoint(call, dossier, std::move(after)));
      continue;
    }
    RETURN_IF_ERROR(MoveClaim(call, dossier, duplicate.name(), kept.name()));
    if (Goes(dossier, after)) RETURN_IF_ERROR(Move(call, dossier, std::move(after)));
  }
  // From now on they are judged with those of the kept record, under the names that they have.
  ASSIGN_OR_RETURN(const std::vector<v1::StageEntry> stages, StagesOf(call, names_of_duplicate));
  for (const v1::StageEntry& entry : stages) {
    if (MayRead(call, entry)) AddTouched(entry.name(), v1::Touched::REPOINTED, &response);
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Suspension> suspensions, SuspensionsOf(call, duplicate.name()));
  for (const v1::Suspension& suspension : suspensions) {
    merge.add_suspensions(suspension.name());
    RETURN_IF_ERROR(RepointSuspension(call, suspension, kept, &response));
  }
  RETURN_IF_ERROR(AddAlias(call, kept.name(), duplicate.name()));
  kPersonMerges.Put(call, std::move(merge));
  RETURN_IF_ERROR(SettlePairs(call, kept, duplicate, request.reason()));
  duplicate.set_merged_into(kept.name());
  kPersons.Put(call, Stamped(std::move(duplicate), call));
  *response.mutable_person() = kPersons.Put(call, Stamped(std::move(kept), call));
  return response;
}

absl::StatusOr<v1::MergePersonsResponse> PersonIdentityService::SeparatePersons(
    rpc::Call& call, const v1::SeparatePersonsRequest& request) const {
  ASSIGN_OR_RETURN(v1::Person alias, kPersons.Get(call, request.name()));
  RETURN_IF_ERROR(RequireOther(call, alias.name()));
  if (alias.merged_into().empty()) return NotMerged(alias.name());
  RETURN_IF_ERROR(CollideOnPerson(call, alias.name()));
  v1::MergePersonsResponse response;
  ASSIGN_OR_RETURN(v1::PersonMerge merge, StandingMerge(call, alias));
  ASSIGN_OR_RETURN(const v1::Person kept, kPersons.Load(call, merge.kept()));
  RETURN_IF_ERROR(RemoveAlias(call, merge.kept(), alias.name()));
  alias.clear_merged_into();
  *response.mutable_person() = kPersons.Put(call, Stamped(alias, call));
  // From here on it stands for itself.
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, alias.name()));
  ASSIGN_OR_RETURN(std::vector<v1::Dossier> dossiers, DossiersOf(call, names));
  for (const std::string& name : merge.dossiers()) {
    ASSIGN_OR_RETURN(dossiers.emplace_back(), kDossiers.Load(call, name));
  }
  const std::set<std::string> gathered(merge.gathered_dossiers().begin(), merge.gathered_dossiers().end());
  for (const v1::Dossier& dossier : dossiers) {
    v1::Dossier after = dossier;
    if (gathered.contains(dossier.name())) {
      after = Follow(std::move(after), kept.organisation(), alias.organisation(), ActorOf(call));
    }
    const bool moved = after.organisation() != dossier.organisation();
    const bool repointed = IsUnderWay(dossier) && dossier.person() == merge.kept();
    AddTouched(dossier.name(),
               repointed ? v1::Touched::REPOINTED
               : moved   ? v1::Touched::MOVED
                         : v1::Touched::KEPT,
               &response);
    if (repointed) {
      after.set_person(alias.name());
      RETURN_IF_ERROR(Repoint(call, dossier, std::move(after)));
    } else if (dossier.person() != merge.kept()) {
      RETURN_IF_ERROR(MoveClaim(call, dossier, kept.name(), alias.name()));
      if (Goes(dossier, after)) RETURN_IF_ERROR(Move(call, dossier, std::move(after)));
    }
  }
  for (const std::string& name : merge.suspensions()) {
    ASSIGN_OR_RETURN(const v1::Suspension suspension, kSuspensions.Load(call, name));
    if (suspension.person() == merge.kept()) {
      RETURN_IF_ERROR(RepointSuspension(call, suspension, alias, &response));
    }
  }
  RETURN_IF_ERROR(ReopenPairs(call, merge, alias));
  merge.set_separate_reason(request.reason());
  *merge.mutable_separate_time() = civil::ToTimestamp(call.now());
  merge.set_separated_by(ActorOf(call).subject);
  kPersonMerges.Put(call, std::move(merge));
  return response;
}

absl::StatusOr<v1::ListSuspectedDuplicatesResponse> PersonIdentityService::ListSuspectedDuplicates(
    rpc::Call& call, const v1::ListSuspectedDuplicatesRequest& request) const {
  ASSIGN_OR_RETURN(
      auto page, kSuspectedDuplicates.List(call, kPairs, rpc::PageOf(request), [&](const v1::SuspectedDuplicate& pair) {
        return request.state() == 0 || pair.state() == request.state();
      }));
  v1::ListSuspectedDuplicatesResponse listed;
  listed.mutable_suspected_duplicates()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::SuspectedDuplicate> PersonIdentityService::DismissSuspectedDuplicate(
    rpc::Call& call, const v1::DismissSuspectedDuplicateRequest& request) const {
  using Pair = absl::StatusOr<v1::SuspectedDuplicate>;
  return kSuspectedDuplicates.Mutate(call, request.name(), request.etag(), [&](v1::SuspectedDuplicate pair) -> Pair {
    for (const std::string& person : pair.persons()) RETURN_IF_ERROR(RequireOther(call, person));
    if (pair.state() != v1::SuspectedDuplicate::OPEN) {
      return status::FailedPrecondition(
          v1::DUPLICATE_SETTLED, {{"name", pair.name()}, {"state", v1::SuspectedDuplicate::State_Name(pair.state())}});
    }
    return Settled(std::move(pair), v1::SuspectedDuplicate::DISMISSED, request.reason(), ActorOf(call));
  });
}

}  // namespace congress::dossiers
