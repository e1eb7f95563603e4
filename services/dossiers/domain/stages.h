// What is planned for a person in one of the four stages, from its entry to its outcome.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// Whether it is decided or counts for a decision to come.
bool Stands(const v1::StageEntry& entry);

// Whether nobody has decided it yet.
bool IsOpen(const v1::StageEntry& entry);

bool IsArrangement(const v1::StageEntry& entry);

// `FIELDS_INVALID`, naming fields below `path`: what another stage asks for, a place and a policy at once.
absl::Status CheckEntry(const v1::StageEntry& entry, std::string_view path);

// A new entry of the person; `seat` is what the rules say of its seat, null for an arrangement.
v1::StageEntry EnterStage(std::string_view name, v1::StageEntry wanted, const v1::StageRule* seat, const Actor& actor);

// FAILED_PRECONDITION `STAGE_STATE` unless it is open; `FIELDS_INVALID` as CheckEntry.
absl::StatusOr<v1::StageEntry> ReviseStage(v1::StageEntry entry, const Actor& actor);

// The same, one step further. FAILED_PRECONDITION `STAGE_STATE` for any other step, and for the decision on an
// arrangement; `FIELDS_INVALID` where a decision is needed and none is named.
absl::StatusOr<v1::StageEntry> AdvanceStage(v1::StageEntry entry, v1::StageEntry::State state, const v1::Basis& basis,
                                            const Actor& actor);

// FAILED_PRECONDITION `STAGE_STATE` when it is withdrawn already.
absl::StatusOr<v1::StageEntry> WithdrawStage(v1::StageEntry entry, const std::string& reason, const Actor& actor);

// FAILED_PRECONDITION `STAGE_STATE` unless it is an open arrangement, `ARRANGEMENT_OPEN` when it leads nowhere.
absl::StatusOr<v1::StageEntry> DecideArrangement(v1::StageEntry entry, const v1::Basis& basis, const Actor& actor);

}  // namespace congress::dossiers
