#include "services/allocation/domain/tree/duplicates.h"

#include <algorithm>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/lineage_sums.h"
#include "services/allocation/testing/tree_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Organisations = std::vector<v1::Organisation>;

using support::kFailed;
constexpr absl::CivilDay kFound(2025, 9, 1);
const std::string kWithSplits = "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from\n";

std::string Unit(const std::string& code, const std::string& day, const std::string& merged = "",
                 const std::string& split = "", const std::string& parent = "", const std::string& kind = "commune") {
  return StrCat(code, ",Xã ", code, ",", kind, ",", parent, ",5,2025-06-30,", merged, ",", day, ",", split, "\n");
}

v1::MergeDuplicateOrganisationsRequest Pair(const std::string& kept, const std::string& duplicate) {
  v1::MergeDuplicateOrganisationsRequest request;
  request.set_name("organisations/" + kept);
  request.set_duplicate("organisations/" + duplicate);
  request.set_reason("nhập hai lần");
  return request;
}

Organisations Merged(Organisations tree, const std::string& kept, const std::string& duplicate) {
  const auto writes = MergeDuplicate(tree, Pair(kept, duplicate), kFound);
  EXPECT_THAT(writes, IsOk());
  for (const auto& written : *writes) {
    *std::find_if(tree.begin(), tree.end(), [&](const auto& o) { return o.name() == written.name(); }) = written;
  }
  return tree;
}

TEST(MergeDuplicate, MovesWhatIsInForceAndTheLineage) {
  const std::string rows = Unit("k", "2025-07-01", "x") + Unit("d", "2025-07-01", "y;z") + Unit("x", "2000-01-01") +
                           Unit("y", "2000-01-01") + Unit("z", "2000-01-01") + Unit("d1", "", "", "", "d", "cell");
  const auto before = sample::Imported(kWithSplits + rows);
  const auto after = Merged(before, "k", "d");
  EXPECT_EQ(sample::Find(after, "k").merged_from_size(), 3);
  EXPECT_EQ(sample::Find(after, "d1").parent(), "organisations/k");
  const auto& duplicate = sample::Find(after, "d");
  EXPECT_EQ(duplicate.state(), v1::Organisation::DUPLICATE);
  EXPECT_EQ(duplicate.duplicate_of(), "organisations/k");
  EXPECT_EQ(duplicate.duplicate_reason(), "nhập hai lần");
  EXPECT_EQ(duplicate.valid_until().month(), 9);
  EXPECT_EQ(duplicate.merged_from_size(), 0);
  // What was closed is the same to the byte: its successor leads on by `duplicate_of`.
  for (const char* closed : {"x", "y", "z"}) {
    EXPECT_EQ(sample::Find(after, closed).SerializeAsString(), sample::Find(before, closed).SerializeAsString())
        << closed;
  }
  const auto sums = SumUp(after, {}, status::Language::kEnglish);
  EXPECT_EQ(sums.before_count(), 3);
  EXPECT_EQ(sums.after_count(), 1);
  EXPECT_TRUE(sums.checks(0).passed());
}

TEST(MergeDuplicate, TheFileWithoutTheDuplicateChangesNothingAfterwards) {
  const auto after = Merged(sample::Imported(kWithSplits + Unit("k", "2025-07-01", "x") + Unit("d", "2025-07-01", "y") +
                                             Unit("x", "2000-01-01") + Unit("y", "2000-01-01")),
                            "k", "d");
  const std::string rest = Unit("k", "2025-07-01", "x;y") + Unit("x", "2000-01-01") + Unit("y", "2000-01-01");
  const auto same = PlanImport(*csv::Parse(kWithSplits + rest), after, kFound);
  ASSERT_THAT(RefuseErrors(*same), IsOk());
  EXPECT_EQ(same->counts.unchanged_count(), 3);
  EXPECT_TRUE(same->writes.empty());
  for (const auto& [row, reason] :
       {std::pair(Unit("d", "2025-07-01"), "this record is a duplicate of k; remove the row"),
        {Unit("n", "2025-07-01", "d"), "the column merged_from names 'd', which is a duplicate of k"},
        {Unit("n", "", "", "", "d"), "the column parent names 'd', which is a duplicate of k"}}) {
    const auto refused = PlanImport(*csv::Parse(kWithSplits + row), after, kFound);
    EXPECT_EQ(refused->reasons[0].en, reason);
  }
}

