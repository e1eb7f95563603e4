#include "platform/content/s3_address.h"

#include <cstdlib>
#include <fstream>

#include "platform/content/open.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::content {
namespace {

using support::IsOk;
using support::TemporaryFolder;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// The environment with these credentials, or without any, for one test.
class Environment {
 public:
  Environment(const char* key_id, const char* secret, const char* token = nullptr) {
    Set("AWS_ACCESS_KEY_ID", key_id);
    Set("AWS_SECRET_ACCESS_KEY", secret);
    Set("AWS_SESSION_TOKEN", token);
  }
  ~Environment() {
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}) unsetenv(name);
  }

 private:
  static void Set(const char* name, const char* value) {
    if (value == nullptr) {
      unsetenv(name);
    } else {
      setenv(name, value, 1);
    }
  }
};

constexpr char kPlain[] = "s3://bucket?endpoint=http://h:9000";

TEST(S3Address, HasWhatTheUrlSays) {
  const Environment environment("id", "s3cret", "token");
  ASSERT_OK_AND_ASSIGN(const S3Address address,
                       ParseS3Url("s3://my.bucket-1/%C4%90%E1%BA%A1i%20h%E1%BB%99i/b?endpoint=https%3A%2F%2Fh:9000/"
                                  "&region=vn-1&ca-file=/etc/ca%20.pem"));
  EXPECT_EQ(address.bucket, "my.bucket-1");
  EXPECT_EQ(address.prefix, "Đại hội/b/");
  EXPECT_EQ(address.endpoint, "https://h:9000");
  EXPECT_EQ(address.region, "vn-1");
  EXPECT_EQ(address.ca_file, "/etc/ca .pem");
  EXPECT_EQ(address.credentials.key_id, "id");
  EXPECT_EQ(address.credentials.secret, "s3cret");
  EXPECT_EQ(address.credentials.session_token, "token");
}

TEST(S3Address, NeedsNoMoreThanABucketAndAnEndpoint) {
  const Environment environment("id", "s3cret");
  for (const char* url : {kPlain, "s3://bucket/?endpoint=http://h:9000"}) {
    ASSERT_OK_AND_ASSIGN(const S3Address address, ParseS3Url(url));
    EXPECT_EQ(address.prefix, "");
    EXPECT_EQ(address.region, "us-east-1");
    EXPECT_EQ(address.credentials.session_token, "");
  }
}

TEST(S3Address, ReadsTheDefaultPartOfACredentialsFile) {
  const Environment environment("other", "other");
  const TemporaryFolder folder;
  std::ofstream(folder.File("c")) << "[backup]\naws_access_key_id=no\naws_secret_access_key=no\n\n[default]\r\n"
                                     "aws_access_key_id = id\r\n  aws_secret_access_key=a=b/c+ \n";
  ASSERT_OK_AND_ASSIGN(const S3Address address,
                       ParseS3Url(std::string(kPlain) + "&credentials-file=" + folder.File("c")));
  EXPECT_EQ(address.credentials.key_id, "id");
  EXPECT_EQ(address.credentials.secret, "a=b/c+");
  EXPECT_EQ(address.credentials.session_token, "");
}

TEST(S3Address, SaysWhichCredentialsAreMissing) {
  const TemporaryFolder folder;
  std::ofstream(folder.File("half")) << "aws_secret_access_key = s3cret\n";
  for (const char* name : {"half", "none"}) {
    const auto address = ParseS3Url(std::string(kPlain) + "&credentials-file=" + folder.File(name));
    ASSERT_TRUE(absl::IsFailedPrecondition(address.status())) << address.status();
    EXPECT_THAT(std::string(address.status().message()), HasSubstr(folder.File(name)));
    EXPECT_THAT(std::string(address.status().message()), Not(HasSubstr("s3cret")));
  }
  const Environment environment("id", "");
  const auto address = ParseS3Url(kPlain);
  ASSERT_TRUE(absl::IsFailedPrecondition(address.status()));
  EXPECT_THAT(std::string(address.status().message()), HasSubstr("AWS_SECRET_ACCESS_KEY"));
}

TEST(Open, RefusesWhatIsNoContentStoreInOneSentence) {
  const Environment environment("id", "s3cret");
  ASSERT_THAT(Open(kPlain), IsOk());
  for (const char* url : {"",
                          "file",
                          "file:",
                          "redis://h",
                          "/var/lib/x",
                          "s3:bucket",
                          "s3://",
                          "s3://b?endpoint=http://h",
                          "s3://Bucket",
                          "s3://bucket",
                          "s3://bucket?endpoint=",
                          "s3://bucket?endpoint=h:9000",
                          "s3://bucket?endpoint=http://",
                          "s3://bucket?endpoint=http://user@h",
                          "s3://bucket?endpoint=http://h/path",
                          "s3://bucket//x?endpoint=http://h",
                          "s3://bucket/a/../b?endpoint=http://h",
                          "s3://bucket/%2E%2E?endpoint=http://h",
                          "s3://bucket?endpoint=http://h&key=s3cret",
                          "s3://bucket?endpoint=http://h&region=a:b",
                          "s3://bucket?endpoint=ftp://h"}) {
    const auto store = Open(url);
    ASSERT_TRUE(absl::IsInvalidArgument(store.status())) << url << ": " << store.status();
    EXPECT_THAT(std::string(store.status().message()), EndsWith("."));
    EXPECT_THAT(std::string(store.status().message()), Not(HasSubstr("s3cret")));
  }
}

TEST(Open, MakesTheFolderOfFiles) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, Open("file:" + folder.File("new/content")));
  EXPECT_TRUE(std::filesystem::is_directory(folder.File("new/content")));
}

}  // namespace
}  // namespace congress::content
