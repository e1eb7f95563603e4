#include "services/allocation/domain/tree/lineage.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/testing/tree_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Find;
using sample::Imported;
using sample::Planned;
using support::IsOk;

const std::string kWithRenames =
    "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from,renamed_on\n";

// `CODE` of the name in force from the day on, with `merged`, `split` and `renamed` as the file would say them.
std::string Row(const std::string& code, const std::string& day, const std::string& merged = "",
                const std::string& split = "", const std::string& renamed = "", const std::string& name = "Xã") {
  return StrCat(code, ",", name, ",commune,,5,2025-06-30,", merged, ",", day, ",", split, ",", renamed, "\n");
}

const std::string kSplit = Row("a", "2000-01-01") + Row("b", "2025-07-01", "", "a") + Row("c", "2025-07-01", "", "a");

TEST(DeriveEnds, ASplitUnitEndsWhenItsPartsBegin) {
  const auto tree = Imported(kWithRenames + kSplit);
  const auto& whole = Find(tree, "a");
  EXPECT_EQ(whole.state(), v1::Organisation::SPLIT);
  ASSERT_EQ(whole.successors_size(), 2);
  EXPECT_EQ(whole.successors(0), "organisations/b");
  EXPECT_EQ(whole.successor(), "");
  EXPECT_EQ(whole.valid_until().month(), 7);
  EXPECT_EQ(Find(tree, "b").split_from(), "organisations/a");
  EXPECT_EQ(Find(tree, "b").state(), v1::Organisation::ACTIVE);
  const Import again = Planned(kWithRenames + kSplit, tree);
  EXPECT_EQ(again.counts.unchanged_count(), 3);
  EXPECT_TRUE(again.writes.empty());
}

// A part may take over another unit on the same day.
TEST(DeriveEnds, APartOfASplitMayTakeOverAnotherUnit) {
  const auto tree = Imported(kWithRenames + Row("a", "2000-01-01") + Row("x", "2000-01-01") +
                             Row("b", "2025-07-01", "x", "a") + Row("c", "2025-07-01", "", "a"));
  EXPECT_EQ(Find(tree, "x").successor(), "organisations/b");
  EXPECT_EQ(Find(tree, "a").successors_size(), 2);
}

TEST(DeriveEnds, AFileWithoutTheColumnLeavesSplitsAlone) {
  const auto tree = Imported(kWithRenames + kSplit);
  const auto table = csv::Parse(
      "code,name,kind,parent,members,members_as_of,merged_from,valid_from\nb,Xã,commune,,6,2025-06-30,,2025-07-01\n");
  const auto import = PlanImport(*table, tree, sample::kMergerDay);
  ASSERT_THAT(RefuseErrors(*import), IsOk());
  ASSERT_EQ(import->writes.size(), 1U);
  EXPECT_EQ(import->reasons[0].en, "members 5 → 6");
  EXPECT_EQ(import->writes[0].split_from(), "organisations/a");
}

TEST(DeriveEnds, AnEmptyCellTakesASplitBack) {
  const Import import =
      Planned(kWithRenames + Row("b", "2025-07-01") + Row("c", "2025-07-01"), Imported(kWithRenames + kSplit));
  ASSERT_THAT(RefuseErrors(import), IsOk());
  EXPECT_EQ(import.reasons[0].en, "split_from is emptied (was a)");
  EXPECT_EQ(Find(import.writes, "a").state(), v1::Organisation::ACTIVE);
  EXPECT_FALSE(Find(import.writes, "a").has_valid_until());
}

struct BadLineage {
  std::string rows;
  int line;
  std::string reason;
  sample::Tree existing = {};
};

TEST(DeriveEnds, RefusesSplitsThatCannotBe) {
  const std::string whole = Row("a", "2000-01-01");
  const BadLineage cases[] = {
      {whole + Row("b", "2025-07-01", "", "a"), 3, "'a' is split into this unit only"},
      {whole + Row("b", "2025-07-01", "", "a") + Row("c", "2025-08-01", "", "a"), 4,
       "must be that of 'b', which was split from 'a' as well"},
      {whole + Row("b", "2025-07-01", "", "a") + Row("c", "", "", "a"), 4,
       "valid_from is empty; enter the day of the split"},
      {whole + Row("b", "1999-07-01", "", "a") + Row("c", "1999-07-01", "", "a"), 3,
       "must be later than that of the former unit 'a'"},
      {whole + Row("b", "2025-07-01", "", "a") + Row("c", "2025-07-01", "a"), 3,
       "'a' was already merged into c; a unit can be merged or split, not both"},
      {kSplit + Row("d", "2025-07-01", "a"), 3, "a unit can be merged or split, not both"},
      {Row("b", "2025-07-01", "", "b") + Row("c", "2025-07-01", "", "b"), 2, "split_from names the unit itself"},
      {Row("b", "2025-07-01", "", "nowhere"), 2,
       "split_from names 'nowhere', which is neither in the file nor on record"},
      {Row("b", "2025-07-01", "", "province"), 2, "split_from must not name the root"},
      {whole + "province,Đảng bộ tỉnh,province,,,,,2025-07-01,a,\n" + Row("b", "2025-07-01", "", "a"), 3,
       "the root organisation cannot come from a split"},
      {Row("a", "", "", "b") + Row("b", "", "", "a") + Row("c", "", "", "a") + Row("d", "", "", "b"), 2,
       "the mergers and splits lead in a circle"},
      {kSplit + "x,Xã,commune,a,5,2025-06-30,,,,\n", 5, "parent names 'a', which was split into b, c"},
      {Row("b", "2025-07-01", "", "a", "hôm nay"), 2, "renamed_on must be a date such as 2025-07-01, not 'hôm nay'"},
      // What is stored ends once, too.
      {Row("d", "2026-01-01", "a"), 2, "a unit can be merged or split, not both", Imported(kWithRenames + kSplit)},
      {Row("c", "2025-08-01", "", "a"), 2, "must be that of 'b'", Imported(kWithRenames + kSplit)},
      {Row("c", "2025-07-01"), 2, "b: 'a' is split into this unit only", Imported(kWithRenames + kSplit)},
  };
  for (const BadLineage& bad : cases) {
    SCOPED_TRACE(bad.rows);
    sample::ExpectFault(Planned(kWithRenames + bad.rows, bad.existing), bad.line, bad.reason);
  }
}

