// All that this service keeps of a person, as it is gathered, judged and deleted.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/index.pb.h"
#include "platform/content/own_files.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/erasure.h"

namespace congress::dossiers {

// What a person has under all their names, wherever it holds them back or goes with them.
struct Belongings {
  PersonNames names;
  std::vector<v1::PersonMerge> merges;
  std::vector<v1::Dossier> dossiers;
  std::vector<v1::Tenure> tenures;
  // Where they are holders or candidates.
  std::vector<v1::PositionSlot> slots;
  std::vector<v1::PersonnelProcess> processes;
  // With dossiers of theirs.
  std::vector<v1::PersonnelPlan> plans;
  std::vector<v1::Package> packages;
  std::vector<v1::Suspension> suspensions;
  std::vector<v1::StageEntry> stage_entries;
};

// Looks through what names persons where no index may tell who they are, so it reads all positions and processes.
absl::StatusOr<Belongings> BelongingsOf(rpc::Call& call, const std::string& person);

// FAILED_PRECONDITION `PERSON_HELD`.
absl::Status RequireErasable(const Belongings& theirs, absl::CivilDay today);

// Stages that everything is gone, their keys included, and tells in `erasure` how much that is and what stays.
absl::Status EraseAll(rpc::Call& call, const content::OwnFiles& files, const Belongings& theirs,
                      v1::PersonErasure* erasure);

}  // namespace congress::dossiers
