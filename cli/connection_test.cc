#include "cli/connection.h"

#include <fstream>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::cli {
namespace {

TEST(Connection, SendsNoTokenInTheClearToAnotherMachine) {
  const std::string file = ::testing::TempDir() + "/connection_test.token";
  std::ofstream(file) << "token";
  ConnectionOptions options{.server = "10.0.0.1:8443", .token_file = file, .tls_ca = ""};
  const absl::Status refused = Connection::Open(options).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("--tls-ca"));
  options.insecure = true;
  EXPECT_THAT(Connection::Open(options), support::IsOk());
  options.insecure = false;
  options.server = "127.0.0.1:8443";
  EXPECT_THAT(Connection::Open(options), support::IsOk());
}

TEST(Connection, SaysWhatIsWrongInTheUsersLanguage) {
  const auto said = [](const char* language) {
    setenv("LC_ALL", language, 1);
    const absl::Status refused = Connection::Open({.server = "", .token_file = "", .tls_ca = ""}).status();
    unsetenv("LC_ALL");
    return std::string(refused.message());
  };
  EXPECT_EQ(said("C"), "which gateway? give --server HOST:PORT, set CONGRESS_SERVER or use a context");
  EXPECT_EQ(said("vi_VN.UTF-8"),
            "chưa có địa chỉ cổng dịch vụ; cần --server HOST:PORT, biến CONGRESS_SERVER hoặc một ngữ cảnh");
}

TEST(Connection, TakesNoAddressThatWouldWrapAround) {
  for (const char* wrong : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", ":50050"}) {
    const ConnectionOptions options{.server = wrong, .token_file = "", .tls_ca = ""};
    EXPECT_THAT(std::string(Connection::Open(options).status().message()), ::testing::HasSubstr("HOST:PORT")) << wrong;
  }
  const ConnectionOptions no_certificate{.server = "127.0.0.1:1", .token_file = "", .tls_ca = "/etc/hostname"};
  EXPECT_THAT(std::string(Connection::Open(no_certificate).status().message()),
              ::testing::HasSubstr("no certificate in PEM"));
}

}  // namespace
}  // namespace congress::cli
