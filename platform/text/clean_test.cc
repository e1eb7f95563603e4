#include "platform/text/clean.h"

#include <string>
#include <vector>

#include "platform/text/text.h"
#include "tests/support/status_matchers.h"

namespace congress::text {
namespace {

constexpr Kind kOfOneLine[] = {Kind::kName, Kind::kLine, Kind::kCode};
constexpr Kind kCleaned[] = {Kind::kName, Kind::kLine, Kind::kCode, Kind::kProse};

std::string Cleaned(Kind kind, const std::string& text) {
  const auto cleaned = Clean(kind, text);
  return cleaned.ok() ? *cleaned : "refused: " + std::string(cleaned.status().message());
}

std::string Utf8Of(char32_t c) {
  std::string bytes;
  const auto add = [&](char32_t byte) { bytes.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6), add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12), add(0x80 | (c >> 6 & 0x3F)), add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | c >> 18), add(0x80 | (c >> 12 & 0x3F)), add(0x80 | (c >> 6 & 0x3F)), add(0x80 | (c & 0x3F));
  }
  return bytes;
}

std::vector<char32_t> Range(char32_t first, char32_t last) {
  std::vector<char32_t> all;
  for (char32_t c = first; c <= last; ++c) all.push_back(c);
  return all;
}

TEST(Clean, LeavesGoodTextAsItIs) {
  for (const char* text : {"", "a", "Đảng bộ xã Quỳnh Lưu", "Số 01-QĐ/TU", "2025–2030", "50 % – ½", "😀", "日本語",
                           "Гагарин", "naïve", "Å", "H'Hen Niê", "“Đồng khởi”"}) {
    for (const Kind kind : {Kind::kName, Kind::kLine, Kind::kProse, Kind::kRaw}) EXPECT_EQ(Cleaned(kind, text), text);
  }
  EXPECT_EQ(Cleaned(Kind::kCode, "organisations/unit-16681"), "organisations/unit-16681");
  EXPECT_EQ(Cleaned(Kind::kCode, "BCĐ35"), "BCĐ35");
}

TEST(Clean, IsDoneOnce) {
  for (const char* text :
       {" a \t b\r\n\r\nc ", "\u00D0a", "a\u0301\u0302", "\uF0B7\ta", "Ｑ\u2011１", "\u0009x\u00a0"}) {
    for (const Kind kind : kCleaned) EXPECT_EQ(Cleaned(kind, Cleaned(kind, text)), Cleaned(kind, text)) << text;
  }
}

TEST(Clean, LeavesOutWhatNobodySees) {
  std::vector<char32_t> unseen = {0x00AD, 0x034F, 0x061C, 0x180E, 0x3164, 0xFEFF, 0x1F, 0xE0100, 0xE0001};
  for (const auto& [first, last] :
       {std::pair<char32_t, char32_t>{0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0xFE00, 0xFE0F}}) {
    for (const char32_t c : Range(first, last)) unseen.push_back(c);
  }
  for (const Kind kind : kCleaned) {
    for (const char32_t c : unseen) {
      const std::string mark = Utf8Of(c);
      EXPECT_EQ(Cleaned(kind, mark + "Hò" + mark + "a" + mark), "Hòa") << std::hex << static_cast<uint32_t>(c);
    }
  }
}

TEST(Clean, KnowsOneSpace) {
  std::vector<char32_t> spaces = Range(0x2000, 0x200A);
  for (const int c : {0x00A0, 0x1680, 0x202F, 0x205F, 0x2800, 0x3000}) spaces.push_back(static_cast<char32_t>(c));
  for (const Kind kind : kCleaned) {
    for (const char32_t c : spaces) {
      EXPECT_EQ(Cleaned(kind, "Văn" + Utf8Of(c) + "An"), "Văn An") << std::hex << static_cast<uint32_t>(c);
    }
  }
  for (const Kind kind : kOfOneLine) {
    for (const char* text : {" Văn An", "Văn An ", "Văn  An", "\tVăn\tAn\t", "Văn \u00a0 An\u00a0",
                             "\u3000Văn\n An\r\n", "Văn\u200b \u200bAn", "Văn\u2028An", "\u00a0Văn\u202f\u2007An"}) {
      EXPECT_EQ(Cleaned(kind, text), "Văn An") << text;
    }
    for (const char* text : {" ", "\n", "\u00a0\u200b", "\ufeff"}) EXPECT_EQ(Cleaned(kind, text), "") << text;
  }
}

