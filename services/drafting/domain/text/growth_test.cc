// What no text may do: make comparing or merging take more than time in proportion to it. The bound is on processor
// time, far above what each of these takes and far below the square of their words.
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/drafting/domain/text/document_comparison.h"
#include "services/drafting/domain/text/three_way_merge.h"

namespace congress::drafting {
namespace {

constexpr size_t kWords = 60'000;
constexpr double kMostSeconds = 4;

// The word at a place, and how many words a paragraph has.
struct Shape {
  std::string name;
  size_t paragraph;
  std::function<std::string(size_t)> base;
  std::function<std::string(size_t)> target;
  std::function<std::string(size_t)> other;
};

std::vector<Piece> Text(size_t paragraph, const std::function<std::string(size_t)>& word) {
  std::vector<Piece> pieces;
  for (size_t i = 0; i < kWords; ++i) {
    if (i % paragraph == 0) pieces.emplace_back();
    pieces.back().text += (i % paragraph == 0 ? "" : " ") + word(i);
  }
  return pieces;
}

// Numbers without a pattern, the same ones every time.
size_t Scattered(size_t i) { return (i * 2'654'435'761 + 12'345) % 4'294'967'291; }

std::string Number(size_t i) { return "x" + std::to_string(i); }

TEST(Growth, IsInProportionToTheTextWhateverItHolds) {
  const auto word = [](size_t kinds, size_t seed) {
    return [kinds, seed](size_t i) { return Number(Scattered(i * 7 + seed) / 64 % kinds); };
  };
  const auto every = [](size_t step, const std::string& changed) {
    return [step, changed](size_t i) { return i % step == 0 ? changed : Number(i); };
  };
  std::vector<Shape> shapes;
  for (const size_t paragraph : {size_t{1}, size_t{5}, size_t{80}, kWords}) {
    const std::string size = " in paragraphs of " + std::to_string(paragraph);
    shapes.push_back({"one word" + size, paragraph, word(1, 1), word(1, 2), word(1, 3)});
    shapes.push_back({"two words" + size, paragraph, word(2, 1), word(2, 2), word(2, 3)});
    shapes.push_back({"some words" + size, paragraph, word(300, 1), word(300, 2), word(300, 3)});
    shapes.push_back({"many words" + size, paragraph, word(9'000, 1), word(9'000, 2), word(9'000, 3)});
    shapes.push_back({"every other word" + size, paragraph, Number, every(2, "y"), every(3, "z")});
    shapes.push_back({"every twentieth word" + size, paragraph, Number, every(20, "y"), every(19, "z")});
    shapes.push_back({"backwards" + size, paragraph, Number, [](size_t i) { return Number(kWords - 1 - i); },
                      [](size_t i) { return Number((i + kWords / 2) % kWords); }});
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
  for (const Shape& shape : shapes) {
    const DocumentText base{{{"a", "", 1, Text(shape.paragraph, shape.base)}}};
    const DocumentText target{{{"a", "", 1, Text(shape.paragraph, shape.target)}}};
    const std::vector<Piece> other = Text(shape.paragraph, shape.other);
    const std::clock_t begun = std::clock();
    CompareDocuments(base, target);
    const std::clock_t compared = std::clock();
    Merge(base.sections[0].pieces, target.sections[0].pieces, other);
    const std::clock_t merged = std::clock();
    EXPECT_LT(static_cast<double>(compared - begun) / CLOCKS_PER_SEC, kMostSeconds) << "compare " << shape.name;
    EXPECT_LT(static_cast<double>(merged - compared) / CLOCKS_PER_SEC, kMostSeconds) << "merge " << shape.name;
  }
}

}  // namespace
}  // namespace congress::drafting
