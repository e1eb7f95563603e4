// Dossiers as they lay before their papers were resources.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/dossiers/domain/folder.h"

namespace congress::dossiers {

// What an old record becomes: the dossier with the trail that its reviews tell, and its papers apart, all of them live,
// under the names that they had. DATA_LOSS for one that cannot be read. Nothing to do for a dossier that has a trail.
absl::StatusOr<Folder> Expand(std::string_view record);

}  // namespace congress::dossiers
