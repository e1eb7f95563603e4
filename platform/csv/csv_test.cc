#include "platform/csv/csv.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Csv, ReadsQuotesLineBreaksAndCountsLines) {
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("\xEF\xBB\xBF"
                                                "code,name\r\n1,\"Xã \"\"A\"\",\nhai dòng\"\r\n\r\n2,B"));
  EXPECT_THAT(table.header, ElementsAre("code", "name"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1", "Xã \"A\",\nhai dòng"));
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_EQ(table.rows[1].line, 5);
}

TEST(Csv, KnowsAColumnInEverySpelling) {
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("Code, Name,KIND\t,\u00a0valid_from,Ngày hoá\n1,2,3,4,5\n"));
  EXPECT_THAT(table.header, ElementsAre("Code", "Name", "KIND", "valid_from", "Ngày hoá"));
  int column = 0;
  for (const char* name : {"code", "name", "kind", "valid_from", "ngày hóa"}) EXPECT_EQ(table.Column(name), column++);
  EXPECT_EQ(table.Column("none"), -1);
  EXPECT_FALSE(Parse("code, Code\n1,2\n").ok());
}

TEST(Csv, ComparesTitlesWithoutDiacriticsSpacesAndUnderscores) {
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("Mã đơn vị,Members As Of,TÊN\n1,2,3\n"));
  EXPECT_EQ(table.Column("ma_don_vi"), 0);
  EXPECT_EQ(table.Column("members_as_of"), 1);
  EXPECT_EQ(table.Column("ten"), 2);
  EXPECT_FALSE(Parse("Mã,ma\n1,2\n").ok());
}

TEST(Csv, FindsTheSeparatorInTheHeading) {
  for (const char* bytes :
       {"a,b,c\n1,x;y;z;w,3\n", "a;b;c\r\n1;x,y;3", "a\tb\tc\n1\tx,y;z\t3\n", "sep=;\na;b;c\n1;2;3\n",
        "\xEF\xBB\xBFSEP=,\r\na,b,c\r\n1,2,3\r\n", "\"sep=;\"\na;b;c\n1;2;3\n", "sep=|\na|b|c\n1|2|3\n",
        "sep=\t\na\tb\tc\n1\t2\t3\n", "\"a,,,,\";b;c\n1;2;3\n", ";;\na;b;c\n1;2;3\n"}) {
    ASSERT_OK_AND_ASSIGN(const Table table, Parse(bytes));
    EXPECT_EQ(table.header.size(), 3u) << bytes;
    EXPECT_EQ(table.Column("c"), 2) << bytes;
    ASSERT_EQ(table.rows.size(), 1u) << bytes;
    EXPECT_EQ(table.rows[0].fields[2], "3") << bytes;
  }
  ASSERT_OK_AND_ASSIGN(const Table said, Parse("sep=;\na;b\n1;2\n"));
  EXPECT_EQ(said.rows[0].line, 3);
}

TEST(Csv, LeavesOutRowsAndColumnsWithoutContent) {
  ASSERT_OK_AND_ASSIGN(const Table table,
                       Parse(",,,,\na,b,,,\n,,,,\n1,2,,,\n  ,\u00a0,,,\n\"\",,\n3,4\n5,6, ,,,,\n\n"));
  EXPECT_THAT(table.header, ElementsAre("a", "b"));
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("1", "2"));
  EXPECT_EQ(table.rows[0].line, 4);
  EXPECT_THAT(table.rows[1].fields, ElementsAre("3", "4"));
  EXPECT_THAT(table.rows[2].fields, ElementsAre("5", "6"));
}

TEST(Csv, ContentWithoutATitleIsNotLost) {
  for (const char* bytes : {"a,b,\n1,2,x\n", "a,,b\n1,x,2\n"}) {
    EXPECT_EQ(support::MetadataIn(Parse(bytes).status(), "cause"), "unnamed") << bytes;
    EXPECT_TRUE(Parse(bytes, Names::kAny).ok()) << bytes;
  }
  const absl::Status status = Parse("a,b,\n1,2,\n1,2,x\n").status();
  EXPECT_EQ(support::MetadataIn(status, "line"), "3");
  EXPECT_EQ(support::MetadataIn(status, "column"), "C");
}

TEST(Csv, NamesColumnsAsASpreadsheetDoes) {
  EXPECT_EQ(Letters(0), "A");
  EXPECT_EQ(Letters(25), "Z");
  EXPECT_EQ(Letters(26), "AA");
  EXPECT_EQ(Letters(701), "ZZ");
  EXPECT_EQ(Letters(702), "AAA");
  const absl::Status status = Parse("a,b\n\"x\ny\",\"z\n\xff\"\n").status();
  EXPECT_EQ(support::MetadataIn(status, "line"), "4");
  EXPECT_EQ(support::MetadataIn(status, "column"), "B");
}

