#include "platform/store/redis_address.h"

#include <fstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::TemporaryFolder;

using testing::HasSubstr;
using testing::Not;

TEST(ParseRedisUrl, ReadsEveryPart) {
  struct Row {
    const char* url;
    const char* host;
    int port;
    const char* socket;
    int database;
    const char* user;
    const char* password;
  };
  const Row rows[] = {
      {"redis://redis", "redis", 6379, "", 0, "", ""},
      {"redis://redis:7000", "redis", 7000, "", 0, "", ""},
      {"redis://redis:7000/", "redis", 7000, "", 0, "", ""},
      {"redis://10.0.0.1/3", "10.0.0.1", 6379, "", 3, "", ""},
      {"redis://[::1]:7000/3", "::1", 7000, "", 3, "", ""},
      {"redis://[fe80::1]", "fe80::1", 6379, "", 0, "", ""},
      {"redis://app:s3cret@redis:7000/1", "redis", 7000, "", 1, "app", "s3cret"},
      {"redis://:s3cret@redis", "redis", 6379, "", 0, "", "s3cret"},
      {"redis://app:a%40b%3Ac%2Fd%25@redis", "redis", 6379, "", 0, "app", "a@b:c/d%"},
      {"redis://redis?db=2", "redis", 6379, "", 2, "", ""},
      {"redis+unix:///run/redis.sock", "", 6379, "/run/redis.sock", 0, "", ""},
      {"redis+unix://app:x@/run/redis.sock?db=4", "", 6379, "/run/redis.sock", 4, "app", "x"},
  };
  for (const Row& row : rows) {
    ASSERT_OK_AND_ASSIGN(const RedisAddress address, ParseRedisUrl(row.url));
    EXPECT_EQ(address.host, row.host) << row.url;
    EXPECT_EQ(address.port, row.port) << row.url;
    EXPECT_EQ(address.socket, row.socket) << row.url;
    EXPECT_EQ(address.database, row.database) << row.url;
    EXPECT_EQ(address.user, row.user) << row.url;
    EXPECT_EQ(address.password, row.password) << row.url;
  }
}

TEST(ParseRedisUrl, RefusesWhatItCannotReadInOneSentenceWithoutThePassword) {
  for (const char* url : {"",
                          "redis:",
                          "http://redis",
                          "redis://",
                          "redis://:6379",
                          "redis://h:0",
                          "redis://h:65536",
                          "redis://h:port",
                          "redis://h:6379x",
                          "redis://h/x",
                          "redis://h/-1",
                          "redis://[::1:6379",
                          "redis://u:s3cret@",
                          "redis://u:s3cret@h:x",
                          "redis://u:s3cret%2@h",
                          "redis://u:s3cret%zz@h",
                          "redis+unix://run/x",
                          "redis+unix://",
                          "redis://h?tls=yes",
                          "redis://h?db=",
                          "redis://h?x"}) {
    const auto address = ParseRedisUrl(url);
    ASSERT_TRUE(absl::IsInvalidArgument(address.status())) << url << ": " << address.status();
    const std::string message(address.status().message());
    EXPECT_THAT(message, Not(HasSubstr("s3cret")));
    EXPECT_THAT(message, Not(HasSubstr("\n")));
    EXPECT_EQ(message.back(), '.');
  }
}

TEST(ParseRedisUrl, TakesThePasswordFromAFile) {
  const TemporaryFolder folder;
  std::ofstream(folder.File("password")) << "p@ss word\r\n";
  ASSERT_OK_AND_ASSIGN(const RedisAddress address,
                       ParseRedisUrl("redis://app@redis:1/2?password-file=" + folder.File("password")));
  EXPECT_EQ(address.user, "app");
  EXPECT_EQ(address.password, "p@ss word");
  std::ofstream(folder.File("empty")) << "\n";
  EXPECT_TRUE(absl::IsFailedPrecondition(ParseRedisUrl("redis://r?password-file=" + folder.File("empty")).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(ParseRedisUrl("redis://r?password-file=" + folder.File("none")).status()));
}

TEST(RedisAddress, IsNamedWithoutItsSecrets) {
  EXPECT_EQ(ParseRedisUrl("redis://u:s3cret@h:1/2")->Label(), "Redis at h:1");
  EXPECT_EQ(ParseRedisUrl("redis+unix://u:s3cret@/x/y")->Label(), "Redis at /x/y");
}

}  // namespace
}  // namespace congress::store
