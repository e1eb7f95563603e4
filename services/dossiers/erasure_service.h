// Adapter of congress.dossiers.v1.ErasureService.
#pragma once

#include "congress/dossiers/v1/erasure_service.pb.h"
#include "platform/content/own_files.h"
#include "platform/operations/operations.h"
#include "platform/rpc/call.h"
#include "platform/rpc/gate.h"

namespace congress::dossiers {

class ErasureService {
 public:
  // All outlive the service. What was erased is taken out of the gate's kept answers and out of its store's files.
  ErasureService(rpc::Gate& gate, operations::Operations& operations, const content::OwnFiles& files);

  absl::StatusOr<v1::PersonErasure> RequestErasure(rpc::Call& call, const v1::RequestErasureRequest& request) const;
  absl::StatusOr<v1::PersonErasure> WithdrawErasure(rpc::Call& call, const v1::WithdrawErasureRequest& request) const;
  absl::StatusOr<v1::ErasePersonResponse> ErasePerson(rpc::Call& call, const v1::ErasePersonRequest& request) const;
  absl::StatusOr<v1::PersonErasure> GetPersonErasure(rpc::Call& call, const v1::GetPersonErasureRequest& request) const;
  absl::StatusOr<v1::ListPersonErasuresResponse> ListPersonErasures(rpc::Call& call,
                                                                    const v1::ListPersonErasuresRequest& request) const;

 private:
  operations::Operations& operations_;
  const content::OwnFiles& files_;
};

}  // namespace congress::dossiers
