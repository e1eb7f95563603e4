#include "platform/operations/operation_service.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "platform/auth/principal.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::operations {
namespace {

using v1::Operation;

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Whether one of the resources that the message names, at any depth, `concerns` the caller.
absl::StatusOr<bool> NamesTheirOwn(const Message& message,
                                   absl::FunctionRef<absl::StatusOr<bool>(const std::string&)> concerns) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool text = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (!text && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      const bool many = field->is_repeated();
      if (!text) {
        const Message& part =
            many ? reflection.GetRepeatedMessage(message, field, i) : reflection.GetMessage(message, field);
        ASSIGN_OR_RETURN(const bool own, NamesTheirOwn(part, concerns));
        if (own) return true;
        continue;
      }
      const std::string value =
          many ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field);
      if (!absl::StrContains(value, '/')) continue;
      ASSIGN_OR_RETURN(const bool own, concerns(value));
      if (own) return true;
    }
  }
  return false;
}

// Whether the answer names what is about the caller, who would learn by it that there is something.
absl::StatusOr<bool> IsAboutCaller(rpc::Call& call, const rpc::Concerns& concerns, const Operation& operation) {
  if (!concerns || call.principal().person.empty() || !operation.has_response()) return false;
  const std::string& url = operation.response().type_url();
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
  if (type == nullptr) return false;
  const auto* blank = google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
  const std::unique_ptr<Message> response(blank->New());
  if (!operation.response().UnpackTo(response.get())) return false;
  return NamesTheirOwn(*response, [&](const std::string& name) { return concerns(call, name, operation.clearance()); });
}

// The operation as the caller reads it.
absl::StatusOr<Operation> Shown(rpc::Call& call, const rpc::Concerns& concerns, Operation operation) {
  ASSIGN_OR_RETURN(const bool own, IsAboutCaller(call, concerns, operation));
  if (own || operation.clearance() > call.principal().clearance) {
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
  return Shown(call, concerns_, std::move(operation));
}

absl::StatusOr<v1::ListOperationsResponse> OperationService::ListOperations(
    rpc::Call& call, const v1::ListOperationsRequest& request) const {
  call.Filtered();
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), operations_.service()));
  ASSIGN_OR_RETURN(auto page, Operations::all().Find(call, operations_.prefix(), rpc::PageOf(request)));
  v1::ListOperationsResponse answer;
  for (Operation& operation : page.items) {
    ASSIGN_OR_RETURN(*answer.add_operations(), Shown(call, concerns_, std::move(operation)));
  }
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
      ASSIGN_OR_RETURN(Operation told, Shown(call, concerns_, std::move(operation)));
      RETURN_IF_ERROR(writer.Write(std::move(told)));
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
  return Shown(call, concerns_, std::move(operation));
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

rpc::Bind<OperationService> OperationMethods(Operations& operations, rpc::Concerns concerns) {
  return rpc::Bind("congress.operations.v1.OperationService",
                   std::make_shared<OperationService>(operations, std::move(concerns)))
      .On("GetOperation", &OperationService::GetOperation)
      .On("ListOperations", &OperationService::ListOperations)
      .On("WaitOperation", &OperationService::WaitOperation)
      .On("CancelOperation", &OperationService::CancelOperation)
      .On("RebuildIndexes", &OperationService::RebuildIndexes)
      .On("RewrapKeys", &OperationService::RewrapKeys);
}

}  // namespace congress::operations
