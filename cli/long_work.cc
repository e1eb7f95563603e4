#include "cli/long_work.h"

#include <atomic>
#include <string>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "cli/interrupt.h"
#include "cli/language.h"
#include "cli/progress_line.h"
#include "congress/annotations/v1/options.pb.h"
#include "congress/operations/v1/operation_service.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"

namespace congress::cli {
namespace {

using operations::v1::Operation;

void Cancel(const Connection& connection, const std::string& operation) {
  operations::v1::CancelOperationRequest cancel;
  cancel.set_name(operation);
  Operation ignored;
  connection.Call(cancel, &ignored).IgnoreError();
}

void Tell(const status::Sentence& sentence) { ProgressLine::Tell(sentence.In(LanguageOfUser())); }

// Ctrl-C as the wish to cancel, also before the operation has a name.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(const Connection& connection)
      : interrupt_([this, &connection] {
          named_.WaitForNotification();
          if (name_.empty() || over_) return;
          Tell({.en = "Cancelling. Ctrl-C again leaves the work running.",
                .vi = "Đang hủy. Nhấn Ctrl-C lần nữa để thoát, công việc vẫn tiếp tục."});
          Cancel(connection, name_);
        }) {}
  ~CancelOnInterrupt() {
    over_ = true;
    if (!named_.HasBeenNotified()) named_.Notify();
  }

  void Named(const std::string& name) {
    name_ = name;
    named_.Notify();
  }
  bool asked() const { return interrupt_.happened(); }

 private:
  std::atomic<bool> over_ = false;
  std::string name_;
  absl::Notification named_;
  const OnInterrupt interrupt_;
};

absl::Status Follow(const Connection& connection, const CancelOnInterrupt& interrupt, Operation* operation) {
  const auto* service =
      operations::v1::WaitOperationRequest::descriptor()->file()->FindServiceByName("OperationService");
  operations::v1::WaitOperationRequest request;
  request.set_name(operation->name());
  absl::Status ended;
  {
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
  if (operation->state() == Operation::DONE && interrupt.asked()) {
    Tell({.en = "It was too late to cancel; the work is done.", .vi = "Không kịp hủy; công việc đã hoàn thành."});
  }
  return operation->state() == Operation::DONE ? absl::OkStatus() : ended;
}

}  // namespace

bool BeginsOperation(const google::protobuf::MethodDescriptor& method) {
  return method.output_type()->full_name() == Operation::descriptor()->full_name() && !method.server_streaming() &&
         method.name() != "GetOperation" && method.name() != "CancelOperation";
}

absl::Status BeginAndFollow(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                            const google::protobuf::Message& request, Operation* operation) {
  CancelOnInterrupt interrupt(connection);
  RETURN_IF_ERROR(connection.Call(method, request, operation));
  interrupt.Named(operation->name());
  return Follow(connection, interrupt, operation);
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
