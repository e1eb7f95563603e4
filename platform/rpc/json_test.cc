#include "platform/rpc/json.h"

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using google::protobuf::Struct;
using google::rpc::BadRequest;
using google::rpc::ErrorInfo;
using google::rpc::RetryInfo;
using support::IsOk;
using support::kInvalid;
using support::StatusIs;

template <class T>
absl::StatusOr<T> Read(std::string_view json) {
  auto bytes = BytesOfJson(*T::descriptor(), json);
  if (!bytes.ok()) return bytes.status();
  T message;
  EXPECT_TRUE(message.ParseFromString(*bytes));
  return message;
}

TEST(Json, NamesFieldsInEitherWay) {
  for (const char* json : {R"({"fieldViolations":[{"field":"a","description":"Đ"},{}]})",
                           R"( {"field_violations" : [ {"description":"\u0110", "field":"a"}, {} ] } )"}) {
    const auto read = Read<BadRequest>(json);
    ASSERT_THAT(read, IsOk());
    ASSERT_EQ(read->field_violations_size(), 2);
    EXPECT_EQ(read->field_violations(0).field(), "a");
    EXPECT_EQ(read->field_violations(0).description(), "Đ");
  }
  EXPECT_THAT(Read<BadRequest>("{}"), IsOk());
  EXPECT_THAT(Read<BadRequest>(R"({"fieldViolations":null})"), IsOk());
}

TEST(Json, HasMapsAndTypesWithAJsonOfTheirOwn) {
  const auto info = Read<ErrorInfo>(R"({"reason":"R","metadata":{"a_b":"1","aB":"2","":"3"}})");
  ASSERT_THAT(info, IsOk());
  EXPECT_EQ(info->metadata().size(), 3u);
  const auto retry = Read<RetryInfo>(R"({"retryDelay":"1.5s"})");
  ASSERT_THAT(retry, IsOk());
  EXPECT_EQ(retry->retry_delay().nanos(), 500'000'000);
  EXPECT_EQ(*JsonOfBytes(*RetryInfo::descriptor(), retry->SerializeAsString()), R"({"retryDelay":"1.500s"})");
  const auto free = Read<Struct>(R"({"a":{"b":[1,{"c":null}]},"a_b":1,"aB":2})");
  ASSERT_THAT(free, IsOk());
  EXPECT_EQ(free->fields_size(), 3);
}

TEST(Json, IsReadByNobodyInTwoWays) {
  for (const char* json : {
           R"({"fieldViolations":[],"fieldViolations":[]})",
           R"({"fieldViolations":[],"field_violations":[]})",
           R"({"fieldViolations":[],"field\u0056iolations":[]})",
           R"({"fieldViolations":[{"field":"a","field":"b"}]})",
           R"({"fieldViolations":[{},{"field":"a","field":null}]})",
       }) {
    EXPECT_THAT(Read<BadRequest>(json), StatusIs(kInvalid, "FIELDS_INVALID")) << json;
  }
  EXPECT_THAT(Read<ErrorInfo>(R"({"metadata":{"a":"1","a":"1"}})"), StatusIs(kInvalid, "FIELDS_INVALID"));
  // A number is no text, and a text nothing that is true.
  EXPECT_THAT(Read<BadRequest>(R"({"fieldViolations":[{"field":5}]})"), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Read<BadRequest>(R"({"fieldViolations":[{"field":true}]})"), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Read<Struct>(R"({"a":{"b":1,"b":2}})"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Json, TellsAllFieldsThatThereAreNot) {
  const auto read =
      BytesOfJson(*BadRequest::descriptor(),
                  R"({"fieldViolations":[{"field":"a"},{"fields":{"x":[1]},"Description":""}],"":1,"a":2})");
  ASSERT_THAT(read, StatusIs(kInvalid, "FIELDS_INVALID"));
  BadRequest told;
  ASSERT_TRUE(status::Detail(read.status(), &told));
  std::vector<std::string> fields;
  for (const auto& violation : told.field_violations()) fields.push_back(violation.field());
  EXPECT_THAT(fields, ::testing::ElementsAre("fieldViolations[1].fields", "fieldViolations[1].Description", "", "a"));
  EXPECT_EQ(told.field_violations(3).description(), "names 'a', which is not a field");
}

TEST(Json, IsJsonAndNothingMore) {
  std::string deep = R"({"a":)";
  std::string end = "}";
  for (int i = 0; i < 31; ++i) deep += "[", end = "]" + end;
  EXPECT_THAT(Read<Struct>(deep + end), IsOk());
  const std::string too_deep = deep + "[]" + end;
  for (const std::string& json : std::vector<std::string>{
           "",
           " ",
           "{",
           "{}}",
           "{} {}",
           "{'reason':'R'}",
           "{reason:\"R\"}",
           "{\"reason\":\"R\",}",
           "{\"reason\":\"R\"/**/}",
           "{\"reason\":\"R\"} // x",
           "{\"reason\":\"\xff\"}",
           "{\"reason\":\"\\ud800\"}",
           "{\"reason\":\"a\nb\"}",
           "{\"reason\":nul}",
           "{\"reason\":True}",
           "{\"reason\":1e999}",
           "{\"reason\":01}",
           "{\"reason\":NaN}",
           "[]",
           "null",
           "\"R\"",
           "5",
           "{\"reason\":{}}",
           "{\"reason\":[\"R\"]}",
           "{\"reason\":5}",
           "{\"reason\":true}",
           "{\"metadata\":[]}",
           "{\"metadata\":{\"a\":null}}",
           "{\"metadata\":5}",
           "{\"metadata\":{\"a\":{}}}",
       }) {
    const auto read = Read<ErrorInfo>(json);
    EXPECT_FALSE(read.ok()) << json;
    EXPECT_THAT(read, StatusIs(kInvalid, "REQUEST_MALFORMED")) << json;
  }
  for (const char* json : {R"({"fieldViolations":{}})", R"({"fieldViolations":[null]})", R"({"fieldViolations":["a"]})",
                           R"({"fieldViolations":[[]]})", R"({"fieldViolations":"a"})"}) {
    EXPECT_THAT(Read<BadRequest>(json), StatusIs(kInvalid, "REQUEST_MALFORMED")) << json;
  }
  EXPECT_THAT(Read<RetryInfo>(R"({"retryDelay":"soon"})"), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Read<RetryInfo>(R"({"retryDelay":{"seconds":"1"}})"), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Read<Struct>("[]"), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Read<Struct>(too_deep), StatusIs(kInvalid, "REQUEST_MALFORMED"));
}

TEST(Json, TellsDetailsOfTypesThatAreKnown) {
  google::rpc::Status status;
  ErrorInfo info;
  info.set_reason("R");
  status.add_details()->PackFrom(info);
  EXPECT_EQ(*JsonOfBytes(*google::rpc::Status::descriptor(), status.SerializeAsString()),
            R"({"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R"}]})");
}

}  // namespace
}  // namespace congress::rpc
