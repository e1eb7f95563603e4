#include "platform/text/order.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace congress::text {
namespace {

using Texts = std::vector<std::string>;

template <class Key>
Texts SortedFromTheEnd(Texts texts, Key key) {
  std::reverse(texts.begin(), texts.end());
  std::sort(texts.begin(), texts.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return texts;
}

TEST(NameSortKey, PutsTheGivenNameFirstTheVietnameseWay) {
  const Texts names = {"Bùi An", "Nguyễn Ánh", "Vũ Ăn", "Phạm Ân", "Lê Văn Dũng", "Trần Thị Đào"};
  EXPECT_EQ(SortedFromTheEnd(names, NameSortKey), names);
}

TEST(NameSortKey, SeesNoSpacesThatNobodySees) {
  for (const char* name : {"Trần Văn An ", "Trần  Văn An", "Trần Văn\u00a0An", " Trần Văn An\u200b", "Trần Văn An\n"}) {
    EXPECT_EQ(NameSortKey(name), NameSortKey("Trần Văn An")) << name;
  }
  const Texts names = {"Trần Văn\u00a0An ", "Lê Bình", "Hồ Cường\u00a0"};
  EXPECT_EQ(SortedFromTheEnd(names, NameSortKey), names);
}

TEST(NaturalKey, OrdersNumbersByValue) {
  for (const Texts& texts : std::vector<Texts>{
           {"1", "2", "10", "11", "100"},
           {"I.1", "I.2", "I.10", "II.1", "II.10"},
           {"I", "II", "III", "IV", "V", "VI", "VIII", "IX", "X", "XI", "XIX", "XX", "XXXIX"},
           {"I.9", "IV.1", "V.1", "IX.1", "X.1"},
           {"A", "B", "C", "D", "H", "I", "J", "M"},
           {"1.1", "1.2", "1.10", "2.1", "10.1"},
           {"Mục I. Mở đầu", "Mục V. Kết quả", "Mục IX. Kết luận"},
           {"Phụ lục 2", "Phụ lục 10"},
           {"phụ lục 2", "Phụ lục 10"},
           {"Điều 2a", "Điều 2b", "Điều 10a"},
           {"1a", "1b", "1đ", "1e"},
           {"00002", "3", "00010"},
           {"", "1", "a"},
       }) {
    EXPECT_EQ(SortedFromTheEnd(texts, NaturalKey), texts);
  }
}

TEST(NaturalKey, TakesOnlyNumeralsInCapitalsForNumbers) {
  const Texts words = {"Cầu", "IIII", "vi phạm", "xi măng"};
  EXPECT_EQ(SortedFromTheEnd(words, NaturalKey), words);
  EXPECT_TRUE(NaturalLess("Xây", "Xi"));
  EXPECT_FALSE(NaturalLess("Xi", "Xây"));
}

TEST(NaturalKey, TellsDifferentTextsApart) {
  EXPECT_NE(NaturalKey("I.1"), NaturalKey("I.01"));
  EXPECT_NE(NaturalKey("I"), NaturalKey("I1"));
  EXPECT_NE(NaturalKey("a"), NaturalKey("A"));
  EXPECT_EQ(NaturalKey("a "), NaturalKey("a"));
  EXPECT_FALSE(NaturalLess("2", "2"));
}

}  // namespace
}  // namespace congress::text
