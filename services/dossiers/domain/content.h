// What a reviewer judges, as bytes: the template, the live papers, the facts of the person that the checklist watches,
// and what they stand for.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// Equal bytes for equal content only; whoever keeps a hash of them keys it.
std::string ContentOf(const Folder& folder, const v1::ChecklistTemplate& checklist, const v1::Person& person);

// Whether a field that the checklist watches differs.
bool WatchedDiffer(const v1::ChecklistTemplate& checklist, const v1::Person& before, const v1::Person& after);

}  // namespace congress::dossiers
