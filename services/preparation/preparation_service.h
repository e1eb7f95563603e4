// Serves congresses, their preparations and the readiness board.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "congress/preparation/v1/preparation_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"
#include "services/preparation/peers.h"
#include "services/preparation/worker.h"

namespace congress::preparation {

class PreparationService {
 public:
  // The worker is woken when a preparation starts or goes on. The peers outlive this object.
  PreparationService(const Peers& peers, std::shared_ptr<Worker> worker) : peers_(peers), worker_(std::move(worker)) {}

  absl::StatusOr<v1::Congress> CreateCongress(rpc::Call& call, const v1::CreateCongressRequest& request) const;
  absl::StatusOr<v1::Congress> GetCongress(rpc::Call& call, const v1::GetCongressRequest& request) const;
  absl::StatusOr<v1::ListCongressesResponse> ListCongresses(rpc::Call& call,
                                                            const v1::ListCongressesRequest& request) const;
  absl::StatusOr<v1::Congress> UpdateCongress(rpc::Call& call, const v1::UpdateCongressRequest& request) const;
  absl::StatusOr<v1::Preparation> StartPreparation(rpc::Call& call, const v1::StartPreparationRequest& request) const;
  absl::StatusOr<v1::Preparation> GetPreparation(rpc::Call& call, const v1::GetPreparationRequest& request) const;
  absl::StatusOr<v1::Preparation> ResumePreparation(rpc::Call& call, const v1::ResumePreparationRequest& request) const;
  absl::StatusOr<v1::Readiness> GetReadiness(rpc::Call& call, const v1::GetReadinessRequest& request) const;
  absl::StatusOr<v1::MergerPreview> PreviewMerger(rpc::Call& call, const v1::PreviewMergerRequest& request) const;
  absl::StatusOr<v1::DelegateStructure> GetDelegateStructure(rpc::Call& call,
                                                             const v1::GetDelegateStructureRequest& request) const;

 private:
  absl::StatusOr<v1::Congress> Create(rpc::Call& call, std::string_view id, v1::Congress congress) const;

  const Peers peers_;
  const std::shared_ptr<Worker> worker_;
  const rpc::Repository<v1::Congress> congresses_{"preparation.congresses.read"};
  const rpc::Repository<v1::Preparation> preparations_{rpc::kPart, "preparation.preparations.read"};
};

}  // namespace congress::preparation
