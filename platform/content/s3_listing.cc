#include "platform/content/s3_listing.h"

#include <charconv>
#include <optional>

#include "absl/strings/str_replace.h"
#include "platform/content/failure.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

// The text of the first element `name` in `xml`, which goes on behind it. The answer is flat enough for that: servers
// write it without attributes, comments or an element within one of its own name.
std::optional<std::string_view> Cut(std::string_view& xml, std::string_view name) {
  const std::string open = StrCat("<", name, ">");
  const std::string close = StrCat("</", name, ">");
  const size_t begin = xml.find(open);
  if (begin == std::string_view::npos) return std::nullopt;
  const size_t end = xml.find(close, begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view text = xml.substr(begin + open.size(), end - begin - open.size());
  xml.remove_prefix(end + close.size());
  return text;
}

std::string TextOf(std::string_view xml, std::string_view name) {
  const std::string_view text = Cut(xml, name).value_or("");
  return absl::StrReplaceAll(
      ToAbsl(text), {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}});
}

absl::Status Unreadable(std::string_view what) { return Unanswered(StrCat("a list of objects without ", what)); }

}  // namespace

absl::StatusOr<S3Listing> ParseS3Listing(std::string_view xml, std::string_view prefix) {
  if (xml.find("</ListBucketResult>") == std::string_view::npos) return Unreadable("its end");
  S3Listing listing;
  listing.is_truncated = TextOf(xml, "IsTruncated") == "true";
  while (const auto object = Cut(xml, "Contents")) {
    listing.last_key = TextOf(*object, "Key");
    if (!listing.last_key.starts_with(prefix)) return Unreadable("the prefix asked for");
    const std::string id = listing.last_key.substr(prefix.size());
    if (!IsContentId(id)) continue;
    StoredContent content = {id, 0, absl::InfinitePast()};
    const std::string size = TextOf(*object, "Size");
    const char* const end = size.data() + size.size();
    if (std::from_chars(size.data(), end, content.size_bytes).ptr != end || size.empty()) return Unreadable("sizes");
    if (!absl::ParseTime(absl::RFC3339_full, TextOf(*object, "LastModified"), &content.written, nullptr)) {
      return Unreadable("times");
    }
    listing.contents.push_back(std::move(content));
  }
  if (listing.is_truncated && listing.last_key.empty()) return Unreadable("objects, though more follow");
  return listing;
}

}  // namespace congress::content
