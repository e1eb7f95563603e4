#include "platform/rpc/rest.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "proto/descriptors.h"

namespace congress::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class Rest : public ::testing::Test {
 protected:
  static const RestPaths& paths() {
    static const auto& paths = *new absl::StatusOr<RestPaths>(RestPaths::Of(DescribedServices()));
    EXPECT_TRUE(paths.ok()) << paths.status();
    return *paths;
  }
  // The method and the message; else the verbs that the path has.
  static std::string Ask(std::string_view verb, std::string_view path, std::string_view body = "") {
    const size_t mark = std::min(path.find('?'), path.size());
    std::set<std::string> allowed;
    const auto found = paths().Find(verb, path.substr(0, mark), &allowed);
    if (!found) {
      std::string verbs = "-";
      for (const std::string& one : allowed) verbs += " " + one;
      return verbs;
    }
    const auto message = MessageOf(*found, mark < path.size() ? path.substr(mark + 1) : "");
    return message ? found->method.substr(found->method.rfind('.') + 1) + " " + (*message)(body) : "no query";
  }
};

// Two methods of one path would be a matter of luck.
TEST_F(Rest, EveryDeclaredPathIsOfUseAndOneMethodsAlone) { EXPECT_TRUE(RestPaths::Of(DescribedServices()).ok()); }

TEST_F(Rest, FindsTheMethodAndFillsInItsMessage) {
  EXPECT_EQ(Ask("GET", "/v1/meetings/gb"), R"(MeetingService/GetMeeting {"name":"meetings/gb"})");
  EXPECT_EQ(Ask("GET", "/v1/congresses/xx/windows?page_size=5&pageToken=a%2Bb+c&level=GRASSROOTS"),
            R"(SchedulingService/ListWindows {"parent":"congresses/xx","pageSize":"5","pageToken":"a+b c",)"
            R"("level":"GRASSROOTS"})");
  EXPECT_EQ(Ask("POST", "/v1/congresses", R"( {"displayName":"x"} )"),
            R"(PreparationService/CreateCongress {"congress": {"displayName":"x"} })");
  EXPECT_EQ(Ask("POST", "/v1/congresses?congress_id=xx&request_id=r", "{}"),
            R"(PreparationService/CreateCongress {"congress":{},"congressId":"xx","requestId":"r"})");
  EXPECT_EQ(Ask("PATCH", "/v1/congresses/xx?updateMask=displayName", R"({"displayName":"x"})"),
            R"(PreparationService/UpdateCongress {"congress":{"name":"congresses/xx","displayName":"x"},)"
            R"("updateMask":"displayName"})");
  EXPECT_EQ(Ask("POST", "/v1/meetings/gb:release", R"({"etag":"1"})"),
            R"(MeetingService/ReleaseMeeting {"name":"meetings/gb","etag":"1"})");
  EXPECT_EQ(Ask("POST", "/v1/meetings/gb:release"), R"(MeetingService/ReleaseMeeting {"name":"meetings/gb"})");
}

// Of fields, nested, repeated and of truth.
TEST_F(Rest, ReadsQueries) {
  EXPECT_EQ(Ask("GET",
                "/v1/congresses/xx/schedulePolicies/p:explainPlacement?meeting=meetings/m&date.year=2025&"
                "date.month=8&from_date.day=1"),
            R"(ScheduleService/ExplainPlacement {"policy":"congresses/xx/schedulePolicies/p","meeting":"meetings/m",)"
            R"("date":{"year":"2025","month":"8"},"fromDate":{"day":"1"}})");
  EXPECT_THAT(*PairsOf("a=1&a=2&b"), ElementsAre(Pair("a", "1"), Pair("a", "2"), Pair("b", "")));
  EXPECT_EQ(PairsOf("a=%4"), std::nullopt);
  EXPECT_EQ(PairsOf("a=%zz"), std::nullopt);
  EXPECT_EQ(Ask("GET", "/v1/meetings/gb?=1&.year=2"),
            R"(MeetingService/GetMeeting {"name":"meetings/gb","":"1","":{"year":"2"}})")
      << "for who reads it to refuse";
  EXPECT_EQ(Ask("GET", "/v1/meetings/%ff?%fe=%fd&%fc.%fb=1"),
            "MeetingService/GetMeeting {\"name\":\"meetings/\xef\xbf\xbd\",\"\xef\xbf\xbd\":\"\xef\xbf\xbd\","
            "\"\xef\xbf\xbd\":{\"\xef\xbf\xbd\":\"1\"}}")
      << "no UTF-8";
  // Nobody without a token makes work by fields in fields.
  EXPECT_NE(PairsOf("a.a.a.a.a.a.a.a.a=1"), std::nullopt);
  EXPECT_EQ(PairsOf("a.a.a.a.a.a.a.a.a.a=1"), std::nullopt);
  // What is said twice is there twice, and refused by who reads JSON.
  EXPECT_EQ(Ask("GET", "/v1/meetings/gb?name=meetings/x"),
            R"(MeetingService/GetMeeting {"name":"meetings/gb","name":"meetings/x"})");
  EXPECT_EQ(Ask("GET", "/v1/meetings/gb?no.such=1"),
            R"(MeetingService/GetMeeting {"name":"meetings/gb","no":{"such":"1"}})");
}

TEST_F(Rest, ReadsPathsInOneWay) {
  EXPECT_EQ(Ask("GET", "/v1/meetings/a%20b"), R"(MeetingService/GetMeeting {"name":"meetings/a b"})");
  EXPECT_EQ(Ask("GET", "/v1/meetings/a+b"), R"(MeetingService/GetMeeting {"name":"meetings/a+b"})");
  EXPECT_EQ(Ask("GET", "/v1/meetings/a%2520b"), R"(MeetingService/GetMeeting {"name":"meetings/a%20b"})");
  for (const char* path :
       {"/v1/meetings/a%2Fb", "/v1/meetings/", "/v1//gb", "/v1/meetings/a%", "/v1/meetings/%zz", "/v1/none/x",
        "/v1/meetings/gb/x", "/v1", "/v1/", "/v1/meetings/gb:none", "/v1/meetings/gb:"}) {
    EXPECT_EQ(Ask("GET", path), "-") << path;
  }
  EXPECT_EQ(Ask("DELETE", "/v1/congresses/xx"), "- GET PATCH");
  EXPECT_EQ(Ask("GET", "/v1/meetings/gb:release"), "- POST");
}

// A body stays in its place.
TEST_F(Rest, ABodyIsOneValue) {
  const std::string escape = R"({"displayName":"x"},"congressId":"y","z":{})";
  EXPECT_EQ(Ask("POST", "/v1/congresses", escape), "PreparationService/CreateCongress " + escape);
  EXPECT_EQ(Ask("POST", "/v1/meetings/gb:release", "[1]"), "MeetingService/ReleaseMeeting [1]");
  EXPECT_EQ(Ask("POST", "/v1/meetings/gb:release", R"({"name":"meetings/x"})"),
            R"(MeetingService/ReleaseMeeting {"name":"meetings/gb","name":"meetings/x"})");
}

}  // namespace
}  // namespace congress::rpc
