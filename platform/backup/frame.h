// How messages follow each other in streams and files of a backup: each after its length, 4 bytes, most significant
// first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/message_lite.h"

namespace congress::backup {

inline constexpr size_t kFrameLengthBytes = 4;
// A message that says to be longer is none.
inline constexpr size_t kMostFrameBytes = size_t{64} << 20;

// The lowest `count` bytes of a number, most significant first.
inline void AppendNumber(uint64_t number, size_t count, std::string* bytes) {
  for (size_t left = count; left > 0; --left) bytes->push_back(static_cast<char>(number >> 8 * (left - 1) & 0xFF));
}

inline std::string FrameLength(size_t length) {
  std::string bytes;
  AppendNumber(length, kFrameLengthBytes, &bytes);
  return bytes;
}

// A message as it lies there.
inline std::string Framed(const google::protobuf::MessageLite& message) {
  std::string bytes = FrameLength(message.ByteSizeLong());
  message.AppendToString(&bytes);
  return bytes;
}

inline size_t LengthIn(std::string_view bytes) {
  size_t length = 0;
  for (const char byte : bytes.substr(0, kFrameLengthBytes)) length = length << 8 | static_cast<unsigned char>(byte);
  return length;
}

}  // namespace congress::backup
