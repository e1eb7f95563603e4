#include "platform/auth/strict_json.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "platform/status/strings.h"

namespace congress::auth {

using nlohmann::json;

std::optional<json> ParseObject(std::string_view text) {
  // The library passes both by.
  if (text.starts_with("\xef\xbb\xbf") || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::vector<std::set<std::string>> open;
  bool repeated = false;
  const auto look = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second) repeated = true;
    return true;
  };
  json parsed = json::parse(text, look, /*allow_exceptions=*/false);
  if (repeated || !parsed.is_object()) return std::nullopt;
  return parsed;
}

std::optional<std::string> DecodeSegment(std::string_view segment) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(segment), &bytes)) return std::nullopt;
  // What has two spellings could be two tokens of one signature.
  if (absl::WebSafeBase64Escape(bytes) != segment) return std::nullopt;
  return bytes;
}

std::string StringIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace congress::auth
