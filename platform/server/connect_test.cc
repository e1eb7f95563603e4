// Calls by who speaks HTTP: Connect in JSON and in bytes, its streams, GET, and gRPC-Web, to the service itself and
// through a door.
#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/json.h"
#include "platform/rpc/message_size.h"
#include "platform/status/strings.h"
#include "tests/support/echo.h"
#include "tests/support/http1_client.h"
#include "tests/support/http2_client.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using nlohmann::json;
using support::Http1Client;
using support::HttpAnswer;
using ::testing::HasSubstr;

constexpr char kService[] = "/congress.test.v1.EchoService/";

std::string Header(std::string_view name, std::string_view value) { return StrCat(name, ": ", value, "\r\n"); }
std::string Type(std::string_view type) { return Header("Content-Type", type); }

// The messages in envelopes, and what the last one is: its flags stand before it.
std::vector<std::string> Envelopes(std::string_view body) {
  std::vector<std::string> envelopes;
  while (body.size() >= 5) {
    size_t size = 0;
    for (size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
    envelopes.push_back(StrCat(static_cast<int>(static_cast<unsigned char>(body[0])), " ", body.substr(5, size)));
    body.remove_prefix(std::min(5 + size, body.size()));
  }
  EXPECT_EQ(body, "");
  return envelopes;
}

class Connect : public ::testing::TestWithParam<bool> {
 protected:
  int Start(const front::Limits& limits = {}, rpc::Web web = {}) {
    return (GetParam() ? door_ : service_).StartFront(limits, std::move(web));
  }
  std::string Token(const std::vector<std::string>& bindings = {"administrator@province"}) const {
    return Header("Authorization",
                  StrCat("Bearer ", support::TestToken("a", bindings, annotations::v1::SENSITIVE, service_.now())));
  }
  // One call on a connection of its own.
  HttpAnswer Post(std::string_view method, std::string_view body, const std::string& more) {
    if (client_ == nullptr) client_ = std::make_unique<Http1Client>(Start());
    EXPECT_TRUE(client_->Ask("POST", StrCat(kService, method), body, more));
    auto answer = client_->Next();
    EXPECT_TRUE(answer);
    return answer.value_or(HttpAnswer());
  }
  HttpAnswer Get(std::string_view path, const std::string& more = "") {
    if (client_ == nullptr) client_ = std::make_unique<Http1Client>(Start());
    EXPECT_TRUE(client_->Ask("GET", path, "", more));
    auto answer = client_->Next();
    EXPECT_TRUE(answer);
    return answer.value_or(HttpAnswer());
  }
  HttpAnswer Json(std::string_view method, std::string_view body, const std::string& more = "") {
    return Post(method, body, Token() + Type("application/json") + more);
  }

  const std::shared_ptr<support::EchoService> echo_ = std::make_shared<support::EchoService>();
  support::TestService service_{support::Echo(echo_)};
  support::TestService door_{support::EchoDoor(), {{"echo", service_.channel()}}};
  std::unique_ptr<Http1Client> client_;
};
INSTANTIATE_TEST_SUITE_P(At, Connect, ::testing::Bool(),
                         [](const auto& door) { return door.param ? "Door" : "Service"; });

TEST_P(Connect, AnswersJsonWithJson) {
  const HttpAnswer answer = Json("Echo", R"({"text":"xin chào","count":2})");
  EXPECT_EQ(answer.status, "200");
  EXPECT_EQ(answer.body, R"({"text":"xin chào"})");
  EXPECT_EQ(answer.fields.at("content-type"), "application/json");
  EXPECT_EQ(answer.fields.at("content-length"), StrCat(answer.body.size()));
  EXPECT_EQ(answer.fields.at("x-request-id").size(), 32u);
  // With what a client may say beside it.
  EXPECT_EQ(Post("Echo", R"({"text":"a"})",
                 Token() + Type("Application/JSON; charset=utf-8") + Header("Connect-Protocol-Version", "1") +
                     Header("Connect-Timeout-Ms", "5000") + Header("Accept-Encoding", "gzip, br") +
                     Header("Content-Encoding", "identity") + Header("Cookie", "a=b") + Header("X-Odd!", "\xc3\xa9"))
                .body,
            R"({"text":"a"})");
}

TEST_P(Connect, AnswersBytesWithBytes) {
  test::v1::EchoRequest request;
  request.set_text(std::string(100'000, 'x'));
  const HttpAnswer answer = Post("Echo", request.SerializeAsString(), Token() + Type("application/proto"));
  EXPECT_EQ(answer.status, "200");
  EXPECT_EQ(answer.fields.at("content-type"), "application/proto");
  test::v1::EchoResponse response;
  ASSERT_TRUE(response.ParseFromString(answer.body));
  EXPECT_EQ(response.text(), request.text());
}

TEST_P(Connect, AnswersOverHttp2AsWell) {
  using support::FrameType;
  using support::Literal;
  support::Http2Client client(Start());
  const std::string token = Token();
  client.Send(FrameType::kHeaders, support::kEndHeaders, 1,
              Literal(":method", "POST") + Literal(":scheme", "http") + Literal(":path", StrCat(kService, "Echo")) +
                  Literal(":authority", "x") + Literal("content-type", "application/json") +
                  Literal("authorization", token.substr(15, token.size() - 17)));
  client.Send(FrameType::kData, support::kEndStream, 1, R"({"text":"a"})");
  const auto header = client.Await(FrameType::kHeaders);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->fields.at(":status"), "200");
  const auto body = client.Await(FrameType::kData);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->payload, R"({"text":"a"})");
}

TEST_P(Connect, TellsErrorsWithTheirDetails) {
  const HttpAnswer answer = Json("Echo", R"({"requestId":"x"})", Header("Accept-Language", "vi"));
  EXPECT_EQ(answer.status, "400");
  EXPECT_EQ(answer.fields.at("content-type"), "application/json");
  const json error = json::parse(answer.body);
  EXPECT_EQ(error["code"], "invalid_argument");
  EXPECT_THAT(error["message"], HasSubstr("text"));
  std::map<std::string, json> details;
  for (const json& detail : error["details"]) details[detail["type"]] = detail;
  const json& info = details.at("google.rpc.ErrorInfo");
  EXPECT_EQ(info["debug"]["reason"], "FIELDS_INVALID");
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(info["value"].get<std::string>(), &bytes));
  EXPECT_EQ(info["value"].get<std::string>().find('='), std::string::npos);
  google::rpc::ErrorInfo read;
  ASSERT_TRUE(read.ParseFromString(bytes));
  EXPECT_EQ(read.reason(), "FIELDS_INVALID");
  EXPECT_EQ(details.at("google.rpc.BadRequest")["debug"]["fieldViolations"].size(), 2u);
  EXPECT_TRUE(details.contains("google.rpc.LocalizedMessage"));
}

