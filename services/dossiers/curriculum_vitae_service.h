// Adapter of congress.dossiers.v1.CurriculumVitaeService.
#pragma once

#include "congress/dossiers/v1/curriculum_vitae_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class CurriculumVitaeService {
 public:
  // The layout of papers outlives the service.
  explicit CurriculumVitaeService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::CurriculumVitae> GetCurriculumVitae(rpc::Call& call,
                                                         const v1::GetCurriculumVitaeRequest& request) const;
  absl::StatusOr<v1::CurriculumVitae> UpdateCurriculumVitae(rpc::Call& call,
                                                            const v1::UpdateCurriculumVitaeRequest& request) const;
  absl::StatusOr<v1::ExportCurriculumVitaeResponse> ExportCurriculumVitae(
      rpc::Call& call, const v1::ExportCurriculumVitaeRequest& request) const;

 private:
  const paper::Layout& layout_;
};

}  // namespace congress::dossiers
