#include "tests/e2e/any_rpc.h"

#include <cstdio>
#include <cstdlib>
#include <regex>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "congress/annotations/v1/open.pb.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/text_format.h"
#include "grpcpp/generic/generic_stub.h"
#include "platform/rpc/client.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::e2e {

std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  std::vector<const google::protobuf::ServiceDescriptor*> services = DescribedServices();
  std::erase_if(services, [](const auto* service) { return !service->file()->package().starts_with("congress."); });
  return services;
}

std::vector<const MethodDescriptor*> Methods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : Services()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

const MethodDescriptor* FindMethod(std::string_view name) {
  std::string full = StrCat("congress.", name);
  if (const size_t slash = full.find('/'); slash != std::string::npos) full[slash] = '.';
  return Descriptors().FindMethodByName(full);
}

std::string FullName(const MethodDescriptor& method) {
  return StrCat(method.service()->full_name(), "/", method.name());
}

std::string ServiceOf(const MethodDescriptor& method) {
  const std::string& package = method.file()->package();
  const size_t first = package.find('.') + 1;
  return package.substr(first, package.rfind('.') - first);
}

std::string PermissionOf(const MethodDescriptor& method) {
  return method.options().GetExtension(annotations::v1::method).permission();
}

bool IsOpen(const MethodDescriptor& method) { return method.options().GetExtension(annotations::v1::open); }

std::set<std::string> DocumentedReasons(const MethodDescriptor& method) {
  google::protobuf::SourceLocation location;
  if (!method.GetSourceLocation(&location)) return {};
  const std::string& comment = location.leading_comments;
  const size_t errors = comment.find("Errors:");
  if (errors == std::string::npos) return {};
  const std::string listed = comment.substr(errors);
  static const std::regex& reason = *new std::regex("`([A-Z][A-Z0-9_]+)`");
  std::set<std::string> reasons;
  for (std::sregex_iterator match(listed.begin(), listed.end(), reason); match != std::sregex_iterator(); ++match) {
    reasons.insert((*match)[1]);
  }
  return reasons;
}

std::unique_ptr<Message> New(const google::protobuf::Descriptor& type) {
  static auto& factory = *new google::protobuf::DynamicMessageFactory;
  return std::unique_ptr<Message>(factory.GetPrototype(&type)->New());
}

std::unique_ptr<Message> FromText(const google::protobuf::Descriptor& type, const std::string& text) {
  std::unique_ptr<Message> message = New(type);
  if (!google::protobuf::TextFormat::ParseFromString(text, message.get())) {
    std::fprintf(stderr, "not a %s:\n%s\n", type.full_name().c_str(), text.c_str());
    std::abort();
  }
  return message;
}

bool VisitFields(const Message& message, absl::FunctionRef<bool(const Message&, const FieldDescriptor&)> visit) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!visit(message, *field)) return false;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const auto& reflection = *message.GetReflection();
    if (!field->is_repeated()) {
      if (!VisitFields(reflection.GetMessage(message, field), visit)) return false;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (!VisitFields(reflection.GetRepeatedMessage(message, field, i), visit)) return false;
    }
  }
  return true;
}

std::set<std::string> Texts(const Message& message) {
  std::set<std::string> texts;
  VisitFields(message, [&](const Message& holder, const FieldDescriptor& field) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return true;
    const auto& reflection = *holder.GetReflection();
    if (!field.is_repeated()) {
      texts.insert(reflection.GetString(holder, &field));
      return true;
    }
    for (int i = 0; i < reflection.FieldSize(holder, &field); ++i) {
      texts.insert(reflection.GetRepeatedString(holder, &field, i));
    }
    return true;
  });
  return texts;
}

