// Adapter of congress.dossiers.v1.PositionService.
#pragma once

#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

class PositionService final : public v1::PositionService::Service {
 public:
  explicit PositionService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreatePositionSlot(grpc::ServerContext* context, const v1::CreatePositionSlotRequest* request,
                                  v1::PositionSlot* response) override;
  grpc::Status BatchCreatePositionSlots(grpc::ServerContext* context,
                                        const v1::BatchCreatePositionSlotsRequest* request,
                                        v1::BatchCreatePositionSlotsResponse* response) override;
  grpc::Status GetPositionSlot(grpc::ServerContext* context, const v1::GetPositionSlotRequest* request,
                               v1::PositionSlot* response) override;
  grpc::Status ListPositionSlots(grpc::ServerContext* context, const v1::ListPositionSlotsRequest* request,
                                 v1::ListPositionSlotsResponse* response) override;
  grpc::Status UpdatePositionSlot(grpc::ServerContext* context, const v1::UpdatePositionSlotRequest* request,
                                  v1::PositionSlot* response) override;
  grpc::Status ProposePositionSlot(grpc::ServerContext* context, const v1::ProposePositionSlotRequest* request,
                                   v1::PositionSlot* response) override;
  grpc::Status FillPositionSlot(grpc::ServerContext* context, const v1::FillPositionSlotRequest* request,
                                v1::PositionSlot* response) override;
  grpc::Status VacatePositionSlot(grpc::ServerContext* context, const v1::VacatePositionSlotRequest* request,
                                  v1::PositionSlot* response) override;

 private:
  rpc::Gate& gate_;
  const rpc::Repository<v1::PositionSlot> slots_{"dossiers.positions.read"};
  const rpc::Repository<v1::Person> persons_{"dossiers.persons.read"};
};

}  // namespace congress::dossiers
