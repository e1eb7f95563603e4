// The service that Connect's conformance suite calls, behind the front's carrier: what is asked for is said, byte for
// byte. Started by `connectconformance`, which tells on stdin what shall be served and reads from stdout where it is;
// with any argument it prints its port and answers whatever h2spec sends.
#include <unistd.h>

#include <iostream>
#include <map>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "connectrpc/conformance/v1/server_compat.pb.h"
#include "connectrpc/conformance/v1/service.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "platform/front/front.h"
#include "platform/front/transport.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/wire.h"
#include "platform/sync.h"

namespace congress {
namespace {

using namespace connectrpc::conformance::v1;  // The suite's own names, and nothing else is here.
using google::protobuf::Message;

constexpr char kService[] = "connectrpc.conformance.v1.ConformanceService/";

// One call, on a thread of its own.
class Conversation final : public rpc::Answerer {
 public:
  Conversation(rpc::IncomingCall& call, std::string method) : call_(call), method_(std::move(method)) {}

  void Start() override {
    std::thread([this] { call_.End(Run()); }).detach();
  }
  void OnRead(bool ok) override { Happened(ok); }
  void OnWritten(bool ok) override { Happened(ok); }
  void OnCancel() override { Happened(false); }

 private:
  grpc::Status Run() {
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
    while (Read(&request)) {
      if (!first) first = request;
    }
    if (!fault_.ok()) return fault_;
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
    while (Read(&request)) {
      if (!std::exchange(begun, true)) {
        definition = request.response_definition();
        if constexpr (std::is_same_v<Request, BidiStreamRequest>) full_duplex = request.full_duplex();
        Tell(definition.response_headers(), definition.response_trailers());
      }
      if (!full_duplex) continue;
      if (sent == definition.response_data_size()) break;
      if (!WriteNext<Response>(definition, sent++, full_duplex)) return grpc::Status::CANCELLED;
    }
    if (!fault_.ok()) return fault_;
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

  // False when there is no further one; a faulty one is told by fault_.
  bool Read(Message* message) {
    if (!std::exchange(first_read_, true)) {
      if (!call_.has_message()) return false;
    } else {
      call_.Read();
      if (!Await()) return false;
    }
    const absl::Status unpacked = call_.Unpack();
    if (!unpacked.ok() || !grpc::SerializationTraits<Message>::Deserialize(&call_.message(), message).ok()) {
      fault_ = {grpc::StatusCode::INVALID_ARGUMENT, std::string(unpacked.message())};
      return false;
    }
    requests_.Add()->PackFrom(*message);
    return true;
  }
  bool Write(const Message& message) {
    bool own_buffer = false;
    reply_.Clear();
    grpc::SerializationTraits<Message>::Serialize(message, &reply_, &own_buffer);
    call_.Write(&reply_);
    return Await();
  }
  void Tell(const google::protobuf::RepeatedPtrField<Header>& headers,
            const google::protobuf::RepeatedPtrField<Header>& trailers) {
    for (const Header& header : headers) {
      for (const std::string& value : header.value()) call_.Tell(header.name(), rpc::ValueOf({header.name(), value}));
    }
    for (const Header& header : trailers) {
      for (const std::string& value : header.value()) {
        call_.TellAtEnd(header.name(), rpc::ValueOf({header.name(), value}));
      }
    }
  }
  static void Wait(uint32_t milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

  ConformancePayload::RequestInfo Info() const {
    ConformancePayload::RequestInfo info;
    std::map<std::string, Header> said;
    call_.EachSaid([&](std::string_view key, std::string_view value) {
      Header& header = said[std::string(key)];
      header.set_name(std::string(key));
      header.add_value(rpc::FieldOf(key, value).value);
    });
    for (const auto& [name, header] : said) *info.add_request_headers() = header;
    const rpc::Header& header = call_.header();
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

  void Happened(bool ok) {
    const MutexLock lock(mutex_);
    happened_ = happened_.value_or(true) && ok;
    change_.NotifyAll();
  }
  bool Await() {
    const MutexLock lock(mutex_);
    while (!happened_.has_value()) change_.Wait(mutex_);
    return *std::exchange(happened_, std::nullopt);
  }

  rpc::IncomingCall& call_;
  const std::string method_;
  google::protobuf::RepeatedPtrField<google::protobuf::Any> requests_;
  bool first_read_ = false;
  grpc::Status fault_;
  grpc::ByteBuffer reply_;
  Mutex mutex_;
  CondVar change_;
  std::optional<bool> happened_ ABSL_GUARDED_BY(mutex_);
};

std::unique_ptr<rpc::Answerer> Route(rpc::IncomingCall& call) {
  const std::string& method = call.header().method;
  if (!method.starts_with(kService)) return nullptr;
  return std::make_unique<Conversation>(call, method.substr(sizeof kService - 1));
}

// Answers any request, once it is there whole: h2spec waits to see what comes of the frames before that.
class Patient final : public front::Handler {
 public:
  explicit Patient(front::Stream& stream) : Handler(stream.executor()), stream_(stream) {}
  void OnBody(std::string_view bytes) override { stream_.Consume(bytes.size()); }
  void OnBodyEnd() override {
    stream_.Attach(nullptr);
    stream_.Respond("200", {});
    stream_.Send("ok");
    stream_.Finish({});
    OnGone();
  }
  void OnRoom() override {}
  void OnDue() override {}
  void OnGone() override {
    executor().Run([this] { delete this; });
  }

 private:
  front::Stream& stream_;
};

// With its length in four bytes before it.
void Send(const Message& message) {
  std::cout << rpc::Enveloped(0, message.SerializeAsString()).substr(1) << std::flush;
}

ServerCompatRequest Receive() {
  std::string length(4, '\0');
  std::cin.read(length.data(), 4);
  std::string bytes(rpc::EnvelopedSize(" " + length), '\0');
  std::cin.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  ServerCompatRequest request;
  request.ParseFromString(bytes);
  return request;
}

int ServeAnything() {
  const auto front = front::Front::Listen({.address = "127.0.0.1:0"},
                                          [](front::Stream& stream) { stream.Attach(new Patient(stream)); });
  if (!front.ok()) return 1;
  std::cout << (*front)->port() << std::endl;
  pause();
  return 0;
}

int Serve() {
  const ServerCompatRequest request = Receive();
  front::Front::Options options{.address = "127.0.0.1:0"};
  if (request.use_tls()) {
    options.tls = [tls = front::Tls::Of(request.server_creds().cert(), request.server_creds().key())] { return tls; };
  }
  auto front = front::Front::Listen(std::move(options), rpc::FrontEntrance(Route, /*door=*/true));
  if (!front.ok()) return 1;
  ServerCompatResponse response;
  response.set_host("127.0.0.1");
  response.set_port(static_cast<uint32_t>((*front)->port()));
  response.set_pem_cert(request.server_creds().cert());
  Send(response);
  pause();
  return 0;
}

}  // namespace
}  // namespace congress

int main(int argc, char**) { return argc == 1 ? congress::Serve() : congress::ServeAnything(); }
