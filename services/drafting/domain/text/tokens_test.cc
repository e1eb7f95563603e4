#include "services/drafting/domain/text/tokens.h"

#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::drafting {
namespace {

using ::testing::ElementsAreArray;

std::vector<std::string> Contents(std::string_view text) {
  std::vector<std::string> contents;
  for (const Token& token : Tokenize(text)) contents.emplace_back(text.substr(token.begin, token.end - token.begin));
  return contents;
}

std::vector<std::string> Sentences(std::string_view text) {
  std::vector<std::string> sentences;
  const std::vector<Token> tokens = Tokenize(text);
  size_t begun = 0;
  for (size_t i = 1; i <= tokens.size(); ++i) {
    if (i < tokens.size() && !tokens[i].begins_sentence) continue;
    sentences.emplace_back(text.substr(tokens[begun].begin, tokens[i - 1].end - tokens[begun].begin));
    begun = i;
  }
  return sentences;
}

struct TokensCase {
  std::string text;
  std::vector<std::string> tokens;
};

TEST(Tokenize, TellsWordsFromPunctuation) {
  const std::vector<TokensCase> cases = {
      {"", {}},
      {" \t\n ", {}},
      {"Phát triển kinh tế", {"Phát", "triển", "kinh", "tế"}},
      {"xã, phường.", {"xã", ",", "phường", "."}},
      {"tăng 1.234,5 tỷ đồng", {"tăng", "1.234,5", "tỷ", "đồng"}},
      {"đạt 9,5%.", {"đạt", "9,5", "%", "."}},
      {"năm 2025.", {"năm", "2025", "."}},
      {"lúc 07:30, ngày 30/4/1975", {"lúc", "07:30", ",", "ngày", "30/4/1975"}},
      {"Nghị quyết 12-QĐ/TU, 36-NQ/TW.", {"Nghị", "quyết", "12-QĐ/TU", ",", "36-NQ/TW", "."}},
      {"nhiệm kỳ 2020-2025, 2025–2030", {"nhiệm", "kỳ", "2020-2025", ",", "2025–2030"}},
      {"COVID-19", {"COVID-19"}},
      {"kinh tế-xã hội", {"kinh", "tế", "-", "xã", "hội"}},
      {"và/hoặc", {"và", "/", "hoặc"}},
      {"H'Hen, Y’Bliu, 'nháy'", {"H'Hen", ",", "Y’Bliu", ",", "'", "nháy", "'"}},
      {"“Dân biết”", {"“", "Dân", "biết", "”"}},
      {"ký tên........", {"ký", "tên", "........"}},
      {"12-", {"12", "-"}},
      {"5.", {"5", "."}},
      {"§ 3, + −", {"§", "3", ",", "+", "−"}},
      {"một\u00a0hai\u3000ba", {"một", "hai", "ba"}},
      // A mark that composes with nothing stays with its letter.
      {"x\u0323 y", {"x\u0323", "y"}},
      {"Москва 北京", {"Москва", "北京"}},
      {"a\xff\xfe b", {"a\xff\xfe", "b"}},
      {"cắt \xe1\xba", {"cắt", "\xe1\xba"}},
  };
  for (const TokensCase& c : cases) {
    EXPECT_THAT(Contents(c.text), ElementsAreArray(c.tokens)) << c.text;
    int64_t words = 0;
    for (const Token& token : Tokenize(c.text)) words += token.kind == TokenKind::kWord ? 1 : 0;
    EXPECT_EQ(CountWords(c.text), words) << c.text;
  }
}

TEST(Tokenize, TellsSentences) {
  const std::vector<TokensCase> cases = {
      {"Một câu. Hai câu! Ba câu? Bốn câu… Hết", {"Một câu.", "Hai câu!", "Ba câu?", "Bốn câu…", "Hết"}},
      {"Tại TP. Vinh có 12 xã. Tại TX. Cửa Lò", {"Tại TP. Vinh có 12 xã.", "Tại TX. Cửa Lò"}},
      {"Số 12 là 1.234 người. Năm 2025. Hết", {"Số 12 là 1.234 người.", "Năm 2025.", "Hết"}},
      {"Cán bộ, v.v. Được cử", {"Cán bộ, v.v. Được cử"}},
      {"1. Phương hướng. 2. Mục tiêu", {"1. Phương hướng.", "2. Mục tiêu"}},
      {"II. Kết quả. IV. Hạn chế", {"II. Kết quả.", "IV. Hạn chế"}},
      {"Ông Nguyễn V. An nói. Bà nghe", {"Ông Nguyễn V. An nói.", "Bà nghe"}},
      {"Gồm: điện, đường... rồi trạm. Hết", {"Gồm: điện, đường... rồi trạm.", "Hết"}},
      {"Gồm điện, đường... Hết", {"Gồm điện, đường...", "Hết"}},
      {"Nói “Được.” Rồi đi. (Xem phụ lục.) Hết", {"Nói “Được.”", "Rồi đi.", "(Xem phụ lục.)", "Hết"}},
      {"đạt 5. tăng 3. Đến nay", {"đạt 5. tăng 3.", "Đến nay"}},
      {"một. đến nay", {"một. đến nay"}},
      {"dòng một\ndòng hai", {"dòng một", "dòng hai"}},
      {"xem tin.Sau đó", {"xem tin.Sau đó"}},
      {"Hết. 12 xã. - Một", {"Hết.", "12 xã.", "- Một"}},
      {"PGS. TS. Trần Văn Bê. Hết", {"PGS. TS. Trần Văn Bê.", "Hết"}},
  };
  for (const TokensCase& c : cases) EXPECT_THAT(Sentences(c.text), ElementsAreArray(c.tokens)) << c.text;
}

TEST(Tokenize, TakesAnyBytesAndLeavesOutWhiteSpaceOnly) {
  std::mt19937 random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    constexpr std::string_view kBytes = "a.1,-/' \n\xe1\xba\xa1\xff\xc4\x91V\"";
    for (size_t left = random() % 24; left > 0; --left) text += kBytes[random() % kBytes.size()];
    const std::vector<Token> tokens = Tokenize(text);
    size_t end = 0;
    for (const Token& token : tokens) {
      ASSERT_LE(end, token.begin);
      ASSERT_LT(token.begin, token.end);
      EXPECT_EQ(text.substr(end, token.begin - end).find_first_not_of(" \n"), std::string::npos) << text;
      end = token.end;
    }
    ASSERT_LE(end, text.size());
    EXPECT_EQ(text.substr(end).find_first_not_of(" \n"), std::string::npos) << text;
    EXPECT_TRUE(tokens.empty() || tokens.front().begins_sentence);
  }
}

}  // namespace
}  // namespace congress::drafting
