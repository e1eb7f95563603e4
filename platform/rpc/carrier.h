// What carries one call to its handler and the answer back: gRPC's server, or a direct call in the process.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace congress::rpc {

// What comes beside a request.
struct Header {
  std::string method;         // `congress.x.v1.XService/Method`.
  std::string authorization;  // `Bearer …`.
  std::string call_id;        // Follows the call through every log.
  std::string language;       // As in HTTP's Accept-Language; empty: English.
  bool ungraded = false;      // Whether the caller wants no graded field, though they might see some.
  absl::Time deadline = absl::InfiniteFuture();
  absl::Time start = absl::Now();  // When the call came, by the system's clock.
  // Of a stream that is followed behind a channel: when nothing comes for so long, it has failed.
  absl::Duration silence = absl::InfiniteDuration();
};

// Used by the one thread that works on the call; `cancelled` by any.
class Carrier {
 public:
  virtual ~Carrier() = default;

  // Fills `message` with the caller's next one, or returns false when there is none. Waits for it. INVALID_ARGUMENT
  // `REQUEST_MALFORMED` when its bytes do not parse, RESOURCE_EXHAUSTED `MESSAGE_TOO_LARGE`, CANCELLED.
  virtual absl::StatusOr<bool> Read(google::protobuf::Message* message) = 0;
  // Gives the caller one message and waits until they may have another. May take the content away. CANCELLED when
  // nobody reads any more, RESOURCE_EXHAUSTED `MESSAGE_TOO_LARGE`.
  virtual absl::Status Write(google::protobuf::Message* message) = 0;
  // Says something beside the answer; before the first Write.
  virtual void Tell(std::string_view key, std::string_view value) = 0;
  // Whether the caller is gone.
  virtual bool cancelled() const = 0;
  // Whether another caller shall have the place of this one, who holds too many: a call that only waits ends then.
  virtual bool displaced() const { return false; }
};

}  // namespace congress::rpc
