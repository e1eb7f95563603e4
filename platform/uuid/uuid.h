// UUIDs (RFC 4122) in their canonical text of 36 characters.
#pragma once

#include <string>
#include <string_view>

namespace congress::uuid {

// Namespace of the suite: V5 of the DNS namespace and `congress.suite`.
inline constexpr std::string_view kCongress = "2ced7062-a4e8-588d-947e-dd549f4893ed";

// The name-based UUID, version 5 (SHA-1): the same two arguments give the same UUID everywhere, so that a repeated step
// sends the `request_id` of its first attempt. A namespace that is no UUID counts as the nil UUID.
std::string V5(std::string_view namespace_uuid, std::string_view name);

// A random UUID, version 4.
std::string Random();

}  // namespace congress::uuid
