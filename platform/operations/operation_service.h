// Serves a service's long work; every process has it.
#pragma once

#include "congress/operations/v1/operation_service.pb.h"
#include "platform/operations/operations.h"
#include "platform/rpc/concerns.h"
#include "platform/rpc/methods.h"

namespace congress::operations {

// The kind of operation that RebuildIndexes begins.
inline constexpr std::string_view kRebuildIndexes = "RebuildIndexes";
// And RewrapKeys.
inline constexpr std::string_view kRewrapKeys = "RewrapKeys";

class OperationService {
 public:
  // `concerns` may be null.
  OperationService(Operations& operations, rpc::Concerns concerns)
      : operations_(operations), concerns_(std::move(concerns)) {}

  absl::StatusOr<v1::Operation> GetOperation(rpc::Call& call, const v1::GetOperationRequest& request) const;
  absl::StatusOr<v1::ListOperationsResponse> ListOperations(rpc::Call& call,
                                                            const v1::ListOperationsRequest& request) const;
  absl::Status WaitOperation(rpc::Call& call, const v1::WaitOperationRequest& request,
                             rpc::Writer<v1::Operation>& writer) const;
  absl::StatusOr<v1::Operation> CancelOperation(rpc::Call& call, const v1::CancelOperationRequest& request) const;
  absl::StatusOr<v1::Operation> RebuildIndexes(rpc::Call& call, const v1::RebuildIndexesRequest& request) const;
  absl::StatusOr<v1::Operation> RewrapKeys(rpc::Call& call, const v1::RewrapKeysRequest& request) const;

 private:
  Operations& operations_;
  const rpc::Concerns concerns_;
};

// The table of its methods.
rpc::Bind<OperationService> OperationMethods(Operations& operations, rpc::Concerns concerns = nullptr);

}  // namespace congress::operations