TEST_P(Connect, HasAStatusOfHttpForEachCode) {
  const auto status = [&](const std::string& token, std::string_view method = "Echo") {
    return Post(method, R"({"text":"a"})", token + Type("application/json"));
  };
  const HttpAnswer nobody = status("");
  EXPECT_EQ(nobody.status, "401");
  EXPECT_EQ(nobody.fields.at("www-authenticate"), "Bearer");
  EXPECT_EQ(json::parse(nobody.body)["code"], "unauthenticated");
  EXPECT_EQ(status(Token({"reader@province"})).status, "403");
  const HttpAnswer unknown = status(Token(), "Missing");
  EXPECT_EQ(unknown.status, "501");
  EXPECT_EQ(json::parse(unknown.body)["code"], "unimplemented");
}

TEST_P(Connect, TellsWhatIsWrongWithJsonOnlyToWhoMayCall) {
  for (const char* bad : {"", "{", R"({"text":"a","text":"b"})", R"({"texts":"a"})", R"({"count":"x"})"}) {
    const HttpAnswer answer = Json("Echo", bad);
    EXPECT_EQ(answer.status, "400") << bad;
    EXPECT_EQ(json::parse(answer.body)["code"], "invalid_argument") << bad;
    EXPECT_EQ(Post("Echo", bad, Type("application/json")).status, "401") << bad;
  }
  EXPECT_EQ(echo_->echoes, 0);
}

