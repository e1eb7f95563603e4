#include "services/scheduling/domain/calendar_feed.h"

#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);

TEST(SettleFeed, WantsOneSubjectAndAnEndThatLiesAheadAndNotTooFar) {
  v1::CalendarFeed feed;
  EXPECT_THAT(SettleFeed(kNow, &feed), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  feed.set_unit("organisations/u1");
  feed.clear_expire_time();
  ASSERT_THAT(SettleFeed(kNow, &feed), IsOk());
  EXPECT_EQ(civil::FromTimestamp(feed.expire_time()), kNow + absl::Hours(24 * 180));
  EXPECT_EQ(SubjectOrganisation(feed), "organisations/u1");
  feed.set_body("organisations/btv");
  EXPECT_THAT(SettleFeed(kNow, &feed), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  feed.clear_unit();
  EXPECT_EQ(SubjectOrganisation(feed), "organisations/btv");
  feed.clear_body();
  feed.set_post("organisations/u1/posts/a");
  EXPECT_EQ(SubjectOrganisation(feed), "organisations/u1");
  for (const auto& [end, good] :
       {std::pair(kNow, false), std::pair(kNow + absl::Seconds(1), true), std::pair(kNow + absl::Hours(24 * 366), true),
        std::pair(kNow + absl::Hours(24 * 366) + absl::Seconds(1), false)}) {
    *feed.mutable_expire_time() = civil::ToTimestamp(end);
    EXPECT_EQ(SettleFeed(kNow, &feed).ok(), good) << end;
  }
}

TEST(IsLive, EndsWithItsTimeAndWhenItIsRevoked) {
  v1::CalendarFeed feed;
  *feed.mutable_expire_time() = civil::ToTimestamp(kNow);
  EXPECT_TRUE(IsLive(feed, kNow - absl::Seconds(1)));
  EXPECT_FALSE(IsLive(feed, kNow));
  *feed.mutable_revoke_time() = civil::ToTimestamp(kNow - absl::Hours(1));
  EXPECT_FALSE(IsLive(feed, kNow - absl::Seconds(1)));
}

TEST(FeedToken, SaysItsFeedAndItsSecret) {
  const std::string token = WriteFeedToken("calendarFeeds/f0", std::string(kFeedSecretBytes, '\xA5'));
  EXPECT_EQ(token.size(), 3 + 2 * kFeedSecretBytes);
  const auto read = ReadFeedToken(token);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->feed, "calendarFeeds/f0");
  EXPECT_EQ(read->secret, token.substr(3));
  for (const char* none : {"", ".", "f0", ".ab", "f/0.ab", "../x.ab", "F0.ab", "f0/secret.ab"}) {
    EXPECT_FALSE(ReadFeedToken(none).has_value()) << none;
  }
  EXPECT_TRUE(ReadFeedToken("f0.").has_value())
      << "a secret that is none proves nothing, and is judged with the others";
}

TEST(SameInConstantTime, IsEquality) {
  EXPECT_TRUE(SameInConstantTime("", ""));
  EXPECT_TRUE(SameInConstantTime("abc", "abc"));
  for (const char* other : {"abd", "bbc", "ab", "abcd", ""}) EXPECT_FALSE(SameInConstantTime("abc", other)) << other;
}

}  // namespace
}  // namespace congress::scheduling
