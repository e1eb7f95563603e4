#include "platform/content/media_type.h"

#include <algorithm>

#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

using namespace std::string_view_literals;
using status::PlatformReason;

struct Beginning {
  std::string_view type;
  std::string_view bytes;
};

constexpr std::string_view kZipMark = "PK\3\4";

constexpr Beginning kTaken[] = {
    {"application/pdf", "%PDF-"},
    // A zip file, of which ZipEnd looks at the list of parts.
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", kZipMark},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", kZipMark},
    {"image/jpeg", "\xFF\xD8\xFF"},
    {"image/png", "\x89PNG\r\n\x1A\n"},
    // In the byte order of Intel or of Motorola.
    {"image/tiff", "II*\0"sv},
    {"image/tiff", "MM\0*"sv},
};

}  // namespace

absl::Status CheckMediaType(std::string_view type) {
  const bool is_taken = std::any_of(std::begin(kTaken), std::end(kTaken),
                                    [type](const Beginning& beginning) { return beginning.type == type; });
  if (is_taken) return absl::OkStatus();
  return status::InvalidArgument(PlatformReason::CONTENT_TYPE_REFUSED,
                                 {{"type", std::string(type)}, {"types", MediaTypes()}});
}

absl::Status CheckFirstBytes(std::string_view type, std::string_view first_bytes) {
  const bool fits = std::any_of(std::begin(kTaken), std::end(kTaken), [&](const Beginning& beginning) {
    return beginning.type == type && first_bytes.starts_with(beginning.bytes);
  });
  return fits ? absl::OkStatus() : OtherThan(type);
}

bool IsZipType(std::string_view type) {
  return std::any_of(std::begin(kTaken), std::end(kTaken),
                     [&](const Beginning& beginning) { return beginning.type == type && beginning.bytes == kZipMark; });
}

absl::Status OtherThan(std::string_view type) {
  return status::InvalidArgument(PlatformReason::CONTENT_TYPE_REFUSED,
                                 {{"type", std::string(type)}, {"types", MediaTypes()}, {"cause", "bytes"}});
}

std::string MediaTypes() {
  std::string all;
  std::string_view last;
  for (const Beginning& beginning : kTaken) {
    if (beginning.type != last) all += StrCat(all.empty() ? "" : ", ", beginning.type);
    last = beginning.type;
  }
  return all;
}

}  // namespace congress::content
