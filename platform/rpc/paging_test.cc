#include "platform/rpc/paging.h"

#include <deque>

#include "congress/preparation/v1/preparation_service.pb.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using support::StatusIs;

PageRequest Asked(int size, const std::string& token) {
  // A page looks at its request later.
  static auto& requests = *new std::deque<preparation::v1::ListCongressesRequest>;
  auto& request = requests.emplace_back();
  request.set_page_size(size);
  request.set_page_token(token);
  return PageOf(request);
}

TEST(Paging, SizesHaveADefaultAndAMaximum) {
  EXPECT_EQ(ClampPageSize(0), 100);
  EXPECT_EQ(ClampPageSize(1), 1);
  EXPECT_EQ(ClampPageSize(1000), 1000);
  EXPECT_EQ(ClampPageSize(1001), 1000);
}

TEST(Paging, ATokenGoesOnBehindItsKeyWhateverThePageSize) {
  const std::string token = TokenFor(Asked(1, ""), "r/X/a");
  ASSERT_OK_AND_ASSIGN(const std::string key, LastKeyOf(Asked(7, token)));
  EXPECT_EQ(key, "r/X/a");
}

TEST(Paging, ATokenOfAnotherListOrADamagedOneIsRefused) {
  preparation::v1::GetReadinessRequest other;
  const std::string foreign = TokenFor(PageOf(other), "r/X/a");
  for (const std::string& token : {foreign, std::string("%"), std::string("AAAA"), foreign + "AA"}) {
    EXPECT_THAT(LastKeyOf(Asked(1, token)), StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"))
        << token;
  }
}

TEST(Paging, SlicesShowEveryItemOnce) {
  for (const size_t size : {0u, 1u, 4u, 5u, 6u}) {
    std::string token;
    size_t seen = 0;
    do {
      ASSERT_OK_AND_ASSIGN(const Slice slice, SliceOf(Asked(2, token), size));
      EXPECT_EQ(slice.begin, seen);
      seen = slice.end;
      token = slice.next_page_token;
    } while (!token.empty());
    EXPECT_EQ(seen, size);
  }
}

TEST(Paging, ASliceBeyondTheItemsIsRefused) {
  const std::string token = TokenFor(Asked(1, ""), "7");
  EXPECT_THAT(SliceOf(Asked(1, token), 6), StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(SliceOf(Asked(1, TokenFor(Asked(1, ""), "x")), 6),
              StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST(PageToken, OfAnEarlierEpochIsRefused) {
  const std::string token = TokenFor(Asked(1, ""), "r/X/a", 1);
  EXPECT_THAT(LastKeyOf(Asked(1, token), 1), support::IsOk());
  EXPECT_THAT(LastKeyOf(Asked(1, token), 2), StatusIs(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

}  // namespace
}  // namespace congress::rpc
