#include "services/drafting/domain/secrecy.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
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

bool IsInCapitals(const std::string& word) {
  return text::ToCapitals(word) == word && !std::all_of(word.begin(), word.end(), absl::ascii_isdigit);
}

// The mark among the words, which no sign parts; empty where there is none.
std::string MarkAmong(const std::vector<std::string>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] != "MẬT") continue;
    const size_t begin = i > 0 && (words[i - 1] == "TỐI" || words[i - 1] == "TUYỆT") ? i - 1 : i;
    if ((begin > 0 && IsInCapitals(words[begin - 1])) || (i + 1 < words.size() && IsInCapitals(words[i + 1]))) continue;
    return begin == i ? words[i] : StrCat(words[begin], " ", words[i]);
  }
  return "";
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

absl::Status RefuseMarkedTitle(std::string_view title) {
  // Signs that are no ASCII set words off, too.
  const std::string lines =
      absl::StrReplaceAll(ToAbsl(title), {{"–", "\n"}, {"—", "\n"}, {"“", "\n"}, {"”", "\n"}, {"…", "\n"}});
  for (const absl::string_view part : absl::StrSplit(lines, absl::ByAnyChar("\n-:;,.()[]{}/|*\"'"))) {
    const std::string mark = MarkAmong(absl::StrSplit(part, ' ', absl::SkipEmpty()));
    if (mark.empty()) continue;
    return status::FailedPrecondition(v1::SECRECY_MARK_FOUND, {{"mark", mark}, {"cause", "title"}});
  }
  return absl::OkStatus();
}

bool IsClassified(v1::Secrecy secrecy) { return secrecy != v1::SECRECY_UNSPECIFIED; }

absl::Status RefuseClassified(v1::Secrecy secrecy) {
  if (!IsClassified(secrecy)) return absl::OkStatus();
  return status::InvalidArgument(v1::CONTENT_CLASSIFIED, {{"secrecy", v1::Secrecy_Name(secrecy)}});
}

}  // namespace congress::drafting
