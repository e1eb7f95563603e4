// The door to who speaks HTTP, as a library that is not ours speaks it: the suite in one process and behind the
// gateway.
#include <curl/curl.h>

#include <functional>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/http1_client.h"
#include "tests/support/http2_client.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using nlohmann::json;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

constexpr char kOrganisations[] = "/congress.allocation.v1.OrganisationService/";

struct Fetched {
  long status = 0;
  long version = 0;
  std::map<std::string, std::string> fields;
  std::string body;
};

// What libcurl makes of an answer.
class Browser {
 public:
  explicit Browser(std::string root) : root_(std::move(root)) {}
  ~Browser() { curl_easy_cleanup(curl_); }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  // Sends `body` by POST, or asks by GET when there is none.
  Fetched Fetch(long version, const std::string& path, const std::optional<std::string>& body,
                const std::vector<std::string>& fields) {
    Fetched fetched;
    curl_slist* lines = nullptr;
    for (const std::string& field : fields) lines = curl_slist_append(lines, field.c_str());
    curl_easy_reset(curl_);
    curl_easy_setopt(curl_, CURLOPT_URL, StrCat(root_, path).c_str());
    curl_easy_setopt(curl_, CURLOPT_HTTP_VERSION, version);
    curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl_, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl_, CURLOPT_NOPROXY, "*");
    // Debian's 7.88 asks nothing more on a connection of HTTP/2 that it has by prior knowledge.
    curl_easy_setopt(curl_, CURLOPT_FRESH_CONNECT, version == CURL_HTTP_VERSION_1_1 ? 0L : 1L);
    if (body) {
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
      curl_easy_setopt(curl_, CURLOPT_POSTFIELDS, body->data());
    }
    curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, Take);
    curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &fetched.body);
    curl_easy_setopt(curl_, CURLOPT_HEADERFUNCTION, TakeField);
    curl_easy_setopt(curl_, CURLOPT_HEADERDATA, &fetched.fields);
    EXPECT_EQ(curl_easy_perform(curl_), CURLE_OK);
    curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &fetched.status);
    curl_easy_getinfo(curl_, CURLINFO_HTTP_VERSION, &fetched.version);
    curl_slist_free_all(lines);
    return fetched;
  }

 private:
  static size_t Take(char* bytes, size_t, size_t size, void* text) {
    static_cast<std::string*>(text)->append(bytes, size);
    return size;
  }
  static size_t TakeField(char* bytes, size_t, size_t size, void* fields) {
    const std::string_view line(bytes, size);
    if (const size_t colon = line.find(':'); colon != std::string_view::npos) {
      const std::string value(line.substr(colon + 1));
      static_cast<std::map<std::string, std::string>*>(fields)->emplace(
          absl::AsciiStrToLower(std::string(line.substr(0, colon))), absl::StripAsciiWhitespace(value));
    }
    return size;
  }

  const std::string root_;
  CURL* const curl_ = curl_easy_init();
};