TEST(Clean, KnowsOneLineBreakInProse) {
  for (const char* text : {"a\nb", "a\r\nb", "a\rb", "a\u2028b", "a\u2029b", "a\u0085b", "a\vb", "a\fb", "a \nb\t ",
                           "a\u00a0\r\nb\r\n\r\n", "\ufeffa\r\nb", "\r\n \r\na\r\nb"}) {
    EXPECT_EQ(Cleaned(Kind::kProse, text), "a\nb") << text;
  }
  EXPECT_EQ(Cleaned(Kind::kProse, "a\r\n\r\nb"), "a\n\nb");
  EXPECT_EQ(Cleaned(Kind::kProse, "a\r\rb"), "a\n\nb");
  EXPECT_EQ(Cleaned(Kind::kProse, "a\n\rb"), "a\n\nb");
  EXPECT_EQ(Cleaned(Kind::kProse, "đ\r\nđ"), "đ\nđ");
  EXPECT_EQ(Cleaned(Kind::kProse, "\n\t1.\tMục  tiêu \n  a\n"), "\t1.\tMục  tiêu\n  a");
  EXPECT_EQ(Cleaned(Kind::kProse, " \n\t\r\n"), "");
}

TEST(Clean, KeepsTheEndsOfASpan) {
  EXPECT_EQ(Cleaned(Kind::kSpan, " Một  \t\r\nhai "), " Một\nhai ");
  EXPECT_EQ(Cleaned(Kind::kSpan, "\n"), "\n");
  EXPECT_EQ(Cleaned(Kind::kSpan, "a\u00a0"), "a ");
}

TEST(Clean, ComposesWhatLooksEqual) {
  for (const char* text :
       {"ế", "e\u0302\u0301", "ê\u0301", "é\u0302", "e\u0301\u0302", "e\u0301\u0302\u0301", "ế\u0301"}) {
    for (const Kind kind : kCleaned) EXPECT_EQ(Cleaned(kind, text), "ế") << text;
  }
  const struct {
    const char* text;
    const char* cleaned;
  } cases[] = {{"a\u0323\u0306", "ặ"}, {"a\u0306\u0323", "ặ"}, {"o\u0323\u0302", "ộ"}, {"O\u0301\u0302", "Ố"},
               {"u\u0300\u031B", "ừ"}, {"ụ\u031B", "ự"},       {"o\u031B\u0309", "ở"}, {"ã\u0302", "ẫ"},
               {"a\u0340", "à"},       {"e\u0341\u0302", "ế"}, {"n\u0303", "ñ"}};
  for (const auto& [text, cleaned] : cases) EXPECT_EQ(Cleaned(Kind::kName, text), cleaned) << text;
}

TEST(Clean, TakesEthForTheVietnameseLetterWhereNoOtherIsMeant) {
  const struct {
    const char* text;
    const char* cleaned;
  } cases[] = {{"\u00D0ảng", "Đảng"},
               {"Q\u00D0/TU", "QĐ/TU"},
               {"H\u00D0ND", "HĐND"},
               {"\u00F0ảng bộ", "đảng bộ"},
               {"-\u00F0ảng", "-đảng"},
               {"\u0189ảng", "Đảng"},
               {"\u0110", "Đ"},
               {"(\u00F0", "(đ"},
               {"Gu\u00F0mundur", "Guðmundur"},
               {"Sey\u00F0i \u00F0i", "Seyði đi"}};
  for (const auto& [text, cleaned] : cases) {
    for (const Kind kind : kCleaned) EXPECT_EQ(Cleaned(kind, text), cleaned) << text;
  }
}

