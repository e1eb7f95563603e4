#include "platform/content/s3_content.h"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

#include "platform/content/canned_server.h"
#include "platform/content/content_conformance.h"
#include "platform/content/open.h"
#include "platform/status/driver_text.h"
#include "tests/support/s3_server.h"

namespace congress::content {
namespace {

using status::DriverText;
using support::IsOk;
using support::S3Server;
using support::StatusIs;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

std::string FreshPrefix() {
  static std::atomic<int> count = 0;
  return "place-" + std::to_string(count.fetch_add(1));
}

class InBucket : public ContentPlace {
 public:
  absl::StatusOr<std::unique_ptr<ContentStore>> Open() override {
    return content::Open(S3Server::Shared().url(prefix_));
  }

 private:
  const std::string prefix_ = FreshPrefix();
};

const ContentBackend kS3 = {"S3", [] { return std::make_unique<InBucket>(); }};
INSTANTIATE_TEST_SUITE_P(S3, ContentConformance, testing::Values(kS3), NameOf);

S3Address AddressOf(const std::string& endpoint) {
  S3Address address;
  address.endpoint = endpoint;
  address.bucket = "content";
  address.prefix = FreshPrefix() + "/";
  address.credentials = {S3Server::Shared().key_id(), S3Server::Shared().secret(), ""};
  return address;
}
S3Address Address() { return AddressOf(S3Server::Shared().endpoint()); }

absl::Status Read(ContentStore& store, int64_t offset = 0, std::string* bytes = nullptr) {
  return store.Get("a", offset, [bytes](std::string_view piece) {
    if (bytes != nullptr) *bytes += piece;
    return absl::OkStatus();
  });
}

// Every way to use the store answers `CONTENT_UNAVAILABLE`; what the log is told has `words` and no secret.
void ExpectUnavailable(ContentStore& store, const std::string& words) {
  const std::string bytes = SomeBytes(2'000'000);
  BytesSource source(bytes);
  for (const absl::Status& status : {store.Put("a", 2'000'000, source), Read(store), Read(store, 10), store.Delete("a"),
                                     store.List("", 10).status()}) {
    EXPECT_THAT(status, StatusIs(kUnavailable, "CONTENT_UNAVAILABLE"));
    EXPECT_THAT(DriverText(status), HasSubstr(words));
    EXPECT_THAT(DriverText(status), Not(HasSubstr(S3Server::Shared().secret())));
  }
}

TEST(S3Content, SaysThatAWrongSecretDoesNotLetItIn) {
  S3Address address = Address();
  address.credentials.secret += "x";
  S3Content store(address);
  ExpectUnavailable(store, "HTTP 403 SignatureDoesNotMatch");
}

TEST(S3Content, AsksForNoByteOfAnUploadThatIsRefused) {
  S3Address address = Address();
  address.credentials.secret += "x";
  S3Content store(address);
  const std::string bytes = SomeBytes(8'000'000);
  BytesSource source(bytes);
  EXPECT_THAT(store.Put("a", 8'000'000, source), StatusIs(kUnavailable, "CONTENT_UNAVAILABLE"));
  // The server of the tests says "go on" before it looks; libcurl stops when the refusal comes.
  const CannedServer server("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  S3Content other(AddressOf(server.endpoint()));
  BytesSource whole(bytes);
  EXPECT_THAT(other.Put("a", 8'000'000, whole), StatusIs(kUnavailable, "CONTENT_UNAVAILABLE"));
  EXPECT_EQ(whole.left(), bytes.size());
}

TEST(S3Content, DoesNotTakeABucketThatIsMissingForAnEmptyOne) {
  S3Address address = Address();
  address.bucket = "elsewhere";
  S3Content store(address);
  ExpectUnavailable(store, "HTTP 404 NoSuchBucket");
}

TEST(S3Content, SaysThatNobodyListens) {
  std::string endpoint;
  { endpoint = CannedServer("x").endpoint(); }
  S3Content store(AddressOf(endpoint));
  ExpectUnavailable(store, "Failed to connect");
}

TEST(S3Content, GivesUpOnAServerThatStandsStill) {
  const CannedServer server("");
  S3Address address = AddressOf(server.endpoint());
  address.stall_timeout = absl::Seconds(1);
  S3Content store(address);
  const absl::Status read = Read(store);
  EXPECT_THAT(read, StatusIs(kUnavailable, "CONTENT_UNAVAILABLE"));
  EXPECT_THAT(DriverText(read), HasSubstr("too slow"));
}

TEST(S3Content, TakesNoAnswerForWholeThatWasCut) {
  for (const char* head : {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n"}) {
    const CannedServer server(std::string(head) + "half");
    S3Content store(AddressOf(server.endpoint()));
    std::string bytes;
    EXPECT_THAT(Read(store, 0, &bytes), StatusIs(kUnavailable, "CONTENT_UNAVAILABLE")) << head;
    EXPECT_EQ(bytes, "half");
  }
}

TEST(S3Content, GivesNoByteOfAnAnswerThatIsNotTheRangeAskedFor) {
  const CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole");
  S3Content store(AddressOf(server.endpoint()));
  std::string bytes;
  EXPECT_THAT(Read(store, 2, &bytes), StatusIs(kUnavailable, "CONTENT_UNAVAILABLE"));
  EXPECT_EQ(bytes, "");
  EXPECT_THAT(Read(store, 0, &bytes), IsOk());
  EXPECT_EQ(bytes, "whole");
}

TEST(S3Content, GoesOverWhatOthersPutUnderItsPrefix) {
  S3Address address = Address();
  S3Content store(address);
  // Names that are no ids: objects of a store whose prefix ends within the name, and one a folder deeper.
  S3Address other = address;
  for (const char* prefix : {"A&B <", "Z\"'", "deeper/"}) {
    other.prefix = address.prefix + prefix;
    S3Content foreign(other);
    ASSERT_THAT(PutBytes(foreign, "x", "x", 1), IsOk());
    ASSERT_THAT(PutBytes(foreign, "y", "y", 1), IsOk());
  }
  ASSERT_THAT(PutBytes(store, "m", "mine", 4), IsOk());
  for (const int limit : {1, 2, 1000}) {
    ASSERT_OK_AND_ASSIGN(const auto page, store.List("", limit));
    ASSERT_EQ(page.size(), 1u) << limit;
    EXPECT_EQ(page[0].id, "m");
    ASSERT_OK_AND_ASSIGN(const auto rest, store.List("m", limit));
    EXPECT_THAT(rest, IsEmpty());
  }
}

TEST(S3Content, KeepsStoresOfOneBucketApart) {
  S3Content one(Address());
  S3Content two(Address());
  ASSERT_THAT(PutBytes(one, "a", "one", 3), IsOk());
  EXPECT_EQ(ReadBytes(two, "a"), "(NOT_FOUND)");
  ASSERT_OK_AND_ASSIGN(const auto page, two.List("", 10));
  EXPECT_THAT(page, IsEmpty());
}

TEST(S3Content, KeepsNothingOfAWriterThatWasKilled) {
  const S3Address address = Address();
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    S3Content store(address);
    const std::string bytes = SomeBytes(1'000'000);
    BytesSource half(std::string_view(bytes).substr(0, 500'000));
    const absl::Status put = store.Put("a", 1'000'000, [&](std::span<char> room) -> absl::StatusOr<size_t> {
      if (half.left() == 0) _exit(7);
      return half(room);
    });
    _exit(1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 7);
  S3Content store(address);
  EXPECT_EQ(ReadBytes(store, "a"), "(NOT_FOUND)");
  ASSERT_OK_AND_ASSIGN(const auto page, store.List("", 10));
  EXPECT_THAT(page, IsEmpty());
}

}  // namespace
}  // namespace congress::content
