// The suite on TLS throughout: congressctl to the gateway, the gateway to the services, a service to another.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"
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
  std::string Content(const std::string& name) const {
    std::ifstream file(path(name));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

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

// The services' own ports are for the suite's processes.
TEST_F(Tls, ServicesServeNobodyWithoutACertificateOfTheirAuthority) {
  const Suite suite(Options(Shape::kSeparate));
  const auto ask = [&](const std::string& chain, const std::string& key) {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = Content("ca.pem");
    ssl.pem_cert_chain = chain;
    ssl.pem_private_key = key;
    const auto channel = grpc::CreateChannel(suite.address("allocation"), grpc::SslCredentials(ssl));
    return Ask(channel, "allocation.v1.OrganisationService/ListOrganisations", suite.Admin(), "").status;
  };
  EXPECT_TRUE(absl::IsUnavailable(ask("", ""))) << ask("", "");
  const support::Certificate stranger = support::IssueForLoopback(support::MakeAuthority());
  EXPECT_TRUE(absl::IsUnavailable(ask(stranger.chain, stranger.key)));
  EXPECT_TRUE(ask(Content("server.pem"), Content("server.key")).ok());
}

// Who calls others shows its own, and so needs one that it may show.
TEST_F(Tls, ACertificateForServersAloneIsRefusedAtTheStartUnlessPeersAreAnonymous) {
  const support::Certificate authority = support::MakeAuthority();
  const support::Certificate server = support::IssueForServersAlone(authority);
  Save("ca.pem", authority.chain);
  Save("server.pem", server.chain);
  Save("server.key", server.key);
  std::ofstream(path("content-keys")) << "test " << std::string(64, '7') << "\n";
  std::filesystem::create_directory(path("keys"));
  const Finished refused = support::RunToEnd(
      {Binary("congress-gateway"), "--listen", "127.0.0.1:0", "--store", "sqlite:" + path("gateway.db"), "--init",
       "--trusted-keys", path("keys"), "--content-key", path("content-keys"), "--peers",
       "allocation=127.0.0.1:1,dossiers=127.0.0.1:1,drafting=127.0.0.1:1,scheduling=127.0.0.1:1", "--tls-cert",
       path("server.pem"), "--tls-key", path("server.key"), "--tls-ca", path("ca.pem")});
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.errors, HasSubstr("lacks client authentication"));
  Suite::Options options = Options(Shape::kSeparate);
  options.arguments.emplace_back("--anonymous-peers");
  const Suite suite(options);
  EXPECT_EQ(List(suite, {"--tls-ca", path("ca.pem")}).status, 0);
}

// What an application that shows this certificate, and a token perhaps, is answered at the door.
class Applications : public Tls, public ::testing::WithParamInterface<Shape> {
 protected:
  Applications() {
    Save("applications.pem", authority_.chain);
    Suite::Options options = Options(GetParam());
    options.door_arguments = {"--client-ca", path("applications.pem")};
    suite_ = std::make_unique<Suite>(options);
  }
  absl::Status List(const support::Certificate& certificate, const std::string& token = "") const {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = Content("ca.pem");
    ssl.pem_cert_chain = certificate.chain;
    ssl.pem_private_key = certificate.key;
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    if (!token.empty()) context->AddMetadata("authorization", StrCat("Bearer ", token));
    // By a connection of its own: others are told apart by the addresses of their credentials.
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return Ask(grpc::CreateCustomChannel(suite_->endpoint(), grpc::SslCredentials(ssl), own),
               "allocation.v1.OrganisationService/ListOrganisations", std::move(context), "")
        .status;
  }
  absl::Status AsAdmin(const std::string& method, const std::string& request) const {
    grpc::SslCredentialsOptions ssl;
    ssl.pem_root_certs = Content("ca.pem");
    return Ask(grpc::CreateChannel(suite_->endpoint(), grpc::SslCredentials(ssl)), method, suite_->Admin(), request)
        .status;
  }

  const support::Certificate authority_ = support::MakeAuthority();
  std::unique_ptr<Suite> suite_;
};
INSTANTIATE_TEST_SUITE_P(At, Applications, ::testing::Values(Shape::kOneProcess, Shape::kSeparate),
                         [](const auto& shape) {
                           return shape.param == Shape::kOneProcess ? "OneProcess" : "Separate";
                         });

TEST_P(Applications, AreKnownByTheirCertificatesAndHaveTheRolesThatTheSuiteGives) {
  const auto denied = support::StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING");
  const auto unknown = support::StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID");
  const support::Certificate sync = support::IssueForClient(authority_, "URI:spiffe://office/sync,DNS:sync.office");
  const support::Certificate other = support::IssueForClient(authority_, "DNS:other.office");
  EXPECT_THAT(List(sync), denied);
  ASSERT_THAT(AsAdmin("allocation.v1.OrganisationService/ImportOrganisations",
                      "csv: \"code,name,kind,parent,members,members_as_of,merged_from,valid_from\\n"
                      "province,Tỉnh,province,,10,2025-06-30,,2020-01-01\\n\""),
              support::IsOk());
  for (const char* name : {"spiffe://office/sync", "other.office"}) {
    ASSERT_THAT(AsAdmin("access.v1.AccessService/CreateRoleBinding",
                        StrCat("role_binding { principal: 'x509:", name,
                               "' role: 'reader' organisation: 'organisations/province' }")),
                support::IsOk());
  }
  EXPECT_TRUE(Eventually([&] { return List(sync).ok() && List(other).ok(); })) << List(sync) << List(other);
  // A token says more, and counts alone.
  EXPECT_THAT(List(sync, suite_->Token("nobody", {})), denied);
  EXPECT_THAT(List(sync, "x"), unknown);
  // Nobody signs as the door does: not who issues people's tokens.
  EXPECT_THAT(List({}, suite_->Token("x509:other.office", {})), unknown);
  // No certificate, none that says who it is of, one of another authority.
  EXPECT_THAT(List({}), unknown);
  EXPECT_THAT(List(support::IssueForClient(authority_, "")), unknown);
  EXPECT_THAT(List(support::IssueForClient(authority_, "DNS:a.office,DNS:b.office")), unknown);
  EXPECT_TRUE(absl::IsUnavailable(List(support::IssueForClient(support::MakeAuthority(), "URI:spiffe://office/sync"))));
  // What is taken back stays so, until there is a newer certificate.
  ASSERT_THAT(AsAdmin("access.v1.TokenRevocationService/CreateTokenRevocation",
                      "token_revocation { principal: 'x509:other.office' reason: 'x' }"),
              support::IsOk());
  EXPECT_TRUE(Eventually([&] { return absl::IsUnauthenticated(List(other)); }));
  EXPECT_THAT(List(sync), support::IsOk());
}

}  // namespace
}  // namespace congress::e2e
