#include "platform/civil/civil.h"
#include "services/allocation/testing/csv_sample.h"
#include "services/allocation/testing/tree_sample.h"

namespace congress::allocation {
namespace {

using sample::ExpectFault;
using sample::Find;
using sample::Imported;
using sample::Planned;

const std::string kRow = "z1,Đảng bộ xã Một,commune,,500,2025-08-25,,2025-07-01";

TEST(ImportDialect, ReadsWhatSpreadsheetsSave) {
  const std::string semicolons =
      "code;name;kind;parent;members;members_as_of;merged_from;valid_from\r\n"
      "z1;Đảng bộ xã Một;commune;;500;2025-08-25;;2025-07-01\r\n";
  for (const std::string& file : {
           sample::kHeader + kRow + "\n,,,,,,,\n,,,,,,,\n",
           "code,name,kind,parent,members,members_as_of,merged_from,valid_from,,,\n" + kRow + ",,,\n",
           semicolons,
           "sep=;\r\n" + semicolons,
           "Code, Name,kind,Parent,members,Members as of,merged_from,Valid From\n" + kRow + "\n",
       }) {
    const Import import = Planned(file);
    EXPECT_EQ(import.counts.new_count(), 1) << file;
    EXPECT_EQ(import.counts.error_count(), 0) << file;
    EXPECT_EQ(Find(import.writes, "z1").members(), 500) << file;
  }
}

TEST(ImportDialect, NumbersWithSeparatorsAreReadAsDeclaredOnly) {
  const auto read = [](const std::string& members, char decimal) {
    auto table = csv::Parse(sample::kHeader + "z1,Xã Một,commune,,\"" + members + "\",2025-08-25,,\n");
    table->decimal = decimal;
    return *PlanImport(*table, {}, sample::kMergerDay);
  };
  EXPECT_EQ(Find(read("1.234", ',').writes, "z1").members(), 1234);
  EXPECT_EQ(Find(read("1,234", '.').writes, "z1").members(), 1234);
  const Import undeclared = read("1.234", 0);
  ExpectFault(undeclared, 2, "the column members is '1.234'; write the number without separators, or say by decimal");
  EXPECT_EQ(undeclared.reasons[0].vi,
            "cột members là '1.234'; cần ghi số không có dấu phân cách, hoặc khai dấu thập phân bằng decimal");
  ExpectFault(read("1,5", ','), 2, "must be a whole number");
  ExpectFault(read("-1.234", ','), 2, "must not be negative");
  ExpectFault(read("1,234", 0), 2, "write the number without separators");
}

TEST(ImportDialect, TellsWhatASpreadsheetMadeOfAValue) {
  ExpectFault(Planned(sample::kHeader + "a,Xã A,commune,,5,45839,,\n"), 2,
              "the column members_as_of is '45839', which is how a spreadsheet counts 2025-07-01");
  ExpectFault(Planned(sample::kHeader + "1E+05,Xã A,commune,,5,2025-06-30,,\n"), 2,
              "the code '1E+05' has lost its digits in a spreadsheet");
  ExpectFault(Planned(sample::kHeader + "01/07/2025,Xã A,commune,,5,2025-06-30,,\n"), 2,
              "the code '01/07/2025' looks like a date that a spreadsheet made of another code");
  const Import day = Planned(sample::kHeader + "1-Feb,Xã A,commune,,5,2025-06-30,,\n");
  EXPECT_EQ(day.reasons[0].en, "the code '1-Feb' looks like a date that a spreadsheet made of another code");
}

TEST(ImportDialect, TellsColumnsThatAreNotTaken) {
  const Import import = Planned(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from,Members basis,measure:votes,renamed_on,"
      "state,update_time,ghi chú,splt_from\n" +
      kRow + ",,3,,,,x,\n");
  EXPECT_EQ(import.counts.new_count(), 1);
  EXPECT_THAT(import.counts.ignored_columns(), ::testing::ElementsAre("state", "update_time", "ghi chú", "splt_from"));
  EXPECT_THAT(Planned(sample::kHeader + kRow + "\n").counts.ignored_columns(), ::testing::IsEmpty());
}

TEST(ImportDialect, KindsAreKnownInAnyCaseAndOthersAreToldOnce) {
  const Import import =
      Planned(sample::kHeader +
              "a,Xã A,COMMUNE,,5,2025-06-30,,\nb,Đặc khu B,Special-Zone,,5,2025-06-30,,\nc,Xã C,Xã,,5,2025-06-30,,\n"
              "d,Xã D,Xã,,5,2025-06-30,,\ne,Hội E,association,,5,2025-06-30,,\n");
  ASSERT_EQ(import.counts.new_count(), 5);
  EXPECT_EQ(Find(import.writes, "a").kind(), "commune");
  EXPECT_EQ(Find(import.writes, "b").kind(), "special-zone");
  EXPECT_EQ(Find(import.writes, "c").kind(), "Xã");
  EXPECT_EQ(import.reasons[0].en, "");
  EXPECT_EQ(import.reasons[1].en, "");
  EXPECT_THAT(import.reasons[2].en,
              ::testing::HasSubstr("the kind 'Xã' is none of the known ones (agencies, agency, "));
  EXPECT_THAT(import.reasons[2].vi, ::testing::HasSubstr("loại 'Xã' không có trong các loại đã biết (agencies, "));
  EXPECT_EQ(import.reasons[3].en, "");
  EXPECT_THAT(import.reasons[4].en, ::testing::HasSubstr("the kind 'association' is none"));
}

TEST(ImportDialect, WhatAFileDoesNotMentionStays) {
  const auto tree = Imported(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from,members_basis,measure:votes,measure:area\n"
      "a,Xã A,commune,,5,2025-06-30,,,estimated,7,9\n");
  EXPECT_EQ(Planned(sample::kHeader + "a,Xã A,commune,,5,2025-06-30,,\n", tree).counts.unchanged_count(), 1);
  const Import one = Planned(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from,measure:votes\n"
      "a,Xã A,commune,,5,2025-06-30,,,8\n",
      tree);
  ASSERT_EQ(one.writes.size(), 1U);
  EXPECT_EQ(one.writes[0].measures_size(), 2);
  EXPECT_EQ(one.reasons[0].en, "measures changes");
}

TEST(ImportDialect, WhatAFileEmptiesIsTold) {
  const auto tree = Imported(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from,measure:votes\n"
      "a,Xã A,commune,,0,2025-06-30,,2025-07-01,7\n");
  const Import import = Planned(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from,measure:votes\n"
      "a,Xã A,commune,,0,,,,\n",
      tree);
  EXPECT_EQ(import.reasons[0].en,
            "measures is emptied (was votes 7); members_as_of is emptied (was 2025-06-30); "
            "valid_from is emptied (was 2025-07-01)");
  EXPECT_EQ(import.reasons[0].vi,
            "measures bị xoá (trước là votes 7); members_as_of bị xoá (trước là 2025-06-30); "
            "valid_from bị xoá (trước là 2025-07-01)");
}

// As `organisations list -o csv` prints them.
std::string Listed(const sample::Tree& tree) {
  std::string listed = csv::Line({"name", "code", "display_name", "kind", "parent", "members", "members_as_of",
                                  "merged_from", "valid_from", "valid_until", "members_basis", "split_from", "role"});
  const auto day = [](const google::type::Date& date) { return civil::Format(date); };
  for (const v1::Organisation& unit : tree) {
    std::string merged;
    for (const std::string& former : unit.merged_from()) merged += (merged.empty() ? "" : ";") + former;
    listed += csv::Line({unit.name(), unit.code(), unit.display_name(), unit.kind(), unit.parent(),
                         std::to_string(unit.members()), day(unit.members_as_of()), merged, day(unit.valid_from()),
                         day(unit.valid_until()), unit.members_basis(), unit.split_from(),
                         v1::Organisation::Role_Name(unit.role())});
  }
  return listed;
}

TEST(ImportDialect, LongListsOfFormerUnitsAreComparedWhole) {
  const std::string file = sample::kHeader +
                           "a-code-that-is-longer-than-a-short-text,Xã A,former-commune,,,,,\n"
                           "another-code-that-is-longer-than-that,Xã B,former-commune,,,,,\n"
                           "c,Xã C,commune,,5,2025-06-30,another-code-that-is-longer-than-that;"
                           "a-code-that-is-longer-than-a-short-text,2025-07-01\n";
  const auto tree = Imported(file);
  EXPECT_EQ(Planned(file, tree).counts.unchanged_count(), 3);
  EXPECT_EQ(Planned(Listed(tree), tree).counts.unchanged_count(), 4);
}

TEST(ImportDialect, WhatIsListedChangesNothing) {
  const auto tree = Imported(sample::ProvinceOf412());
  const Import again = Planned(Listed(tree), tree);
  EXPECT_EQ(again.counts.unchanged_count(), 540);
  EXPECT_EQ(again.counts.changed_count() + again.counts.new_count() + again.counts.error_count(), 0);
}

}  // namespace
}  // namespace congress::allocation