std::string FieldAt(const Message& message, const std::string& path) {
  const Message* at = &message;
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i < names.size(); ++i) {
    const FieldDescriptor* field = at->GetDescriptor()->FindFieldByName(names[i]);
    if (field == nullptr) return "";
    const auto& reflection = *at->GetReflection();
    if (field->is_repeated()) {
      int index = 0;
      const bool numbered = i + 1 < names.size() && absl::SimpleAtoi(names[i + 1], &index);
      if (!numbered || index >= reflection.FieldSize(*at, field)) return "";
      at = &reflection.GetRepeatedMessage(*at, field, index);
      ++i;
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      at = &reflection.GetMessage(*at, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      return reflection.GetEnum(*at, field)->name();
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      return StrCat(reflection.GetInt64(*at, field));
    } else {
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
      const std::string text = reflection.GetString(*at, field);
      // A file goes into another request as protobuf's text format has it.
      return field->type() == FieldDescriptor::TYPE_BYTES ? absl::CEscape(text) : text;
    }
  }
  return "";
}

grpc::Status CallBytes(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                       grpc::ClientContext* context, const std::string& request, std::string* answer) {
  grpc::GenericStub stub(channel);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(context, "/" + path, {}, &sent, &received, [&](grpc::Status result) {
    status = std::move(result);
    done.Notify();
  });
  done.WaitForNotification();
  answer->clear();
  std::vector<grpc::Slice> slices;
  if (status.ok()) received.Dump(&slices);
  for (const grpc::Slice& part : slices) answer->append(reinterpret_cast<const char*>(part.begin()), part.size());
  return status;
}

// The first answer of a stream, after which the caller goes away.
grpc::Status FirstOfStream(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                           grpc::ClientContext* context, const std::string& request, std::string* answer) {
  struct Reactor final : grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
    void OnReadDone(bool ok) override {
      answered = ok;
      if (ok) context->TryCancel();
    }
    void OnDone(const grpc::Status& ended) override {
      status = answered ? grpc::Status() : ended;
      done.Notify();
    }
    grpc::ClientContext* context = nullptr;
    grpc::ByteBuffer received;
    bool answered = false;
    grpc::Status status;
    absl::Notification done;
  } reactor;
  reactor.context = context;
  grpc::GenericStub stub(channel);
  const grpc::Slice slice(request);
  const grpc::ByteBuffer sent(&slice, 1);
  stub.PrepareBidiStreamingCall(context, "/" + path, {}, &reactor);
  reactor.StartWriteLast(&sent, {});
  reactor.StartRead(&reactor.received);
  reactor.StartCall();
  reactor.done.WaitForNotification();
  answer->clear();
  std::vector<grpc::Slice> slices;
  if (reactor.status.ok()) reactor.received.Dump(&slices);
  for (const grpc::Slice& part : slices) answer->append(reinterpret_cast<const char*>(part.begin()), part.size());
  return reactor.status;
}

Answer Call(const std::shared_ptr<grpc::Channel>& channel, const MethodDescriptor& method,
            std::unique_ptr<grpc::ClientContext> context, const Message& request) {
  std::string bytes;
  const auto carry = method.server_streaming() ? &FirstOfStream : &CallBytes;
  const grpc::Status status = carry(channel, FullName(method), context.get(), request.SerializeAsString(), &bytes);
  Answer answer{rpc::FromGrpc(status), status.error_details(), New(*method.output_type()), {}};
  for (const auto& [key, value] : context->GetServerInitialMetadata()) {
    answer.metadata.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
  }
  if (status.ok() && !answer.message->ParseFromString(bytes)) {
    answer.status = absl::DataLossError("the answer cannot be read");
  }
  return answer;
}

Answer Ask(const std::shared_ptr<grpc::Channel>& channel, std::string_view method,
           std::unique_ptr<grpc::ClientContext> context, const std::string& text) {
  const MethodDescriptor* found = FindMethod(method);
  if (found == nullptr) {
    std::fprintf(stderr, "no RPC %s\n", std::string(method).c_str());
    std::abort();
  }
  return Call(channel, *found, std::move(context), *FromText(*found->input_type(), text));
}

}  // namespace congress::e2e