TEST_P(Connect, TakesJsonOfAMebibyte) {
  const auto text = [](size_t bytes) { return StrCat(R"({"text":")", std::string(bytes - 11, 'x'), R"("})"); };
  EXPECT_EQ(Json("Echo", text(rpc::kMaxJsonBytes)).status, "200");
  const HttpAnswer answer = Json("Echo", text(rpc::kMaxJsonBytes + 1));
  EXPECT_EQ(answer.status, "429");
  EXPECT_THAT(answer.body, HasSubstr("MESSAGE_TOO_LARGE"));
  client_ = nullptr;
  const HttpAnswer bytes =
      Post("Echo", std::string(size_t{rpc::kMaxMessageBytes} + 1, 'x'), Token() + Type("application/proto"));
  EXPECT_EQ(bytes.status, "429");
  EXPECT_THAT(bytes.body, HasSubstr("MESSAGE_TOO_LARGE"));
}

TEST_P(Connect, RefusesWhatItDoesNotSpeak) {
  EXPECT_EQ(Json("Echo", "{}", Header("Connect-Protocol-Version", "2")).status, "400");
  EXPECT_EQ(Json("Echo", "{}", Header("Connect-Timeout-Ms", "soon")).status, "400");
  EXPECT_EQ(Json("Echo", "{}", Header("Connect-Timeout-Ms", "12345678901")).status, "400");
  EXPECT_EQ(Json("Echo", "{}", Header("Connect-Timeout-Ms", "+5000")).status, "400");
  EXPECT_EQ(Json("Echo", "{}", Header("Connect-Timeout-Ms", "-5")).status, "400");
  EXPECT_EQ(Json("Echo", "{}", Header("Content-Encoding", "gzip")).status, "501");
  // Neither other types, nor those of streams for what is none and the other way round.
  for (const auto& [method, type] : std::vector<std::pair<std::string, std::string>>{
           {"Echo", "text/plain"},
           {"Echo", ""},
           {"Echo", "application/jsonx"},
           {"Echo", "application/connect+json"},
           {"Scatter", "application/json"},
           {"Gather", "application/proto"},
           {"Echo", "application/grpc-web-texts"},
       }) {
    const HttpAnswer answer = Post(method, "", Token() + Type(type));
    EXPECT_EQ(answer.status, "415") << method << type;
    EXPECT_THAT(answer.fields.at("accept-post"), HasSubstr("application/json"));
  }
  // gRPC has trailers, which HTTP/1.1 has not.
  EXPECT_EQ(Post("Echo", "", Token() + Type("application/grpc")).status, "505");
  ASSERT_TRUE(client_->Ask("PUT", StrCat(kService, "Echo")));
  const auto put = client_->Next();
  ASSERT_TRUE(put);
  EXPECT_EQ(put->status, "405");
  EXPECT_EQ(echo_->echoes, 0);
}

TEST_P(Connect, EndsAtTheDeadline) {
  const HttpAnswer answer =
      Json("Echo", StrCat(R"({"text":")", support::EchoService::kForEver, R"("})"), Header("Connect-Timeout-Ms", "50"));
  EXPECT_EQ(answer.status, "504");
  EXPECT_EQ(json::parse(answer.body)["code"], "deadline_exceeded");
  while (echo_->given_up == 0) std::this_thread::yield();
}

