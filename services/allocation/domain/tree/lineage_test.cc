#include "services/allocation/domain/tree/lineage.h"

#include "gtest/gtest.h"
#include "services/allocation/domain/tree/import.h"
#include "services/allocation/domain/tree/sample_csv.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

std::vector<v1::Organisation> Imported(const std::string& csv) {
  const auto import = PlanImport(*csv::Parse(csv), {});
  EXPECT_THAT(RefuseErrors(*import), support::IsOk());
  return import->writes;
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
  const std::string title = "Members of the organisations under organisations/province";
  ASSERT_NE(Named(whole, title), nullptr);
  EXPECT_TRUE(Named(whole, title)->passed());
  EXPECT_EQ(whole.members(), 15);
  const auto short_by_one = SumUp(Imported(sample::kHeader + rows + "4,2025-06-30,,\n"), {});
  EXPECT_FALSE(Named(short_by_one, title)->passed());
  EXPECT_EQ(Named(short_by_one, title)->actual(), 14);
}

TEST(SumUp, FollowsMergersOfMergedUnits) {
  const auto response = SumUp(Imported(std::string(sample::kHeader) +
                                       "a,Xã A,former-commune,,,,,2000-01-01\nb,Xã B,former-commune,,,,,2000-01-01\n"
                                       "c,Xã C,former-commune,,,,a;b,2010-01-01\nd,Xã D,former-commune,,,,,2000-01-01\n"
                                       "e,Xã E,commune,,9,2025-06-30,c;d,2025-07-01\n"),
                              {});
  EXPECT_EQ(response.before_count(), 3);
  EXPECT_EQ(response.after_count(), 1);
  EXPECT_TRUE(response.checks(0).passed());
}

TEST(SumUp, FindsAFormerUnitThatItsSuccessorDoesNotKnow) {
  auto tree =
      Imported(std::string(sample::kHeader) +
               "a,Xã A,former-commune,,,,,\nb,Xã B,former-commune,,,,,\nc,Xã C,commune,,9,2025-06-30,a;b,2025-07-01\n");
  for (auto& organisation : tree) {
    if (organisation.name() == "organisations/c") organisation.mutable_merged_from()->RemoveLast();
  }
  const auto response = SumUp(tree, {});
  EXPECT_FALSE(response.checks(0).passed());
}

TEST(SumUp, CountsNothingWithoutMergers) {
  const auto response = SumUp(Imported(std::string(sample::kHeader) + "a,Xã A,commune,,9,2025-06-30,,\n"), {});
  EXPECT_EQ(response.before_count(), 0);
  EXPECT_EQ(response.after_count(), 0);
  EXPECT_EQ(response.active_count(), 1);
}

}  // namespace
}  // namespace congress::allocation
