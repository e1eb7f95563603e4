// Texts as libsodium takes them.
#pragma once

#include <sodium.h>

#include <string>
#include <string_view>

namespace congress::backup {

inline unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// Before anything random is asked of libsodium; further calls do nothing.
inline void StartSodium() {
  static const int started = sodium_init();
  static_cast<void>(started);
}

}  // namespace congress::backup
