#include "cli/connection.h"

#include <fstream>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::cli {
namespace {

TEST(Connection, SendsNoTokenInTheClearToAnotherMachine) {
  const std::string file = ::testing::TempDir() + "/connection_test.token";
  std::ofstream(file) << "token";
  ConnectionOptions options{.server = "10.0.0.1:8443", .token_file = file, .tls_ca = "", .service = ""};
  const absl::Status refused = Connection::Open(options).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()), ::testing::HasSubstr("--tls-ca"));
  options.insecure = true;
  EXPECT_THAT(Connection::Open(options), support::IsOk());
  options.insecure = false;
  options.server = "127.0.0.1:8443";
  EXPECT_THAT(Connection::Open(options), support::IsOk());
}

}  // namespace
}  // namespace congress::cli
