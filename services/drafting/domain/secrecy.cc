#include "services/drafting/domain/secrecy.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"
#include "services/drafting/domain/body.h"

namespace congress::drafting {

namespace {

// Lines in which a mark would stand: above heading, issuer and number.
constexpr int kFirstLines = 10;

bool IsMark(std::string_view line) {
  std::string letters;
  for (const char c : line) {
    // Frames, dashes and spaces around the words of a stamp.
    if (!absl::ascii_ispunct(static_cast<unsigned char>(c))) letters.push_back(c);
  }
  const absl::string_view words = absl::StripAsciiWhitespace(letters);
  return words == "MẬT" || words == "TỐI MẬT" || words == "TUYỆT MẬT";
}

absl::Status Marked(const v1::Section& section, std::string_view line) {
  return status::FailedPrecondition(v1::SECRECY_MARK_FOUND,
                                    {{"section", section.id()}, {"mark", std::string(status::Shorten(line, 40))}});
}

}  // namespace

absl::Status RefuseMarked(const Sections& sections, const Sections& before) {
  for (const v1::Section& section : sections) {
    const int place = PlaceOf(before, section.id());
    const bool named_before = place >= 0 && before[place].title() == section.title();
    if (!named_before && IsMark(section.title())) return Marked(section, section.title());
    int seen = 0;
    for (const absl::string_view line : absl::StrSplit(TextOf(section.body()), '\n', absl::SkipWhitespace())) {
      if (++seen > kFirstLines) break;
      if (IsMark({line.data(), line.size()})) return Marked(section, {line.data(), line.size()});
    }
  }
  return absl::OkStatus();
}

bool IsClassified(v1::Secrecy secrecy) { return secrecy != v1::SECRECY_UNSPECIFIED; }

absl::Status RefuseClassified(v1::Secrecy secrecy) {
  if (!IsClassified(secrecy)) return absl::OkStatus();
  return status::InvalidArgument(v1::CONTENT_CLASSIFIED, {{"secrecy", v1::Secrecy_Name(secrecy)}});
}

}  // namespace congress::drafting
