#include "platform/rpc/address.h"

#include "gtest/gtest.h"

namespace congress::rpc {
namespace {

TEST(IsLoopback, KnowsThisMachine) {
  for (const char* here :
       {"localhost:1", "127.0.0.1:8443", "127.1.2.3:1", "[::1]:1", "unix:/run/congress.sock", "dns:///localhost:1",
        "dns:///127.0.0.1:1", "ipv4:127.0.0.1:1", "ipv6:[::1]:1", "ipv4:127.0.0.1:1,127.0.0.1:2"}) {
    EXPECT_TRUE(IsLoopback(here)) << here;
  }
  for (const char* elsewhere :
       {"congress.office:8443", "10.0.0.1:1", "0.0.0.0:1", "127.0.0.1.evil.example:1",
        "dns:///127.0.0.1.evil.example:1", "[fe80::1]:1", "[::]:1", "ipv4:127.0.0.1:1,10.0.0.1:2", ""}) {
    EXPECT_FALSE(IsLoopback(elsewhere)) << elsewhere;
  }
}

TEST(PortOf, IsTheNumberBehindTheLastColon) {
  EXPECT_EQ(PortOf("localhost:0"), 0);
  EXPECT_EQ(PortOf("congress.office:8443"), 8443);
  EXPECT_EQ(PortOf("[::1]:65535"), 65535);
  for (const char* none : {"", ":", ":1", "localhost", "localhost:", "localhost:65536", "localhost:-1", "localhost:+1",
                           "localhost: 1", "localhost:99999999999", "localhost:http"}) {
    EXPECT_EQ(PortOf(none), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace congress::rpc
