// What a server waits for, with the cause in its log and health, what it refuses in words, and what it reads again.
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "platform/auth/token.h"
#include "sqlite3.h"
#include "tests/e2e/start.h"
#include "tests/support/certificates.h"
#include "tests/support/status_matchers.h"

namespace congress::e2e {
namespace {

using support::Certificate;
using support::Eventually;
using support::FreeAddress;
using support::IssueForLoopback;
using support::MakeAuthority;
using support::Process;
using support::RunToEnd;
using ::testing::HasSubstr;

constexpr char kDrafting[] = "congress-drafting";

// Has the port of a free address, as a predecessor that has not ended yet.
class Predecessor {
 public:
  explicit Predecessor(const std::string& address) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in place = {};
    place.sin_family = AF_INET;
    place.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&place), sizeof(place)), 0);
    EXPECT_EQ(listen(socket_, 1), 0);
  }
  ~Predecessor() { close(socket_); }

 private:
  const int socket_;
};

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

// In how many lines of the log the text stands.
int Lines(const Process& server, std::string_view text) {
  int count = 0;
  for (const absl::string_view line : absl::StrSplit(server.Errors(), '\n')) {
    count += line.find(absl::string_view(text.data(), text.size())) != absl::string_view::npos ? 1 : 0;
  }
  return count;
}

class Waiting : public Start {
 protected:
  std::vector<std::string> At(const std::string& address, const std::vector<std::string>& options = {}) const {
    std::vector<std::string> command = Command(kDrafting, options);
    command[2] = address;  // What follows --listen.
    return command;
  }
};

TEST_F(Waiting, APortThatAPredecessorHasIsWaitedFor) {
  const std::string address = FreeAddress();
  const std::string health = FreeAddress();
  auto predecessor = std::make_unique<Predecessor>(address);
  Process server(At(address, {"--health", health}));
  const auto probes = ChannelTo(health);
  EXPECT_TRUE(Eventually([&] { return HealthOf(probes, "live") == "SERVING"; })) << server.Errors();
  EXPECT_EQ(HealthOf(probes, ""), "NOT_SERVING");
  const std::string cause = StrCat("cannot listen on ", address, ": another process has the port");
  EXPECT_TRUE(Eventually([&] { return Lines(server, cause) == 1; })) << server.Errors();
  predecessor.reset();
  EXPECT_EQ(Endpoint(kDrafting, server), address) << server.Errors();
  EXPECT_TRUE(Eventually([&] { return HealthOf(probes, "") == "SERVING"; }));
  EXPECT_EQ(HealthOf(ChannelTo(address), ""), "SERVING");
  EXPECT_EQ(HealthOf(ChannelTo(address), "live"), "SERVING");
  EXPECT_EQ(Lines(server, cause), 1) << "told once: " << server.Errors();
}

// By every binary; and a signal ends the wait.
TEST_F(Waiting, AnAddressThatIsNotThereYetIsWaitedFor) {
  for (const std::string binary : kBinaries) {
    std::vector<std::string> command = Command(binary, {"--insecure"});
    command[2] = "192.0.2.1:50051";  // Of documentation: no machine has it.
    Process server(command);
    EXPECT_TRUE(Eventually([&] {
      return Lines(server, "cannot listen on 192.0.2.1:50051: this machine does not have the address") == 1;
    })) << server.Errors();
    EXPECT_FALSE(std::filesystem::exists(EndpointFile(binary)));
    server.Signal(SIGTERM);
    EXPECT_EQ(server.Wait(), 0) << server.Errors();
  }
}

