#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "tests/torture/failing.h"

namespace congress::torture {

Places& MapPlaces(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  void* const mapped = file < 0 || ftruncate(file, sizeof(Places)) != 0
                           ? MAP_FAILED
                           : mmap(nullptr, sizeof(Places), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) {
    std::perror(path.c_str());
    std::_Exit(2);
  }
  close(file);
  return *static_cast<Places*>(mapped);
}

}  // namespace congress::torture
