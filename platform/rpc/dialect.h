// How one call is written in HTTP: as gRPC, gRPC-Web or Connect have it. What stands in messages, in bytes or as JSON,
// and who answers, is the same for all.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "platform/front/stream.h"
#include "platform/rpc/message_size.h"

namespace congress::rpc {

// Safe for many threads, but for what writes to the stream, which is its thread's.
class Dialect {
 public:
  virtual ~Dialect() = default;

  // How long the caller waits; nothing when they say nothing.
  virtual std::optional<absl::Duration> TimeoutOf(const front::Request& request) const = 0;

  // Whether each message stands in an envelope. Otherwise the body is the only message, and the answer is held back
  // until it is known how the call ends.
  virtual bool enveloped() const { return true; }
  // Puts what the body brings behind `body`, from characters into bytes where the dialect is one of text. Tells how
  // many of the characters so far are used up and left nothing there; nothing when it is no such text.
  virtual std::optional<size_t> Take(std::string_view bytes, std::string* body);
  // How long a message may be as it comes.
  virtual size_t most_bytes() const { return kMaxMessageBytes; }
  // What an envelope with such flags, other than 0, makes of the call. A request that says that its messages are
  // compressed does not come so far.
  virtual grpc::Status Flagged(uint8_t flags) const;

  // Whether Unpack has anything to do.
  virtual bool packs() const { return false; }
  // Turns a message that came into the bytes of the proto. INVALID_ARGUMENT.
  virtual absl::Status Unpack(grpc::ByteBuffer* message) const;
  // A message as it is sent, in its envelope. INTERNAL.
  virtual absl::StatusOr<std::string> Pack(const grpc::ByteBuffer& message) const;

  // Begins the answer, with what is told before its first message.
  virtual void Begin(front::Stream& stream, front::Fields told) const = 0;
  struct Outcome {
    grpc::Status status = {};
    front::Fields told = {};                  // Before the answer; read when it has not begun.
    std::optional<std::string> message = {};  // The last one, as Pack gave it.
    front::Fields last = {};                  // Told with the end.
  };
  // Ends the answer, whether it has `begun` or not.
  virtual void End(front::Stream& stream, bool begun, Outcome outcome) const;

 private:
  // Says how the call ended, behind its messages.
  virtual void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const = 0;
};

// gRPC's own, which needs HTTP/2.
std::unique_ptr<Dialect> GrpcDialect();
// gRPC-Web, in bytes and as text in base64.
std::unique_ptr<Dialect> GrpcWebDialect();
std::unique_ptr<Dialect> GrpcWebTextDialect();

// The messages of a method that are written as JSON.
struct JsonMessages {
  const google::protobuf::Descriptor* request = nullptr;  // Null for a method that nobody has.
  const google::protobuf::Descriptor* response = nullptr;
};
// Connect's, for methods that stream and for those of one request and one answer; without `json` in bytes.
std::unique_ptr<Dialect> ConnectStreamDialect(std::optional<JsonMessages> json);
std::unique_ptr<Dialect> ConnectUnaryDialect(std::optional<JsonMessages> json);
// Of paths that a method declares (rest.h): JSON as Connect's, but for an answer that is a file, which has `content`
// and `content_type`: that is the answer's body.
std::unique_ptr<Dialect> RestDialect(const JsonMessages& json);

}  // namespace congress::rpc
