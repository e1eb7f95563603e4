// CalendarFeedService over the service's keyspace.
#pragma once

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/calendar_feed_service.pb.h"
#include "platform/rpc/gate.h"

namespace congress::scheduling {

class CalendarFeedService {
 public:
  // `gate` outlives it: by it a fetched feed is judged as the account that made it.
  explicit CalendarFeedService(rpc::Gate& gate) : gate_(gate) {}

  absl::StatusOr<v1::CreateCalendarFeedResponse> CreateCalendarFeed(rpc::Call& call,
                                                                    const v1::CreateCalendarFeedRequest& request) const;
  absl::StatusOr<v1::CalendarFeed> GetCalendarFeed(rpc::Call& call, const v1::GetCalendarFeedRequest& request) const;
  absl::StatusOr<v1::ListCalendarFeedsResponse> ListCalendarFeeds(rpc::Call& call,
                                                                  const v1::ListCalendarFeedsRequest& request) const;
  absl::StatusOr<v1::CalendarFeed> RevokeCalendarFeed(rpc::Call& call,
                                                      const v1::RevokeCalendarFeedRequest& request) const;
  absl::StatusOr<v1::ReadCalendarFeedResponse> ReadCalendarFeed(rpc::Call& call,
                                                                const v1::ReadCalendarFeedRequest& request) const;

 private:
  rpc::Gate& gate_;
};

}  // namespace congress::scheduling
