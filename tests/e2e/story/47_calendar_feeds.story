call scheduling.v1.CalendarFeedService/CreateCalendarFeed
@keep feed feed.name
@keep token token
feed { unit: "organisations/province" note: "Lịch trên điện thoại" }

call scheduling.v1.CalendarFeedService/CreateCalendarFeed
@as clerk@province
@keep other feed.name
feed { post: "organisations/province/posts/pho-chu-tich" }

call scheduling.v1.CalendarFeedService/CreateCalendarFeed
feed { body: "organisations/province" }

call scheduling.v1.CalendarFeedService/GetCalendarFeed
name: "${feed}"

call scheduling.v1.CalendarFeedService/ListCalendarFeeds
live: true

call scheduling.v1.CalendarFeedService/ReadCalendarFeed
token: "${token}"

call scheduling.v1.CalendarFeedService/RevokeCalendarFeed
@as clerk@province
name: "${other}"
reason: "Không dùng nữa"
