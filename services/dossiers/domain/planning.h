// The planning list: put forward, approved, taken off.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/planning_entry.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new entry.
v1::PlanningEntry PutForward(std::string_view id, v1::PlanningEntry entry, const Actor& actor);

// `FIELDS_INVALID` for a basis that names nothing; FAILED_PRECONDITION `PLANNING_STATE` unless it is proposed.
absl::StatusOr<v1::PlanningEntry> ApproveEntry(v1::PlanningEntry entry, const v1::Basis& basis, const Actor& actor);

// `FIELDS_INVALID` for a basis that names nothing; FAILED_PRECONDITION `PLANNING_STATE` when it is off already.
absl::StatusOr<v1::PlanningEntry> RemoveEntry(v1::PlanningEntry entry, const std::string& reason,
                                              const v1::Basis& basis, const Actor& actor);

// The list of an organisation for a term and a kind of positions.
std::string PlanningListName(std::string_view organisation, std::string_view term, std::string_view position_kind);

// FAILED_PRECONDITION `NOT_ON_PLANNING_LIST`.
absl::Status NotPlanned(const std::string& person, const std::string& term, const std::string& position_kind);

}  // namespace congress::dossiers
