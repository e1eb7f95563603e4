#include "services/allocation/domain/tree/lineage_sums.h"

#include <random>

#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/testing/csv_sample.h"
#include "services/allocation/testing/tree_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Imported;

v1::CheckLineageResponse SumUp(const std::vector<v1::Organisation>& tree, const v1::CheckLineageRequest& request) {
  return allocation::SumUp(tree, request, status::Language::kEnglish);
}

const v1::SumCheck* Named(const v1::CheckLineageResponse& response, const std::string& title) {
  for (const auto& check : response.checks()) {
    if (check.title() == title) return &check;
  }
  return nullptr;
}

TEST(SumUp, Counts412Before130AfterAnd9Unchanged) {
  v1::CheckLineageRequest request;
  request.set_expected_before(412);
  request.set_expected_after(130);
  const auto response = SumUp(Imported(sample::ProvinceOf412()), request);
  EXPECT_EQ(response.before_count(), 412);
  EXPECT_EQ(response.after_count(), 130);
  EXPECT_EQ(response.unchanged_count(), 9);
  EXPECT_EQ(response.active_count(), 136);
  ASSERT_EQ(response.checks_size(), 3);
  for (const auto& check : response.checks()) EXPECT_TRUE(check.passed()) << check.ShortDebugString();
}

TEST(SumUp, FailsWhatDoesNotAddUp) {
  v1::CheckLineageRequest request;
  request.set_expected_before(413);
  request.set_expected_after(129);
  request.set_expected_members(1);
  const auto response = SumUp(Imported(sample::ProvinceOf412()), request);
  ASSERT_EQ(response.checks_size(), 4);
  EXPECT_TRUE(response.checks(0).passed());
  for (int i = 1; i < 4; ++i) EXPECT_FALSE(response.checks(i).passed()) << response.checks(i).ShortDebugString();
  EXPECT_EQ(response.checks(1).expected(), 413);
  EXPECT_EQ(response.checks(1).actual(), 412);
}

TEST(SumUp, HoldsThePartsAgainstTheWhole) {
  const std::string rows =
      "province,Đảng bộ tỉnh,province,,15,2025-06-30,,\na,Xã A,commune,,10,2025-06-30,,\nb,Xã B,commune,,";
  const auto whole = SumUp(Imported(sample::kHeader + rows + "5,2025-06-30,,\n"), {});
  const std::string title = "Members of the organisations under Đảng bộ tỉnh (province)";
  ASSERT_NE(Named(whole, title), nullptr);
  EXPECT_TRUE(Named(whole, title)->passed());
  EXPECT_EQ(whole.members(), 15);
  const auto short_by_one = SumUp(Imported(sample::kHeader + rows + "4,2025-06-30,,\n"), {});
  EXPECT_FALSE(Named(short_by_one, title)->passed());
  EXPECT_EQ(Named(short_by_one, title)->actual(), 14);
}

TEST(SumUp, FollowsMergersOfMergedUnits) {
  const auto response =
      SumUp(Imported(sample::kHeader + "a,Xã A,former-commune,,,,,2000-01-01\nb,Xã B,former-commune,,,,,2000-01-01\n"
                                       "c,Xã C,former-commune,,,,a;b,2010-01-01\nd,Xã D,former-commune,,,,,2000-01-01\n"
                                       "e,Xã E,commune,,9,2025-06-30,c;d,2025-07-01\n"),
            {});
  EXPECT_EQ(response.before_count(), 3);
  EXPECT_EQ(response.after_count(), 1);
  EXPECT_TRUE(response.checks(0).passed());
}

TEST(SumUp, FindsAFormerUnitThatItsSuccessorDoesNotKnow) {
  auto tree =
      Imported(sample::kHeader +
               "a,Xã A,former-commune,,,,,\nb,Xã B,former-commune,,,,,\nc,Xã C,commune,,9,2025-06-30,a;b,2025-07-01\n");
  for (auto& organisation : tree) {
    if (organisation.name() == "organisations/c") organisation.mutable_merged_from()->RemoveLast();
  }
  const auto response = SumUp(tree, {});
  EXPECT_FALSE(response.checks(0).passed());
}

TEST(SumUp, CountsNothingWithoutMergers) {
  const auto response = SumUp(Imported(sample::kHeader + "a,Xã A,commune,,9,2025-06-30,,\n"), {});
  EXPECT_EQ(response.before_count(), 0);
  EXPECT_EQ(response.after_count(), 0);
  EXPECT_EQ(response.active_count(), 1);
}

constexpr char kSplitHeader[] = "code,name,kind,parent,members,members_as_of,merged_from,valid_from,split_from\n";

// A unit counts once before it is split, its parts once each after; so also when a part is merged later on.
TEST(SumUp, CountsASplitUnitOnceBeforeAndItsPartsAfter) {
  const std::string split =
      "a,Xã A,commune,,0,2000-01-01,,2000-01-01,\nb,Xã B,commune,,5,2025-06-30,,2025-07-01,a\n"
      "c,Xã C,commune,,4,2025-06-30,,2025-07-01,a\nd,Xã D,commune,,4,2025-06-30,,2000-01-01,\n";
  const auto response = SumUp(Imported(kSplitHeader + split), {});
  EXPECT_EQ(response.before_count(), 2);
  EXPECT_EQ(response.after_count(), 3);
  EXPECT_EQ(response.unchanged_count(), 1);
  EXPECT_TRUE(response.checks(0).passed());
  const auto later = SumUp(Imported(kSplitHeader + split + "e,Xã E,commune,,8,2025-06-30,c;d,2026-01-01,\n"), {});
  EXPECT_EQ(later.before_count(), 2);
  EXPECT_EQ(later.after_count(), 2) << "b and e";
  EXPECT_TRUE(later.checks(0).passed()) << later.checks(0).ShortDebugString();
}

