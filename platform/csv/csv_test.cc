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

TEST(Csv, TellsWhatIsWrongByLine) {
  const struct {
    std::string bytes;
    std::string line;
    std::string cause;
  } kCases[] = {{"", "1", "empty"},
                {"a,b\n1\n", "2", "cells"},
                {"a,b\n1,2,3\n", "2", "cells"},
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

TEST(Csv, WhatIsWrittenReadsBack) {
  const std::vector<std::string> fields = {"", "plain", "a,b", "\"q\"", "x\ny", "Nguyễn", " -5 "};
  ASSERT_OK_AND_ASSIGN(const Table table, Parse("a,b,c,d,e,f,g\n" + Line(fields)));
  EXPECT_EQ(table.rows[0].fields, fields);
}

TEST(Csv, FormulasAreDisarmedNumbersAreNot) { EXPECT_EQ(Line({"=1+1", "-5", "+x", "@a"}), "'=1+1,-5,'+x,'@a\r\n"); }

}  // namespace
}  // namespace congress::csv
