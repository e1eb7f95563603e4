// Two changes of the words of one text put together.
#pragma once

#include <string>
#include <vector>

namespace congress::drafting {

struct TextClash {
  std::string base;
  std::string ours;
  std::string theirs;
};

struct MergedText {
  // With the base's stretch where there is a clash.
  std::string text;
  std::vector<TextClash> clashes;
};

// Changes touch, and clash unless they are the same, if no word of the base is kept between them and no sentence begins
// there which begins on both sides too.
MergedText MergeTexts(std::string base, std::string ours, std::string theirs);

}  // namespace congress::drafting
