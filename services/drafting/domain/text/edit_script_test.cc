#include "services/drafting/domain/text/edit_script.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace congress::drafting {
namespace {

using Symbols = std::vector<uint32_t>;

// Longest common subsequence by its table: slow, simple, independent.
size_t LongestCommon(const Symbols& base, const Symbols& target) {
  std::vector<size_t> row(target.size() + 1);
  for (const uint32_t symbol : base) {
    size_t diagonal = 0;
    for (size_t j = 0; j < target.size(); ++j) {
      const size_t above = row[j + 1];
      row[j + 1] = symbol == target[j] ? diagonal + 1 : std::max(row[j + 1], row[j]);
      diagonal = above;
    }
  }
  return row.back();
}

// Number of matched elements; 0 and a failure unless the matches are common stretches in order, none beside another.
size_t CheckedLength(const Symbols& base, const Symbols& target, const std::vector<Match>& matches) {
  size_t from = 0;
  size_t to = 0;
  size_t length = 0;
  for (const Match& match : matches) {
    const bool sound = match.length > 0 && match.base >= from && match.target >= to &&
                       match.base + match.length <= base.size() && match.target + match.length <= target.size() &&
                       (length == 0 || match.base > from || match.target > to);
    EXPECT_TRUE(sound);
    if (!sound) return 0;
    for (size_t i = 0; i < match.length; ++i) EXPECT_EQ(base[match.base + i], target[match.target + i]);
    from = match.base + match.length;
    to = match.target + match.length;
    length += match.length;
  }
  return length;
}

Symbols Random(std::mt19937& random, size_t size, uint32_t kinds) {
  Symbols symbols(size);
  for (uint32_t& symbol : symbols) symbol = static_cast<uint32_t>(random() % kinds);
  return symbols;
}

TEST(Diff, KeepsAsMuchAsCanBeKept) {
  std::mt19937 random(14);
  for (int round = 0; round < 50'000; ++round) {
    const uint32_t kinds = 1 + static_cast<uint32_t>(round % 4);
    const Symbols base = Random(random, random() % 12, kinds);
    const Symbols target = Random(random, random() % 12, kinds);
    ASSERT_EQ(CheckedLength(base, target, Diff(base, target).matches), LongestCommon(base, target));
  }
  for (int round = 0; round < 100; ++round) {
    const uint32_t kinds = 1 + static_cast<uint32_t>(round % 40);
    const Symbols base = Random(random, random() % 300, kinds);
    const Symbols target = Random(random, random() % 300, kinds);
    ASSERT_EQ(CheckedLength(base, target, Diff(base, target).matches), LongestCommon(base, target));
  }
}

TEST(Diff, FindsFewestEditsInLongSequencesWithFewOfThem) {
  std::mt19937 random(15);
  const Symbols base = Random(random, 60'000, 3'000);
  Symbols target = base;
  for (int i = 0; i < 100; ++i) target[600 * static_cast<size_t>(i) + random() % 600] = 5'000;
  EXPECT_EQ(CheckedLength(base, target, Diff(base, target).matches), base.size() - 100);
}

// Beyond the edits that a search follows, what it keeps stays close to what can be kept.
TEST(Diff, HasNoCliff) {
  std::mt19937 random(16);
  for (const size_t apart : {200u, 60u, 20u, 10u, 5u}) {
    const Symbols base = Random(random, 60'000, 3'000);
    Symbols target = base;
    size_t changed = 0;
    for (size_t i = random() % apart; i < target.size(); i += 1 + random() % (2 * apart)) {
      target[i] = 5'000;
      ++changed;
    }
    const size_t kept = CheckedLength(base, target, Diff(base, target).matches);
    EXPECT_GE(100 * kept, 98 * (base.size() - changed)) << changed << " changed";
  }
}

struct Adversary {
  std::string name;
  std::function<uint32_t(uint32_t)> base;
  std::function<uint32_t(uint32_t)> target;
};

TEST(Diff, TakesStepsInProportionToTheLength) {
  std::mt19937 random(17);
  const auto any = [&](uint32_t kinds) {
    return [&random, kinds](uint32_t) { return static_cast<uint32_t>(random() % kinds); };
  };
  const uint32_t size = 60'000;
  const std::vector<Adversary> adversaries = {
      {"one word", any(1), any(1)},
      {"two words", any(2), any(2)},
      {"three words", any(3), any(3)},
      {"twenty words", any(20), any(20)},
      {"a vocabulary", any(3'000), any(3'000)},
      {"nothing in common", [](uint32_t i) { return i; }, [](uint32_t i) { return 70'000 + i; }},
      {"backwards", [](uint32_t i) { return i; }, [](uint32_t i) { return 59'999 - i; }},
      {"halves exchanged", [](uint32_t i) { return i; }, [](uint32_t i) { return (i + 30'000) % 60'000; }},
      {"two rhythms", [](uint32_t i) { return i % 7; }, [](uint32_t i) { return i * i % 5; }},
      {"slow and fast", [](uint32_t i) { return i % 2; }, [](uint32_t i) { return i / 2 % 2; }},
      {"long runs", [](uint32_t i) { return i / 300 % 2; }, [](uint32_t i) { return i / 299 % 2; }},
      {"one run between two", [](uint32_t i) { return i < 30'000 ? 0 : i % 2; }, [](uint32_t i) { return i % 3; }},
      {"pairs exchanged", [](uint32_t i) { return i; }, [](uint32_t i) { return i ^ 1; }},
  };
  for (const Adversary& adversary : adversaries) {
    Symbols base(size);
    Symbols target(size);
    for (uint32_t i = 0; i < size; ++i) {
      base[i] = adversary.base(i);
      target[i] = adversary.target(i);
    }
    const EditScript script = Diff(base, target);
    CheckedLength(base, target, script.matches);
    EXPECT_LE(script.steps, int64_t{16} * kMostEdits * 2 * size) << adversary.name;
    EXPECT_EQ(Diff(base, target).matches, script.matches) << adversary.name;
  }
}

}  // namespace
}  // namespace congress::drafting
