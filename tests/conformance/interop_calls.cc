// The service that gRPC's interop client calls (grpc/doc/interop-test-descriptions.md).
#include <map>
#include <utility>

#include "grpc/testing/empty.pb.h"
#include "grpc/testing/messages.pb.h"
#include "tests/conformance/conversation.h"

namespace congress::conformance {
namespace {

using namespace grpc::testing;  // The suite's own names, and nothing else is here.

constexpr char kService[] = "grpc.testing.TestService/";

class InteropCall final : public Conversation {
 public:
  InteropCall(rpc::IncomingCall& call, std::string method) : Conversation(call), method_(std::move(method)) {}

 private:
  grpc::Status Run() override {
    EchoMetadata();
    if (method_ == "EmptyCall") return AnswerEmpty();
    if (method_ == "UnaryCall") return AnswerUnary();
    if (method_ == "StreamingInputCall") return AddUp();
    if (method_ == "StreamingOutputCall" || method_ == "FullDuplexCall") return Pour();
    return {grpc::StatusCode::UNIMPLEMENTED, "not implemented"};
  }

  void EchoMetadata() {
    call().EachSaid([&](std::string_view key, std::string_view value) {
      if (key == "x-grpc-test-echo-initial") call().Tell(std::string(key), std::string(value));
      if (key == "x-grpc-test-echo-trailing-bin") call().TellAtEnd(std::string(key), std::string(value));
    });
  }
  static grpc::Status StatusOf(const EchoStatus& wanted) {
    return {static_cast<grpc::StatusCode>(wanted.code()), wanted.message()};
  }

  grpc::Status AnswerEmpty() {
    Empty request;
    if (!Read(&request)) return fault();
    Write(Empty());
    return grpc::Status::OK;
  }
  grpc::Status AnswerUnary() {
    SimpleRequest request;
    if (!Read(&request)) return fault();
    if (request.has_response_status()) return StatusOf(request.response_status());
    SimpleResponse response;
    if (request.fill_server_id()) response.set_server_id("front");
    response.mutable_payload()->set_body(std::string(static_cast<size_t>(request.response_size()), '\0'));
    Write(response);
    return grpc::Status::OK;
  }
  grpc::Status AddUp() {
    StreamingInputCallRequest request;
    StreamingInputCallResponse response;
    while (Read(&request)) {
      response.set_aggregated_payload_size(response.aggregated_payload_size() +
                                           static_cast<int>(request.payload().body().size()));
    }
    if (!fault().ok()) return fault();
    Write(response);
    return grpc::Status::OK;
  }
  grpc::Status Pour() {
    StreamingOutputCallRequest request;
    while (Read(&request)) {
      if (request.has_response_status()) return StatusOf(request.response_status());
      for (const ResponseParameters& wanted : request.response_parameters()) {
        Wait(static_cast<uint32_t>(wanted.interval_us() / 1000));
        StreamingOutputCallResponse response;
        response.mutable_payload()->set_body(std::string(static_cast<size_t>(wanted.size()), '\0'));
        if (!Write(response)) return grpc::Status::CANCELLED;
      }
    }
    return fault();
  }

  const std::string method_;
};

}  // namespace

std::unique_ptr<rpc::Answerer> OfInterop(rpc::IncomingCall& call) {
  const std::string& method = call.header().method;
  if (!method.starts_with(kService)) return nullptr;
  return std::make_unique<InteropCall>(call, method.substr(sizeof kService - 1));
}

}  // namespace congress::conformance
