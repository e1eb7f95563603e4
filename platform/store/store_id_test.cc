// Each store has an id: what a copy or another store looks like that was put in its place.
#include <thread>

#include "gmock/gmock.h"
#include "platform/store/identified_store.h"
#include "platform/store/identity_fixture.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/redis_server.h"

namespace congress::store {
namespace {

namespace fs = std::filesystem;
using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

v1::StoreFormat FormatIn(Store& store) {
  v1::StoreFormat format;
  EXPECT_TRUE(format.ParseFromString(store.Get(kFormatKey)->value));
  return format;
}

class StoreId : public IdentifiedStoreTest {
 protected:
  // Takes the id out of what the store says of itself, as an older version wrote it, and the witness of then.
  void MakeOlder(const std::string& url) {
    {
      auto below = *store::Open(url, "drafting");
      v1::StoreFormat format = FormatIn(*below);
      format.clear_store_id();
      Put(*below, std::string(kFormatKey), format.SerializeAsString());
    }
    if (fs::remove(File("drafting.witness"))) {
      EXPECT_THAT((*Witness::Open(folder_.path(), "drafting", "drafting"))->Begin({.suite = "s", .sequence = 2}),
                  IsOk());
    }
  }
};

// Numbers that the old one has given out would be given out again.
TEST_F(StoreId, OfAnOldCopyIsNotThatOfTheWitnessOfAFreshOne) {
  {
    const auto old = Make();
    for (int i = 0; i < 9; ++i) Put(*old, "a");
  }
  Keep("drafting.db");
  const auto suite = FormatIn(*Make()).suite_id();
  fs::remove(File("drafting.db"));
  fs::remove(File("drafting.witness"));
  // Of the same suite: the name alone tells nothing.
  ASSERT_THAT(Open("drafting", suite)->Initialise(absl::Now()), IsOk());
  Restore("drafting.db");
  EXPECT_THAT(Refusal("drafting", suite), AllOf(HasSubstr("is not the store that its witness speaks of"),
                                                HasSubstr("run once with --accept-rollback")));
  EXPECT_THAT(Open("drafting", suite)->Initialise(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  // Unless the operator knows that it is the right one.
  const auto store = Open("drafting", suite);
  EXPECT_TRUE(store->AcceptRollback(absl::Now()).value_or(false));
  EXPECT_EQ(Put(*store, "b"), FirstOf(1) + 1);
}

TEST_F(StoreId, OfAnOldCopyInRedisIsNotThatOfTheWitnessOfAFreshOne) {
  const support::RedisServer copy;
  const support::RedisServer server;
  const auto open = [&](const support::RedisServer& from) {
    return *OpenIdentified(from.url(), {.keyspace = "drafting", .suite = "s", .witness = folder_.path()});
  };
  {
    const auto old = open(copy);
    ASSERT_THAT(old->Initialise(absl::Now()), IsOk());
    for (int i = 0; i < 9; ++i) Put(*old, "a");
  }
  fs::remove(File("drafting.witness"));
  ASSERT_THAT(open(server)->Initialise(absl::Now()), IsOk());
  EXPECT_THAT(DriverText(open(copy)->Admit()), HasSubstr("is not the store that its witness speaks of"));
  EXPECT_THAT(open(copy)->Initialise(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  EXPECT_THAT(open(server)->Admit(), IsOk());
}

// Without a witness the processes know it.
TEST_F(StoreId, IsKnownToWhoServesTheStore) {
  const support::RedisServer server;
  const auto open = [&] { return *OpenIdentified(server.url(), {.keyspace = "drafting", .suite = "s"}); };
  const auto store = open();
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  server.Command({"FLUSHALL"});
  {
    const auto other = open();
    ASSERT_THAT(other->Initialise(absl::Now()), IsOk());
    for (int i = 0; i < 9; ++i) Put(*other, "a");
  }
  EXPECT_THAT(store->LastSequence(), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  EXPECT_THAT(DriverText(store->LastSequence().status()), HasSubstr("is not the store that this process has served"));
}

// Each goes on in the first epoch; the witness of one knows it from the other.
TEST_F(StoreId, IsAnotherOneInEachEpoch) {
  const auto begin_an_epoch = [&] {
    fs::remove(File("drafting.witness"));
    const auto store = Open();
    EXPECT_TRUE(store->AcceptRollback(absl::Now()).value_or(false));
    for (int i = 0; i < 5; ++i) Put(*store, "a");
    return FormatIn(*store);
  };
  const std::string made = FormatIn(*Make()).store_id();
  Keep("drafting.db");
  const v1::StoreFormat one = begin_an_epoch();
  EXPECT_EQ(one.epochs(0).former_store_id(), made);
  EXPECT_NE(one.store_id(), made);
  fs::copy_file(File("drafting.db"), File("one.db"));
  Restore("drafting.db");
  EXPECT_NE(begin_an_epoch().store_id(), one.store_id());
  fs::copy_file(File("one.db"), File("drafting.db"), fs::copy_options::overwrite_existing);
  EXPECT_THAT(Refusal(), HasSubstr("is not the store that its witness speaks of"));
}

// Elsewhere a copy began an epoch. Here the store went on, and its place is taken by the copy.
TEST_F(StoreId, OfAnEpochThatBeganElsewhereIsTakenOnlyWhereNothingIsLost) {
  Make();
  const auto take_the_place = [&](bool lost) {
    const support::TemporaryFolder elsewhere;
    fs::copy_file(File("drafting.db"), elsewhere.File("drafting.db"));
    {
      const auto copy =
          *OpenIdentified(absl::StrCat("sqlite:", elsewhere.File("drafting.db")), {.keyspace = "drafting"});
      EXPECT_TRUE(copy->AcceptRollback(absl::Now()).value_or(false));
    }
    if (lost) Put(*Make(), "a");
    fs::copy_file(elsewhere.File("drafting.db"), File("drafting.db"), fs::copy_options::overwrite_existing);
  };
  Keep("drafting.db");
  take_the_place(true);
  EXPECT_THAT(Refusal(), HasSubstr("is not the store that its witness speaks of"));
  Restore("drafting.db");
  fs::remove(File("drafting.witness"));
  ASSERT_TRUE(Open()->AcceptRollback(absl::Now()).value_or(false));
  take_the_place(false);
  EXPECT_THAT(Open()->Admit(), IsOk()) << "as a kill leaves it before the witness is written";
  const auto store = Make();
  EXPECT_EQ(store->Witnessed()->store_id, FormatIn(*store).store_id());
}

TEST_F(StoreId, IsGivenToOneOfAnOlderVersionWhenItIsServed) {
  ASSERT_THAT(Open("drafting", "s")->Initialise(absl::Now()), IsOk());
  MakeOlder(absl::StrCat("sqlite:", File("drafting.db")));
  std::string id;
  {
    const auto store = Open();
    ASSERT_THAT(store->Admit(), IsOk());
    const v1::StoreFormat format = FormatIn(*store);
    id = format.store_id();
    EXPECT_EQ(id.size(), 36u);
    EXPECT_EQ(format.commit_count(), 2) << "it is nobody's act";
    EXPECT_EQ(store->Witnessed()->store_id, id);
    EXPECT_EQ(Put(*store, "a"), 4);
  }
  const auto again = Open();
  ASSERT_THAT(again->Admit(), IsOk());
  EXPECT_EQ(FormatIn(*again).store_id(), id);
}

TEST_F(StoreId, IsGivenToOneOfAnOlderVersionInRedisOnce) {
  const support::RedisServer server;
  const auto open = [&] { return *OpenIdentified(server.url(), {.keyspace = "drafting", .suite = "s"}); };
  ASSERT_THAT(open()->Initialise(absl::Now()), IsOk());
  MakeOlder(server.url());
  std::vector<std::unique_ptr<IdentifiedStore>> stores;
  for (int i = 0; i < 8; ++i) stores.push_back(open());
  {
    std::vector<std::jthread> threads;
    for (const auto& store : stores) threads.emplace_back([&store] { EXPECT_THAT(store->Admit(), IsOk()); });
  }
  for (const auto& store : stores) {
    EXPECT_EQ(FormatIn(*store).store_id(), FormatIn(*stores.front()).store_id());
    EXPECT_EQ(store->LastSequence().value_or(0), 3);
  }
}

TEST_F(StoreId, OfTheWitnessIsMissedInAnOlderVersionsStore) {
  Make();
  {
    auto below = *store::Open(absl::StrCat("sqlite:", File("drafting.db")), "drafting");
    v1::StoreFormat format = FormatIn(*below);
    format.clear_store_id();
    Put(*below, std::string(kFormatKey), format.SerializeAsString());
  }
  EXPECT_THAT(Refusal(), HasSubstr("is not the store that its witness speaks of"));
}

}  // namespace
}  // namespace congress::store
