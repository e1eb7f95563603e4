#include "services/dossiers/domain/merge.h"

#include <map>
#include <optional>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/status/status.h"
#include "services/dossiers/domain/identifiers.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/names.h"

namespace congress::dossiers {
namespace {

// Congress and purpose.
std::pair<std::string, std::string> UseOf(const v1::Dossier& dossier) {
  return {CongressOf(dossier.name()), dossier.purpose()};
}

}  // namespace

absl::Status RequireMergeable(const v1::Person& kept, const v1::Person& duplicate) {
  if (kept.name() == duplicate.name()) {
    status::Violations violations;
    violations.Add("duplicate", v1::MERGED_WITH_ITSELF);
    return violations.ToStatus();
  }
  for (const v1::Person* person : {&kept, &duplicate}) {
    if (person->merged_into().empty()) continue;
    return status::FailedPrecondition(v1::PERSON_MERGED,
                                      {{"name", person->name()}, {"merged_into", person->merged_into()}});
  }
  if (const auto kind = Contradiction(kept, duplicate); kind.has_value()) {
    return status::FailedPrecondition(
        v1::PERSONS_DIFFER,
        {{"name", kept.name()}, {"duplicate", duplicate.name()}, {"kind", v1::Identifier::Kind_Name(*kind)}});
  }
  return absl::OkStatus();
}

absl::Status RequireNoCollision(const std::vector<v1::Dossier>& of_kept, const std::vector<v1::Dossier>& of_duplicate) {
  std::map<std::pair<std::string, std::string>, std::string> used;
  for (const v1::Dossier& dossier : of_kept) {
    if (!IsPutAway(dossier)) used.emplace(UseOf(dossier), dossier.name());
  }
  for (const v1::Dossier& dossier : of_duplicate) {
    if (IsPutAway(dossier)) continue;
    if (const auto found = used.find(UseOf(dossier)); found != used.end()) {
      return status::FailedPrecondition(v1::DOSSIERS_COLLIDE, {{"dossier", dossier.name()}, {"other", found->second}});
    }
  }
  return absl::OkStatus();
}

}  // namespace congress::dossiers
