#include "cli/interrupt.h"

#include <csignal>
#include <utility>

#include "absl/time/clock.h"

namespace congress::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// From then on the signal ends the program as ever.
void Interrupt(int) {
  interrupted = 1;
  std::signal(SIGINT, SIG_DFL);
}

void (*Install())(int) {
  interrupted = 0;
  return std::signal(SIGINT, Interrupt);
}

}  // namespace

OnInterrupt::OnInterrupt(std::function<void()> then)
    : before_(Install()), watcher_([then = std::move(then)](const std::stop_token& stop) {
        while (!stop.stop_requested() && interrupted == 0) absl::SleepFor(absl::Milliseconds(50));
        if (interrupted != 0) then();
      }) {}

bool OnInterrupt::happened() const { return interrupted != 0; }

OnInterrupt::~OnInterrupt() {
  watcher_.request_stop();
  watcher_.join();
  std::signal(SIGINT, before_);
}

}  // namespace congress::cli
