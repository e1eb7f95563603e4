// Adapter of congress.dossiers.v1.StageService.
#pragma once

#include <string>
#include <string_view>

#include "congress/dossiers/v1/stage_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class StageService {
 public:
  absl::StatusOr<v1::StageEntry> CreateStageEntry(rpc::Call& call, const v1::CreateStageEntryRequest& request) const;
  absl::StatusOr<v1::BatchCreateStageEntriesResponse> BatchCreateStageEntries(
      rpc::Call& call, const v1::BatchCreateStageEntriesRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportStageEntries(rpc::Call& call,
                                                              const v1::ImportStageEntriesRequest& request) const;
  absl::StatusOr<v1::StageEntry> GetStageEntry(rpc::Call& call, const v1::GetStageEntryRequest& request) const;
  absl::StatusOr<v1::ListStageEntriesResponse> ListStageEntries(rpc::Call& call,
                                                                const v1::ListStageEntriesRequest& request) const;
  absl::StatusOr<v1::StageEntry> UpdateStageEntry(rpc::Call& call, const v1::UpdateStageEntryRequest& request) const;
  absl::StatusOr<v1::StageEntry> AdvanceStageEntry(rpc::Call& call, const v1::AdvanceStageEntryRequest& request) const;
  absl::StatusOr<v1::StageEntry> WithdrawStageEntry(rpc::Call& call,
                                                    const v1::WithdrawStageEntryRequest& request) const;
  absl::StatusOr<v1::PersonStagesView> GetPersonStages(rpc::Call& call,
                                                       const v1::GetPersonStagesRequest& request) const;
  absl::StatusOr<v1::ListStageConflictsResponse> ListStageConflicts(rpc::Call& call,
                                                                    const v1::ListStageConflictsRequest& request) const;
  absl::StatusOr<v1::PreviewStageDecisionResponse> PreviewStageDecision(
      rpc::Call& call, const v1::PreviewStageDecisionRequest& request) const;
  absl::StatusOr<v1::DecideArrangementResponse> DecideArrangement(rpc::Call& call,
                                                                  const v1::DecideArrangementRequest& request) const;
  absl::StatusOr<v1::ArrangementSums> GetArrangementSums(rpc::Call& call,
                                                         const v1::GetArrangementSumsRequest& request) const;
};

}  // namespace congress::dossiers
