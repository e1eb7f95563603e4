#include "services/gateway/reflection.h"

#include <set>

#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "proto/descriptors.h"

namespace congress::gateway {
namespace {

// No question is longer.
constexpr size_t kMostBytes = 10'000;

using google::protobuf::FileDescriptor;

// A file and what it imports, each once, importers first, as clients of reflection expect.
template <class Response>
void AddFile(const FileDescriptor& file, std::set<std::string>* sent, Response* response) {
  if (!sent->insert(file.name()).second) return;
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  // With the comments: they are the contract's other half.
  file.CopySourceCodeInfoTo(&proto);
  response->mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), sent, response);
}

template <class Response>
void AnswerFile(const FileDescriptor* file, Response* response) {
  if (file == nullptr) {
    response->mutable_error_response()->set_error_code(grpc::StatusCode::NOT_FOUND);
    response->mutable_error_response()->set_error_message("not described here");
    return;
  }
  std::set<std::string> sent;
  AddFile(*file, &sent, response);
}

// Names of all services that the gateway routes or serves.
template <class Response>
void AnswerServices(Response* response) {
  auto* list = response->mutable_list_services_response();
  for (const auto* service : DescribedServices()) list->add_service()->set_name(service->full_name());
}

template <class Request, class Response>
void Answer(const Request& request, Response* response) {
  const auto& pool = Descriptors();
  response->set_valid_host(request.host());
  *response->mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kFileByFilename:
      return AnswerFile(pool.FindFileByName(request.file_by_filename()), response);
    case Request::kFileContainingSymbol:
      return AnswerFile(pool.FindFileContainingSymbol(request.file_containing_symbol()), response);
    case Request::kListServices:
      return AnswerServices(response);
    case Request::kFileContainingExtension: {
      const auto& asked = request.file_containing_extension();
      const auto* type = pool.FindMessageTypeByName(asked.containing_type());
      const auto* field = type == nullptr ? nullptr : pool.FindExtensionByNumber(type, asked.extension_number());
      return AnswerFile(field == nullptr ? nullptr : field->file(), response);
    }
    case Request::kAllExtensionNumbersOfType: {
      const auto* type = pool.FindMessageTypeByName(request.all_extension_numbers_of_type());
      if (type == nullptr) return AnswerFile(static_cast<const FileDescriptor*>(nullptr), response);
      std::vector<const google::protobuf::FieldDescriptor*> fields;
      pool.FindAllExtensions(type, &fields);
      auto* answer = response->mutable_all_extension_numbers_response();
      answer->set_base_type_name(type->full_name());
      for (const auto* field : fields) answer->add_extension_number(field->number());
      return;
    }
    default:
      response->mutable_error_response()->set_error_code(grpc::StatusCode::INVALID_ARGUMENT);
      response->mutable_error_response()->set_error_message("the request asks for nothing");
  }
}

// One client's stream: a question, its answer, the next question.
template <class Request, class Response>
class Conversation final : public rpc::Answerer {
 public:
  explicit Conversation(rpc::IncomingCall& call) : call_(call) {}
  void Start() override { OnRead(call_.has_message()); }
  void OnRead(bool ok) override {
    if (!ok) return call_.End(grpc::Status::OK);
    Request request;
    // Anybody asks, and none of it may cost much.
    if (call_.message_size() > kMostBytes || !call_.Unpack().ok() ||
        !grpc::SerializationTraits<Request>::Deserialize(&call_.message(), &request).ok()) {
      return call_.End({grpc::StatusCode::INVALID_ARGUMENT, "not a ServerReflectionRequest"});
    }
    Response response;
    Answer(request, &response);
    reply_.Clear();
    bool own_buffer = false;
    grpc::SerializationTraits<Response>::Serialize(response, &reply_, &own_buffer);
    call_.Write(&reply_);
  }
  void OnWritten(bool ok) override { return ok ? call_.Read() : call_.End(grpc::Status::CANCELLED); }
  // What is under way fails then, and ends the call.
  void OnCancel() override {}

 private:
  rpc::IncomingCall& call_;
  grpc::ByteBuffer reply_;
};

}  // namespace

std::unique_ptr<rpc::Answerer> Reflect(rpc::IncomingCall& call) {
  namespace v1 = grpc::reflection::v1;
  namespace v1alpha = grpc::reflection::v1alpha;
  const std::string& method = call.header().method;
  if (method == "grpc.reflection.v1.ServerReflection/ServerReflectionInfo") {
    return std::make_unique<Conversation<v1::ServerReflectionRequest, v1::ServerReflectionResponse>>(call);
  }
  if (method == "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo") {
    return std::make_unique<Conversation<v1alpha::ServerReflectionRequest, v1alpha::ServerReflectionResponse>>(call);
  }
  return nullptr;
}

}  // namespace congress::gateway
