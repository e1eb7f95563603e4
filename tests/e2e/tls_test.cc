// The suite on TLS throughout: congressctl to the gateway, the gateway to the services, a service to another.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/certificates.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Eventually;
using support::Finished;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

class Tls : public ::testing::Test {
 protected:
  Tls() {
    const support::Certificate authority = support::MakeAuthority();
    const support::Certificate server = support::IssueForLoopback(authority);
    Save("ca.pem", authority.chain);
    Save("server.pem", server.chain);
    Save("server.key", server.key);
    Save("other-ca.pem", support::MakeAuthority().chain);
  }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  Suite::Options Options(Shape shape) const {
    return {
        .shape = shape,
        .store = "",
        .arguments = {"--tls-cert", path("server.pem"), "--tls-key", path("server.key"), "--tls-ca", path("ca.pem")}};
  }
  // `congressctl organisations list` with further options.
  static Finished List(const Suite& suite, const std::vector<std::string>& more) {
    std::vector<std::string> command = {
        Binary("congressctl"), "organisations",        "list",      "--server", suite.endpoint(),
        "--token-file",        suite.AdminTokenFile(), "--timeout", "5"};
    command.insert(command.end(), more.begin(), more.end());
    return support::RunToEnd(command);
  }

  void Save(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }

  const support::TemporaryFolder folder_;
};

TEST_F(Tls, ReachesEveryServiceThroughTheGateway) {
  const Suite suite(Options(Shape::kSeparate));
  const Finished listed = List(suite, {"--tls-ca", path("ca.pem")});
  EXPECT_EQ(listed.status, 0) << listed.errors;
  EXPECT_THAT(listed.output, HasSubstr("(none)"));
}

// Nothing restarts but the service that is to be reached anew, as everybody knows only its new authority.
TEST_F(Tls, AnotherAuthorityIsTakenWhileItServes) {
  Suite suite(Options(Shape::kSeparate));
  const support::Certificate authority = support::MakeAuthority();
  const support::Certificate server = support::IssueForLoopback(authority);
  Save("server.pem", server.chain);
  Save("server.key", server.key);
  Save("ca.pem", "torn");
  const auto says = [&](std::string_view line) {
    return Eventually([&] { return suite.process("gateway").Errors().find(line) != std::string::npos; });
  };
  EXPECT_TRUE(says("changed files refused: authority"));
  Save("ca.pem", authority.chain);
  EXPECT_TRUE(says("changed files taken: authority"));
  suite.Kill("allocation");
  suite.Start("allocation");
  EXPECT_TRUE(Eventually([&] { return List(suite, {"--tls-ca", path("ca.pem")}).status == 0; }));
}

TEST_F(Tls, RefusesPlaintextAndStrangersAuthorities) {
  const Suite suite(Options(Shape::kOneProcess));
  const Finished listed = List(suite, {"--tls-ca", path("ca.pem")});
  EXPECT_EQ(listed.status, 0) << listed.errors;
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"--tls-ca", path("other-ca.pem")}, std::vector<std::string>{}}) {
    const Finished refused = List(suite, wrong);
    EXPECT_NE(refused.status, 0);
    EXPECT_THAT(refused.errors, HasSubstr("UNAVAILABLE"));
  }
}

}  // namespace
}  // namespace congress::e2e