// On a small disk of the server's own, which the test reaches through its process.
TEST_F(Waiting, RoomOnTheDiskIsWaitedFor) {
  ASSERT_EQ(RunToEnd({"unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", path("keys")}).status, 0)
      << "this test mounts a disk of its own: it needs user namespaces";
  const std::string address = FreeAddress();
  const std::string disk = path("disk");
  std::filesystem::create_directory(disk);
  std::vector<std::string> command = {"unshare",
                                      "-rm",
                                      "sh",
                                      "-c",
                                      "mount -t tmpfs -o size=1m tmpfs \"$0\"; \"$@\" --init > /dev/null; head -c 2M "
                                      "/dev/zero > \"$0/fill\" 2> /dev/null; exec \"$@\"",
                                      disk};
  std::vector<std::string> start = At(address);
  std::replace(start.begin(), start.end(), "sqlite:" + path("congress-drafting.db"), StrCat("sqlite:", disk, "/x.db"));
  command.insert(command.end(), start.begin(), start.end());
  Process server(command);
  const auto channel = ChannelTo(address);
  EXPECT_TRUE(Eventually([&] { return HealthOf(channel, "live") == "SERVING"; })) << server.Errors();
  EXPECT_EQ(HealthOf(channel, ""), "NOT_SERVING");
  EXPECT_TRUE(Eventually([&] { return Lines(server, "full") == 1; })) << server.Errors();
  std::filesystem::remove(StrCat("/proc/", server.pid(), "/root", disk, "/fill"));
  EXPECT_EQ(Endpoint(kDrafting, server), address) << server.Errors();
}

// Of a process with several services: whoever asks for all of it is told of the one that is not ready, and whoever asks
// for one by its name is told of that.
TEST_F(Waiting, AProcessIsReadyWhenAllOfItsServicesAre) {
  const std::string address = FreeAddress();
  std::vector<std::string> command = Command("congressd", {"--dev"});
  {
    // Series of numbers are an audited act, so the log has a record to damage.
    Process server(command);
    ASSERT_NE(Endpoint("congressd", server), "") << server.Errors();
    std::string token;
    std::ifstream(path("data/token")) >> token;
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", StrCat("Bearer ", token));
    const auto channel = ChannelTo(Endpoint("congressd", server));
    ASSERT_THAT(Ask(channel, "drafting.v1.NumberRegisterService/CreateNumberSeries", std::move(context),
                    "number_series_id: 'so' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' "
                    "issuer_symbol: 'TU' term: '2026-2031' document_type: 'QĐ' }")
                    .status,
                support::IsOk());
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
  }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path("data/drafting.db").c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database,
                         "UPDATE records SET value = CAST(value || 'x' AS BLOB) "
                         "WHERE substr(key, 1, 10) = CAST('log/audit/' AS BLOB)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_GE(sqlite3_changes(database), 1);
  sqlite3_close(database);
  command[2] = address;  // What follows --listen.
  Process server(command);
  const auto channel = ChannelTo(address);
  const auto is = [&](const std::string& service) { return HealthOf(channel, service); };
  EXPECT_TRUE(Eventually([&] { return is("congress.allocation.v1.OrganisationService") == "SERVING"; }))
      << server.Errors();
  EXPECT_EQ(is(""), "NOT_SERVING");
  EXPECT_EQ(is("congress.drafting.v1.NumberRegisterService"), "NOT_SERVING");
  EXPECT_EQ(is("congress.audit.v1.AuditService"), "NOT_SERVING") << "each service has one";
  EXPECT_EQ(is("live"), "SERVING");
  EXPECT_FALSE(std::filesystem::exists(EndpointFile("congressd")));
}

TEST_F(Waiting, AServiceWithoutItsMetricsServesAndSaysSo) {
  const std::string metrics = FreeAddress();
  auto predecessor = std::make_unique<Predecessor>(metrics);
  Process server(Command(kDrafting, {"--metrics", metrics}));
  ASSERT_NE(Endpoint(kDrafting, server), "") << server.Errors();
  EXPECT_TRUE(Eventually([&] { return Lines(server, StrCat("cannot listen on ", metrics)) == 1; })) << server.Errors();
  predecessor.reset();
  EXPECT_TRUE(Eventually([&] { return Lines(server, R"("message":"ready","service":"metrics")") == 1; }))
      << server.Errors();
}

