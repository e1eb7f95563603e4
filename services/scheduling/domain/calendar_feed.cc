#include "services/scheduling/domain/calendar_feed.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

constexpr std::string_view kFeedCollection = "calendarFeeds/";
constexpr int kMostFeedDays = 366;
constexpr int kFeedDays = 180;

}  // namespace

absl::Status SettleFeed(absl::Time now, v1::CalendarFeed* feed) {
  status::Violations violations;
  int subjects = 0;
  for (const std::string* subject : {&feed->post(), &feed->body(), &feed->unit()}) subjects += subject->empty() ? 0 : 1;
  if (subjects != 1) violations.Add("feed", v1::FEED_SUBJECT);
  if (!feed->has_expire_time()) *feed->mutable_expire_time() = civil::ToTimestamp(now + absl::Hours(24 * kFeedDays));
  const absl::Time end = civil::FromTimestamp(feed->expire_time());
  if (end <= now || end > now + absl::Hours(24 * kMostFeedDays)) {
    violations.Add("feed.expire_time", v1::FEED_EXPIRY, {{"most", StrCat(kMostFeedDays)}});
  }
  return violations.ToStatus();
}

std::string SubjectOrganisation(const v1::CalendarFeed& feed) {
  if (!feed.post().empty()) return feed.post().substr(0, feed.post().find("/posts/"));
  return feed.body().empty() ? feed.unit() : feed.body();
}

bool IsLive(const v1::CalendarFeed& feed, absl::Time now) {
  return !feed.has_revoke_time() && now < civil::FromTimestamp(feed.expire_time());
}

std::string WriteFeedToken(std::string_view feed, std::string_view secret_bytes) {
  return StrCat(feed.substr(kFeedCollection.size()), ".",
                absl::BytesToHexString({secret_bytes.data(), secret_bytes.size()}));
}

std::optional<FeedToken> ReadFeedToken(std::string_view token) {
  const size_t point = token.find('.');
  if (point == std::string_view::npos || point == 0) return std::nullopt;
  const std::string_view id = token.substr(0, point);
  for (const char c : id) {
    if (!absl::ascii_islower(static_cast<unsigned char>(c)) && !absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return std::nullopt;
    }
  }
  return FeedToken{.feed = StrCat(kFeedCollection, id), .secret = std::string(token.substr(point + 1))};
}

bool SameInConstantTime(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]));
  }
  return difference == 0;
}

}  // namespace congress::scheduling
