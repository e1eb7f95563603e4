// Tokens that congressctl issues, as a suite without an identity provider takes them.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/e2e/start.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::Process;
using support::RunToEnd;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Tokens : public Start {
 protected:
  Tokens() {
    std::filesystem::create_directories(path("trusted"));
    EXPECT_EQ(Ctl({"token", "keygen", "--private", path("office.pem"), "--public", path("trusted/office.pem")}).status,
              0);
  }

  static Finished Ctl(std::vector<std::string> words, const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), Binary("congressctl"));
    return RunToEnd(words, environment);
  }
  Finished Issue(const std::vector<std::string>& more) const {
    std::vector<std::string> words = {"token", "issue", "--key", path("office.pem")};
    words.insert(words.end(), more.begin(), more.end());
    return Ctl(words);
  }
  static mode_t ModeOf(const std::string& file) {
    struct stat facts {};
    return stat(file.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
  }
  std::string ReadFile(const std::string& file) const {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
};

TEST_F(Tokens, ASuiteWithoutDevTakesThemUntilTheyExpire) {
  const std::vector<std::string> command = Command("congressd");
  // Whom the suite trusts is a file in its data folder.
  std::filesystem::create_directories(path("data/trusted-keys"));
  std::filesystem::copy(path("trusted/office.pem"), path("data/trusted-keys/office.pem"));
  Process server(command);
  const std::string address = Endpoint("congressd", server);
  ASSERT_NE(address, "") << server.Errors();
  const auto list = [&](const std::string& file) {
    return Ctl({"organisations", "list"}, {{"CONGRESS_SERVER", address}, {"CONGRESS_TOKEN_FILE", file}});
  };
  const Finished issued =
      Issue({"--subject", "an.nguyen", "--role", "reader@province", "--for", "8h", "--output", path("token")});
  ASSERT_EQ(issued.status, 0) << issued.errors;
  EXPECT_EQ(ModeOf(path("token")), 0600u);
  const Finished answered = list(path("token"));
  EXPECT_EQ(answered.status, 0) << answered.errors;

  ASSERT_OK_AND_ASSIGN(auth::Key key, auth::ParsePrivateKey(ReadFile(path("office.pem"))));
  auth::Principal an;
  an.subject = "an.nguyen";
  an.bindings = {{"reader", "organisations/province"}};
  std::ofstream(path("old"))
      << auth::Signer("office", std::move(key)).Sign(an, absl::Now() - absl::Hours(9), absl::Hours(8));
  const Finished refused = list(path("old"));
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.errors, AllOf(HasSubstr("TOKEN_INVALID"), HasSubstr("expired")));
}

TEST_F(Tokens, AKeyThatOthersMayReadIsNotUsed) {
  EXPECT_EQ(ModeOf(path("office.pem")), 0600u);
  chmod(path("office.pem").c_str(), 0640);
  const Finished refused = Issue({"--subject", "an", "--role", "reader@province"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_EQ(refused.output, "");
  EXPECT_THAT(refused.errors, AllOf(HasSubstr("(mode 0640)"), HasSubstr("chmod 600")));
  // Nobody's key is written over.
  EXPECT_EQ(Ctl({"token", "keygen", "--private", path("office.pem"), "--public", path("x.pem")}).status, 2);
}

TEST_F(Tokens, WhatWouldOpenNothingIsRefused) {
  for (const auto& [words, says] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--subject", "an", "--role", "clark@province"}, "there is no role 'clark'"},
           {{"--subject", "an", "--role", "clerk"}, "no ROLE@ORGANISATION"},
           {{"--subject", "an", "--role", "clerk@Quế Phong"}, "no id of an organisation"},
           {{"--subject", "an", "--role", "clerk@organisations/"}, "no id of an organisation"},
           {{"--subject", "an", "--role", "clerk@province", "--for", "2 years"}, "no time from 1s to 366d"},
           {{"--subject", "an", "--role", "clerk@province", "--for", "367d"}, "no time from 1s to 366d"},
           {{"--subject", "an", "--role", "clerk@province", "--clearance", "secret"}, "is none of"},
           {{"--subject", "an", "--role", "clerk@province", "--issuer", "process-gateway"}, "process"}}) {
    const Finished refused = Issue(words);
    EXPECT_EQ(refused.status, 2) << says;
    EXPECT_THAT(refused.errors, HasSubstr(says));
  }
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--subject", "process-x", "--role", "clerk@province"},
        {"--subject", "an", "--role", "clerk@province", "--person", "Nguyễn An"}}) {
    EXPECT_EQ(Issue(words).status, 1) << "as the suite would";
  }
}

TEST_F(Tokens, AreToldInWords) {
  ASSERT_EQ(Issue({"--subject", "an.nguyen", "--role", "clerk@organisations/unit-1", "--role", "reader@province",
                   "--person", "an", "--clearance", "PERSONAL", "--for", "90m", "--output", path("token")})
                .status,
            0);
  const Finished told = Ctl({"token", "show", "--token-file", path("token"), "--key", path("office.pem")});
  EXPECT_EQ(told.status, 0) << told.errors;
  EXPECT_THAT(told.output, AllOf(HasSubstr("an.nguyen (persons/an), by the issuer office"),
                                 HasSubstr("clerk at organisations/unit-1"), HasSubstr("reader at organisations/prov"),
                                 HasSubstr("up to PERSONAL"), HasSubstr("the signature holds")));
  const Finished vietnamese = Ctl({"token", "show", "--token-file", path("token"), "--lang", "vi"});
  EXPECT_THAT(vietnamese.output, AllOf(HasSubstr("do office cấp"), HasSubstr("chưa kiểm tra chữ ký")));
  // Another key of the same name.
  ASSERT_EQ(Ctl({"token", "keygen", "--private", path("other.pem"), "--public", path("other.pub")}).status, 0);
  const Finished forged = Ctl({"token", "show", "--token-file", path("token"), "--key", path("other.pub")});
  EXPECT_EQ(forged.status, 1);
  EXPECT_THAT(forged.errors, HasSubstr("TOKEN_INVALID"));
  const Finished trusted =
      Ctl({"token", "show", "--token-file", path("token"), "--trusted-keys", path("trusted"), "-o", "json"});
  EXPECT_EQ(trusted.status, 0) << trusted.errors;
  EXPECT_EQ(nlohmann::json::parse(trusted.output)["verified"], true);
  std::ofstream(path("no-token")) << "x\n";
  EXPECT_EQ(Ctl({"token", "show", "--token-file", path("no-token")}).status, 2);
}

}  // namespace
}  // namespace congress::e2e
