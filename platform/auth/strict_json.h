// JSON and base64 of tokens and keys, read so that no two readers could understand them differently.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nlohmann/json.hpp"

namespace congress::auth {

// An object of which no part says anything twice under one name; none for everything else.
std::optional<nlohmann::json> ParseObject(std::string_view text);

// What base64url without padding stands for, as RFC 7515 writes it; none when it has other characters, padding or bits
// that stand for nothing.
std::optional<std::string> DecodeSegment(std::string_view segment);

// The text under `key`; empty when there is none.
std::string StringIn(const nlohmann::json& object, const char* key);

}  // namespace congress::auth
