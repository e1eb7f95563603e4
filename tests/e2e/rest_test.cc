// Methods by the paths that they declare, as curl asks for them: in one process and behind the gateway.
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "tests/support/http1_client.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using nlohmann::json;
using support::Http1Client;
using support::HttpAnswer;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

class Rest : public ::testing::TestWithParam<Shape> {
 protected:
  // By one caller, on a connection of its own.
  HttpAnswer Ask(std::string_view verb, const std::string& path, std::string_view body = "",
                 const std::string& more = "") const {
    const std::string& endpoint = suite_.endpoint();
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(endpoint.substr(endpoint.rfind(':') + 1), &port));
    Http1Client client(port);
    EXPECT_TRUE(client.Ask(verb, path, body, more));
    return client.Next(/*bare=*/verb == "HEAD").value_or(HttpAnswer());
  }
  HttpAnswer AsAdmin(std::string_view verb, const std::string& path, std::string_view body = "",
                     const std::string& more = "") const {
    return Ask(
        verb, path, body,
        StrCat("Authorization: Bearer ", suite_.Token("admin", {"administrator@province"}), "\r\n",
               more.find("Content-Type") == std::string::npos ? "Content-Type: application/json\r\n" : "", more));
  }
  static std::string ReasonOf(const HttpAnswer& answer) {
    const json error = json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
    if (!error.is_object() || !error.contains("details")) return "";
    return error["details"][0]["debug"].value("reason", "");
  }

  const Suite suite_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(At, Rest, ::testing::Values(Shape::kOneProcess, Shape::kSeparate), [](const auto& shape) {
  return shape.param == Shape::kOneProcess ? "OneProcess" : "Separate";
});

constexpr char kCongress[] = R"({"organisation":"organisations/province","displayName":"Đại hội","level":"PROVINCE",)"
                             R"("term":"2025-2030"})";

// Bytes are in base64.
const std::string& Tree() {
  static const auto& body =
      *new std::string(StrCat(R"({"csv":")",
                              absl::Base64Escape("code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
                                                 "province,Tỉnh,province,,10,2025-06-30,,2020-01-01\n"),
                              R"("})"));
  return body;
}

TEST_P(Rest, ResourcesAreMadeReadListedAndChanged) {
  ASSERT_EQ(AsAdmin("POST", "/v1/organisations:import", Tree()).status, "200");
  const HttpAnswer made = AsAdmin("POST", "/v1/congresses?congress_id=xx", kCongress);
  ASSERT_EQ(made.status, "200") << made.body;
  EXPECT_EQ(made.fields.at("content-type"), "application/json");
  EXPECT_EQ(made.fields.at("cache-control"), "no-store");
  EXPECT_EQ(json::parse(made.body)["name"], "congresses/xx");
  EXPECT_EQ(json::parse(AsAdmin("GET", "/v1/congresses/xx").body)["displayName"], "Đại hội");
  EXPECT_EQ(json::parse(AsAdmin("GET", "/v1/congresses?pageSize=1").body)["congresses"].size(), 1U);
  const HttpAnswer changed =
      AsAdmin("PATCH", "/v1/congresses/xx?updateMask=displayName", R"({"displayName":"Đại hội XX"})");
  ASSERT_EQ(changed.status, "200") << changed.body;
  EXPECT_EQ(json::parse(changed.body)["displayName"], "Đại hội XX");
}

