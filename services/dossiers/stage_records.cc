#include "services/dossiers/stage_records.h"

#include <string>

#include "platform/status/macros.h"
#include "services/dossiers/filed.h"

namespace congress::dossiers {

absl::StatusOr<std::vector<v1::StageEntry>> StagesOf(rpc::Call& call, const Names& person) {
  std::vector<v1::StageEntry> entries;
  for (const std::string& name : person.all) {
    ASSIGN_OR_RETURN(const std::vector<std::string> filed, FiledUnder(call, kStageFile, name));
    for (const std::string& entry : filed) {
      ASSIGN_OR_RETURN(entries.emplace_back(), kStageEntries.Load(call, entry));
    }
  }
  return entries;
}

}  // namespace congress::dossiers
