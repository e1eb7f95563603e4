// How messages follow each other in streams and files of a backup: each after its length, 4 bytes, most significant
// first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace congress::backup {

inline constexpr size_t kFrameLengthBytes = 4;
// A message that says to be longer is none.
inline constexpr size_t kMostFrameBytes = size_t{64} << 20;

inline std::string FrameLength(size_t length) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(length >> shift & 0xFF));
  return bytes;
}

inline size_t LengthIn(std::string_view bytes) {
  size_t length = 0;
  for (const char byte : bytes.substr(0, kFrameLengthBytes)) length = length << 8 | static_cast<unsigned char>(byte);
  return length;
}

}  // namespace congress::backup
