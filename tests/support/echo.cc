#include "tests/support/echo.h"

#include <limits>

#include "platform/rpc/peer.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::support {

using test::v1::EchoRequest;
using test::v1::EchoResponse;

absl::StatusOr<EchoResponse> EchoService::Echo(rpc::Call& call, const EchoRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ++echoes;
  if (request.text() == kCutShort) return absl::CancelledError("The caller has gone away.");
  if (request.text() == kForEver) ++waiting;
  while (request.text() == kForEver) {
    if (absl::Status ended = call.Check(); !ended.ok()) {
      ++given_up;
      return ended;
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  EchoResponse response;
  response.set_text(request.text());
  return response;
}

absl::StatusOr<std::string> EchoService::Receive(rpc::Call& call, rpc::Reader<EchoRequest>& reader) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  std::string all;
  EchoRequest request;
  while (true) {
    auto more = reader.Read(&request);
    if (!more.ok()) {
      ++given_up;
      return std::move(more).status();
    }
    if (!*more) return all;
    ++messages;
    all += request.text();
  }
}

absl::StatusOr<EchoResponse> EchoService::Stage(rpc::Call& call, const std::string& received) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  EchoResponse response;
  response.set_text(received);
  return response;
}

absl::Status EchoService::Scatter(rpc::Call& call, const EchoRequest& request,
                                  rpc::Writer<EchoResponse>& writer) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  EchoResponse response;
  response.set_text(request.text());
  response.set_secret("secret");
  for (int i = 0; i < request.count(); ++i) {
    if (absl::Status sent = writer.Write(response); !sent.ok()) {
      ++given_up;
      return sent;
    }
    ++messages;
  }
  return absl::OkStatus();
}

absl::Status EchoService::Wait(rpc::Call& call, const EchoRequest& request, rpc::Writer<EchoResponse>& writer) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  EchoResponse response;
  response.set_text(call.deadline() == absl::InfiniteFuture() ? request.text() : "there is a deadline");
  RETURN_IF_ERROR(writer.Write(response));
  while (true) RETURN_IF_ERROR(gate->AwaitCommit(call, std::numeric_limits<int64_t>::max()).status());
}

absl::StatusOr<EchoResponse> EchoService::Time(rpc::Call& call, const EchoRequest&) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  EchoResponse response;
  response.set_text(StrCat(absl::ToInt64Seconds(absl::Ceil(call.deadline() - absl::Now(), absl::Seconds(1)))));
  return response;
}

absl::StatusOr<EchoResponse> EchoService::Open(rpc::Call& call, const EchoRequest& request) const {
  if (request.text() == kKeep) call.changes().Put({.key = "r/Kept/x", .value = "x"}, "x");
  if (request.text() != kSilent) call.Filtered();
  EchoResponse response;
  const bool holds = call.Holds(call.permission(), auth::kProvince);
  response.set_text(StrCat("'", call.principal().subject, holds ? "' may" : "' may not"));
  return response;
}

server::Service Echo(const std::shared_ptr<EchoService>& echo) {
  return {.name = "echo", .install = [echo](server::Host& host) {
            echo->gate = &host.gate();
            host.Serve(rpc::Bind("congress.test.v1.EchoService", echo)
                           .On("Echo", &EchoService::Echo)
                           .On("Gather", &EchoService::Receive, &EchoService::Stage)
                           .On("Scatter", &EchoService::Scatter)
                           .On("Wait", &EchoService::Wait)
                           .On("Time", &EchoService::Time)
                           .On("Open", &EchoService::Open));
          }};
}

server::Service EchoDoor() {
  return {.name = "door", .install = [](server::Host& host) {
            host.ServeRest([&peer = host.Peer("echo"), &gate = host.gate()](rpc::IncomingCall& call) {
              if (absl::Status status = gate.Unpack(call, call.header().method.ends_with("/Open")); !status.ok()) {
                return rpc::RefuseWith(call, std::move(status));
              }
              return peer.Answer(call, {.waits_at = call.header().method.ends_with("/Wait") ? &gate : nullptr});
            });
          }};
}

}  // namespace congress::support
