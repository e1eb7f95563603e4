// The connection to the gateway: address, token, generic calls.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"

namespace congress::cli {

struct ConnectionOptions {
  std::string server;
  std::string token_file;
  std::string tls_ca;
  // Says that the token may cross a network that nothing encrypts.
  bool insecure = false;
  absl::Duration timeout = absl::Seconds(60);
};

// INVALID_ARGUMENT when it is no HOST:PORT and no `unix:` path.
absl::Status CheckServer(const std::string& server);

class Connection {
 public:
  // INVALID_ARGUMENT without a server, with a token file that cannot be read, or when a token would leave the machine
  // unencrypted and `insecure` does not say so. Does not connect yet.
  static absl::StatusOr<Connection> Open(const ConnectionOptions& options);

  // The same, but that answers have no graded field, whatever the caller may see.
  Connection Ungraded() const {
    Connection ungraded = *this;
    ungraded.ungraded_ = true;
    return ungraded;
  }

  // The same, but that answers are in Vietnamese, whatever the user's language: papers that are kept.
  Connection InVietnamese() const {
    Connection vietnamese = *this;
    vietnamese.in_vietnamese_ = true;
    return vietnamese;
  }

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // A context with token and deadline.
  std::unique_ptr<grpc::ClientContext> Context() const;
  // Calls a method by its descriptor; `response` is of its output type.
  absl::Status Call(const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request,
                    google::protobuf::Message* response) const;
  // How a stream is followed.
  struct Following {
    // Ends it with CANCELLED when requested, and with DEADLINE_EXCEEDED at that time.
    std::stop_token stop = {};
    absl::Time until = absl::InfiniteFuture();
    // Told why the stream was cut, before it is resumed.
    std::function<void(const absl::Status& cut)> again = [](const absl::Status&) {};
  };
  // Calls a method that streams its answers: fills `response` with each and hands it to `take`, until the stream ends.
  // A stream that can be resumed and has told something goes on after it was cut, from where it was, however long that
  // takes.
  absl::Status Follow(const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request,
                      google::protobuf::Message* response, const Following& following,
                      absl::FunctionRef<absl::Status(google::protobuf::Message&)> take) const;
  // Calls the method that takes such a request; it stands in the request's own file.
  absl::Status Call(const google::protobuf::Message& request, google::protobuf::Message* response) const;

 private:
  ConnectionOptions options_;
  std::string token_;
  bool ungraded_ = false;
  bool in_vietnamese_ = false;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace congress::cli