std::vector<std::string> Envelopes(std::string_view body) {
  std::vector<std::string> envelopes;
  while (body.size() >= 5) {
    size_t size = 0;
    for (size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(body[i]);
    envelopes.emplace_back(body.substr(5, size));
    body.remove_prefix(std::min(5 + size, body.size()));
  }
  return envelopes;
}

class Connect : public ::testing::TestWithParam<Shape> {
 protected:
  std::vector<std::string> As(const std::vector<std::string>& bindings,
                              const std::string& type = "application/json") const {
    return {StrCat("content-type: ", type), StrCat("authorization: Bearer ", suite_.Token("a", bindings))};
  }
  // A request that imports the province and one unit of it.
  static std::string Units(const std::string& code) {
    const std::string table = StrCat("code,name,kind,parent,members,members_as_of,merged_from,valid_from\n",
                                     "province,Đảng bộ tỉnh Mẫu,province,,4000,2025-06-30,,\n", code,
                                     ",Đảng bộ phường Mẫu,ward,province,2500,2025-06-30,,2025-07-01\n");
    return StrCat(R"({"csv":")", absl::Base64Escape(table), R"("})");
  }
  int port() const { return std::stoi(suite_.endpoint().substr(suite_.endpoint().rfind(':') + 1)); }

  Suite suite_{{.shape = GetParam(), .store = "", .arguments = {}}};
  Browser browser_{StrCat("http://", suite_.endpoint())};
  const std::vector<std::string> admin_ = As({"administrator@province"});
};
INSTANTIATE_TEST_SUITE_P(Of, Connect, ::testing::Values(Shape::kOneProcess, Shape::kSeparate), [](const auto& shape) {
  return shape.param == Shape::kOneProcess ? "OneProcess" : "Gateway";
});

TEST_P(Connect, ChangesAndReadsByJson) {
  for (const long version : {CURL_HTTP_VERSION_1_1, CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE}) {
    const long spoken = version == CURL_HTTP_VERSION_1_1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2_0;
    const std::string code = StrCat(version);
    const Fetched made = browser_.Fetch(version, StrCat(kOrganisations, "ImportOrganisations"), Units(code), admin_);
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.version, spoken);
    const std::string id = StrCat("unit-", code);
    const Fetched read = browser_.Fetch(version, StrCat(kOrganisations, "GetOrganisation"),
                                        StrCat(R"({"name":"organisations/)", id, R"("})"), admin_);
    EXPECT_EQ(read.status, 200);
    EXPECT_EQ(json::parse(read.body)["displayName"], "Đảng bộ phường Mẫu");
    // The same by a link, which changes nothing.
    const std::string query = StrCat("?encoding=json&message=%7B%22name%22%3A%22organisations%2F", id, "%22%7D");
    const Fetched got = browser_.Fetch(version, StrCat(kOrganisations, "GetOrganisation", query), std::nullopt, admin_);
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(json::parse(got.body), json::parse(read.body));
    EXPECT_EQ(
        browser_.Fetch(version, StrCat(kOrganisations, "ImportOrganisations", query), std::nullopt, admin_).status,
        405);
  }
}

TEST_P(Connect, AnswersEveryMethodInJsonAsGrpcIsAnswered) {
  for (const MethodDescriptor* method : Methods()) {
    if (method->client_streaming() || method->server_streaming()) continue;
    const absl::Status known = Call(suite_.channel(), *method, suite_.Admin(), *New(*method->input_type())).status;
    const Fetched told =
        browser_.Fetch(CURL_HTTP_VERSION_1_1, StrCat("/", FullName(*method)), "{}", As({"administrator@province"}));
    const json answer = json::parse(told.body, nullptr, /*allow_exceptions=*/false);
    ASSERT_FALSE(answer.is_discarded()) << FullName(*method) << told.body;
    const std::string code = answer.value("code", "ok");
    EXPECT_EQ(told.status == 200 ? "ok" : code, absl::AsciiStrToLower(absl::StatusCodeToString(known.code())))
        << FullName(*method);
  }
}

TEST_P(Connect, FindsTheServiceThatARequestNames) {
  for (const char* service : {"drafting", "preparation"}) {
    const Fetched page = browser_.Fetch(CURL_HTTP_VERSION_1_1, "/congress.audit.v1.AuditService/GetAuditCheckpoint",
                                        StrCat(R"({"parent":"services/)", service, R"("})"), admin_);
    EXPECT_EQ(page.status, 200) << page.body;
  }
  const Fetched none =
      browser_.Fetch(CURL_HTTP_VERSION_1_1, "/congress.audit.v1.AuditService/GetAuditCheckpoint", "{}", admin_);
  EXPECT_NE(none.status, 200);
}

