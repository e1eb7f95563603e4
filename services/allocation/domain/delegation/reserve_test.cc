#include "services/allocation/domain/delegation/reserve.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

v1::Delegate Reserve(int rank) { return sample::Person(StrCat("r", rank), "a", v1::RESERVE, rank); }

v1::ReserveList ListOf(const std::vector<int>& ranks) {
  v1::ReserveList list;
  list.set_organisation("organisations/a");
  for (const int rank : ranks) list = *Enlist(std::move(list), Reserve(rank));
  return list;
}

TEST(CheckRank, IsAReservesOnly) {
  EXPECT_THAT(CheckRank(Reserve(1)), IsOk());
  EXPECT_THAT(CheckRank(sample::Person("d", "a")), IsOk());
  v1::Delegate wrong = Reserve(1);
  wrong.set_reserve_rank(0);
  EXPECT_THAT(CheckRank(wrong), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  wrong = sample::Person("d", "a");
  wrong.set_reserve_rank(1);
  EXPECT_THAT(CheckRank(wrong), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

// Whatever the order of entry, the list is by rank, and each rank is taken once.
TEST(Enlist, KeepsTheOrderOfRanks) {
  std::mt19937 random(7);
  for (size_t round = 0; round < 50; ++round) {
    std::vector<int> ranks(1 + round % 9);
    std::iota(ranks.begin(), ranks.end(), 1);
    std::shuffle(ranks.begin(), ranks.end(), random);
    const v1::ReserveList list = ListOf(ranks);
    ASSERT_EQ(list.places_size(), static_cast<int>(ranks.size()));
    for (int i = 0; i < list.places_size(); ++i) {
      EXPECT_EQ(list.places(i).rank(), i + 1);
      EXPECT_EQ(list.places(i).delegate(), Reserve(i + 1).name());
      EXPECT_THAT(Enlist(list, Reserve(i + 1)), StatusIs(StatusCode::kFailedPrecondition, "RESERVE_RANK_TAKEN"));
    }
  }
}

TEST(Strike, LeavesTheOthersInOrder) {
  const v1::ReserveList list = Strike(ListOf({3, 1, 2}), Reserve(2).name());
  ASSERT_EQ(list.places_size(), 2);
  EXPECT_EQ(list.places(0).rank(), 1);
  EXPECT_EQ(list.places(1).rank(), 3);
  EXPECT_EQ(Strike(list, Reserve(2).name()).places_size(), 2);
}

TEST(Call, GoesByOrderUnlessAReasonIsGiven) {
  const v1::ReserveList list = ListOf({2, 5, 9});
  const auto name = [](int rank) { return Reserve(rank).name(); };
  EXPECT_EQ(Call(list, "", "")->reserve, name(2));
  EXPECT_EQ(Call(list, name(2), "")->reserve, name(2));
  EXPECT_TRUE(Call(list, name(2), "")->passed_over.empty());
  const auto later = Call(list, name(9), "ốm dài ngày");
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->reserve, name(9));
  EXPECT_EQ(later->passed_over, (std::vector<std::string>{name(2), name(5)}));
  const auto refused = Call(list, name(5), "");
  ASSERT_THAT(refused, StatusIs(StatusCode::kFailedPrecondition, "RESERVE_NOT_NEXT"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("next"), name(2));
  EXPECT_THAT(Call(list, name(2), "x"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Call(list, "", "x"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Call(list, name(3), "x"), StatusIs(StatusCode::kFailedPrecondition, "RESERVE_UNFIT"));
  EXPECT_THAT(Call(ListOf({}), name(3), "x"), StatusIs(StatusCode::kFailedPrecondition, "RESERVE_UNFIT"));
  EXPECT_THAT(Call(ListOf({}), "", ""), StatusIs(StatusCode::kFailedPrecondition, "RESERVE_EXHAUSTED"));
}

}  // namespace
}  // namespace congress::allocation