TEST(MergeDuplicate, TheDuplicateAsItIsListedChangesNothing) {
  const auto after = Merged(sample::Imported(kWithSplits + Unit("k", "") + Unit("d", "")), "k", "d");
  const std::string listed = "code,name,kind,parent,members,members_as_of,merged_from,valid_from,duplicate_of\n";
  const auto same = PlanImport(*csv::Parse(listed + "d,Xã d,commune,,5,2025-06-30,,,organisations/k\n"), after, kFound);
  EXPECT_EQ(same->counts.unchanged_count(), 1) << same->reasons[0].en;
  EXPECT_TRUE(same->writes.empty());
  for (const char* row : {"d,Xã d,commune,,5,2025-06-30,,,\n", "d,Xã d,commune,,5,2025-06-30,,,organisations/x\n",
                          "d,Xã d,commune,,6,2025-06-30,,,organisations/k\n"}) {
    const auto refused = PlanImport(*csv::Parse(listed + row), after, kFound);
    EXPECT_EQ(refused->counts.error_count(), 1) << row;
  }
}

TEST(MergeDuplicate, MovesAPartOfASplit) {
  const auto before = sample::Imported(kWithSplits + Unit("w", "2000-01-01") + Unit("p", "2025-07-01", "", "w") +
                                       Unit("q", "2025-07-01", "", "w") + Unit("k", "2025-07-01"));
  const auto after = Merged(before, "k", "p");
  EXPECT_EQ(sample::Find(after, "k").split_from(), "organisations/w");
  EXPECT_EQ(sample::Find(after, "p").split_from(), "");
  EXPECT_EQ(sample::Find(after, "w").SerializeAsString(), sample::Find(before, "w").SerializeAsString());
  EXPECT_TRUE(SumUp(after, {}, status::Language::kEnglish).checks(0).passed());
  // A duplicate's record may be kept for another once more.
  const auto twice = Merged(sample::Imported(kWithSplits + Unit("a", "") + Unit("b", "") + Unit("c", "")), "b", "a");
  EXPECT_THAT(MergeDuplicate(twice, Pair("c", "b"), kFound), IsOk());
}

TEST(MergeDuplicate, LeavesClosedUnitsUnderTheDuplicate) {
  const auto before =
      sample::Imported(kWithSplits + Unit("k", "") + Unit("d", "") + Unit("n", "2025-07-01", "old", "", "d") +
                       Unit("old", "2000-01-01", "", "", "d"));
  const auto after = Merged(before, "k", "d");
  EXPECT_EQ(sample::Find(after, "n").parent(), "organisations/k");
  EXPECT_EQ(sample::Find(after, "old").SerializeAsString(), sample::Find(before, "old").SerializeAsString());
}

