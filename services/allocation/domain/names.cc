#include "services/allocation/domain/names.h"

namespace congress::allocation {

std::string CongressOf(std::string_view name) {
  const size_t first = name.find('/');
  if (first == std::string_view::npos) return std::string(name);
  return std::string(name.substr(0, name.find('/', first + 1)));
}

std::string IdOf(std::string_view name) {
  const size_t last = name.rfind('/');
  return std::string(last == std::string_view::npos ? name : name.substr(last + 1));
}

}  // namespace congress::allocation
