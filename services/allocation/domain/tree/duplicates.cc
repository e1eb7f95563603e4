#include "services/allocation/domain/tree/duplicates.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "congress/allocation/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/text/keys.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/telling.h"
#include "services/allocation/domain/tree/lineage.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr size_t kMostGroups = 100;
constexpr int kMostOfGroup = 100;

status::Metadata CauseOf(const v1::MergeDuplicateOrganisationsRequest& request, const std::string& cause) {
  return {{"name", request.name()}, {"duplicate", request.duplicate()}, {"cause", cause}};
}

absl::Status NoDuplicates(const v1::MergeDuplicateOrganisationsRequest& request, const std::string& cause) {
  return status::FailedPrecondition(v1::NOT_DUPLICATES, CauseOf(request, cause));
}

absl::Status RequireInForce(const v1::Organisation& organisation) {
  if (IsActive(organisation)) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::ORGANISATION_NOT_IN_FORCE,
      {{"organisation", organisation.name()}, {"state", v1::Organisation::State_Name(organisation.state())}});
}

absl::Status RequireAlike(const v1::Organisation& kept, const v1::Organisation& duplicate,
                          const v1::MergeDuplicateOrganisationsRequest& request) {
  if (kept.name() == duplicate.name()) return NoDuplicates(request, "SAME");
  if (kept.name() == kRoot || duplicate.name() == kRoot) return NoDuplicates(request, "ROOT");
  RETURN_IF_ERROR(RequireInForce(kept));
  RETURN_IF_ERROR(RequireInForce(duplicate));
  if (kept.kind() != duplicate.kind()) {
    status::Metadata metadata = CauseOf(request, "KIND");
    metadata.emplace_back("kind", kept.kind());
    metadata.emplace_back("duplicate_kind", duplicate.kind());
    return status::FailedPrecondition(v1::NOT_DUPLICATES, metadata);
  }
  const bool took_over = !duplicate.merged_from().empty() || !duplicate.split_from().empty();
  if (took_over && !MessageDifferencer::Equals(kept.valid_from(), duplicate.valid_from())) {
    return NoDuplicates(request, "TAKEOVER_DAY");
  }
  if (!kept.split_from().empty() && !duplicate.split_from().empty() && kept.split_from() != duplicate.split_from()) {
    return NoDuplicates(request, "SPLIT_ORIGIN");
  }
  return absl::OkStatus();
}

// Moves to `kept` what the duplicate took over or was split from.
void MoveLineage(v1::Organisation* kept, v1::Organisation* duplicate) {
  std::set<std::string> merged(kept->merged_from().begin(), kept->merged_from().end());
  merged.insert(duplicate->merged_from().begin(), duplicate->merged_from().end());
  kept->clear_merged_from();
  for (const std::string& name : merged) kept->add_merged_from(name);
  if (!duplicate->split_from().empty()) kept->set_split_from(duplicate->split_from());
  duplicate->clear_merged_from();
  duplicate->clear_split_from();
}

}  // namespace

std::vector<v1::SuspectedDuplicate> SuspectDuplicates(const std::vector<v1::Organisation>& organisations) {
  std::map<std::tuple<std::string, std::string, std::string>, v1::SuspectedDuplicate> alike;
  for (const v1::Organisation& organisation : organisations) {
    if (!IsActive(organisation)) continue;
    auto& group = alike[{organisation.parent(), organisation.kind(), text::IdentityKey(organisation.display_name())}];
    if (group.organisations_size() < kMostOfGroup) group.add_organisations(organisation.name());
  }
  std::vector<v1::SuspectedDuplicate> groups;
  for (auto& [key, group] : alike) {
    if (group.organisations_size() > 1) groups.push_back(std::move(group));
  }
  std::sort(groups.begin(), groups.end(),
            [](const auto& a, const auto& b) { return a.organisations(0) < b.organisations(0); });
  groups.resize(std::min(groups.size(), kMostGroups));
  return groups;
}

absl::StatusOr<std::vector<v1::Organisation>> MergeDuplicate(const std::vector<v1::Organisation>& existing,
                                                             const v1::MergeDuplicateOrganisationsRequest& request,
                                                             absl::CivilDay today) {
  Tree tree;
  for (const v1::Organisation& organisation : existing) tree.emplace(organisation.name(), Plain(organisation));
  const Tree before = tree;
  for (const std::string& name : {request.name(), request.duplicate()}) {
    if (!tree.contains(name)) return status::NotFound("Organisation", name);
  }
  v1::Organisation& kept = tree.at(request.name());
  v1::Organisation& duplicate = tree.at(request.duplicate());
  RETURN_IF_ERROR(RequireAlike(kept, duplicate, request));
  MoveLineage(&kept, &duplicate);
  duplicate.set_state(v1::Organisation::DUPLICATE);
  duplicate.set_duplicate_of(kept.name());
  duplicate.set_duplicate_reason(request.reason());
  *duplicate.mutable_valid_until() = civil::ToDate(today);
  for (auto& [name, organisation] : tree) {
    if (IsActive(organisation) && organisation.parent() == duplicate.name()) organisation.set_parent(kept.name());
  }
  std::string at_fault;
  status::Sentence fault;
  const Complain complain = [&](const std::string& name, const status::Sentence& told) {
    if (!at_fault.empty()) return;
    at_fault = name;
    fault = told;
  };
  DeriveEnds(&tree, complain);
  CheckParents(
      tree, today, [](const std::string&) { return false; }, complain);
  if (!at_fault.empty()) {
    status::Metadata metadata = CauseOf(request, "LINEAGE");
    metadata.emplace_back("organisation", at_fault);
    return FailedWith(v1::NOT_DUPLICATES, metadata, "fault", fault);
  }

  std::vector<v1::Organisation> writes = {kept, duplicate};
  for (const auto& [name, organisation] : tree) {
    const bool listed = name == kept.name() || name == duplicate.name();
    if (!listed && !MessageDifferencer::Equals(organisation, before.at(name))) writes.push_back(organisation);
  }
  return writes;
}

}  // namespace congress::allocation
