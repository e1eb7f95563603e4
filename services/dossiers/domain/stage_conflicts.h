// What does not fit together among the entries of one person in all stages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "congress/dossiers/v1/completeness.pb.h"
#include "congress/dossiers/v1/eligibility.pb.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// An entry with what is looked up for it.
struct StageView {
  v1::StageEntry entry = {};
  // What people call the seat. Of an entry that the caller may not read, only what the stage is called.
  std::string title = {};
  // What people call an organisation of the entry that has ended; empty: none has.
  std::string ended = {};
  // What the rules say of the person on the cut-off day.
  std::vector<v1::Finding> findings = {};
  // Items of the dossier whose papers are no longer valid on the cut-off day.
  std::vector<v1::ItemStanding> expired = {};
};

// All conflicts of the person, in the order of the entries.
std::vector<v1::StageConflict> ConflictsOf(std::string_view person, const std::vector<StageView>& views,
                                           status::Language language);

// FAILED_PRECONDITION `STAGE_CONFLICT` where the entry of this name cannot be decided: another seat of its group is, or
// an organisation has ended.
absl::Status RequireDecidable(std::string_view name, const std::vector<StageView>& views);

}  // namespace congress::dossiers