// The library that serves the metrics notices the end of its server up to 2 s later.
TEST_F(Waiting, MetricsDoNotHoldUpTheEnd) {
  absl::Duration least = absl::InfiniteDuration();
  for (int i = 0; i < 3; ++i) {
    Process server(Command(kDrafting, {"--metrics", FreeAddress()}));
    ASSERT_NE(Endpoint(kDrafting, server), "") << server.Errors();
    const absl::Time start = absl::Now();
    server.Signal(SIGTERM);
    EXPECT_EQ(server.Wait(), 0);
    least = std::min(least, absl::Now() - start);
  }
  EXPECT_LT(least, absl::Seconds(1));
}

// A server with TLS, its files in a folder of secrets as Kubernetes mounts it: `tls/..data` leads to the real folder,
// and is swapped.
class Secrets : public Start {
 protected:
  Secrets() {
    std::filesystem::create_directory(path("tls"));
    for (const char* file : {"server.pem", "server.key", "ca.pem", "people.pem", "roles.yaml"}) {
      std::filesystem::create_symlink(StrCat("..data/", file), path(StrCat("tls/", file)));
    }
  }
  void Mount(const Certificate& certificate, const std::string& authority, const std::string& people,
             const std::string& roles = "roles: {clerk: ['drafting.*']}") {
    const std::string folder = StrCat("v", ++version_);
    std::filesystem::create_directory(path("tls/" + folder));
    for (const auto& [file, text] : {std::pair("server.pem", certificate.chain),
                                     {"server.key", certificate.key},
                                     {"ca.pem", authority},
                                     {"people.pem", people},
                                     {"roles.yaml", roles}}) {
      std::ofstream(path(StrCat("tls/", folder, "/", file))) << text;
    }
    std::filesystem::create_directory_symlink(folder, path("tls/next"));
    std::filesystem::rename(path("tls/next"), path("tls/..data"));
  }
  std::vector<std::string> TlsCommand(const std::string& binary = kDrafting) const {
    return Command(binary, {"--tls-cert", path("tls/server.pem"), "--tls-key", path("tls/server.key"), "--tls-ca",
                            path("tls/ca.pem")});
  }
  // To servers of that authority, by one of its certificates.
  static std::shared_ptr<grpc::Channel> Trusting(const Certificate& authority, const std::string& address) {
    const Certificate own_certificate = IssueForLoopback(authority);
    grpc::ChannelArguments own;
    own.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        address, grpc::SslCredentials({authority.chain, own_certificate.key, own_certificate.chain}), own);
  }

 private:
  int version_ = 0;
};

TEST_F(Secrets, AFaultyCertificateIsNamedByEveryBinary) {
  const Certificate authority = MakeAuthority();
  const Certificate good = IssueForLoopback(authority);
  const Certificate other = IssueForLoopback(authority);
  // So that congressd does not warn that nobody can log in.
  std::filesystem::create_directories(path("data/trusted-keys"));
  std::ofstream(path("data/trusted-keys/test.pem")) << auth::PublicPem(*auth::GenerateKey());
  const struct {
    Certificate certificate;
    std::string authority;
    const char* cause;
  } kCases[] = {
      {{good.chain, other.key}, authority.chain, "server.key: is not the key of the certificate in"},
      {{"torn", good.key}, authority.chain, "server.pem: holds no certificate"},
      {{good.chain, "torn"}, authority.chain, "server.key: holds no private key"},
      {good, "torn", "ca.pem: holds no certificate"},
      {IssueForLoopback(authority, -absl::Hours(2), -absl::Hours(1)), authority.chain,
       "server.pem: the certificate expired on 20"},
      {IssueForLoopback(authority, absl::Hours(1), absl::Hours(2)), authority.chain,
       "server.pem: the certificate is not valid before 20"},
  };
  for (const auto& [certificate, chain, cause] : kCases) {
    Mount(certificate, chain, "");
    for (const std::string binary : kBinaries) ExpectRefusal(RunToEnd(TlsCommand(binary)), ProcessOf(binary), cause);
  }
}

TEST_F(Secrets, ACertificateIsWarnedOfFourteenDaysBeforeItsEnd) {
  const Certificate authority = MakeAuthority();
  for (const int days : {13, 15}) {
    Mount(IssueForLoopback(authority, -absl::Hours(1), absl::Hours(24 * days)), authority.chain, "");
    std::filesystem::remove(EndpointFile(kDrafting));
    Process server(TlsCommand());
    ASSERT_NE(Endpoint(kDrafting, server), "") << server.Errors();
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
    EXPECT_EQ(Lines(server, "the certificate expires soon"), days == 13 ? 1 : 0) << server.Errors();
  }
}

