#include "services/dossiers/domain/readiness.h"

#include <map>
#include <string>
#include <string_view>

#include "absl/strings/str_join.h"
#include "platform/status/blocking.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using Gaps = google::protobuf::RepeatedPtrField<v1::RequirementGap>;

std::string TitlesOf(const Gaps& gaps) {
  return absl::StrJoin(gaps, "; ", [](std::string* out, const v1::RequirementGap& gap) { out->append(gap.title()); });
}

using Telling = status::Blocking<v1::Blocker>;

// Counts one more blocker of the organisation, and tells it while there is room; `metadata` gives what it says.
template <class Filled>
void Add(const Telling& block, v1::OrganisationReadiness* readiness, v1::Blocker::Reason reason,
         const std::string& resource, Filled metadata) {
  readiness->set_blocker_count(readiness->blocker_count() + 1);
  if (readiness->blockers_size() == kMostBlockers) return;
  *readiness->add_blockers() = block(reason, resource, metadata());
}

void BlockByDossier(const v1::DossierCompleteness& dossier, const Telling& block,
                    v1::OrganisationReadiness* readiness) {
  if (dossier.state() != v1::Dossier::ACCEPTED) {
    Add(block, readiness, v1::Blocker::DOSSIER_NOT_ACCEPTED, dossier.dossier(), [&] {
      return status::Metadata{{"state", v1::Dossier::State_Name(dossier.state())}};
    });
  }
  if (dossier.fulfilled_count() == dossier.required_count()) return;
  Add(block, readiness, v1::Blocker::DOSSIER_INCOMPLETE, dossier.dossier(), [&] {
    status::Metadata lacks = {{"missing", TitlesOf(dossier.missing())}, {"expired", TitlesOf(dossier.expired())}};
    if (dossier.expired().empty()) lacks.emplace_back("cause", "missing");
    if (dossier.missing().empty()) lacks.emplace_back("cause", "expired");
    return lacks;
  });
}

void BlockBySlot(const v1::PositionSlot& slot, Candidates candidates, const Telling& block,
                 v1::OrganisationReadiness* readiness) {
  // To whom candidates are hidden a vacant place is one, whoever is proposed: they could count them by it.
  const int counted = candidates == Candidates::kCounted ? slot.candidates_size() : 0;
  if (slot.filled_count() + counted >= slot.norm()) return;
  Add(block, readiness, v1::Blocker::POSITION_LACKS_CANDIDATES, slot.name(), [&] {
    status::Metadata lacks = {
        {"position", slot.display_name()}, {"vacant", StrCat(slot.vacant_count())}, {"norm", StrCat(slot.norm())}};
    if (candidates == Candidates::kCounted) {
      lacks.emplace_back("proposed", StrCat(slot.candidates_size()));
      lacks.emplace_back("cause", "counted");
    }
    return lacks;
  });
}

}  // namespace

v1::GetDossierReadinessResponse JudgeReadiness(const std::vector<v1::DossierCompleteness>& dossiers,
                                               const std::vector<v1::PositionSlot>& slots, status::Language language,
                                               const std::vector<v1::DelegateRoll::Entry>& without,
                                               Candidates candidates) {
  const Telling block{language};
  std::map<std::string_view, v1::OrganisationReadiness> organisations;
  for (const v1::DossierCompleteness& dossier : dossiers) {
    BlockByDossier(dossier, block, &organisations[dossier.organisation()]);
  }
  for (const v1::PositionSlot& slot : slots) BlockBySlot(slot, candidates, block, &organisations[slot.organisation()]);
  for (const v1::DelegateRoll::Entry& delegate : without) {
    Add(block, &organisations[delegate.organisation()], v1::Blocker::DELEGATE_WITHOUT_DOSSIER, delegate.person(),
        [] { return status::Metadata(); });
  }
  v1::GetDossierReadinessResponse response;
  for (auto& [name, readiness] : organisations) {
    readiness.set_organisation(std::string(name));
    readiness.set_ready(readiness.blockers().empty());
    *response.add_organisations() = std::move(readiness);
  }
  if (dossiers.empty()) {
    *response.add_blockers() = block(v1::Blocker::NO_DOSSIERS, "");
  }
  return response;
}

}  // namespace congress::dossiers
