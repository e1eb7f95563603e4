// What a reviewer judges, as bytes: the template, the live papers, the facts of the person that the checklist watches,
// and what they stand for.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// What facts of a person stand in.
struct PersonRecords {
  v1::Person person;
  v1::CurriculumVitae curriculum;
};

// Equal bytes for equal content only; whoever keeps a hash of them keys it.
std::string ContentOf(const Folder& folder, const v1::ChecklistTemplate& checklist, const PersonRecords& records);

// Whether a fact that the checklist watches differs.
bool WatchedDiffer(const v1::ChecklistTemplate& checklist, const PersonRecords& before, const PersonRecords& after);

}  // namespace congress::dossiers