TEST(Csv, TellsWhatIsWrongByLine) {
  const struct {
    std::string bytes;
    std::string line;
    std::string cause;
  } kCases[] = {{"", "1", "empty"},
                {"\"'\t\"\nx\n", "1", "empty"},
                {"a,b\n1\n", "2", "cells"},
                {"a,b\n1,2,3\n", "2", "cells"},
                {"DANH SÁCH,,\n\ncode,name,kind\na,b,c\n", "1", "title"},
                {"DANH SÁCH\nnăm 2025\ncode,name\n", "1", "title"},
                {"a\n\"x", "2", "quote_open"},
                {"a\n\"x\"y\n", "2", "quote_text"},
                {"a\nx\"y\n", "2", "quote_inside"},
                {"a,a\n", "1", "column_twice"},
                {"a\nok\n\xff\n", "3", "encoding"},
                {"a\n\xed\xa0\x80\n", "2", "encoding"}};
  for (const auto& [bytes, line, cause] : kCases) {
    const absl::Status status = Parse(bytes).status();
    EXPECT_THAT(status, support::StatusIs(support::kInvalid, "CSV_MALFORMED")) << bytes;
    EXPECT_EQ(support::MetadataIn(status, "line"), line) << bytes;
    EXPECT_EQ(support::MetadataIn(status, "cause"), cause) << bytes;
  }
}

TEST(Csv, TellsWhichColumnComesTwice) {
  EXPECT_EQ(Parse("Mã,tên,MÃ\n").status().message(), "The header names the column 'MÃ' twice.");
}

// As spreadsheets write “Unicode Text”.
TEST(Csv, Utf16WithItsMarkIsRead) {
  const std::u16string text = u"name\tTên\r\na\t\"Xã \U0001F600 một\nhai\"\r\n";
  for (const bool big_endian : {false, true}) {
    std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char16_t unit : text) {
      const char high = static_cast<char>(unit >> 8);
      const char low = static_cast<char>(unit & 0xFF);
      bytes += big_endian ? std::string{high, low} : std::string{low, high};
    }
    ASSERT_OK_AND_ASSIGN(const Table table, Parse(bytes));
    EXPECT_THAT(table.header, ElementsAre("name", "Tên"));
    EXPECT_THAT(table.rows[0].fields, ElementsAre("a", "Xã 😀 một\nhai"));
    EXPECT_EQ(support::MetadataIn(Parse(bytes + "x").status(), "cause"), "encoding") << "half a letter";
    const std::string half = big_endian ? std::string("\xD8\x3D", 2) : std::string("\x3D\xD8", 2);
    EXPECT_EQ(support::MetadataIn(Parse(bytes + half).status(), "line"), "4") << "half a pair";
  }
}

// What parts fields by tabs seldom knows marks of quotation: a pasted table, for one.
TEST(Csv, QuotesBetweenTabsAreText) {
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("a\tb\n"
                                                "\"Nghị quyết\" về cán bộ\tQuy chế \"mẫu\"\n"
                                                "\"x\t5\"-thép\n"
                                                "\"một, \"\"hai\"\"\nba\"\ty\n"));
  EXPECT_THAT(table.rows[0].fields, ElementsAre("\"Nghị quyết\" về cán bộ", "Quy chế \"mẫu\""));
  EXPECT_THAT(table.rows[1].fields, ElementsAre("\"x", "5\"-thép"));
  EXPECT_THAT(table.rows[2].fields, ElementsAre("một, \"hai\"\nba", "y")) << "marks of a whole field";
}

TEST(Csv, WhatIsWrittenReadsBack) {
  const std::vector<std::string> fields = {"", "plain", "a,b", "\"q\"", "x\ny", "Nguyễn", " -5 "};
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("a,b,c,d,e,f,g\n" + Line(fields)));
  EXPECT_EQ(table.rows[0].fields, fields);
}

TEST(Csv, FormulasAreDisarmedNumbersAreNot) { EXPECT_EQ(Line({"=1+1", "-5", "+x", "@a"}), "'=1+1,-5,'+x,'@a\r\n"); }

TEST(Csv, OurOwnApostropheIsTakenOffAgain) {
  const std::vector<std::string> fields = {"- Rà soát", "+84 912", "@Ban Tổ chức", "=1+1",
                                           "\t=1",      "'-5",     "''=x",         "'chữ'"};
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("a,b,c,d,e,f,g,h\n" + Line(fields)));
  EXPECT_EQ(table.rows[0].fields, fields);
  ASSERT_OK_AND_ASSIGN(const Table titled, Parse(Line({"@A", "b"})));
  EXPECT_THAT(titled.header, ElementsAre("@A", "b"));
}

}  // namespace
}  // namespace congress::csv
