// Where the entries of the four stages are kept, and how all of one person are found.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "platform/rpc/repository.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::StageEntry> kStageEntries(
    "dossiers.stages.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::StageEntry::organisation)},
            {.field = "stage",
             .values = [](const v1::StageEntry& one) { return std::vector{v1::Stage_Name(one.stage())}; }}},
     .of_all = "persons/-/stageEntries/"},
    [](const v1::StageEntry& one) { return PersonOf(one.name()); });

// Every entry of a person: two that are made at the same time collide on it.
inline const rpc::Repository<v1::PersonStages> kPersonStages(rpc::kUnlisted);

inline v1::PersonStages NewPersonStages(const std::string& person) {
  v1::PersonStages stages;
  stages.set_name(person + "/stages");
  return stages;
}

// Stages that the entries of an alias are judged with those of the record that stands for it, under the names that they
// have. Returns these.
absl::StatusOr<std::vector<std::string>> JoinStages(rpc::Call& call, const std::string& alias, const std::string& kept);

// Takes that back.
absl::Status PartStages(rpc::Call& call, const std::string& alias, const std::string& kept);

}  // namespace congress::dossiers
