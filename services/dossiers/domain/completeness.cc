#include "services/dossiers/domain/completeness.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/checklist.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using Gaps = google::protobuf::RepeatedPtrField<v1::RequirementGap>;

// The papers of one or several items on a day, taken together.
struct Coverage {
  bool any = false;
  // Last valid day of the paper that lasts longest; the greatest day for one that lasts for ever.
  CivilDay last = CivilDay::min();
  bool for_ever() const { return last == CivilDay::max(); }
  bool Holds(CivilDay day) const { return any && last >= day; }
};

Coverage CoverageOf(const v1::ChecklistItem& item, const FolderView& folder, CivilDay as_of) {
  Coverage coverage;
  for (const v1::Component& component : folder.components) {
    if (component.state() != v1::Component::LIVE || component.item_id() != item.item_id()) continue;
    if (civil::FromDate(component.issued_date()) > as_of) continue;
    coverage.any = true;
    const CivilDay last =
        component.has_last_valid_date() ? civil::FromDate(component.last_valid_date()) : CivilDay::max();
    coverage.last = std::max(coverage.last, last);
  }
  return coverage;
}

Coverage CoverageOf(const Requirement& requirement, const FolderView& folder, CivilDay as_of) {
  Coverage all;
  for (const v1::ChecklistItem* item : requirement.items) {
    const Coverage one = CoverageOf(*item, folder, as_of);
    all.any = all.any || one.any;
    all.last = std::max(all.last, one.last);
  }
  return all;
}

void AddGap(const Requirement& requirement, const Coverage& coverage, CivilDay needed_on, Gaps* gaps) {
  v1::RequirementGap& gap = *gaps->Add();
  int lead_time = requirement.items.front()->lead_time_days();
  for (const v1::ChecklistItem* item : requirement.items) {
    gap.add_item_ids(item->item_id());
    lead_time = std::min(lead_time, item->lead_time_days());
  }
  gap.set_title(TitleOf(requirement));
  if (coverage.any) *gap.mutable_last_valid_date() = civil::ToDate(coverage.last);
  *gap.mutable_start_by() = civil::ToDate(needed_on - lead_time);
}

v1::ItemStanding StandingOf(const v1::ChecklistItem& item, const FolderView& folder, CivilDay as_of) {
  const Coverage coverage = CoverageOf(item, folder, as_of);
  v1::ItemStanding standing;
  standing.set_item_id(item.item_id());
  standing.set_title(item.title());
  standing.set_required(item.required());
  standing.set_any_of_group(item.any_of_group());
  standing.set_standing(!coverage.any           ? v1::ItemStanding::ABSENT
                        : coverage.Holds(as_of) ? v1::ItemStanding::VALID
                                                : v1::ItemStanding::EXPIRED);
  if (coverage.any && !coverage.for_ever()) *standing.mutable_last_valid_date() = civil::ToDate(coverage.last);
  const auto counts = [&](const v1::Component& component) {
    return component.state() == v1::Component::LIVE && component.item_id() == item.item_id();
  };
  standing.set_component_count(
      static_cast<int>(std::count_if(folder.components.begin(), folder.components.end(), counts)));
  return standing;
}

// `a,b|c`: requirements by comma, the items of a group by bar; cut before it would burden the error's details, which
// travel in a header.
std::string IdsOf(const Gaps& gaps) {
  constexpr size_t kMostBytes = 500;
  std::string ids;
  for (const v1::RequirementGap& gap : gaps) {
    const std::string next = absl::StrJoin(gap.item_ids(), "|");
    if (ids.size() + next.size() >= kMostBytes) return ids + ",…";
    absl::StrAppend(&ids, ids.empty() ? "" : ",", next);
  }
  return ids;
}

// The same in words: `Đơn; Lý lịch`. They stand in both sentences besides.
std::string TitlesOf(const Gaps& gaps, size_t most_bytes) {
  std::string titles =
      absl::StrJoin(gaps, "; ", [](std::string* out, const v1::RequirementGap& gap) { out->append(gap.title()); });
  if (titles.size() <= most_bytes) return titles;
  return StrCat(status::Shorten(titles, most_bytes), "…");
}

}  // namespace

