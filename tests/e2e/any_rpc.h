// Any RPC of the suite by its descriptor: messages without generated code, calls without generated stubs.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace congress::e2e {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Every service of packages `congress.*` in the embedded descriptors, and every RPC of them.
std::vector<const google::protobuf::ServiceDescriptor*> Services();
std::vector<const MethodDescriptor*> Methods();
// The RPC `allocation.v1.AllocationService/GetAllocationPlan`; null when there is none.
const MethodDescriptor* FindMethod(std::string_view name);
// `congress.x.v1.XService/Method`, as the Gate, the audit log and the access log write it.
std::string FullName(const MethodDescriptor& method);
// `allocation` of `congress.allocation.v1`.
std::string ServiceOf(const MethodDescriptor& method);
// The method's permission.
std::string PermissionOf(const MethodDescriptor& method);
// Whether the method is answered without a bearer token (annotations/v1/open.proto).
bool IsOpen(const MethodDescriptor& method);
// What the method's comment names under `Errors:`.
std::set<std::string> DocumentedReasons(const MethodDescriptor& method);

// An empty message of the type.
std::unique_ptr<Message> New(const google::protobuf::Descriptor& type);
// A message from its text format; ends the test program when the text does not fit.
std::unique_ptr<Message> FromText(const google::protobuf::Descriptor& type, const std::string& text);
// Calls `visit(message, field)` for every set field of the message and of those within, until it returns false.
bool VisitFields(const Message& message, absl::FunctionRef<bool(const Message&, const FieldDescriptor&)> visit);
// Every text in the message.
std::set<std::string> Texts(const Message& message);

// The text of a field such as `opinions.0.name`, a number of 64 bits, the name of an enum value; empty when there is
// none.
std::string FieldAt(const Message& message, const std::string& path);

struct Answer {
  absl::Status status;
  std::string error_details;
  std::unique_ptr<Message> message;
  // Initial metadata.
  std::multimap<std::string, std::string> metadata;
};

// Sends bytes to `/{path}` and gives the answer's bytes.
grpc::Status CallBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       grpc::ClientContext* context, const std::string& request, std::string* answer);
Answer Call(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
            std::unique_ptr<grpc::ClientContext> context, const Message& request);

// The same by name and text: `Ask(channel, "drafting.v1.DraftingService/GetDocument", context, "name: 'x'")`.
Answer Ask(const std::shared_ptr<grpc::Channel>& channel, std::string_view method,
           std::unique_ptr<grpc::ClientContext> context, const std::string& text);

}  // namespace congress::e2e
