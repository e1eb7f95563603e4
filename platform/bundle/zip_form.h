// Parts of a zip file, as both who writes and who checks one know them (APPNOTE 6.3).
#pragma once

#include <cstddef>
#include <string_view>

namespace congress::bundle {

// Each begins with its sign and has, but for names and the like, one length.
inline constexpr std::string_view kLocalSign = "PK\x03\x04";
inline constexpr size_t kLocalBytes = 30;
inline constexpr std::string_view kCentralSign = "PK\x01\x02";
inline constexpr size_t kCentralBytes = 46;
inline constexpr std::string_view kEndSign = "PK\x05\x06";
inline constexpr size_t kEndBytes = 22;

}  // namespace congress::bundle
