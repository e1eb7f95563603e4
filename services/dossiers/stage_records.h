// Where the entries of the four stages are kept, and how all of one person are found.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "platform/rpc/repository.h"
#include "services/dossiers/persons.h"

namespace congress::dossiers {

// Their person is graded, so they lie under keys of their own, and StagesOf finds those of a person.
inline const rpc::Repository<v1::StageEntry> kStageEntries(
    "dossiers.stages.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::StageEntry::organisation)},
            {.field = "stage",
             .values = [](const v1::StageEntry& one) { return std::vector{v1::Stage_Name(one.stage())}; }}}},
    [](const v1::StageEntry& one) { return one.name(); });

inline constexpr std::string_view kStageFile = "stageEntries";

// All entries of the person, under whichever name they were made, in the order in which they were. Without
// authorisation; nothing may have come to them at the commit: two that are made or decided at once collide.
absl::StatusOr<std::vector<v1::StageEntry>> StagesOf(rpc::Call& call, const Names& person);

}  // namespace congress::dossiers
