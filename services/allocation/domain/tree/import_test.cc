#include "services/allocation/domain/tree/import.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "services/allocation/domain/tree/import_row.h"
#include "services/allocation/testing/csv_sample.h"
#include "services/allocation/testing/tree_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Find;
using sample::Imported;
using sample::Planned;
using support::IsOk;
using support::StatusIs;

TEST(PlanImport, MakesIdsFromCodesAndHangsRowsUnderTheRoot) {
  const auto tree = Imported(
      sample::kHeader +
      "16681,Phường Thành Vinh,ward,,1200,2025-06-30,,2025-07-01\nPOLICE,Đảng bộ Công an,police,,9,2025-06-30,,\n");
  ASSERT_EQ(tree.size(), 3U);
  EXPECT_EQ(Find(tree, "province").state(), v1::Organisation::ACTIVE);
  const auto& ward = Find(tree, "unit-16681");
  EXPECT_EQ(ward.code(), "16681");
  EXPECT_EQ(ward.parent(), "organisations/province");
  EXPECT_EQ(ward.members(), 1'200);
  EXPECT_EQ(ward.members_as_of().month(), 6);
  EXPECT_EQ(Find(tree, "police").code(), "POLICE");
}

TEST(PlanImport, TheFileMayNameItsRoot) {
  const auto tree = Imported(
      sample::kHeader + "NA,Đảng bộ tỉnh Nghệ An,province,,202357,2025-08-25,,\na,Xã A,commune,NA,5,2025-06-30,,\n");
  ASSERT_EQ(tree.size(), 2U);
  EXPECT_EQ(Find(tree, "province").code(), "NA");
  EXPECT_EQ(Find(tree, "province").members(), 202'357);
  EXPECT_EQ(Find(tree, "a").parent(), "organisations/province");
}

TEST(PlanImport, ASuccessorClosesItsFormerUnits) {
  const auto tree = Imported(sample::kHeader +
                             "1,Xã Mới,commune,,10,2025-06-30,a; b,2025-07-01\na,Xã A,former-commune,,,,,\nb,Xã "
                             "B,former-commune,,,,,2001-01-01\n");
  for (const char* name : {"a", "b"}) {
    EXPECT_EQ(Find(tree, name).state(), v1::Organisation::MERGED);
    EXPECT_EQ(Find(tree, name).successor(), "organisations/unit-1");
    EXPECT_EQ(Find(tree, name).valid_until().month(), 7);
  }
  EXPECT_EQ(Find(tree, "unit-1").merged_from_size(), 2);
}

TEST(PlanImport, ALaterMergerClosesUnitsThatAreNotInTheFile) {
  auto tree = Imported(sample::kHeader +
                       "a,Xã A,commune,,5,2025-06-30,,2020-01-01\nb,Xã B,commune,,5,2025-06-30,,2020-01-01\n");
  tree = Imported(sample::kHeader + "c,Xã C,commune,,10,2025-06-30,a;b,2026-01-01\n", tree);
  EXPECT_EQ(Find(tree, "a").state(), v1::Organisation::MERGED);
  EXPECT_EQ(Find(tree, "b").successor(), "organisations/c");
}

TEST(PlanImport, TheSameFileAgainChangesNothing) {
  const std::string province = sample::ProvinceOf412().substr(sample::kHeader.size());
  const auto tree = Imported(sample::kHeader + province);
  const Import again = Planned(sample::kHeader + province, tree);
  EXPECT_EQ(again.counts.unchanged_count(), 539);
  EXPECT_EQ(again.counts.new_count() + again.counts.changed_count() + again.counts.error_count(), 0);
  EXPECT_TRUE(again.writes.empty());
}

TEST(PlanImport, KeepsHowTheMembersAreKnown) {
  const std::string header = "code,name,kind,parent,members,members_as_of,merged_from,valid_from,members_basis\n";
  const auto import = [&](const std::string& basis, const std::vector<v1::Organisation>& tree) {
    const auto table = csv::Parse(header + "1,Xã A,commune,,10,2025-07-01,,," + basis + "\n");
    return *PlanImport(*table, tree, sample::kMergerDay);
  };
  const Import first = import("estimated", {});
  EXPECT_EQ(Find(first.writes, "unit-1").members_basis(), "estimated");
  EXPECT_EQ(import("estimated", first.writes).counts.unchanged_count(), 1);
  EXPECT_EQ(import("", first.writes).reasons[0].en, "members_basis is emptied (was estimated)");
}

TEST(PlanImport, ReadsCellsAsPeopleSeeThem) {
  const Import import = Planned(
      "Code, Name,kind,parent,MEMBERS,members_as_of,merged_from,valid_from\n"
      "z1,\"Đảng bộ\nxã Một\",commune,,500,2025-08-25,,2025-07-01\n"
      "z2,\u00a0Xã\u00a0 Hai\u200b ,commune,,700,2025-08-25,,2025-07-01\n"
      "z3,Xã\aBa,commune,,700,2025-08-25,,2025-07-01\n",
      {});
  ASSERT_EQ(import.rows.size(), 3U);
  EXPECT_EQ(import.rows[0].state(), v1::ImportRow::NEW);
  EXPECT_EQ(import.reasons[0].en, "in the column name a line break was replaced by a space");
  EXPECT_EQ(import.rows[1].state(), v1::ImportRow::NEW);
  EXPECT_EQ(import.reasons[1].en, "");
  EXPECT_EQ(import.reasons[2].en, "the column name has the character U+0007 at position 3; remove it");
  EXPECT_EQ(import.reasons[2].vi, "cột name có ký tự U+0007 ở vị trí 3; cần xoá");
}

TEST(PlanImport, NamesAreKeptClean) {
  const auto tree = Imported(sample::kHeader + "z1,\"Đảng bộ\nxã  Một \",commune,,5,2025-06-30,,\n");
  EXPECT_EQ(Find(tree, "z1").display_name(), "Đảng bộ xã Một");
}

TEST(PlanImport, TellsCodesThatDifferByZerosOnly) {
  const Import import = Planned(sample::kHeader +
                                    "00123,Xã A,commune,,5,2025-06-30,,\n123,Xã B,commune,,5,2025-06-30,,\n"
                                    "1230,Xã C,commune,,5,2025-06-30,,\n",
                                {});
  EXPECT_EQ(import.counts.new_count(), 3);
  EXPECT_EQ(import.reasons[0].en, "");
  EXPECT_EQ(import.reasons[1].en, "the code '123' differs from '00123' in line 2 only by zeros before the number");
  EXPECT_EQ(import.reasons[2].en, "");
}

TEST(PlanImport, SaysWhatARowChanges) {
  const auto tree = Imported(sample::kHeader + "a,Xã A,commune,,5,2025-06-30,,\nb,Xã B,commune,,5,2025-06-30,,\n");
  const Import import =
      Planned(sample::kHeader +
                  "a,Xã An,commune,,7,2025-06-30,,\nb,Xã B,commune,,5,2025-06-30,,\nc,Xã C,commune,,5,2025-06-30,,\n",
              tree);
  EXPECT_EQ(import.rows[0].state(), v1::ImportRow::CHANGED);
  EXPECT_EQ(import.reasons[0].en, "name changes; members 5 → 7");
  EXPECT_EQ(import.rows[0].line(), 2);
  EXPECT_EQ(import.rows[1].state(), v1::ImportRow::UNCHANGED);
  EXPECT_EQ(import.rows[2].state(), v1::ImportRow::NEW);
  EXPECT_EQ(import.writes.size(), 2U);
}

struct BadRow {
  std::string rows;
  int line;
  std::string reason;
};

TEST(PlanImport, TellsEveryFaultByLine) {
  const std::string good = "a,Xã A,commune,,5,2025-06-30,,2020-01-01\n";
  const BadRow cases[] = {
      {good + "a,Xã B,commune,,5,2025-06-30,,\n", 3, "is already in line 2"},
      {good + "A,Xã B,commune,,5,2025-06-30,,\n", 3, "is already in line 2"},
      {"b,Xã B,commune,,-5,2025-06-30,,\n", 2, "members must not be negative, but is '-5'"},
      {"b,Xã B,commune,,1.5,2025-06-30,,\n", 2, "members must be a whole number without separators, not '1.5'"},
      {"b,Xã B,commune,,mười,2025-06-30,,\n", 2, "not 'mười'"},
      {"b,Xã B,commune,,,,,\n", 2, "column members is empty"},
      {"b,Xã B,commune,,99999999999999999999,2025-06-30,,\n", 2, "must be at most 1000000000000"},
      {"b,Xã B,commune,,5,,,\n", 2, "members_as_of is empty"},
      {"b,Xã B,commune,,5,30/06/2025,,\n", 2, "members_as_of must be a date such as 2025-07-01, not '30/06/2025'"},
      {"b,Xã B,commune,,5,2025-06-30,,2025-02-29\n", 2,
       "valid_from must be a date such as 2025-07-01, not '2025-02-29'"},
      {"b,Xã B,commune,nowhere,5,2025-06-30,,\n", 2,
       "parent names 'nowhere', which is neither in the file nor on record"},
      {"b,Xã B,commune,,5,2025-06-30,nowhere,2025-07-01\n", 2, "merged_from names 'nowhere'"},
      {good + "b,Xã B,commune,,5,2025-06-30,a,2025-07-01\nc,Xã C,commune,,5,2025-06-30,a,2025-07-01\n", 4,
       "'a' was already merged into b"},
      {good + "b,Xã B,commune,,5,2025-06-30,a,\n", 3, "valid_from is empty; enter the day of the merger"},
      {good + "b,Xã B,commune,,5,2025-06-30,a,2019-12-31\n", 3, "must be later than that of the former unit 'a'"},
      {good + "b,Xã B,commune,,5,2025-06-30,a;a,2025-07-01\n", 3, "merged_from names 'a' twice"},
      {"b,Xã B,commune,,5,2025-06-30,b,2025-07-01\n", 2, "merged_from names the unit itself"},
      {"b,Xã B,commune,,5,2025-06-30,c,2025-07-01\nc,Xã C,commune,,5,2025-06-30,b,2025-07-01\n", 3, "circle"},
      {"b,Xã B,commune,c,5,2025-06-30,,\nc,Xã C,commune,b,5,2025-06-30,,\n", 2, "the parents lead in a circle"},
      {"b,Xã B,former-commune,,,,,\n", 2, "is a former unit, but no row names it in merged_from"},
      {good + "b,Xã B,commune,,5,2025-06-30,a,2025-07-01\nc,Xã C,commune,a,5,2025-06-30,,\n", 4,
       "parent names 'a', which was merged into b"},
      {"b c,Xã B,commune,,5,2025-06-30,,\n", 2, "code 'b c' must consist of letters"},
      {",Xã B,commune,,5,2025-06-30,,\n", 2, "code is empty"},
      {"b,,commune,,5,2025-06-30,,\n", 2, "name is empty"},
      {"b,Xã B,,,5,2025-06-30,,\n", 2, "kind is empty"},
  };
  for (const BadRow& bad : cases) {
    SCOPED_TRACE(bad.rows);
    sample::ExpectFault(Planned(sample::kHeader + bad.rows), bad.line, bad.reason);
  }
}

// A test that hangs fails.
TEST(PlanImport, ADeepTreeCostsNoMoreThanAFlatOne) {
  std::string rows = "n0,Xã 0,commune,,5,2025-06-30,,2020-01-01\n";
  for (int i = 1; i < 20'000; ++i) {
    rows += StrCat("n", i, ",Chi bộ ", i, ",cell,n", i - 1, ",5,2025-06-30,,2020-01-01\n");
  }
  EXPECT_EQ(Planned(sample::kHeader + rows).writes.size(), 20'001u) << "with the province";
}

TEST(PlanImport, BlamesTheRowThatTakesAStoredUnitsSuccessorAway) {
  const auto tree =
      Imported(sample::kHeader + "b,Xã B,commune,,5,2025-06-30,a,2025-07-01\na,Xã A,former-commune,,,,,\n");
  const Import import = Planned(sample::kHeader + "b,Xã B,commune,,5,2025-06-30,,2025-07-01\n", tree);
  ASSERT_EQ(import.rows[0].state(), v1::ImportRow::ERROR);
  EXPECT_TRUE(import.reasons[0].en.starts_with("a: this is a former unit")) << import.reasons[0].en;
}

TEST(PlanImport, RefusesAHeaderWithoutItsColumns) {
  const auto table = csv::Parse("code,name,kind,parent,members\na,b,c,,1\n");
  ASSERT_THAT(table, IsOk());
  const auto refused = PlanImport(*table, {}, sample::kMergerDay);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "CSV_MALFORMED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "missing"), "members_as_of, merged_from, valid_from");
}

TEST(RefuseErrors, CountsAllAndNamesThirtyTwo) {
  std::string rows;
  for (int i = 0; i < 40; ++i) absl::StrAppend(&rows, "b", i, ",Xã B,commune,,-1,2025-06-30,,\n");
  const absl::Status refused = RefuseErrors(Planned(sample::kHeader + rows));
  ASSERT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "IMPORT_REJECTED"));
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest faults;
  ASSERT_TRUE(status::Detail(refused, &info) && status::Detail(refused, &faults));
  EXPECT_EQ(info.metadata().at("errors"), "40");
  ASSERT_EQ(faults.field_violations_size(), 32);
  EXPECT_EQ(faults.field_violations(0).field(), "line 2");
}

TEST(Cut, NeverSplitsACharacter) {
  EXPECT_EQ(Cut("Nghệ An", 100), "Nghệ An");
  EXPECT_EQ(Cut("Nghệ An", 5), "Ngh…");
}

}  // namespace
}  // namespace congress::allocation
