// Templates of personnel processes.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new template. `FIELDS_INVALID` lists what is wrong with its steps: ids that come twice, a ballot without base or
// threshold, a review with either, a share above the whole.
absl::StatusOr<v1::ProcessTemplate> Lay(std::string_view id, v1::ProcessTemplate rules, const Actor& actor);

}  // namespace congress::dossiers