TEST_P(Connect, TellsErrorsOfEveryService) {
  const auto ask = [&](const std::string& path, const std::string& body, const std::vector<std::string>& fields) {
    return browser_.Fetch(CURL_HTTP_VERSION_1_1, path, body, fields);
  };
  const std::string get = StrCat(kOrganisations, "GetOrganisation");
  const Fetched missing = ask(get, R"({"name":"organisations/none"})", admin_);
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, HasSubstr("google.rpc.ErrorInfo"));
  EXPECT_THAT(ask(get, R"({"names":["a"],"view":1})", admin_).body, HasSubstr("which is not a field"));
  EXPECT_EQ(ask(get, R"({"name":"organisations/none"})", {"content-type: application/json"}).status, 401);
  // Nobody's JSON is read who has no token.
  EXPECT_EQ(ask(get, "{", {"content-type: application/json"}).status, 401);
  EXPECT_EQ(ask(get, "{", admin_).status, 400);
  EXPECT_EQ(ask("/congress.dossiers.v1.PersonService/GetPerson", "{", admin_).status, 400);
  EXPECT_EQ(ask("/congress.preparation.v1.PreparationService/GetCongress", "{", admin_).status, 400);
  EXPECT_EQ(ask("/congress.audit.v1.AuditService/ListAuditRecords", "{", admin_).status, 400);
  EXPECT_EQ(ask("/congress.audit.v1.AuditService/ListAuditRecords", "{", {"content-type: application/json"}).status,
            401);
  EXPECT_EQ(ask("/congress.none.v1.Service/Method", "{}", admin_).status, 501);
  EXPECT_EQ(ask("/congress.allocation.v1.OrganisationService/None", "{}", admin_).status, 501);
}

TEST_P(Connect, StreamsChangesAsTheyHappen) {
  const std::string request = support::Message(R"({"parent":"services/allocation","heartbeat":"1s"})");
  support::Http1Client watcher(port());
  const std::string token = As({"administrator@province"})[1];
  ASSERT_TRUE(watcher.Ask("POST", "/congress.events.v1.EventService/Watch", request,
                          StrCat(token, "\r\ncontent-type: application/connect+json\r\n")));
  std::string seen;
  while (seen.find("resumeToken") == std::string::npos) {
    const std::string more = watcher.Some();
    ASSERT_FALSE(more.empty()) << seen;
    seen += more;
  }
  const Fetched made =
      browser_.Fetch(CURL_HTTP_VERSION_1_1, StrCat(kOrganisations, "ImportOrganisations"), Units("7"), admin_);
  ASSERT_EQ(made.status, 200) << made.body;
  while (seen.find("organisations/unit-7") == std::string::npos) {
    const std::string more = watcher.Some();
    ASSERT_FALSE(more.empty()) << seen;
    seen += more;
  }
}

TEST_P(Connect, StreamsToBrowsersByGrpcWeb) {
  const Fetched told =
      browser_.Fetch(CURL_HTTP_VERSION_1_1, "/congress.maintenance.v1.MaintenanceService/ExamineService",
                     support::Message(std::string("\n\x13services/allocation", 21)),
                     As({"administrator@province"}, "application/grpc-web+proto"));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.fields.at("content-type"), "application/grpc-web+proto");
  const auto envelopes = Envelopes(told.body);
  ASSERT_FALSE(envelopes.empty());
  EXPECT_THAT(envelopes.back(), HasSubstr("grpc-status: 0\r\n"));
}

TEST_P(Connect, TellsProbesWhetherItIsReady) {
  EXPECT_EQ(browser_.Fetch(CURL_HTTP_VERSION_1_1, "/healthz", std::nullopt, {}).status, 200);
  EXPECT_EQ(
      browser_.Fetch(CURL_HTTP_VERSION_1_1, "/grpc.health.v1.Health/Check", "{}", {"content-type: application/json"})
          .body,
      R"({"status":"SERVING"})");
}

TEST_P(Connect, AnswersNoRequestThatIsHiddenInAnother) {
  support::Http1Client client(port());
  const std::string hidden = StrCat("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(client.Send(StrCat("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: ", hidden.size() + 5,
                                 "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", hidden)));
  EXPECT_EQ(client.Next()->status, "400");
  EXPECT_TRUE(client.Ends());
}

