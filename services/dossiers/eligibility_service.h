// Adapter of congress.dossiers.v1.EligibilityService.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/eligibility_service.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "congress/dossiers/v1/planning_entry.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/eligibility.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

class EligibilityService {
 public:
  absl::StatusOr<v1::Eligibility> CheckEligibility(rpc::Call& call, const v1::CheckEligibilityRequest& request) const;
  absl::StatusOr<v1::ListEligibilityResponse> ListEligibility(rpc::Call& call,
                                                              const v1::ListEligibilityRequest& request) const;
};

// Judges the person by the rules as of the day; `dossier`, which may be empty, shows what only people judge. Of the
// person the caller has made sure that they may be judged. NOT_FOUND for a dossier that is not theirs or may not be
// read.
absl::StatusOr<v1::Eligibility> EligibilityOf(rpc::Call& call, const v1::PersonnelRuleSet& rules,
                                              const v1::Person& person, const std::string& position_kind,
                                              v1::Candidacy candidacy, const std::string& dossier, absl::CivilDay day);

// Adds that the person is planned by the entry.
void AddPlanned(const rpc::Call& call, const v1::PlanningEntry& entry, KnownOfPerson* known);

// Adds what the papers of the folder show that are valid on the day.
void AddShown(const rpc::Call& call, const v1::ChecklistTemplate& checklist, const Folder& folder, absl::CivilDay day,
              KnownOfPerson* known);

}  // namespace congress::dossiers
