#include "platform/store/open.h"

#include "platform/status/driver_text.h"
#include "platform/store/awaited_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::TemporaryFolder;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

const Batch kOneRecord = {.writes = {{"a", "one", std::nullopt}}};

TEST(Open, PutsEachKeyspaceOfAFolderIntoAFileOfItsOwn) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto drafting, Open("sqlite:" + folder.path(), "drafting"));
  ASSERT_OK_AND_ASSIGN(const auto dossiers, Open("sqlite:" + folder.path() + "/", "dossiers"));
  ASSERT_THAT(drafting->Commit(kOneRecord), IsOk());
  EXPECT_TRUE(absl::IsNotFound(dossiers->Get("a").status()));
  EXPECT_TRUE(std::filesystem::exists(folder.File("drafting.db")));
  EXPECT_TRUE(std::filesystem::exists(folder.File("dossiers.db")));
}

TEST(Open, MakesAFolderThatIsWrittenAsOne) {
  const TemporaryFolder folder;
  ASSERT_THAT(Open("sqlite:" + folder.File("new/deep/"), "drafting"), IsOk());
  EXPECT_TRUE(std::filesystem::exists(folder.File("new/deep/drafting.db")));
}

TEST(Open, TakesAFileByItsName) {
  const TemporaryFolder folder;
  ASSERT_THAT(Open("sqlite:" + folder.File("x.db"), "drafting"), IsOk());
  EXPECT_TRUE(std::filesystem::exists(folder.File("x.db")));
}

TEST(Open, KeepsStoresInMemoryApart) {
  ASSERT_OK_AND_ASSIGN(const auto one, Open("sqlite::memory:", "drafting"));
  ASSERT_OK_AND_ASSIGN(const auto two, Open("sqlite::memory:", "drafting"));
  ASSERT_THAT(one->Commit(kOneRecord), IsOk());
  EXPECT_TRUE(absl::IsNotFound(two->Get("a").status()));
}

TEST(Open, KeepsKeyspacesOfOneRedisApart) {
  const support::RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto drafting, Open(server.url(), "drafting"));
  ASSERT_OK_AND_ASSIGN(const auto dossiers, Open(server.url(), "dossiers"));
  ASSERT_THAT(drafting->Commit(kOneRecord), IsOk());
  EXPECT_TRUE(absl::IsNotFound(dossiers->Get("a").status()));
  EXPECT_EQ(dossiers->LastSequence().value_or(-1), 0);
  ASSERT_OK_AND_ASSIGN(const auto elsewhere, Open(server.url() + "?db=1", "drafting"));
  EXPECT_TRUE(absl::IsNotFound(elsewhere->Get("a").status()));
}

TEST(Open, RefusesWhatIsNoStoreInOneSentence) {
  for (const char* url : {"", "sqlite", "sqlite:", "mysql://h", "redis:h", "rediss://u:s3cret@h", "/var/lib/x"}) {
    const auto store = Open(url, "drafting");
    ASSERT_TRUE(absl::IsInvalidArgument(store.status())) << url << ": " << store.status();
    EXPECT_THAT(std::string(store.status().message()), EndsWith("."));
    EXPECT_THAT(std::string(store.status().message()), Not(HasSubstr("s3cret")));
  }
  for (const char* keyspace : {"", "a/b", "../x", "A", "x}:"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Open("sqlite::memory:", keyspace).status())) << keyspace;
  }
}

TEST(Open, AStoreThatIsAwaitedOpensWithTheFirstCallThatCan) {
  absl::Status refusal = absl::UnavailableError("The store x cannot grow: the disk is full.");
  AwaitedStore store([&refusal]() -> absl::StatusOr<std::unique_ptr<Store>> {
    if (!refusal.ok()) return refusal;
    return Open("sqlite::memory:", "drafting");
  });
  const absl::Status full = store.LastSequence().status();
  EXPECT_THAT(full, support::StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(status::DriverText(full), HasSubstr("the disk is full"));
  EXPECT_THAT(store.Commit(kOneRecord), support::StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  refusal = absl::OkStatus();
  ASSERT_THAT(store.Commit(kOneRecord), IsOk());
  EXPECT_THAT(store.Get("a"), IsOk());
}

}  // namespace
}  // namespace congress::store
