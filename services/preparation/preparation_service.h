// Serves congresses, their preparations and the readiness board.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/preparation/peers.h"
#include "services/preparation/worker.h"

namespace congress::preparation {

class PreparationService final : public v1::PreparationService::Service {
 public:
  // All outlive this object. The worker is woken when a preparation starts or goes on.
  PreparationService(rpc::Gate& gate, const Peers& peers, std::shared_ptr<Worker> worker)
      : gate_(gate), peers_(peers), worker_(std::move(worker)) {}

  grpc::Status CreateCongress(grpc::ServerContext* context, const v1::CreateCongressRequest* request,
                              v1::Congress* response) override;
  grpc::Status GetCongress(grpc::ServerContext* context, const v1::GetCongressRequest* request,
                           v1::Congress* response) override;
  grpc::Status ListCongresses(grpc::ServerContext* context, const v1::ListCongressesRequest* request,
                              v1::ListCongressesResponse* response) override;
  grpc::Status UpdateCongress(grpc::ServerContext* context, const v1::UpdateCongressRequest* request,
                              v1::Congress* response) override;
  grpc::Status StartPreparation(grpc::ServerContext* context, const v1::StartPreparationRequest* request,
                                v1::Preparation* response) override;
  grpc::Status GetPreparation(grpc::ServerContext* context, const v1::GetPreparationRequest* request,
                              v1::Preparation* response) override;
  grpc::Status ResumePreparation(grpc::ServerContext* context, const v1::ResumePreparationRequest* request,
                                 v1::Preparation* response) override;
  grpc::Status GetReadiness(grpc::ServerContext* context, const v1::GetReadinessRequest* request,
                            v1::Readiness* response) override;

 private:
  absl::StatusOr<v1::Congress> Create(rpc::Call& call, std::string_view id, v1::Congress congress);

  rpc::Gate& gate_;
  const Peers peers_;
  const std::shared_ptr<Worker> worker_;
  const rpc::Repository<v1::Congress> congresses_{"preparation.congresses.read"};
  const rpc::Repository<v1::Preparation> preparations_{"preparation.preparations.read"};
};

}  // namespace congress::preparation
