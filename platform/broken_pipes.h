// What a write to somebody who is gone does to the process.
#pragma once

#include <csignal>

namespace congress {

// For libraries that write without MSG_NOSIGNAL, as hiredis and OpenSSL do: whoever goes away would end the process. In
// the whole process, unless the signal is handled already.
inline void IgnoreBrokenPipes() {
  struct sigaction present = {};
  sigaction(SIGPIPE, nullptr, &present);
  if (present.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace congress
