// Adapter of congress.dossiers.v1.PlanningService.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "congress/dossiers/v1/planning_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class PlanningService {
 public:
  absl::StatusOr<v1::PlanningEntry> CreatePlanningEntry(rpc::Call& call,
                                                        const v1::CreatePlanningEntryRequest& request) const;
  absl::StatusOr<v1::BatchCreatePlanningEntriesResponse> BatchCreatePlanningEntries(
      rpc::Call& call, const v1::BatchCreatePlanningEntriesRequest& request) const;
  absl::StatusOr<v1::PlanningEntry> GetPlanningEntry(rpc::Call& call, const v1::GetPlanningEntryRequest& request) const;
  absl::StatusOr<v1::ListPlanningEntriesResponse> ListPlanningEntries(
      rpc::Call& call, const v1::ListPlanningEntriesRequest& request) const;
  absl::StatusOr<v1::PlanningEntry> ApprovePlanningEntry(rpc::Call& call,
                                                         const v1::ApprovePlanningEntryRequest& request) const;
  absl::StatusOr<v1::PlanningEntry> RemovePlanningEntry(rpc::Call& call,
                                                        const v1::RemovePlanningEntryRequest& request) const;

 private:
  absl::StatusOr<v1::PlanningEntry> Create(rpc::Call& call, std::string_view id, const v1::PlanningEntry& wanted) const;
};

// The approved entry of the person on the list of the organisation, or of one for which it goes on.
absl::StatusOr<std::optional<v1::PlanningEntry>> PlannedBy(rpc::Call& call, const std::string& organisation,
                                                           const std::string& term, const std::string& position_kind,
                                                           const std::string& person);

// FAILED_PRECONDITION `NOT_ON_PLANNING_LIST` unless the person is approved on the list of the organisation, or of one
// for which it goes on.
absl::Status RequirePlanned(rpc::Call& call, const std::string& organisation, const std::string& term,
                            const std::string& position_kind, const std::string& person);

}  // namespace congress::dossiers
