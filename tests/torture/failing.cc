// Fails as a test wants it, in place of the empty one that is shipped.
#include "tests/torture/failing.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <thread>

namespace congress {
namespace {

// Longer than a commit takes, so that others overtake.
constexpr std::chrono::milliseconds kDelay(30);

torture::Places* Mapped() {
  const char* const path = std::getenv(torture::kVariable);
  return path == nullptr ? nullptr : &torture::MapPlaces(path);
}

// Counts down to 0 and no further; true for who takes the last.
bool TakesLast(std::atomic<uint32_t>& left) {
  uint32_t seen = left;
  while (seen > 0) {
    if (left.compare_exchange_weak(seen, seen - 1)) return seen == 1;
  }
  return false;
}

}  // namespace

bool Fails(Failpoint point) {
  static torture::Places* const places = Mapped();
  if (places == nullptr) return false;
  torture::Place& place = (*places)[point.index];
  ++place.passed;
  if (!TakesLast(place.left)) return false;
  const torture::Deed deed = place.deed;
  ++place.done;
  if (deed == torture::Deed::kKill) {
    kill(getpid(), SIGKILL);
    // Nothing more is done until the signal comes.
    while (true) pause();
  }
  if (deed == torture::Deed::kDelay) std::this_thread::sleep_for(kDelay);
  errno = ENOSPC;
  return deed == torture::Deed::kFail;
}

}  // namespace congress