TEST_F(Secrets, ACertificateIsRenewedWhileItServesAndAFaultyOneIsNotTaken) {
  const Certificate old_authority = MakeAuthority();
  const Certificate new_authority = MakeAuthority();
  Mount(IssueForLoopback(old_authority), old_authority.chain, "");
  Process server(TlsCommand());
  const std::string address = Endpoint(kDrafting, server);
  ASSERT_NE(address, "") << server.Errors();
  const auto before = Trusting(old_authority, address);
  EXPECT_EQ(HealthOf(before, "live"), "SERVING");
  Mount(IssueForLoopback(new_authority), new_authority.chain, "");
  EXPECT_TRUE(Eventually([&] { return Lines(server, "changed files taken: certificate") == 1; })) << server.Errors();
  EXPECT_EQ(HealthOf(Trusting(new_authority, address), "live"), "SERVING");
  EXPECT_EQ(HealthOf(before, "live"), "SERVING") << "what is connected stays connected";
  Mount({IssueForLoopback(new_authority).chain, IssueForLoopback(new_authority).key}, new_authority.chain, "");
  EXPECT_TRUE(Eventually([&] { return Lines(server, "changed files refused: certificate") == 1; })) << server.Errors();
  EXPECT_THAT(server.Errors(), HasSubstr("is not the key of the certificate"));
  EXPECT_EQ(HealthOf(Trusting(new_authority, address), "live"), "SERVING");
}

TEST_F(Secrets, TrustedKeysAndRolesAreReadAgain) {
  const Certificate any = IssueForLoopback(MakeAuthority());
  const auth::Signer first("people", *auth::GenerateKey());
  const auth::Signer second("people", *auth::GenerateKey());
  Mount(any, "", first.public_pem());
  std::filesystem::create_symlink("../tls/people.pem", path("keys/people.pem"));
  Process server(Command(kDrafting, {"--roles", path("tls/roles.yaml")}));
  const std::string address = Endpoint(kDrafting, server);
  ASSERT_NE(address, "") << server.Errors();
  const auto channel = ChannelTo(address);
  const auto code_of = [&](const auth::Signer& signer) {
    auth::Principal clerk;
    clerk.subject = "thu";
    clerk.bindings = {{"clerk", std::string(auth::kProvince)}};
    auto context = std::make_unique<grpc::ClientContext>();
    context->AddMetadata("authorization", StrCat("Bearer ", signer.Sign(clerk, absl::Now(), absl::Hours(1))));
    return Ask(channel, "drafting.v1.NumberRegisterService/ListNumberSeries", std::move(context), "").status.code();
  };
  EXPECT_EQ(code_of(first), absl::StatusCode::kOk);
  EXPECT_EQ(code_of(second), absl::StatusCode::kUnauthenticated);
  // Both keys for as long as the change takes, then the new one alone.
  Mount(any, "", first.public_pem() + second.public_pem());
  EXPECT_TRUE(Eventually([&] { return code_of(second) == absl::StatusCode::kOk; })) << server.Errors();
  EXPECT_EQ(code_of(first), absl::StatusCode::kOk);
  Mount(any, "", second.public_pem());
  EXPECT_TRUE(Eventually([&] { return code_of(first) == absl::StatusCode::kUnauthenticated; })) << server.Errors();
  Mount(any, "", "torn");
  EXPECT_TRUE(Eventually([&] { return Lines(server, "changed files refused: trusted keys") == 1; }));
  EXPECT_EQ(code_of(second), absl::StatusCode::kOk);
  Mount(any, "", second.public_pem(), "roles: {reader: ['drafting.*']}");
  EXPECT_TRUE(Eventually([&] { return code_of(second) == absl::StatusCode::kPermissionDenied; })) << server.Errors();
}

}  // namespace
}  // namespace congress::e2e