CivilDay JudgedOn(const v1::ChecklistTemplate& checklist, CivilDay today) {
  if (!checklist.has_reference_date()) return today;
  return std::max(today, civil::FromDate(checklist.reference_date()));
}

v1::DossierCompleteness JudgeRequirements(const std::vector<Requirement>& requirements, const FolderView& folder,
                                          CivilDay as_of, std::optional<CivilDay> before, Detail detail) {
  const v1::Dossier& dossier = folder.dossier;
  v1::DossierCompleteness result;
  result.set_dossier(dossier.name());
  result.set_organisation(dossier.organisation());
  result.set_person(dossier.person());
  result.set_state(dossier.state());
  *result.mutable_as_of() = civil::ToDate(as_of);
  const CivilDay needed_on = std::max(as_of, before.value_or(as_of));
  int fulfilled = 0;
  for (const Requirement& requirement : requirements) {
    const Coverage coverage = CoverageOf(requirement, folder, as_of);
    if (detail == Detail::kCounts) {
      fulfilled += coverage.Holds(as_of) ? 1 : 0;
    } else if (!coverage.any) {
      AddGap(requirement, coverage, needed_on, result.mutable_missing());
    } else if (!coverage.Holds(as_of)) {
      AddGap(requirement, coverage, needed_on, result.mutable_expired());
    } else {
      ++fulfilled;
      if (before.has_value() && coverage.last < *before) {
        AddGap(requirement, coverage, coverage.last + 1, result.mutable_expiring());
      }
    }
  }
  result.set_fulfilled_count(fulfilled);
  result.set_required_count(static_cast<int>(requirements.size()));
  return result;
}

v1::DossierCompleteness Judge(const v1::ChecklistTemplate& checklist, const FolderView& folder, CivilDay as_of,
                              std::optional<CivilDay> before, Grade judged) {
  v1::DossierCompleteness result = JudgeRequirements(RequirementsOf(checklist, judged), folder, as_of, before);
  result.set_judged_grade(judged);
  for (const v1::ChecklistItem& item : checklist.items()) {
    if (item.grade() <= judged) *result.add_items() = StandingOf(item, folder, as_of);
  }
  return result;
}

bool HasGaps(const v1::DossierCompleteness& completeness) {
  return !completeness.missing().empty() || !completeness.expired().empty() || !completeness.expiring().empty();
}

absl::Status RefuseIncomplete(const v1::DossierCompleteness& completeness) {
  if (completeness.fulfilled_count() == completeness.required_count()) return absl::OkStatus();
  const std::string as_of = civil::Format(civil::FromDate(completeness.as_of()));
  // Both lists share the room of one.
  const size_t most_bytes = completeness.missing().empty() || completeness.expired().empty() ? 600 : 300;
  status::Metadata metadata = {{"name", completeness.dossier()},
                               {"as_of", as_of},
                               {"missing", IdsOf(completeness.missing())},
                               {"expired", IdsOf(completeness.expired())},
                               {"missing_titles", TitlesOf(completeness.missing(), most_bytes)},
                               {"expired_titles", TitlesOf(completeness.expired(), most_bytes)}};
  if (completeness.expired().empty()) metadata.emplace_back("cause", "missing");
  if (completeness.missing().empty()) metadata.emplace_back("cause", "expired");
  return status::FailedPrecondition(v1::DOSSIER_INCOMPLETE, metadata);
}

void Add(const v1::DossierCompleteness& completeness, v1::GapSums* sums) {
  sums->set_dossier_count(sums->dossier_count() + 1);
  sums->set_gap_dossier_count(sums->gap_dossier_count() + (HasGaps(completeness) ? 1 : 0));
  sums->set_missing_count(sums->missing_count() + completeness.missing_size());
  sums->set_expired_count(sums->expired_count() + completeness.expired_size());
  sums->set_expiring_count(sums->expiring_count() + completeness.expiring_size());
}

}  // namespace congress::dossiers
