#include "services/drafting/domain/printed_number.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct NumberCase {
  std::string text;
  std::string printed;
  std::vector<std::string_view> types;
};

TEST(ParsePrintedNumber, ReadsNumbersHoweverTheyWereTyped) {
  const std::vector<NumberCase> cases = {
      {"Số 127-QĐ/TW", "Số 127-QĐ/TW", {"quyết định", "quy định"}},
      {"04-QĐi/TW", "Số 04-QĐi/TW", {"quy định"}},
      {"01-ĐA/ĐU", "Số 01-ĐA/ĐU", {"đề án"}},
      {"24-BS/UBKTTU", "Số 24-BS/UBKTTU", {"bản sao"}},
      {"2397-TB/TU", "Số 2397-TB/TU", {"thông báo"}},
      {"1757-CV/TU", "Số 1757-CV/TU", {"công văn"}},
      {"13-TT/TU", "Số 13-TT/TU", {"thông tri"}},
      {"259-TTr/BTCTW", "Số 259-TTr/BTCTW", {"tờ trình"}},
      {"7-CTR/BCĐ35", "Số 07-CTr/BCĐ35", {"chương trình"}},
      {"127/QĐ-UBND", "Số 127/QĐ-UBND", {"quyết định"}},
      {"số: 30/2020/NĐ-CP", "Số 30/2020/NĐ-CP", {"nghị định"}},
      {"13/TT-BNV", "Số 13/TT-BNV", {"thông tư"}},
      {"127/QyĐ-UBND-NC", "Số 127/QyĐ-UBND-NC", {"quy định"}},
      {"1757/UBND-VX", "Số 1757/UBND-VX", {"công văn"}},
      {"1757/UBND", "Số 1757/UBND", {"công văn"}},
      {"12-XYZ/TU", "Số 12-XYZ/TU", {}},
      // Spaces, dashes, slashes, the word before it, zeros, case, full width, letters in parts.
      {"  SỐ :  0127 – QĐ / TW  ", "Số 127-QĐ/TW", {"quyết định", "quy định"}},
      {"Số.127—qđ/TW", "Số 127-QĐ/TW", {"quyết định", "quy định"}},
      {"Số127−QĐ∕TW", "Số 127-QĐ/TW", {"quyết định", "quy định"}},
      {"１２７－ＱＤ／ＴＷ", "Số 127-QD/TW", {}},
      {"So\u0302\u0301 01-D\u00c1/DU", "Số 01-DÁ/DU", {}},
      {"Số\u00a05\u2011\u00d0A/\u00d0U", "Số 05-ĐA/ĐU", {"đề án"}},
      {"127 / QĐ – UBND", "Số 127/QĐ-UBND", {"quyết định"}},
  };
  for (const NumberCase& c : cases) {
    const auto number = ParsePrintedNumber(c.text);
    ASSERT_THAT(number, support::IsOk()) << c.text;
    EXPECT_EQ(PrintNumber(*number), c.printed) << c.text;
    EXPECT_EQ(TypesOf(*number), c.types) << c.text;
    EXPECT_EQ(ParsePrintedNumber(c.printed).value(), *number);
  }
  EXPECT_EQ(ParsePrintedNumber("30/2020/NĐ-CP").value(), (PrintedNumber{NumberForm::kState, 30, 2020, "NĐ", "CP"}));
  EXPECT_EQ(ParsePrintedNumber("2397-TB/TU").value(), (PrintedNumber{NumberForm::kParty, 2397, 0, "TB", "TU"}));
}

TEST(ParsePrintedNumber, SaysWhereItCannotRead) {
  const struct {
    const char* text;
    const char* cause;
    const char* position;
  } kCases[] = {
      {"", "number", "1"},
      {"QĐ/TW", "number", "1"},
      {"Số: -QĐ/TU", "number", "5"},
      {"Số …-QĐ/TU", "number", "4"},
      {"Số 00-QĐ/TU", "number", "4"},
      {"1000000000-QĐ/TU", "number", "1"},
      {"99999999999999999999-QĐ/TU", "number", "1"},
      {"127", "separator", "4"},
      {"12a-QĐ/TU", "separator", "3"},
      {"127 QĐ/TW", "separator", "5"},
      {"127-", "symbol", "5"},
      {"127-/TU", "symbol", "5"},
      {"127-Q1/TU", "symbol", "5"},
      {"127-北/TU", "symbol", "5"},
      {"127-QĐ", "slash", "7"},
      {"127-QĐ-UBND", "slash", "7"},
      {"127-QĐ/", "issuer", "8"},
      {"127-QĐ/TU/VP", "rest", "10"},
      {"Số 127-QĐ/TW, ngày 01/01/2025", "rest", "13"},
      {"127/", "symbol", "5"},
      {"127/QĐ/TU", "dash", "7"},
      {"127/QĐ-", "issuer", "8"},
      {"127/QĐ-UBND-", "issuer", "13"},
      {"127/2025/", "symbol", "10"},
      {"127\xFF-QĐ/TU", "number", "1"},
  };
  for (const auto& c : kCases) {
    const absl::Status refused = ParsePrintedNumber(c.text).status();
    ASSERT_THAT(refused, StatusIs(kInvalid, "NUMBER_UNREADABLE")) << c.text;
    EXPECT_EQ(MetadataIn(refused, "cause"), c.cause) << c.text;
    EXPECT_EQ(MetadataIn(refused, "position"), c.position) << c.text;
  }
}

TEST(PrintNumber, ReadsBackAsTheSame) {
  for (const NumberForm form : {NumberForm::kParty, NumberForm::kState}) {
    for (const int64_t number : {int64_t{1}, int64_t{9}, int64_t{10}, int64_t{12345}, kMostPrintedNumber}) {
      for (const std::string symbol : {"NQ", "QĐ", "TTr", "CTr", "HD"}) {
        for (const std::string issuer : {"TU", "BCĐ35", "UBKTTU", "ĐU", "35"}) {
          for (const int year : {0, 2025}) {
            if (form == NumberForm::kParty && year != 0) continue;
            const PrintedNumber printed{form, number, year, symbol, issuer};
            EXPECT_EQ(ParsePrintedNumber(PrintNumber(printed)).value(), printed) << PrintNumber(printed);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace congress::drafting