TEST(ConnectDocument, DescribesEveryMethodToWhoMayListThem) {
  const Suite suite({.shape = Shape::kOneProcess, .store = "", .arguments = {}});
  Browser browser(StrCat("http://", suite.endpoint()));
  const Fetched fetched = browser.Fetch(CURL_HTTP_VERSION_1_1, "/openapi.json", std::nullopt, {});
  ASSERT_EQ(fetched.status, 200);
  json document = json::parse(fetched.body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  json& schemas = document["components"]["schemas"];
  for (const MethodDescriptor* method : Methods()) {
    json& told = document["paths"][StrCat("/", FullName(*method))]["post"];
    EXPECT_FALSE(told["description"].get<std::string>().empty()) << FullName(*method);
    EXPECT_EQ(told.contains("security"), IsOpen(*method)) << FullName(*method);
  }
  const json& create = document["paths"]["/v1/congresses/{congressesId}/documents"]["post"];
  EXPECT_EQ(create["operationId"], "congress.drafting.v1.DraftingService.CreateDocument.post");
  EXPECT_EQ(create["parameters"][0]["name"], "congressesId");
  EXPECT_EQ(create["parameters"][1]["name"], "documentId");
  EXPECT_EQ(create["parameters"][1]["in"], "query");
  EXPECT_EQ(create["requestBody"]["content"]["application/json"]["schema"]["$ref"],
            "#/components/schemas/congress.drafting.v1.Document");
  EXPECT_TRUE(document["paths"]["/v1/feeds/{token}"]["get"].contains("security")) << "nobody's token but its own";
  EXPECT_TRUE(
      document["paths"]["/v1/congresses/{congressesId}/allocationPlans/{allocationPlansId}:issue"].contains("post"));
  EXPECT_EQ(document["paths"]["/v1/congresses/{congressesId}"].size(), 2) << "get and patch at one path";
  std::set<std::string> ids;
  for (const json& path : document["paths"]) {
    for (const json& operation : path) {
      EXPECT_TRUE(ids.insert(operation["operationId"]).second) << operation["operationId"];
      std::set<std::string> names;
      for (const json& parameter : operation.value("parameters", json::array())) {
        EXPECT_TRUE(names.insert(parameter["name"]).second) << operation["operationId"] << parameter["name"];
      }
    }
  }
  // Whatever is referred to is there.
  int references = 0;
  const std::function<void(const json&)> walk = [&](const json& node) {
    if (node.is_object() && node.contains("$ref") && node["$ref"].is_string()) {
      const std::string name = node["$ref"];
      EXPECT_TRUE(schemas.contains(name.substr(name.rfind('/') + 1))) << name;
      ++references;
    }
    for (const json& part : node) {
      if (part.is_structured()) walk(part);
    }
  };
  walk(document);
  EXPECT_GT(references, 1'000);
  json& request = schemas["congress.allocation.v1.GetOrganisationRequest"];
  EXPECT_EQ(request["required"], json::array({"name"}));
  EXPECT_EQ(schemas["congress.allocation.v1.Organisation"]["properties"]["displayName"]["maxLength"], 200);
}

TEST(ConnectOrigins, AreThoseThatTheOperatorNames) {
  const Suite suite({.shape = Shape::kOneProcess,
                     .store = "",
                     .arguments = {"--cors-origins=https://office.example,https://b.example:8443"}});
  Browser browser(StrCat("http://", suite.endpoint()));
  for (const auto& [origin, may] : std::map<std::string, bool>{
           {"https://office.example", true}, {"https://b.example:8443", true}, {"https://c.example", false}}) {
    const Fetched fetched =
        browser.Fetch(CURL_HTTP_VERSION_1_1, "/healthz", std::nullopt, {StrCat("origin: ", origin)});
    EXPECT_EQ(fetched.status, 200);
    EXPECT_EQ(fetched.fields.contains("access-control-allow-origin"), may) << origin;
  }
}

}  // namespace
}  // namespace congress::e2e
