#include "tests/bench/text_growth.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "services/drafting/domain/text/document_comparison.h"
#include "services/drafting/domain/text/three_way_merge.h"

namespace congress::drafting {
namespace {

constexpr size_t kFewWords = 15'000;
constexpr size_t kManyWords = 60'000;
// Four times the text; the square would be 16.
constexpr double kMostRatio = 10;
// Less is not measured.
constexpr double kLeastSeconds = 0.01;

// The word at a place, and how many words a paragraph has.
struct Shape {
  std::string name;
  size_t paragraph;
  std::function<std::string(size_t)> base;
  std::function<std::string(size_t)> target;
  std::function<std::string(size_t)> other;
};

std::vector<Piece> Text(size_t words, size_t paragraph, const std::function<std::string(size_t)>& word) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < words; ++i) {
    if (i % paragraph == 0) pieces.emplace_back();
    pieces.back().text += (i % paragraph == 0 ? "" : " ") + word(i);
  }
  return pieces;
}

// Numbers without a pattern, the same ones every time.
size_t Scattered(size_t i) { return (i * 2'654'435'761 + 12'345) % 4'294'967'291; }

std::string Number(size_t i) { return "x" + std::to_string(i); }

std::vector<Shape> Shapes() {
  const auto word = [](size_t kinds, size_t seed) {
    return [kinds, seed](size_t i) { return Number(Scattered(i * 7 + seed) / 64 % kinds); };
  };
  const auto every = [](size_t step, const std::string& changed) {
    return [step, changed](size_t i) { return i % step == 0 ? changed : Number(i); };
  };
  std::vector<Shape> shapes;
  for (const size_t paragraph : {size_t{1}, size_t{5}, size_t{80}, kManyWords}) {
    const std::string size = " in paragraphs of " + std::to_string(paragraph);
    shapes.push_back({"one word" + size, paragraph, word(1, 1), word(1, 2), word(1, 3)});
    shapes.push_back({"two words" + size, paragraph, word(2, 1), word(2, 2), word(2, 3)});
    shapes.push_back({"some words" + size, paragraph, word(300, 1), word(300, 2), word(300, 3)});
    shapes.push_back({"many words" + size, paragraph, word(9'000, 1), word(9'000, 2), word(9'000, 3)});
    shapes.push_back({"every other word" + size, paragraph, Number, every(2, "y"), every(3, "z")});
    shapes.push_back({"every twentieth word" + size, paragraph, Number, every(20, "y"), every(19, "z")});
    shapes.push_back({"backwards" + size, paragraph, Number, [](size_t i) { return Number(kManyWords - 1 - i); },
                      [](size_t i) { return Number((i + kManyWords / 2) % kManyWords); }});
    shapes.push_back({"marks" + size, paragraph, [](size_t i) { return i % 2 == 0 ? "," : ";"; },
                      [](size_t i) { return i % 5 == 0   ? ":"
                                            : i % 2 == 0 ? ","
                                                         : ";"; },
                      [](size_t i) { return i % 7 == 3   ? ":"
                                            : i % 2 == 0 ? ","
                                                         : ";"; }});
    shapes.push_back({"sentences" + size, paragraph, [](size_t i) { return i % 3 == 0 ? "Ta." : "Đi"; },
                      [](size_t i) { return i % 4 == 0 ? "Ta." : "Đi"; },
                      [](size_t i) { return i % 5 == 0 ? "Ta." : "Đi"; }});
  }
  return shapes;
}

// Processor time of comparing and of merging so many words.
std::pair<double, double> Take(const Shape& shape, size_t words) {
  const DocumentText base{{{"a", "", 1, Text(words, shape.paragraph, shape.base)}}};
  const DocumentText target{{{"a", "", 1, Text(words, shape.paragraph, shape.target)}}};
  const std::vector<Piece> other = Text(words, shape.paragraph, shape.other);
  const std::clock_t begun = std::clock();
  CompareDocuments(base, target);
  const std::clock_t compared = std::clock();
  Merge(base.sections[0].pieces, target.sections[0].pieces, other);
  const std::clock_t merged = std::clock();
  const auto seconds = [](std::clock_t ticks) {
    return std::max(static_cast<double>(ticks) / CLOCKS_PER_SEC, kLeastSeconds);
  };
  return {seconds(compared - begun), seconds(merged - compared)};
}

}  // namespace

bool GrowsInProportion() {
  double worst = 0;
  std::string name;
  for (const Shape& shape : Shapes()) {
    const auto few = Take(shape, kFewWords);
    const auto many = Take(shape, kManyWords);
    for (const auto& [ratio, what] :
         {std::pair(many.first / few.first, "compare "), std::pair(many.second / few.second, "merge ")}) {
      if (ratio <= worst) continue;
      worst = ratio;
      name = what + shape.name;
    }
  }
  std::printf("four times the text takes %.1f x at worst (%s), bound %.0f%s\n", worst, name.c_str(), kMostRatio,
              worst > kMostRatio ? ", above it" : "");
  return worst <= kMostRatio;
}

}  // namespace congress::drafting
