#include "services/drafting/domain/secrecy.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
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

// What signs set off in the text.
std::vector<std::string> SetOff(std::string_view text) {
  // Signs that are no ASCII set words off, too.
  const std::string lines =
      absl::StrReplaceAll(ToAbsl(text), {{"–", "\n"}, {"—", "\n"}, {"“", "\n"}, {"”", "\n"}, {"…", "\n"}});
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(lines, absl::ByAnyChar("\n-:;,.()[]{}/|*\"'"))) {
    const std::vector<absl::string_view> words = absl::StrSplit(part, ' ', absl::SkipEmpty());
    if (!words.empty()) parts.push_back(absl::StrJoin(words, " "));
  }
  return parts;
}

// The mark that stands in the text by itself, as in `TỐI MẬT - Báo cáo` or `Độ mật: Mật`; with `among` also one among
// other words. Empty where there is none.
std::string MarkIn(std::string_view text, bool among) {
  bool graded = false;
  for (const std::string& part : SetOff(text)) {
    const std::string capitals = text::ToCapitals(part);
    if (IsMark(part) || (graded && IsMark(capitals))) return part;
    if (among) {
      const std::string mark = MarkAmong(absl::StrSplit(part, ' '));
      if (!mark.empty()) return mark;
    }
    graded = capitals == "ĐỘ MẬT";
  }
  return "";
}

// The mark in the first lines of a text; empty where there is none.
std::string MarkAbove(std::string_view text) {
  int seen = 0;
  for (const absl::string_view line : absl::StrSplit(ToAbsl(text), '\n', absl::SkipWhitespace())) {
    if (++seen > kFirstLines) break;
    std::string mark = MarkIn({line.data(), line.size()}, /*among=*/false);
    if (!mark.empty()) return mark;
  }
  return "";
}

absl::Status Found(const std::string& mark, std::string_view cause) {
  if (mark.empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::SECRECY_MARK_FOUND,
                                    {{"mark", std::string(status::Shorten(mark, 40))}, {"cause", std::string(cause)}});
}

absl::Status Marked(const v1::Section& section, const std::string& mark) {
  return status::FailedPrecondition(v1::SECRECY_MARK_FOUND,
                                    {{"section", section.id()}, {"mark", std::string(status::Shorten(mark, 40))}});
}

}  // namespace

absl::Status RefuseMarked(const Sections& sections, const Sections& before) {
  for (const v1::Section& section : sections) {
    const int place = PlaceOf(before, section.id());
    const bool named_before = place >= 0 && before[place].title() == section.title();
    const std::string titled = named_before ? "" : MarkIn(section.title(), /*among=*/true);
    const std::string mark = titled.empty() ? MarkAbove(TextOf(section.body())) : titled;
    if (!mark.empty()) return Marked(section, mark);
  }
  return absl::OkStatus();
}

absl::Status RefuseMarkedTitle(std::string_view title) { return Found(MarkIn(title, /*among=*/true), "title"); }

absl::Status RefuseMarkedText(std::string_view text) { return Found(MarkAbove(text), "text"); }

bool IsClassified(v1::Secrecy secrecy) { return secrecy != v1::SECRECY_UNSPECIFIED; }

absl::Status RefuseClassified(v1::Secrecy secrecy) {
  if (!IsClassified(secrecy)) return absl::OkStatus();
  return status::InvalidArgument(v1::CONTENT_CLASSIFIED, {{"secrecy", v1::Secrecy_Name(secrecy)}});
}

}  // namespace congress::drafting
