// The most memory that a piece of work takes, as the kernel counts it.
#pragma once

#include <malloc.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace congress::content {

class MemoryPeak {
 public:
  // From now on. What was given back to the allocator before would hide what the work takes.
  MemoryPeak() : idle_(Begin()) {}

  // Of this process, beyond what it took at the beginning.
  int64_t KilobytesBeyond() const { return Kilobytes("VmHWM:") - idle_; }

 private:
  static int64_t Begin() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;
    return Kilobytes("VmRSS:");
  }
  static int64_t Kilobytes(const std::string& what) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with(what)) return std::stoll(line.substr(what.size()));
    }
    std::abort();
  }

  const int64_t idle_;
};

}  // namespace congress::content