TEST_P(Connect, AsksSafeMethodsByGet) {
  const std::string path = StrCat(kService, "Echo?connect=v1&encoding=json&message=");
  const HttpAnswer answer = Get(StrCat(path, "%7B%22text%22%3A%22a+b%22%7D"), Token());
  EXPECT_EQ(answer.status, "200");
  EXPECT_EQ(answer.body, R"({"text":"a b"})");
  EXPECT_EQ(answer.fields.at("cache-control"), "no-store");
  test::v1::EchoRequest request;
  request.set_text("\xc3\xbf?\xc3\xbe");
  std::string text = absl::WebSafeBase64Escape(request.SerializeAsString());
  const HttpAnswer bytes = Get(StrCat(kService, "Echo?base64=1&encoding=proto&message=", text), Token());
  EXPECT_EQ(bytes.fields.at("content-type"), "application/proto");
  test::v1::EchoResponse response;
  ASSERT_TRUE(response.ParseFromString(bytes.body));
  EXPECT_EQ(response.text(), request.text());
  EXPECT_EQ(Get(StrCat(path, "%7B%7D"), Token()).status, "400") << "the field is required";
  EXPECT_EQ(Get(StrCat(path, "%7B%7D")).status, "401");
}

TEST_P(Connect, GetsNothingElse) {
  for (const char* query :
       {"", "?encoding=json", "?message=%7B%7D", "?encoding=xml&message=", "?encoding=json&message=%7",
        "?encoding=json&message=%zz", "?encoding=json&message=a&message=b", "?encoding=json&message=a&connect=v2",
        "?encoding=json&base64=1&message=!"}) {
    const HttpAnswer answer = Get(StrCat(kService, "Echo", query), Token());
    EXPECT_EQ(answer.status, "400") << query;
    EXPECT_EQ(json::parse(answer.body)["code"], "invalid_argument") << query;
  }
  EXPECT_EQ(Get(StrCat(kService, "Echo?encoding=json&compression=gzip&message=%7B%7D"), Token()).status, "501");
  const HttpAnswer unsafe = Get(StrCat(kService, "Open?encoding=json&message=%7B%7D"), Token());
  EXPECT_EQ(unsafe.status, "405");
  EXPECT_EQ(unsafe.fields.at("allow"), "POST");
  EXPECT_EQ(Get(StrCat(kService, "Scatter?encoding=json&message=%7B%7D"), Token()).status, "405");
  EXPECT_EQ(Get(StrCat(kService, "Missing")).status, "404");
  EXPECT_EQ(Get("/").status, "404");
  EXPECT_EQ(Get("/healthz").status, "404") << "nobody answers it here";
  EXPECT_EQ(Get("/openapi.json").status, "404") << "unless the process lists its methods";
}

TEST_P(Connect, StreamsAnswersInEnvelopes) {
  const std::string message = support::Message(R"({"text":"a","count":3})");
  const HttpAnswer answer = Post("Scatter", message, Token() + Type("application/connect+json"));
  EXPECT_EQ(answer.status, "200");
  EXPECT_EQ(answer.fields.at("content-type"), "application/connect+json");
  const std::string one = R"(0 {"text":"a","secret":"secret"})";
  EXPECT_THAT(Envelopes(answer.body), ::testing::ElementsAre(one, one, one, "2 {}"));
  // As they come, not at the end.
  EXPECT_GE(answer.chunks, 2);

  test::v1::EchoRequest request;
  request.set_text("b");
  request.set_count(1);
  test::v1::EchoResponse response;
  response.set_text("b");
  response.set_secret("secret");
  const HttpAnswer bytes =
      Post("Scatter", support::Message(request.SerializeAsString()), Token() + Type("application/connect+proto"));
  EXPECT_EQ(bytes.fields.at("content-type"), "application/connect+proto");
  EXPECT_THAT(Envelopes(bytes.body), ::testing::ElementsAre(StrCat("0 ", response.SerializeAsString()), "2 {}"));
}

