// What public suites call, behind the front's carrier: the services of Connect's conformance suite and of gRPC's
// interop client. Started by `connectconformance`, which tells on stdin what shall be served and reads from stdout
// where it is; with `--grpc` or `--http` it prints its port and serves those calls, or answers whatever h2spec sends.
#include <unistd.h>

#include <iostream>
#include <utility>

#include "connectrpc/conformance/v1/server_compat.pb.h"
#include "platform/front/front.h"
#include "platform/front/transport.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/wire.h"
#include "tests/conformance/conversation.h"

namespace congress::conformance {
namespace {

using connectrpc::conformance::v1::ServerCompatRequest;
using connectrpc::conformance::v1::ServerCompatResponse;
using google::protobuf::Message;

std::unique_ptr<rpc::Answerer> Route(rpc::IncomingCall& call) {
  auto answerer = OfConnect(call);
  return answerer != nullptr ? std::move(answerer) : OfInterop(call);
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

// Until it is killed.
int ServeAt(std::function<void(front::Stream&)> entrance) {
  const auto front = front::Front::Listen({.address = "127.0.0.1:0"}, std::move(entrance));
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
}  // namespace congress::conformance

int main(int argc, char** argv) {
  namespace conformance = congress::conformance;
  const std::string_view what = argc < 2 ? "" : argv[1];
  if (what == "--grpc") {
    return conformance::ServeAt(congress::rpc::FrontEntrance(conformance::Route, /*door=*/true));
  }
  if (what == "--http") {
    return conformance::ServeAt(
        [](congress::front::Stream& stream) { stream.Attach(new conformance::Patient(stream)); });
  }
  return conformance::Serve();
}
