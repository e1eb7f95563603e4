// Adapter of congress.dossiers.v1.PositionService.
#pragma once

#include <vector>

#include "congress/dossiers/v1/freeze_period.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/position_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class PositionService {
 public:
  absl::StatusOr<v1::PositionSlot> CreatePositionSlot(rpc::Call& call,
                                                      const v1::CreatePositionSlotRequest& request) const;
  absl::StatusOr<v1::BatchCreatePositionSlotsResponse> BatchCreatePositionSlots(
      rpc::Call& call, const v1::BatchCreatePositionSlotsRequest& request) const;
  absl::StatusOr<v1::PositionSlot> GetPositionSlot(rpc::Call& call, const v1::GetPositionSlotRequest& request) const;
  absl::StatusOr<v1::ListPositionSlotsResponse> ListPositionSlots(rpc::Call& call,
                                                                  const v1::ListPositionSlotsRequest& request) const;
  absl::StatusOr<v1::PositionSlot> UpdatePositionSlot(rpc::Call& call,
                                                      const v1::UpdatePositionSlotRequest& request) const;
  absl::StatusOr<v1::PositionSlot> ProposePositionSlot(rpc::Call& call,
                                                       const v1::ProposePositionSlotRequest& request) const;
  absl::StatusOr<v1::PositionSlot> WithdrawPositionSlot(rpc::Call& call,
                                                        const v1::WithdrawPositionSlotRequest& request) const;
  absl::StatusOr<v1::Tenure> FillPositionSlot(rpc::Call& call, const v1::FillPositionSlotRequest& request) const;
  absl::StatusOr<v1::BatchFillPositionSlotsResponse> BatchFillPositionSlots(
      rpc::Call& call, const v1::BatchFillPositionSlotsRequest& request) const;
  absl::StatusOr<v1::Tenure> VacatePositionSlot(rpc::Call& call, const v1::VacatePositionSlotRequest& request) const;
  absl::StatusOr<v1::Tenure> CorrectTenure(rpc::Call& call, const v1::CorrectTenureRequest& request) const;
  absl::StatusOr<v1::Tenure> GetTenure(rpc::Call& call, const v1::GetTenureRequest& request) const;
  absl::StatusOr<v1::ListTenuresResponse> ListTenures(rpc::Call& call, const v1::ListTenuresRequest& request) const;

 private:
  // `path`: where the request holds the position and the id that it says.
  absl::StatusOr<v1::PositionSlot> Create(rpc::Call& call, const std::string& parent, std::string_view said,
                                          const v1::PositionSlot& wanted, const std::string& path) const;
  absl::StatusOr<v1::Tenure> Fill(rpc::Call& call, const v1::FillPositionSlotRequest& request,
                                  const std::vector<v1::FreezePeriod>& freezes) const;
};

}  // namespace congress::dossiers
