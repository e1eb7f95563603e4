#include "platform/operations/operation_service.h"

#include "google/rpc/error_details.pb.h"
#include "platform/auth/principal.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::operations {
namespace {

using v1::Operation;

// The operation as the caller reads it.
Operation Shown(const rpc::Call& call, Operation operation) {
  if (operation.clearance() > call.principal().clearance) {
    // How much there is to do tells as much.
    operation.clear_progress();
    operation.clear_response();
    operation.clear_error();
  }
  google::rpc::LocalizedMessage localized;
  for (const google::protobuf::Any& detail : operation.error().details()) {
    if (call.language() != status::Language::kVietnamese || !detail.UnpackTo(&localized)) continue;
    operation.mutable_error()->set_message(localized.message());
  }
  v1::Progress& progress = *operation.mutable_progress();
  if (progress.unit() == v1::Progress::UNIT_UNSPECIFIED) return operation;
  status::Metadata metadata = {{"done", StrCat(progress.done())}, {"total", StrCat(progress.total())}};
  if (progress.total() == 0) metadata.emplace_back("cause", "open");
  progress.set_text(status::Say(progress.unit(), metadata).In(call.language()));
  return operation;
}

}  // namespace

absl::StatusOr<Operation> OperationService::GetOperation(rpc::Call& call,
                                                         const v1::GetOperationRequest& request) const {
  ASSIGN_OR_RETURN(Operation operation, Operations::all().Get(call, request.name()));
  return Shown(call, std::move(operation));
}

absl::StatusOr<v1::ListOperationsResponse> OperationService::ListOperations(
    rpc::Call& call, const v1::ListOperationsRequest& request) const {
  call.Filtered();
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), operations_.service()));
  ASSIGN_OR_RETURN(auto page, Operations::all().Find(call, operations_.prefix(), rpc::PageOf(request)));
  v1::ListOperationsResponse answer;
  for (Operation& operation : page.items) *answer.add_operations() = Shown(call, std::move(operation));
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::Status OperationService::WaitOperation(rpc::Call& call, const v1::WaitOperationRequest& request,
                                             rpc::Writer<Operation>& writer) const {
  std::string shown;
  store::Revision seen = 0;
  while (true) {
    ASSIGN_OR_RETURN(Operation operation, Operations::all().Get(call, request.name()));
    const bool running = operation.state() == Operation::RUNNING;
    if (operation.etag() != shown) {
      shown = operation.etag();
      RETURN_IF_ERROR(writer.Write(Shown(call, std::move(operation))));
    }
    if (!running) return absl::OkStatus();
    store::Revision newest = seen;
    while (newest <= seen) {
      ASSIGN_OR_RETURN(newest, operations_.gate().AwaitCommit(call, seen));
    }
    seen = newest;
  }
}

absl::StatusOr<Operation> OperationService::CancelOperation(rpc::Call& call,
                                                            const v1::CancelOperationRequest& request) const {
  ASSIGN_OR_RETURN(Operation operation, Operations::all().Get(call, request.name()));
  if (operation.state() == Operation::RUNNING && !operation.cancel_requested()) {
    operation.set_cancel_requested(true);
    operation = Operations::all().Put(call, std::move(operation));
  }
  return Shown(call, std::move(operation));
}

absl::StatusOr<Operation> OperationService::RebuildIndexes(rpc::Call& call,
                                                           const v1::RebuildIndexesRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), operations_.service()));
  return operations_.Begin(call, kRebuildIndexes, auth::kProvince, request);
}

absl::StatusOr<Operation> OperationService::RewrapKeys(rpc::Call& call, const v1::RewrapKeysRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), operations_.service()));
  return operations_.Begin(call, kRewrapKeys, auth::kProvince, request);
}

rpc::Bind<OperationService> OperationMethods(Operations& operations) {
  return rpc::Bind("congress.operations.v1.OperationService", std::make_shared<OperationService>(operations))
      .On("GetOperation", &OperationService::GetOperation)
      .On("ListOperations", &OperationService::ListOperations)
      .On("WaitOperation", &OperationService::WaitOperation)
      .On("CancelOperation", &OperationService::CancelOperation)
      .On("RebuildIndexes", &OperationService::RebuildIndexes)
      .On("RewrapKeys", &OperationService::RewrapKeys);
}

}  // namespace congress::operations
