// The port on which outsiders come: HTTP/2 and HTTP/1.1, in plaintext or over TLS, within limits that hold from the
// first byte. It knows nothing of what is asked and answered.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/front/stream.h"
#include "platform/front/transport.h"

namespace congress::front {

class Front {
 public:
  struct Options {
    std::string address;  // HOST:PORT; port 0 lets the system choose.
    // The certificate to be shown to who connects now; empty for plaintext.
    std::function<std::shared_ptr<const Tls>()> tls = nullptr;
    Limits limits = {};
    int threads = 2;
  };

  // Listens and answers by `accept`, which is called on any of its threads. UNAVAILABLE when the address cannot be
  // had now.
  static absl::StatusOr<std::unique_ptr<Front>> Listen(Options options, Accept accept);
  virtual ~Front() = default;

  // The port that was chosen.
  virtual int port() const = 0;
  virtual int connections() const = 0;
  // Of headers, bodies and answers that are held.
  virtual size_t bytes() const = 0;
  virtual Refusals refusals() const = 0;
  // Takes no new connections and streams and lets those that are under way end; at `deadline` the rest is broken off.
  // Returns when no handler is left.
  virtual void Shutdown(Clock::time_point deadline) = 0;
};

}  // namespace congress::front