TEST(Clean, TakesTheListMarksOfWordForBullets) {
  for (const int c : {0xF0B7, 0xF0A7, 0xF076, 0xF0D8, 0xF0FC, 0xF06C, 0xF06E, 0xF06F, 0xF071, 0xF075}) {
    const std::string mark = Utf8Of(static_cast<char32_t>(c));
    EXPECT_EQ(Cleaned(Kind::kProse, mark + "\tMột\r\n" + mark + " Hai " + mark), "•\tMột\n• Hai •");
    EXPECT_EQ(Cleaned(Kind::kLine, "a " + mark + "\tMột"), "a • Một");
  }
  EXPECT_EQ(Cleaned(Kind::kProse, "a\n \uF0E8 b"), "a\n • b") << "any symbol at the beginning of a line";
  EXPECT_EQ(Cleaned(Kind::kProse, "\uF02D b"), "- b");
  EXPECT_EQ(Cleaned(Kind::kLine, "01\x1eQĐ"), "01-QĐ") << "Word's non-breaking hyphen";
}

TEST(Clean, NamesWhatItRefusesAndItsPlace) {
  const struct {
    std::string text;
    const char* refused;
  } cases[] = {{"\a", "U+0007 at character 1"},        {"Đại hội xã \a", "U+0007 at character 12"},
               {"đ\r\n\x01", "U+0001 at character 4"}, {std::string("a\0b", 3), "U+0000 at character 2"},
               {"a\x7f", "U+007F at character 2"},     {"ab\u0080", "U+0080 at character 3"},
               {"a\uE000", "U+E000 at character 2"},   {"a\uF0E8", "U+F0E8 at character 2"},
               {"😀\uF8FF", "U+F8FF at character 2"},   {"\U000F0000", "U+F0000 at character 1"},
               {"a\uFFFD\a", "U+FFFD at character 2"}, {"\uFFFC", "U+FFFC at character 1"},
               {"\uFFFE", "U+FFFE at character 1"},    {"\x13 PAGE \x15", "U+0013 at character 1"}};
  for (const auto& [text, refused] : cases) {
    for (const Kind kind : kCleaned) {
      EXPECT_EQ(Clean(kind, text).status().code(), absl::StatusCode::kInvalidArgument);
      EXPECT_EQ(Clean(kind, text).status().message(), refused);
    }
  }
  for (char32_t c = 0; c < 0x20; ++c) {
    const bool kept = (c >= '\t' && c <= '\r') || c == 0x1E || c == 0x1F;
    for (const Kind kind : kCleaned)
      EXPECT_EQ(Clean(kind, "a" + Utf8Of(c) + "b").ok(), kept) << static_cast<uint32_t>(c);
  }
  EXPECT_EQ(CleanOrDrop(Kind::kLine,
                        "a\a \x01"
                        "b\uE000"),
            "a b");
}

TEST(Clean, MakesCodesPlain) {
  for (const char* dash :
       {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\uFF0D", "\uFE63"}) {
    EXPECT_EQ(Cleaned(Kind::kCode, std::string("DV") + dash + "01"), "DV-01") << dash;
  }
  EXPECT_EQ(Cleaned(Kind::kCode, "ＱĐ０１／ＴＵ"), "QĐ01/TU");
  EXPECT_EQ(Cleaned(Kind::kCode, "10²"), "10²") << "no other number";
  EXPECT_EQ(Cleaned(Kind::kLine, "ＱĐ–０１"), "ＱĐ–０１");
}

TEST(Clean, LeavesRawTextAlone) {
  for (const char* text : {" a\t\r\nb \u00a0", "e\u0302", "\ufeffx", "\u200b", "\uE000", "Ð"}) {
    EXPECT_EQ(Cleaned(Kind::kRaw, text), text);
    EXPECT_EQ(CleanOrDrop(Kind::kRaw, text), text);
  }
  EXPECT_EQ(Cleaned(Kind::kRaw, "đ\x02"), "refused: U+0002 at character 2");
}

}  // namespace
}  // namespace congress::text
