#include "services/preparation/domain/joined_alerts.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "platform/alerts/alerts.h"
#include "platform/status/strings.h"

namespace congress::preparation {
namespace {

using alerts::v1::Alert;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::CivilDay kToday(2025, 6, 16);

// Alerts of these days of June, on pages of two, each called by the service and its day.
AlertSource::Fetch ListOf(const std::string& service, std::vector<int> days) {
  return [=](const std::string& token) -> absl::StatusOr<AlertPage> {
    const size_t begin = token.empty() ? 0 : std::stoul(token);
    AlertPage page;
    for (size_t i = begin; i < std::min(begin + 2, days.size()); ++i) {
      page.alerts.push_back(
          alerts::AlertOn(Alert::TASK, StrCat(service, days[i]), "", absl::CivilDay(2025, 6, days[i]), kToday));
    }
    if (begin + 2 < days.size()) page.next_page_token = StrCat(begin + 2);
    return page;
  };
}

struct Lists {
  AlertSource::Fetch a = ListOf("a", {1, 3, 8, 20, 21});
  AlertSource::Fetch b = ListOf("b", {2, 9});
};

struct Read {
  std::vector<std::string> names;
  std::string next;
  std::vector<AlertSource> sources;
};
Read ReadPage(const Lists& lists, const std::string& places, size_t most) {
  Read read;
  read.sources.emplace_back("a", PlaceIn(places, "a"), lists.a);
  read.sources.emplace_back("b", PlaceIn(places, "b"), lists.b);
  for (AlertSource& source : read.sources) source.Open();
  for (const Alert& alert : JoinAlerts(&read.sources, most)) read.names.push_back(alert.resource());
  read.next = PlacesOf(&read.sources);
  return read;
}

TEST(JoinAlerts, TellsTheMostUrgentOfAllOnEachPage) {
  for (size_t most = 1; most <= 8; ++most) {
    std::vector<std::string> all;
    std::string places;
    do {
      Read read = ReadPage({}, places, most);
      EXPECT_LE(read.names.size(), most);
      all.insert(all.end(), read.names.begin(), read.names.end());
      places = read.next;
    } while (!places.empty() && all.size() < 10);
    EXPECT_THAT(all, ElementsAre("a1", "b2", "a3", "a8", "b9", "a20", "a21")) << most;
  }
}

TEST(JoinAlerts, GoesOnWithoutAServiceThatDoesNotAnswer) {
  const auto silent = [](const std::string&) -> absl::StatusOr<AlertPage> { return absl::UnavailableError("x"); };
  Lists lists;
  lists.b = silent;
  Read first = ReadPage(lists, "", 3);
  EXPECT_THAT(first.names, ElementsAre("a1", "a3", "a8"));
  EXPECT_FALSE(first.sources[1].status().ok());
  // It is asked again where it was; nothing of it is lost.
  Read second = ReadPage({}, first.next, 3);
  EXPECT_THAT(second.names, ElementsAre("b2", "b9", "a20"));
  EXPECT_TRUE(second.sources[1].status().ok());
  // Where only silent ones are left the list ends.
  lists.a = silent;
  Read last = ReadPage(lists, second.next, 3);
  EXPECT_THAT(last.names, IsEmpty());
  EXPECT_EQ(last.next, "");
}

TEST(JoinAlerts, KnowsWhereEachServiceWasRead) {
  EXPECT_EQ(PlaceIn("a:1:tok-en_;b:0:", "a"), (AlertPlace{"tok-en_", 1}));
  EXPECT_EQ(PlaceIn("a:1:tok;b:0:", "b"), AlertPlace());
  EXPECT_EQ(PlaceIn("", "a"), AlertPlace());
  EXPECT_EQ(PlaceIn("a:x:tok", "a"), AlertPlace());
}

}  // namespace
}  // namespace congress::preparation
