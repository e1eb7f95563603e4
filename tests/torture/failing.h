// What a test and the processes that it makes fail have in common: a file that all of them map.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <string>

#include "platform/failpoint/failpoint.h"

namespace congress::torture {

// Path of that file, in the environment of a process that is to fail.
inline constexpr char kVariable[] = "CONGRESS_FAILPOINTS";

enum class Deed : uint32_t {
  // The process kills itself.
  kKill,
  // What follows the place fails.
  kFail,
  // The thread waits.
  kDelay,
};

// Of one failpoint; a new file is all zero.
struct Place {
  // How often it was passed by any process.
  std::atomic<uint32_t> passed;
  // At which passage from now on the deed is done, once; 0: never.
  std::atomic<uint32_t> left;
  std::atomic<Deed> deed;
  std::atomic<uint32_t> done;
};
using Places = std::array<Place, std::size(kFailpoints)>;
static_assert(std::atomic<Deed>::is_always_lock_free && std::atomic<uint32_t>::is_always_lock_free);

// Maps the file, which is made where there is none; ends the process when it cannot be.
Places& MapPlaces(const std::string& path);

}  // namespace congress::torture
