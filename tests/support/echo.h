// EchoService at work: what its handlers saw, and a wait in them that a test ends.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "echo_service.pb.h"
#include "platform/rpc/methods.h"
#include "platform/server/host.h"

namespace congress::support {

class EchoService {
 public:
  // A text that is answered as work is that a server cuts short when it stops.
  static constexpr char kCutShort[] = "cut short";
  // A text that waits until the caller is gone or the deadline has passed.
  static constexpr char kForEver[] = "for ever";
  // A text upon which Open stages a record, and one upon which it says for nobody that the answer may be seen.
  static constexpr char kKeep[] = "keep";
  static constexpr char kSilent[] = "silent";

  absl::StatusOr<test::v1::EchoResponse> Echo(rpc::Call& call, const test::v1::EchoRequest& request) const;
  absl::StatusOr<std::string> Receive(rpc::Call& call, rpc::Reader<test::v1::EchoRequest>& reader) const;
  absl::StatusOr<test::v1::EchoResponse> Stage(rpc::Call& call, const std::string& received) const;
  absl::Status Scatter(rpc::Call& call, const test::v1::EchoRequest& request,
                       rpc::Writer<test::v1::EchoResponse>& writer) const;
  absl::Status Wait(rpc::Call& call, const test::v1::EchoRequest& request,
                    rpc::Writer<test::v1::EchoResponse>& writer) const;
  absl::StatusOr<test::v1::EchoResponse> Time(rpc::Call& call, const test::v1::EchoRequest& request) const;
  absl::StatusOr<test::v1::EchoResponse> Open(rpc::Call& call, const test::v1::EchoRequest& request) const;

  // Calls of Echo that began, and those of them that wait.
  mutable std::atomic<int> echoes = 0;
  mutable std::atomic<int> waiting = 0;
  // Messages that went in or out, and handlers that ended because nobody waited any more.
  mutable std::atomic<int> messages = 0;
  mutable std::atomic<int> given_up = 0;
  // Of the service that has these handlers.
  rpc::Gate* gate = nullptr;
};

// The service `echo` of a process.
server::Service Echo(const std::shared_ptr<EchoService>& echo);

// The service `door`, which passes all calls on to its peer `echo`.
server::Service EchoDoor();

}  // namespace congress::support