TEST_P(Connect, StreamsRequestsInEnvelopes) {
  const std::string messages = support::Message(R"({"text":"a"})") + support::Message(R"({"text":"b"})");
  const HttpAnswer answer = Post("Gather", messages, Token() + Type("application/connect+json"));
  EXPECT_THAT(Envelopes(answer.body), ::testing::ElementsAre(R"(0 {"text":"ab"})", "2 {}"));
}

TEST_P(Connect, EndsStreamsWithTheirErrors) {
  const auto end = [&](const std::string& body, const std::string& token) {
    const HttpAnswer answer = Post("Scatter", body, token + Type("application/connect+json"));
    EXPECT_EQ(answer.status, "200");
    const auto envelopes = Envelopes(answer.body);
    EXPECT_EQ(envelopes.size(), 1u);
    return envelopes.empty() ? json() : json::parse(envelopes.back().substr(2))["error"];
  };
  const std::string good = support::Message(R"({"text":"a"})");
  EXPECT_EQ(end(good, "")["code"], "unauthenticated");
  const json invalid = end(support::Message("{}"), Token());
  EXPECT_EQ(invalid["code"], "invalid_argument");
  EXPECT_FALSE(invalid["details"].empty());
  EXPECT_EQ(end(support::Message("{"), Token())["code"], "invalid_argument");
  EXPECT_EQ(end("", Token())["code"], "invalid_argument") << "no message at all";
  EXPECT_EQ(end(std::string("\1\0\0\0\1x", 6), Token())["code"], "internal") << "a compressed one";
  EXPECT_EQ(end(std::string("\2\0\0\0\0", 5), Token())["code"], "invalid_argument") << "an end";
  EXPECT_EQ(end(good.substr(0, 8), Token())["code"], "internal") << "half a one";
  EXPECT_EQ(end(std::string(1, '\0') + support::Big(rpc::kMaxJsonBytes + 1) + "{", Token())["code"],
            "resource_exhausted");
}

TEST_P(Connect, SpeaksGrpcWeb) {
  test::v1::EchoRequest request;
  request.set_text("a");
  test::v1::EchoResponse response;
  response.set_text("a");
  for (const char* type : {"application/grpc-web", "application/grpc-web+proto"}) {
    const HttpAnswer answer = Post("Echo", support::Message(request.SerializeAsString()), Token() + Type(type));
    EXPECT_EQ(answer.status, "200");
    EXPECT_EQ(answer.fields.at("content-type"), "application/grpc-web+proto");
    EXPECT_THAT(Envelopes(answer.body),
                ::testing::ElementsAre(StrCat("0 ", response.SerializeAsString()), "128 grpc-status: 0\r\n"));
  }
  // As text, in one piece or in several with padding of their own.
  const std::string message = support::Message(request.SerializeAsString());
  for (const std::string& body : {absl::Base64Escape(message), StrCat(absl::Base64Escape(message.substr(0, 1)),
                                                                      absl::Base64Escape(message.substr(1, 5)),
                                                                      absl::Base64Escape(message.substr(6)))}) {
    const HttpAnswer text = Post("Echo", body, Token() + Type("application/grpc-web-text"));
    EXPECT_EQ(text.status, "200");
    EXPECT_EQ(text.fields.at("content-type"), "application/grpc-web-text+proto");
    EXPECT_EQ(text.body, StrCat(absl::Base64Escape(support::Message(response.SerializeAsString())),
                                absl::Base64Escape(std::string("\x80\0\0\0\x10", 5) + "grpc-status: 0\r\n")));
  }
  const HttpAnswer none = Post("Echo", "AAA*", Token() + Type("application/grpc-web-text"));
  std::string end;
  ASSERT_TRUE(absl::Base64Unescape(none.body, &end)) << none.body;
  EXPECT_THAT(end, HasSubstr("grpc-status: 3\r\n"));
  EXPECT_FALSE(
      Post("Echo", absl::Base64Escape(message).substr(1), Token() + Type("application/grpc-web-text")).body.empty())
      << "half a group";
  const HttpAnswer refused =
      Post("Echo", support::Message(""), Token() + Type("application/grpc-web") + Header("grpc-timeout", "5S"));
  EXPECT_EQ(refused.status, "200");
  const auto envelopes = Envelopes(refused.body);
  ASSERT_EQ(envelopes.size(), 1u);
  EXPECT_THAT(envelopes[0], HasSubstr("128 grpc-status: 3\r\ngrpc-message: "));
  EXPECT_THAT(envelopes[0], HasSubstr("\r\ngrpc-status-details-bin: "));
}

