// What keeps the personnel part of a congress from being ready.
#pragma once

#include <vector>

#include "congress/dossiers/v1/completeness.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/dossiers/v1/position_slot.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// Blockers of one organisation that are told; further ones are counted. The board is read, and an answer must fit into
// a message.
inline constexpr int kMostBlockers = 20;

// Whether candidates are counted, or left out of what is judged and told.
enum class Candidates { kHidden, kCounted };

// Joins judged dossiers, positions and delegates without a dossier by organisation, told in `language`; `as_of` is the
// caller's to fill.
v1::GetDossierReadinessResponse JudgeReadiness(const std::vector<v1::DossierCompleteness>& dossiers,
                                               const std::vector<v1::PositionSlot>& slots, status::Language language,
                                               const std::vector<v1::DelegateRoll::Entry>& without = {},
                                               Candidates candidates = Candidates::kHidden);

}  // namespace congress::dossiers
