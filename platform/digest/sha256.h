// SHA-256, as every fingerprint of the suite is made.
#pragma once

#include <string>
#include <string_view>

namespace congress::digest {

inline constexpr size_t kSha256Bytes = 32;

// The 32 raw bytes.
std::string Sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace congress::digest
