// Debian builds abseil for C++14, where absl::string_view is a type of its own that std::string_view does not convert
// to. These bridge the two.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace congress {

inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

namespace internal {
template <class Part>
const Part& StrCatPart(const Part& part) {
  return part;
}
inline absl::string_view StrCatPart(std::string_view part) { return ToAbsl(part); }
inline absl::string_view StrCatPart(const std::string& part) { return part; }
inline absl::string_view StrCatPart(const char* part) { return part; }
}  // namespace internal

// absl::StrCat that takes std::string_view as well.
template <class... Parts>
std::string StrCat(const Parts&... parts) {
  return absl::StrCat(internal::StrCatPart(parts)...);
}

}  // namespace congress
