#include "cli/long_work.h"

#include <atomic>

#include "absl/time/clock.h"
#include "cli/interrupt.h"
#include "cli/progress_line.h"
#include "congress/annotations/v1/options.pb.h"
#include "congress/operations/v1/operation_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "platform/status/macros.h"

namespace congress::cli {
namespace {

using operations::v1::Operation;

void Cancel(const Connection& connection, const std::string& operation) {
  operations::v1::CancelOperationRequest cancel;
  cancel.set_name(operation);
  Operation ignored;
  connection.Call(cancel, &ignored).IgnoreError();
}

absl::Status Follow(const Connection& connection, Operation* operation) {
  const auto* service =
      operations::v1::WaitOperationRequest::descriptor()->file()->FindServiceByName("OperationService");
  operations::v1::WaitOperationRequest request;
  request.set_name(operation->name());
  absl::Status ended;
  {
    const OnInterrupt interrupt([&, name = operation->name()] { Cancel(connection, name); });
    ProgressLine line;
    Operation seen;
    // A stream that was cut is begun again; the operation goes on meanwhile.
    while (operation->state() == Operation::RUNNING) {
      ended = connection.Follow(*service->FindMethodByName("WaitOperation"), request, &seen, {},
                                [&](google::protobuf::Message& message) {
                                  *operation = static_cast<const Operation&>(message);
                                  line.Show(operation->progress().text());
                                  return absl::OkStatus();
                                });
      if (!ended.ok() && !absl::IsUnavailable(ended) && !absl::IsDeadlineExceeded(ended)) break;
      if (!ended.ok()) absl::SleepFor(absl::Milliseconds(300));
    }
  }
  if (operation->state() == Operation::FAILED) {
    return absl::Status(static_cast<absl::StatusCode>(operation->error().code()), operation->error().message());
  }
  if (operation->state() == Operation::CANCELLED) return absl::CancelledError("The operation was cancelled.");
  return operation->state() == Operation::DONE ? absl::OkStatus() : ended;
}

}  // namespace

bool BeginsOperation(const google::protobuf::MethodDescriptor& method) {
  return method.output_type()->full_name() == Operation::descriptor()->full_name() && !method.server_streaming() &&
         method.name() != "GetOperation" && method.name() != "CancelOperation";
}

absl::Status BeginAndFollow(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                            const google::protobuf::Message& request, Operation* operation) {
  std::atomic<bool> unwanted = false;
  {
    // Who is impatient before there is anything to cancel means it all the same.
    const OnInterrupt interrupt([&] { unwanted = true; });
    RETURN_IF_ERROR(connection.Call(method, request, operation));
  }
  if (unwanted) Cancel(connection, operation->name());
  return Follow(connection, operation);
}

const google::protobuf::MethodDescriptor* MethodBySteps(const google::protobuf::MethodDescriptor& method) {
  return method.service()->FindMethodByName(method.options().GetExtension(annotations::v1::method).by_steps());
}

absl::Status CallBySteps(const Connection& connection, const google::protobuf::MethodDescriptor& by_steps,
                         const google::protobuf::Message& request, google::protobuf::Message* answer) {
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<google::protobuf::Message> same(factory.GetPrototype(by_steps.input_type())->New());
  if (!same->ParseFromString(request.SerializeAsString())) return absl::InternalError("The request cannot be read.");
  same->DiscardUnknownFields();
  Operation operation;
  RETURN_IF_ERROR(BeginAndFollow(connection, by_steps, *same, &operation));
  return answer->ParseFromString(operation.response().value()) ? absl::OkStatus()
                                                               : absl::InternalError("The response cannot be read.");
}

}  // namespace congress::cli
