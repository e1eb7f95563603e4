// How far a dossier fulfils its checklist on a day.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/completeness.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "services/dossiers/domain/checklist.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// The day that counts when nobody names one: the template's reference date or, once it is past, today.
absl::CivilDay JudgedOn(const v1::ChecklistTemplate& checklist, absl::CivilDay today);

// Whether it is told what is missing, expired or expiring, or only how many requirements are fulfilled.
enum class Detail { kGaps, kCounts };

// Holds the dossier against the requirements of its checklist on `as_of`, without the standing of the items. With
// `before`, requirements that are fulfilled on `as_of` but whose last paper ends before that day are listed as
// expiring.
v1::DossierCompleteness JudgeRequirements(const std::vector<Requirement>& requirements, const FolderView& folder,
                                          absl::CivilDay as_of, std::optional<absl::CivilDay> before = std::nullopt,
                                          Detail detail = Detail::kGaps);
// The same with the standing of every item, of what is graded no higher than `judged`.
v1::DossierCompleteness Judge(const v1::ChecklistTemplate& checklist, const FolderView& folder, absl::CivilDay as_of,
                              std::optional<absl::CivilDay> before = std::nullopt, Grade judged = kEveryGrade);

// Whether something is missing, expired or expiring.
bool HasGaps(const v1::DossierCompleteness& completeness);

// FAILED_PRECONDITION `DOSSIER_INCOMPLETE`, naming the papers, unless every requirement is fulfilled on the day.
absl::Status RefuseIncomplete(const v1::DossierCompleteness& completeness);

// Adds one dossier to the totals.
void Add(const v1::DossierCompleteness& completeness, v1::GapSums* sums);

}  // namespace congress::dossiers
