// The service that Connect's conformance suite calls: what is asked for is said, byte for byte.
#include <map>
#include <optional>
#include <utility>

#include "connectrpc/conformance/v1/service.pb.h"
#include "google/rpc/status.pb.h"
#include "platform/rpc/wire.h"
#include "tests/conformance/conversation.h"

namespace congress::conformance {
namespace {

using namespace connectrpc::conformance::v1;  // The suite's own names, and nothing else is here.
using google::protobuf::Message;

constexpr char kService[] = "connectrpc.conformance.v1.ConformanceService/";

class ConnectCall final : public Conversation {
 public:
  ConnectCall(rpc::IncomingCall& call, std::string method) : Conversation(call), method_(std::move(method)) {}

 private:
  grpc::Status Run() override {
    if (method_ == "Unary") return AnswerOne<UnaryRequest, UnaryResponse>();
    if (method_ == "IdempotentUnary") return AnswerOne<IdempotentUnaryRequest, IdempotentUnaryResponse>();
    if (method_ == "ClientStream") return AnswerOne<ClientStreamRequest, ClientStreamResponse>();
    if (method_ == "ServerStream") return AnswerMany<ServerStreamRequest, ServerStreamResponse>();
    if (method_ == "BidiStream") return AnswerMany<BidiStreamRequest, BidiStreamResponse>();
    return {grpc::StatusCode::UNIMPLEMENTED, "not implemented"};
  }

  template <class Request, class Response>
  grpc::Status AnswerOne() {
    std::optional<Request> first;
    Request request;
    while (ReadNext(&request)) {
      if (!first) first = request;
    }
    if (!fault().ok()) return fault();
    if (!first && method_ != "ClientStream") return {grpc::StatusCode::UNIMPLEMENTED, "no request"};
    UnaryResponseDefinition definition;
    if (first) definition = first->response_definition();
    Tell(definition.response_headers(), definition.response_trailers());
    Wait(definition.response_delay_ms());
    if (definition.has_error()) return ErrorOf(definition.error(), /*with_request=*/true);
    Response response;
    response.mutable_payload()->set_data(definition.response_data());
    *response.mutable_payload()->mutable_request_info() = Info();
    Write(response);
    return grpc::Status::OK;
  }

  template <class Request, class Response>
  grpc::Status AnswerMany() {
    StreamResponseDefinition definition;
    bool begun = false;
    bool full_duplex = false;
    int sent = 0;
    Request request;
    while (ReadNext(&request)) {
      if (!std::exchange(begun, true)) {
        definition = request.response_definition();
        if constexpr (std::is_same_v<Request, BidiStreamRequest>) full_duplex = request.full_duplex();
        Tell(definition.response_headers(), definition.response_trailers());
      }
      if (!full_duplex) continue;
      if (sent == definition.response_data_size()) break;
      if (!WriteNext<Response>(definition, sent++, full_duplex)) return grpc::Status::CANCELLED;
    }
    if (!fault().ok()) return fault();
    if (!begun && method_ == "ServerStream") return {grpc::StatusCode::UNIMPLEMENTED, "no request"};
    while (sent < definition.response_data_size()) {
      if (!WriteNext<Response>(definition, sent++, full_duplex)) return grpc::Status::CANCELLED;
    }
    return definition.has_error() ? ErrorOf(definition.error(), /*with_request=*/sent == 0) : grpc::Status::OK;
  }

  template <class Response>
  bool WriteNext(const StreamResponseDefinition& definition, int index, bool full_duplex) {
    Response response;
    response.mutable_payload()->set_data(definition.response_data(index));
    if (index == 0) {
      *response.mutable_payload()->mutable_request_info() = Info();
    } else if (full_duplex) {
      *response.mutable_payload()->mutable_request_info()->mutable_requests() = requests_;
    }
    requests_.Clear();
    Wait(definition.response_delay_ms());
    return Write(response);
  }

  bool ReadNext(Message* message) {
    if (!Read(message)) return false;
    requests_.Add()->PackFrom(*message);
    return true;
  }
  void Tell(const google::protobuf::RepeatedPtrField<Header>& headers,
            const google::protobuf::RepeatedPtrField<Header>& trailers) {
    for (const Header& header : headers) {
      for (const std::string& value : header.value()) call().Tell(header.name(), rpc::ValueOf({header.name(), value}));
    }
    for (const Header& header : trailers) {
      for (const std::string& value : header.value()) {
        call().TellAtEnd(header.name(), rpc::ValueOf({header.name(), value}));
      }
    }
  }
  ConformancePayload::RequestInfo Info() const {
    ConformancePayload::RequestInfo info;
    std::map<std::string, Header> said;
    call().EachSaid([&](std::string_view key, std::string_view value) {
      Header& header = said[std::string(key)];
      header.set_name(std::string(key));
      header.add_value(rpc::FieldOf(key, value).value);
    });
    for (const auto& [name, header] : said) *info.add_request_headers() = header;
    const rpc::Header& header = call().header();
    if (header.deadline < absl::InfiniteFuture()) {
      info.set_timeout_ms(absl::ToInt64Milliseconds(header.deadline - header.start));
    }
    *info.mutable_requests() = requests_;
    return info;
  }
  grpc::Status ErrorOf(const Error& error, bool with_request) const {
    google::rpc::Status details;
    details.set_code(error.code());
    details.set_message(error.message());
    *details.mutable_details() = error.details();
    if (with_request) details.add_details()->PackFrom(Info());
    return {static_cast<grpc::StatusCode>(error.code()), error.message(), details.SerializeAsString()};
  }

  const std::string method_;
  google::protobuf::RepeatedPtrField<google::protobuf::Any> requests_;
};

}  // namespace

std::unique_ptr<rpc::Answerer> OfConnect(rpc::IncomingCall& call) {
  const std::string& method = call.header().method;
  if (!method.starts_with(kService)) return nullptr;
  return std::make_unique<ConnectCall>(call, method.substr(sizeof kService - 1));
}

}  // namespace congress::conformance
