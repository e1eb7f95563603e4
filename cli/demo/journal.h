// What the demo has sent and what was acknowledged, so that a test that kills a process can hold the stores against it.
#pragma once

#include <ostream>
#include <string_view>

namespace congress::cli::demo {

// Writes one line per event and flushes it: `start <request_id> <method>` before a call that changes something,
// `done <request_id>` after its acknowledgement, `refused <request_id> <reason>` after a refusal. A call that was
// started and has neither is in doubt. Without a stream it writes nothing.
class Journal {
 public:
  explicit Journal(std::ostream* out) : out_(out) {}

  void Start(std::string_view request_id, std::string_view method);
  void Done(std::string_view request_id);
  void Refused(std::string_view request_id, std::string_view reason);

 private:
  std::ostream* const out_;
};

}  // namespace congress::cli::demo