TEST_P(Connect, ToldPagesOfWhichOriginsMayCall) {
  rpc::Web web;
  web.origins = {"https://office.example"};
  client_ = std::make_unique<Http1Client>(Start({}, std::move(web)));
  const auto ask = [&](const std::string& origin, const std::string& more = "") {
    EXPECT_TRUE(client_->Ask("OPTIONS", StrCat(kService, "Echo"), "",
                             Header("Origin", origin) + Header("Access-Control-Request-Method", "POST") + more));
    return client_->Next().value_or(HttpAnswer());
  };
  const HttpAnswer allowed = ask("https://office.example", Header("Access-Control-Request-Headers", "authorization"));
  EXPECT_EQ(allowed.status, "204");
  EXPECT_EQ(allowed.fields.at("access-control-allow-origin"), "https://office.example");
  EXPECT_THAT(allowed.fields.at("access-control-allow-headers"), HasSubstr("authorization"));
  EXPECT_EQ(allowed.fields.at("vary"), "origin");
  for (const char* other : {"https://office.example.org", "http://office.example", "null", ""}) {
    const HttpAnswer refused = ask(other);
    EXPECT_EQ(refused.status, "403") << other;
    EXPECT_FALSE(refused.fields.contains("access-control-allow-origin")) << other;
  }
  const HttpAnswer answer = Json("Echo", R"({"text":"a"})", Header("Origin", "https://office.example"));
  EXPECT_EQ(answer.fields.at("access-control-allow-origin"), "https://office.example");
  EXPECT_THAT(answer.fields.at("access-control-expose-headers"), HasSubstr("grpc-status-details-bin"));
  const HttpAnswer error = Json("Echo", "{", Header("Origin", "https://office.example"));
  EXPECT_EQ(error.fields.at("access-control-allow-origin"), "https://office.example") << "errors are read as well";
  const HttpAnswer other = Json("Echo", R"({"text":"a"})", Header("Origin", "https://other.example"));
  EXPECT_FALSE(other.fields.contains("access-control-allow-origin"));
  EXPECT_EQ(other.fields.at("vary"), "origin");
}

TEST_P(Connect, TellsNoPageAnythingUnlessToldTo) {
  const HttpAnswer answer = Json("Echo", R"({"text":"a"})", Header("Origin", "https://office.example"));
  EXPECT_EQ(answer.status, "200");
  EXPECT_FALSE(answer.fields.contains("access-control-allow-origin"));
  ASSERT_TRUE(client_->Ask("OPTIONS", StrCat(kService, "Echo"), "",
                           Header("Origin", "https://a.example") + Header("Access-Control-Request-Method", "POST")));
  EXPECT_EQ(client_->Next()->status, "403");
}

TEST_P(Connect, TellsWhetherTheProcessIsReady) {
  std::atomic<bool> ready = true;
  rpc::Web web;
  web.ready = [&] { return ready.load(); };
  client_ = std::make_unique<Http1Client>(Start({}, std::move(web)));
  EXPECT_EQ(Get("/healthz").status, "200");
  ready = false;
  EXPECT_EQ(Get("/healthz").status, "503");
  ASSERT_TRUE(client_->Ask("HEAD", "/healthz"));
  EXPECT_EQ(client_->Next(/*bare=*/true)->status, "503");
  EXPECT_EQ(Get("/healthz").body, "not ready\n");
}

}  // namespace
}  // namespace congress::server
