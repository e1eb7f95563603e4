#include "services/dossiers/stage_records.h"

#include <algorithm>
#include <utility>

#include "platform/status/macros.h"

namespace congress::dossiers {

absl::StatusOr<std::vector<std::string>> JoinStages(rpc::Call& call, const std::string& alias,
                                                    const std::string& kept) {
  ASSIGN_OR_RETURN(const v1::PersonStages theirs, kPersonStages.LoadOr(call, NewPersonStages(alias)));
  if (theirs.entries().empty()) return std::vector<std::string>();
  ASSIGN_OR_RETURN(v1::PersonStages all, kPersonStages.LoadOr(call, NewPersonStages(kept)));
  all.mutable_entries()->MergeFrom(theirs.entries());
  kPersonStages.Put(call, std::move(all));
  return std::vector<std::string>(theirs.entries().begin(), theirs.entries().end());
}

absl::Status PartStages(rpc::Call& call, const std::string& alias, const std::string& kept) {
  ASSIGN_OR_RETURN(const v1::PersonStages theirs, kPersonStages.LoadOr(call, NewPersonStages(alias)));
  if (theirs.entries().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::PersonStages all, kPersonStages.LoadOr(call, NewPersonStages(kept)));
  auto& entries = *all.mutable_entries();
  entries.erase(
      std::remove_if(entries.begin(), entries.end(), [&](const std::string& name) { return PersonOf(name) == alias; }),
      entries.end());
  kPersonStages.Put(call, std::move(all));
  return absl::OkStatus();
}

}  // namespace congress::dossiers
