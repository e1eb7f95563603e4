// Parts of resource names.
#pragma once

#include <string>
#include <string_view>

namespace congress::dossiers {

// `congresses/{congress}` of what lies in it.
inline std::string CongressOf(std::string_view name) {
  return std::string(name.substr(0, name.find('/', sizeof("congresses/") - 1)));
}

}  // namespace congress::dossiers