TEST(MergeDuplicate, RefusesWhatIsNotOneUnit) {
  const auto tree =
      sample::Imported(kWithSplits + Unit("k", "2025-07-01") + Unit("d", "2025-07-02", "x") + Unit("x", "2000-01-01") +
                       Unit("agency", "", "", "", "", "agency") + Unit("under", "", "", "", "up") + Unit("up", "") +
                       Unit("w", "2000-01-01") + Unit("p", "2025-07-01", "", "w") + Unit("q", "2025-07-01", "", "w") +
                       Unit("v", "2000-01-01") + Unit("r", "2025-07-01", "", "v") + Unit("s", "2025-07-01", "", "v"));
  struct Case {
    const char* kept;
    const char* duplicate;
    const char* reason;
    const char* cause;
  };
  const Case cases[] = {
      {"k", "k", "NOT_DUPLICATES", "SAME"},         {"province", "k", "NOT_DUPLICATES", "ROOT"},
      {"k", "province", "NOT_DUPLICATES", "ROOT"},  {"k", "agency", "NOT_DUPLICATES", "KIND"},
      {"k", "d", "NOT_DUPLICATES", "TAKEOVER_DAY"}, {"p", "q", "NOT_DUPLICATES", "LINEAGE"},
      {"p", "r", "NOT_DUPLICATES", "SPLIT_ORIGIN"}, {"under", "up", "NOT_DUPLICATES", "LINEAGE"},
      {"k", "x", "ORGANISATION_NOT_IN_FORCE", ""},  {"x", "k", "ORGANISATION_NOT_IN_FORCE", ""},
      {"w", "k", "ORGANISATION_NOT_IN_FORCE", ""},
  };
  for (const Case& bad : cases) {
    const absl::Status refused = MergeDuplicate(tree, Pair(bad.kept, bad.duplicate), kFound).status();
    EXPECT_THAT(refused, StatusIs(kFailed, bad.reason)) << bad.kept << " " << bad.duplicate;
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(status::Detail(refused, &info));
    if (*bad.cause != '\0') {
      EXPECT_EQ(info.metadata().at("cause"), bad.cause) << bad.kept << " " << bad.duplicate;
    }
  }
  EXPECT_THAT(MergeDuplicate(tree, Pair("k", "none"), kFound),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(SuspectDuplicates, FindsNamesThatDifferInCaseAndSpaces) {
  const auto import = PlanImport(*csv::Parse(kWithSplits + "a,Xã Đông Hải,commune,,5,2025-06-30,,,\n"
                                                           "b,XÃ  ĐÔNG HẢI,commune,,5,2025-06-30,,,\n"
                                                           "c,Xã Đông Hải,ward,,5,2025-06-30,,,\n"
                                                           "d,Xã Đông Hải,commune,a,5,2025-06-30,,,\n"
                                                           "e,Xã Đồng Hải,commune,,5,2025-06-30,,,\n"
                                                           "f,Xã Nam,commune,,5,2025-06-30,g,2025-07-01,\n"
                                                           "g,Xã Nam,commune,,5,2025-06-30,,2000-01-01,\n"),
                                 {}, kFound);
  ASSERT_THAT(RefuseErrors(*import), IsOk());
  const auto groups = SuspectDuplicates(import->writes);
  ASSERT_EQ(groups.size(), 1U) << "kind, parent and marks tell units apart, and a unit often bears an old one's name";
  ASSERT_EQ(groups[0].organisations_size(), 2);
  EXPECT_EQ(groups[0].organisations(0), "organisations/a");
  EXPECT_EQ(groups[0].organisations(1), "organisations/b");
  EXPECT_TRUE(SuspectDuplicates(Merged(import->writes, "a", "b")).empty());
}

TEST(SuspectDuplicates, FindsNamesThatDifferInThePlaceOfTheToneMark) {
  const struct {
    const char* one;
    const char* other;
    size_t groups;
  } cases[] = {
      {"Xã Hòa Bình", "Xã Hoà Bình", 1},   {"Xã Lệ Thủy", "XÃ LỆ THUỶ", 1},   {"Xã Khỏe", "Xã Khoẻ", 1},
      {"Xã Hòa Bình", "Xã Hóa Bình", 0},   {"Xã Hòa Bình", "Xã Hoa Bình", 0}, {"Xã Tân Hòa", "Xã Tăn Hoà", 0},
      {"Xã Hồng Thủy", "Xã Hông Thuỷ", 0},
  };
  for (const auto& c : cases) {
    const auto tree = sample::Imported(
        kWithSplits + StrCat("a,", c.one, ",commune,,5,2025-06-30,,,\nb,", c.other, ",commune,,5,2025-06-30,,,\n"));
    EXPECT_EQ(SuspectDuplicates(tree).size(), c.groups) << c.one << " " << c.other;
  }
}

}  // namespace
}  // namespace congress::allocation
