#include "platform/text/keys.h"

#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace congress::text {
namespace {

using Pairs = std::vector<std::pair<const char*, const char*>>;

TEST(IdentityKey, IsTheSameForTwoSpellingsOfOneName) {
  const Pairs alike = {
      {"QĐ", "qđ"},
      {"QĐ", "Q\u00D0"},
      {"đảng", "\u00F0ảng"},
      {"Guđmundur", "Gu\u00F0mundur"},
      {"TU", "tu"},
      {"TU", "ＴＵ"},
      {"2025-2030", "2025–2030"},
      {"2025-2030", "2025 - 2030"},
      {"2025-2030", "2025 —\u00a02030"},
      {"2025-2030", "2025\u22122030"},
      {"2025-2030", "2025-2030 "},
      {"2025-2030", "２０２５－２０３０"},
      {"hội trường A", "hội  trường A"},
      {"hội trường A", "hội\u00a0trường A"},
      {"hội trường A", " Hội trường A\t"},
      {"hội trường A", "HỘI TRƯỜNG\u3000A"},
      {"hội trường A", "hội trường\nA"},
      {"hội trường A", "ho\u0323\u0302i trươ\u0300ng A"},
      {"hội trường A", "h\u200bội trường A\ufeff"},
      {"hội trường A", "\u202ahội trường A\u202c\ufe0f"},
      {"Hòa", "Hoà"},
      {"Hóa", "hoá"},
      {"Thủy", "Thuỷ"},
      {"Khỏe", "Khoẻ"},
      {"Xã Hóa Quỳ", "XÃ  HOÁ QÙY"},
      {"Thụy Hòa", "Thuỵ Hoà"},
      {"Lõa", "Loã"},
      {"Quế", "Quê\u0301"},
      {"Quế", "Qué\u0302"},
      {"Thuận-Hòa 2", "Thuận-Hoà 2"},
      {"Nghệ An", "Nghe\u0302\u0323 An"},
      {"H'Hen Niê", "H’Hen Niê"},
      {"H'Hen Niê", "H\u02bchen Niê"},
      {"H'Hen Niê", "H\u00b4Hen Niê"},
      {"Đội “A”", "Đội \"A\""},
      {"straße", "STRASSE"},
      {"ﬁ", "fi"},
  };
  for (const auto& [one, other] : alike) EXPECT_EQ(IdentityKey(one), IdentityKey(other)) << one << " | " << other;
}

TEST(IdentityKey, TellsOtherNamesApart) {
  const Pairs different = {
      {"Hòa", "Hóa"},         {"Hòa", "Hoa"},          {"Hoa", "Hoă"},       {"Hồ", "Hố"},      {"Thủ", "Thư"},
      {"Hò A", "Ho À"},       {"Đông", "Dông"},        {"Cố Hoa", "Cô Hóa"}, {"Hò-a", "Ho-à"},  {"Tân", "Tăn"},
      {"Quý", "Quí"},         {"A1", "A 1"},           {"A-1", "A1"},        {"00123", "123"},  {"a.b", "a b"},
      {"Xã Hùng", "Xã Hưng"}, {"Đông Hải", "Đônghải"}, {"A", "\u0410"},      {"TU", "T\u0423"},
  };
  for (const auto& [one, other] : different) EXPECT_NE(IdentityKey(one), IdentityKey(other)) << one << " | " << other;
}

TEST(IdentityKey, IsEmptyForNothing) {
  for (const char* nothing : {"", " ", "\n\t", "\u00a0\u200b", "\ufeff"}) EXPECT_EQ(IdentityKey(nothing), "");
}

TEST(IdentityKey, OfAKeyIsTheKey) {
  for (const char* text : {"Xã Hóa Quỳ", "2025 – 2030", "ＱĐ", "H’Hen", "é\u0302"}) {
    EXPECT_EQ(IdentityKey(IdentityKey(text)), IdentityKey(text)) << text;
  }
}

TEST(CodeKey, LeavesZerosBeforeANumberOut) {
  const Pairs alike = {{"00123", "123"}, {"unit-007", "UNIT-7"}, {"DV01.02", "dv1.2"}, {"000", "0"}, {"A–01", "a-1"}};
  for (const auto& [one, other] : alike) EXPECT_EQ(CodeKey(one), CodeKey(other)) << one << " | " << other;
  const Pairs different = {{"100", "1"}, {"10", "1"}, {"1.0", "1"}, {"a0", "a"}, {"0", ""}, {"1001", "11"}};
  for (const auto& [one, other] : different) EXPECT_NE(CodeKey(one), CodeKey(other)) << one << " | " << other;
}

TEST(SearchKey, IgnoresDiacriticsCaseAndDisguises) {
  EXPECT_EQ(SearchKey("Đặng Thị Hường"), "dang thi huong");
  EXPECT_EQ(SearchKey("NGHỆ AN"), SearchKey("nghe an"));
  EXPECT_EQ(SearchKey(" Đặng\u00a0 Thị\tHường\u200b "), "dang thi huong");
  EXPECT_EQ(SearchKey("\u00D0ặng \u00F0"), "dang d");
  EXPECT_EQ(SearchKey("H’Hen"), SearchKey("h'hen"));
  EXPECT_NE(SearchKey("an"), SearchKey("am"));
}

}  // namespace
}  // namespace congress::text
