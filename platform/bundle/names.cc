#include "platform/bundle/names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "congress/bundle/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"

namespace congress::bundle {
namespace {

// Windows opens a device of them, whatever follows a full stop.
bool IsDevice(std::string_view segment) {
  constexpr std::array<std::string_view, 4> kDevices = {"CON", "PRN", "AUX", "NUL"};
  const std::string stem = absl::AsciiStrToUpper(
      absl::StripTrailingAsciiWhitespace(ToAbsl(segment.substr(0, std::min(segment.size(), segment.find('.'))))));
  const bool port = stem.size() == 4 && (absl::StartsWith(stem, "COM") || absl::StartsWith(stem, "LPT")) &&
                    absl::ascii_isdigit(static_cast<unsigned char>(stem.back()));
  return port || std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end();
}

bool IsSegment(std::string_view segment) {
  return !segment.empty() && segment.front() != ' ' && segment.front() != '-' && segment.back() != ' ' &&
         segment.back() != '.' && !IsDevice(segment);
}

bool HasForm(std::string_view name) {
  if (name.size() > kMostNameBytes || text::FindInvalidUtf8(name) != name.npos) return false;
  // Normal form, and nothing that is not seen or turns the direction of what follows.
  if (text::CleanOrDrop(text::Kind::kLine, name) != name) return false;
  if (name.find_first_of("\\:*?\"<>|") != name.npos) return false;
  const std::vector<std::string> segments = absl::StrSplit(ToAbsl(name), '/');
  return std::all_of(segments.begin(), segments.end(), IsSegment);
}

absl::Status CheckForm(std::string_view name) {
  if (HasForm(name)) return absl::OkStatus();
  const bool is_text = text::FindInvalidUtf8(name) == name.npos;
  const std::string shown = is_text ? text::CleanOrDrop(text::Kind::kLine, name) : absl::CEscape(ToAbsl(name));
  return status::InvalidArgument(v1::FILE_NAME_INVALID,
                                 {{"name", std::string(status::Shorten(shown, kMostNameBytes))}, {"cause", "form"}});
}

absl::Status Taken(std::string_view name, const std::string& other) {
  return status::InvalidArgument(v1::FILE_NAME_INVALID,
                                 {{"name", std::string(name)}, {"cause", "taken"}, {"other", other}});
}

}  // namespace

absl::Status Names::Add(std::string_view name) {
  RETURN_IF_ERROR(CheckForm(name));
  const std::string key = text::IdentityKey(name);
  if (const auto folder = folders_.find(key); folder != folders_.end()) return Taken(name, folder->second);
  const auto [file, added] = files_.emplace(key, name);
  if (!added) return Taken(name, file->second);
  return AddFoldersOf(name);
}

absl::Status Names::AddFolder(std::string_view name) {
  RETURN_IF_ERROR(CheckForm(name));
  return AddFoldersOf(StrCat(name, "/"));
}

absl::Status Names::AddFoldersOf(std::string_view name) {
  for (size_t end = name.rfind('/'); end != name.npos; end = name.rfind('/', end - 1)) {
    const std::string_view folder = name.substr(0, end);
    const std::string key = text::IdentityKey(folder);
    if (const auto file = files_.find(key); file != files_.end()) return Taken(name, file->second);
    // Those above it came with it.
    if (!folders_.emplace(key, folder).second) break;
  }
  return absl::OkStatus();
}

}  // namespace congress::bundle
