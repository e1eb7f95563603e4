// Feeds: what one has to be, and the token by which it is fetched.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "congress/scheduling/v1/calendar_feed.pb.h"

namespace congress::scheduling {

// Secret bytes of a token: nobody guesses 256 bits.
inline constexpr size_t kFeedSecretBytes = 32;

// INVALID_ARGUMENT `FIELDS_INVALID` for more or less than one of post, body and unit, and for an end that is past or
// too far away. An end that is not said is set.
absl::Status SettleFeed(absl::Time now, v1::CalendarFeed* feed);

// Whose it is: the organisation of the post, the body or the unit.
std::string SubjectOrganisation(const v1::CalendarFeed& feed);

// Whether it can be fetched: neither expired nor revoked.
bool IsLive(const v1::CalendarFeed& feed, absl::Time now);

// A token says which feed is meant and proves that whoever has it was given it.
struct FeedToken {
  std::string feed;    // `calendarFeeds/{feed}`.
  std::string secret;  // As it stands in the token.
};
// `{feed}.{secret in hexadecimal digits}`.
std::string WriteFeedToken(std::string_view feed, std::string_view secret_bytes);
// Null for what is none.
std::optional<FeedToken> ReadFeedToken(std::string_view token);

// Whether the texts are equal, in a time that says nothing of where they differ.
bool SameInConstantTime(std::string_view one, std::string_view other);

}  // namespace congress::scheduling