// Only who stands in the circle is told of it.
TEST(DeriveEnds, TellsCirclesFromWhatLeadsIntoThem) {
  Tree tree;
  const auto add = [&](const std::string& id, const std::vector<std::string>& merged) {
    v1::Organisation& organisation = tree["organisations/" + id];
    organisation.set_name("organisations/" + id);
    organisation.set_code(id);
    for (const auto& from : merged) organisation.add_merged_from("organisations/" + from);
  };
  add("into", {});
  add("a", {"into", "c"});
  add("b", {"a"});
  add("c", {"b"});
  add("free", {"old"});
  add("old", {});
  std::vector<std::string> blamed;
  DeriveEnds(&tree, [&](const std::string& name, const status::Sentence&) { blamed.push_back(name); });
  EXPECT_EQ(blamed, (std::vector<std::string>{"organisations/a", "organisations/b", "organisations/c"}));
}

TEST(FormerNames, AChangedNameIsKeptUntilItsDay) {
  auto tree = Imported(kWithRenames + Row("a", "2000-01-01", "", "", "", "Xã Cũ"));
  const std::string renamed = Row("a", "2000-01-01", "", "", "2025-03-01", "Xã Mới");
  tree = Imported(kWithRenames + renamed, tree);
  ASSERT_EQ(Find(tree, "a").former_names_size(), 1);
  EXPECT_EQ(Find(tree, "a").former_names(0).display_name(), "Xã Cũ");
  EXPECT_EQ(Find(tree, "a").former_names(0).until().month(), 3);
  EXPECT_TRUE(Planned(kWithRenames + renamed, tree).writes.empty()) << "the same file again";
  const Import corrected = Planned(kWithRenames + Row("a", "2000-01-01", "", "", "2025-04-01", "Xã Mới"), tree);
  EXPECT_EQ(corrected.reasons[0].en, "renamed_on changes");
  EXPECT_EQ(corrected.writes[0].former_names(0).until().month(), 4);
  // Without a day it is that of the import.
  const auto later =
      Imported(kWithRenames + Row("a", "2000-01-01", "", "", "", "Xã Mới Nữa"), tree, absl::CivilDay(2025, 9, 2));
  ASSERT_EQ(Find(later, "a").former_names_size(), 2);
  EXPECT_EQ(Find(later, "a").former_names(1).display_name(), "Xã Mới");
  EXPECT_EQ(Find(later, "a").former_names(1).until().month(), 9);
  // A mistake of the same day was nobody's name.
  const auto same_day =
      Imported(kWithRenames + Row("a", "2000-01-01", "", "", "", "Xã Mới Nữa!"), later, absl::CivilDay(2025, 9, 2));
  EXPECT_EQ(Find(same_day, "a").former_names_size(), 2);
  EXPECT_EQ(Find(same_day, "a").display_name(), "Xã Mới Nữa!");
}

TEST(FormerNames, RefusesDaysThatDoNotFollow) {
  auto tree = Imported(kWithRenames + Row("a", "2000-01-01", "", "", "", "Xã Cũ"));
  const auto reason = [&](const std::string& day, const std::string& name) {
    return Planned(kWithRenames + Row("a", "2000-01-01", "", "", day, name), tree).reasons[0].en;
  };
  EXPECT_EQ(reason("2000-01-01", "Xã Mới"),
            "the column renamed_on must be later than 2000-01-01, when the name before came into use");
  tree = Imported(kWithRenames + Row("a", "2000-01-01", "", "", "2025-03-01", "Xã Mới"), tree);
  EXPECT_EQ(reason("2025-03-01", "Xã Khác"),
            "the column renamed_on must be later than 2025-03-01, when the name before came into use");
  EXPECT_EQ(reason("2025-03-02", "Xã Khác"), "name changes");
}

TEST(FormerNames, TheRootsMadeNameWasNoName) {
  const auto tree = Imported(kWithRenames + "NA,Đảng bộ tỉnh Mẫu,province,,5,2025-06-30,,,,\n",
                             Imported(kWithRenames + Row("a", "2000-01-01")));
  EXPECT_EQ(Find(tree, "province").former_names_size(), 0);
}

}  // namespace
}  // namespace congress::allocation