TEST_P(Rest, WhatIsWrongIsToldAsElsewhere) {
  EXPECT_EQ(Ask("GET", "/v1/congresses/xx").status, "401");
  const HttpAnswer missing = AsAdmin("GET", "/v1/congresses/none");
  EXPECT_EQ(missing.status, "404");
  EXPECT_EQ(ReasonOf(missing), "RESOURCE_NOT_FOUND");
  for (const char* path :
       {"/v1/congresses/xx?no=1", "/v1/congresses/xx?name=congresses/yy", "/v1/congresses?pageSize=x"}) {
    const HttpAnswer refused = AsAdmin("GET", path);
    EXPECT_EQ(refused.status, "400") << path << refused.body;
  }
  EXPECT_EQ(AsAdmin("GET", "/v1/congresses?a=%4").status, "400");
  // Nothing passes a body by.
  const HttpAnswer beyond = AsAdmin("POST", "/v1/congresses?congress_id=a", StrCat(kCongress, R"(,"congressId":"b")"));
  EXPECT_EQ(beyond.status, "400");
  EXPECT_EQ(ReasonOf(beyond), "REQUEST_MALFORMED") << beyond.body;
  EXPECT_EQ(AsAdmin("POST", "/v1/congresses", "x=1", "Content-Type: text/plain\r\n").status, "415");
  EXPECT_EQ(AsAdmin("POST", "/v1/congresses?congress_id=a", kCongress, "Content-Type: \r\n").status, "400")
      << "a page may send it";
  const HttpAnswer verb = AsAdmin("DELETE", "/v1/congresses/xx");
  EXPECT_EQ(verb.status, "405");
  EXPECT_EQ(verb.fields.at("allow"), "GET, HEAD, PATCH");
  EXPECT_EQ(Ask("OPTIONS", "/v1/congresses/xx").fields.at("allow"), "GET, HEAD, OPTIONS, PATCH");
  for (const char* query : {"?=x", "?.year=1", "?validateOnly=yes", "?validateOnly=1", "?%ff=1", "?%ff.%ff=%ff"}) {
    EXPECT_EQ(AsAdmin("POST", StrCat("/v1/congresses:none", query), "{}").status, "404");
    EXPECT_EQ(AsAdmin("POST", StrCat("/v1/organisations:import", query), "{}").status, "400") << query;
  }
  EXPECT_EQ(AsAdmin("POST", "/v1/congresses", kCongress, "Content-Type: application/json\r\nContent-Encoding: gzip\r\n")
                .status,
            "415");
  EXPECT_EQ(AsAdmin("POST", "/v1/congresses?congress_id=yy", kCongress,
                    "Content-Type: application/json\r\nContent-Encoding: IDENTITY\r\n")
                .status,
            "200");
  EXPECT_EQ(AsAdmin("GET", "/v1/none").status, "404");
  EXPECT_EQ(AsAdmin("GET", "/v1/congresses/a%2Fb").status, "404");
}

// Programs of calendars send no token but the one in the path, and ask again and again.
TEST_P(Rest, FeedsAreFiles) {
  ASSERT_EQ(AsAdmin("POST", "/v1/organisations:import", Tree()).status, "200");
  HttpAnswer made;
  ASSERT_TRUE(support::Eventually([&] {
    made = AsAdmin("POST", "/v1/calendarFeeds", R"({"unit":"organisations/province"})");
    return made.status == "200";
  })) << made.body;
  const std::string path = StrCat("/v1/feeds/", json::parse(made.body)["token"].get<std::string>());
  // Until the service knows what the organisation is called.
  HttpAnswer feed;
  ASSERT_TRUE(support::Eventually([&] {
    feed = Ask("GET", path);
    return feed.body.find("Tỉnh") != std::string::npos;
  })) << feed.status
      << feed.body;
  EXPECT_EQ(feed.status, "200");
  EXPECT_EQ(feed.fields.at("content-type"), "text/calendar; charset=utf-8");
  EXPECT_EQ(feed.fields.at("cache-control"), "private, no-cache");
  EXPECT_THAT(feed.body, HasSubstr("BEGIN:VCALENDAR\r\n"));
  const HttpAnswer head = Ask("HEAD", path);
  EXPECT_EQ(head.status, "200");
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.fields.at("etag"), feed.fields.at("etag"));
  EXPECT_EQ(Ask("GET", path, "", StrCat("If-None-Match: ", feed.fields.at("etag"), "\r\n")).status, "304");
  // Whatever a cache on the way has made of the tag.
  for (const std::string& tags :
       {StrCat("W/", feed.fields.at("etag")), StrCat("\"x\" , ", feed.fields.at("etag")), std::string("*")}) {
    const HttpAnswer same = Ask("GET", path, "", StrCat("If-None-Match: ", tags, "\r\n"));
    EXPECT_EQ(same.status, "304") << tags;
    EXPECT_FALSE(same.fields.contains("content-length"));
  }
  EXPECT_EQ(Ask("GET", path, "", "If-None-Match: \"x\"\r\n").status, "200");
  EXPECT_EQ(Ask("GET", path + ":").status, "404");
  EXPECT_EQ(Ask("GET", "/v1/feeds/none.0").status, "404");
}

}  // namespace
}  // namespace congress::e2e
