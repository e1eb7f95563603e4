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

struct Bad {
  std::string bytes;
  std::string says;
};
TEST(Csv, TellsWhatIsWrongByLine) {
  for (const Bad& bad : std::vector<Bad>{{"", "line 1: the file is empty"},
                                         {"a,b\n1\n", "line 2: 1 fields"},
                                         {"a,b\n1,2,3\n", "line 2: 3 fields"},
                                         {"a\n\"x", "line 2: a quote is opened"},
                                         {"a\n\"x\"y\n", "line 2: text behind"},
                                         {"a\nx\"y\n", "line 2: a quote"},
                                         {"a,a\n", "line 1: the header names"},
                                         {"a\nok\n\xff\n", "line 3: the file is not UTF-8"},
                                         {"a\n\xed\xa0\x80\n", "line 2: the file is not UTF-8"}}) {
    const auto result = Parse(bad.bytes);
    ASSERT_FALSE(result.ok()) << bad.bytes;
    EXPECT_THAT(std::string(result.status().message()), HasSubstr(bad.says));
  }
}

TEST(Csv, WhatIsWrittenReadsBack) {
  const std::vector<std::string> fields = {"", "plain", "a,b", "\"q\"", "x\ny", "Nguyễn", " -5 "};
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("a,b,c,d,e,f,g\n" + Line(fields)));
  EXPECT_EQ(table.rows[0].fields, fields);
}

TEST(Csv, FormulasAreDisarmedNumbersAreNot) { EXPECT_EQ(Line({"=1+1", "-5", "+x", "@a"}), "'=1+1,-5,'+x,'@a\r\n"); }

}  // namespace
}  // namespace congress::csv
