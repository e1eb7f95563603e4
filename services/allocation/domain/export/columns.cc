#include "services/allocation/domain/export/columns.h"

#include <algorithm>

#include "absl/strings/str_split.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::allocation {
namespace {

constexpr size_t kHalf = kPageWidth / 2;
// What stays free behind the left one of two columns.
constexpr size_t kGap = 2;

std::string CentredIn(const std::string& line, size_t width) {
  return std::string((width - std::min(width, text::Length(line))) / 2, ' ') + line;
}

}  // namespace

std::vector<std::string> Wrapped(std::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (const absl::string_view given : absl::StrSplit(ToAbsl(text), '\n')) {
    std::string line;
    for (const absl::string_view word : absl::StrSplit(given, ' ', absl::SkipEmpty())) {
      const std::string longer = line.empty() ? std::string(word) : StrCat(line, " ", std::string(word));
      if (!line.empty() && text::Length(longer) > width) {
        lines.push_back(std::move(line));
        line = std::string(word);
      } else {
        line = longer;
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string Centred(std::string_view text) {
  std::string block;
  for (const std::string& line : Wrapped(text, kPageWidth)) block += CentredIn(line, kPageWidth) + "\n";
  return block;
}

std::string SideBySide(std::string_view left, LeftColumn alignment, std::string_view right) {
  const std::vector<std::string> lefts = Wrapped(left, kHalf - kGap);
  const std::vector<std::string> rights = Wrapped(right, kHalf);
  std::string block;
  for (size_t i = 0; i < std::max(lefts.size(), rights.size()); ++i) {
    std::string line = i < lefts.size() ? lefts[i] : "";
    if (alignment == LeftColumn::kCentred) line = CentredIn(line, kHalf);
    if (i < rights.size() && !rights[i].empty()) {
      // A word that is longer than its half pushes the other column along.
      line += std::string(std::max(kHalf, text::Length(line) + kGap) - text::Length(line), ' ');
      line += CentredIn(rights[i], kHalf);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    block += line + "\n";
  }
  return block;
}

}  // namespace congress::allocation