TEST(SumUp, FindsASplitUnitThatNoPartNames) {
  auto tree = Imported(std::string(kSplitHeader) +
                       "a,Xã A,commune,,0,2000-01-01,,2000-01-01,\nb,Xã B,commune,,5,2025-06-30,,2025-07-01,a\n"
                       "c,Xã C,commune,,4,2025-06-30,,2025-07-01,a\n");
  for (auto& organisation : tree) organisation.clear_split_from();
  EXPECT_FALSE(SumUp(tree, {}).checks(0).passed());
}

TEST(SumUp, CountsADuplicateNowhere) {
  auto tree = Imported(sample::kHeader +
                       "a,Xã A,commune,,9,2025-06-30,a1,2025-07-01\na1,Xã A1,former-commune,,,,,\n"
                       "b,Xã B,commune,,9,2025-06-30,,2020-01-01\n");
  EXPECT_EQ(SumUp(tree, {}).before_count(), 2);
  for (auto& organisation : tree) {
    if (organisation.name() == "organisations/b") organisation.set_state(v1::Organisation::DUPLICATE);
  }
  v1::CheckLineageRequest request;
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 6, 1));
  const auto response = SumUp(tree, request);
  EXPECT_EQ(response.before_count(), 1);
  EXPECT_EQ(response.after_count(), 1);
  EXPECT_EQ(response.active_count(), 1);
  EXPECT_EQ(response.members(), 9);
  ASSERT_EQ(response.kind_counts_size(), 1);
  EXPECT_EQ(response.kind_counts(0).kind(), "former-commune");
}

TEST(SumUp, CountsWhatWasInForceOnADayAndTheDayBefore) {
  const auto tree = Imported(sample::ProvinceOf412());
  v1::CheckLineageRequest request;
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 7, 1));
  const auto response = SumUp(tree, request);
  const auto count = [&](const std::string& kind) {
    for (const auto& item : response.kind_counts()) {
      if (item.kind() == kind) return item;
    }
    return v1::KindCount();
  };
  EXPECT_EQ(count("former-commune").before(), 403);
  EXPECT_EQ(count("former-commune").ended(), 403);
  EXPECT_EQ(count("former-commune").after(), 0);
  EXPECT_EQ(count("commune").before(), 0);
  EXPECT_EQ(count("commune").begun(), 130);
  EXPECT_EQ(count("commune").after(), 130);
  EXPECT_EQ(count("police").before(), 1);
  EXPECT_EQ(count("police").ended() + count("police").begun(), 0);
  EXPECT_EQ(count("province").after(), 0) << "the root is left out";
  EXPECT_EQ(SumUp(tree, {}).kind_counts_size(), 0);
}

// On any day, what was there less what ended and with what began is what is there, and the next day goes on from it.
TEST(SumUp, CountsOfDaysFollowEachOther) {
  const auto tree =
      Imported(std::string(kSplitHeader) +
               "a,Xã A,commune,,0,2000-01-01,,2025-01-02,\nb,Xã B,commune,,5,2025-06-30,,2025-01-04,a\n"
               "c,Xã C,commune,,4,2025-06-30,,2025-01-04,a\ne,Xã E,commune,,4,2025-06-30,c;f,2025-01-05,\n"
               "f,Xã F,commune,,4,2025-06-30,,,\n");
  const int expected[] = {1, 2, 2, 3, 2, 2};
  int before = 1;
  for (int day = 1; day <= 6; ++day) {
    v1::CheckLineageRequest request;
    *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 1, day));
    const auto response = SumUp(tree, request);
    ASSERT_EQ(response.kind_counts_size(), 1);
    const v1::KindCount& count = response.kind_counts(0);
    EXPECT_EQ(count.before(), before) << day;
    EXPECT_EQ(count.before() - count.ended() + count.begun(), count.after()) << day;
    EXPECT_EQ(count.after(), expected[day - 1]) << day;
    before = count.after();
  }
}

// Whatever lineage an import takes adds up, and the same file again changes nothing.
TEST(SumUp, EveryLineageThatIsTakenAddsUp) {
  std::mt19937 random(20250701);
  int taken = 0;
  int split = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string csv = kSplitHeader;
    std::string whole;
    for (unsigned unit = 0; unit < 8; ++unit) {
      const auto earlier = [&] { return random() % 3 == 0 ? StrCat("u", random() % (unit / 2 + 1)) : std::string(); };
      // Parts come in pairs, or hardly any split would be taken.
      if (unit % 2 == 0) whole = earlier();
      absl::StrAppend(&csv, "u", unit, ",Xã,commune,,1,2025-06-30,", earlier(), ",", 2000 + unit / 2, "-01-01,", whole,
                      "\n");
    }
    const auto import = PlanImport(*csv::Parse(csv), {}, absl::CivilDay(2025, 7, 1));
    if (!RefuseErrors(*import).ok()) continue;
    ++taken;
    for (const auto& organisation : import->writes) split += organisation.state() == v1::Organisation::SPLIT;
    EXPECT_TRUE(PlanImport(*csv::Parse(csv), import->writes, absl::CivilDay(2025, 7, 2))->writes.empty()) << csv;
    const auto response = SumUp(import->writes, {});
    EXPECT_TRUE(response.checks(0).passed()) << csv << response.checks(0).ShortDebugString();
  }
  EXPECT_GT(taken, 20);
  EXPECT_GT(split, 5);
}

}  // namespace
}  // namespace congress::allocation
