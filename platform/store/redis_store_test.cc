#include "platform/store/redis_store.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/store/failure.h"
#include "platform/store/redis_commit.h"
#include "platform/store/store_conformance.h"
#include "tests/support/redis_server.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::RedisServer;
using support::StatusIs;
using support::TemporaryFolder;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// One server for the whole suite; each test has a keyspace of its own.
RedisServer& SharedServer() {
  static RedisServer server;
  return server;
}

RedisAddress AddressOf(const RedisServer& server) { return {.socket = server.socket()}; }

class InRedis : public StorePlace {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override {
    return RedisStore::Open(AddressOf(SharedServer()), keyspace_);
  }

 private:
  inline static int count_ = 0;
  const std::string keyspace_ = absl::StrCat("place-", ++count_);
};

const Backend kRedis = {"Redis", [] { return std::make_unique<InRedis>(); }};

INSTANTIATE_TEST_SUITE_P(Redis, StoreConformance, testing::Values(kRedis), NameOf);
INSTANTIATE_TEST_SUITE_P(Redis, StoreSnapshots, testing::Values(kRedis), NameOf);
INSTANTIATE_TEST_SUITE_P(Redis, DurableStore, testing::Values(kRedis), NameOf);
INSTANTIATE_TEST_SUITE_P(Redis, SharedStore, testing::Values(kRedis), NameOf);

const Batch kOneWrite = {.writes = {{"a", "one", std::nullopt}}};

// What an operator reads when the server may not hold the store.
std::string Refusal(const RedisAddress& address) {
  const auto store = RedisStore::Open(address, "drafting");
  EXPECT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
  const std::string message(store.status().message());
  EXPECT_THAT(message, HasSubstr(address.Label()));
  EXPECT_THAT(message, Not(HasSubstr("\n")));
  EXPECT_THAT(message, Not(HasSubstr("s3cret")));
  return message;
}

// What the operator is told about a server that the store accepts.
std::vector<std::string> Notices(const RedisAddress& address) {
  std::vector<std::string> notices;
  const auto store =
      RedisStore::Open(address, "drafting", [&](std::string_view notice) { notices.emplace_back(notice); });
  EXPECT_THAT(store, IsOk());
  if (store.ok()) {
    EXPECT_THAT((*store)->Commit(kOneWrite), IsOk());
  }
  return notices;
}

TEST(RedisStore, PrefixesItsKeysWithAHashTag) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit(kOneWrite), IsOk());
  EXPECT_EQ(server.Command({"GET", "{congress:drafting}:r:a"}), "00000000000000000001one");
  EXPECT_EQ(server.Command({"GET", "{congress:drafting}:sequence"}), "1");
  EXPECT_EQ(server.Command({"ZCARD", "{congress:drafting}:keys"}), "1");
  EXPECT_EQ(server.Command({"EXISTS", "{congress:drafting}:probe"}), "0");
}

TEST(RedisStore, ForgetsTheIdsOfCommitsWhoseOutcomeItKnows) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  for (int i = 0; i < 20; ++i) ASSERT_THAT(store->Commit(kOneWrite), IsOk());
  // schema, sequence, keys, their count, the record and the id of the last commit.
  EXPECT_EQ(server.Command({"DBSIZE"}), "6");
}

TEST(RedisStore, ASnapshotLeavesNothingBehind) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit({.writes = {{"a", "one"}, {"b", "one"}}}), IsOk());
  {
    ASSERT_OK_AND_ASSIGN(const auto snapshot, store->TakeSnapshot());
    ASSERT_THAT(store->Commit({.writes = {{"a", "two"}, {"b", std::nullopt}, {"c", "new"}}}), IsOk());
    ASSERT_THAT(store->Commit({.writes = {{"a", "three"}}}), IsOk());
    // schema, sequence, keys, their count, two records, the id of a commit; the snapshot, what was before and what is
    // gone.
    EXPECT_EQ(server.Command({"DBSIZE"}), "10");
  }
  EXPECT_EQ(server.Command({"DBSIZE"}), "7");
}

TEST(RedisStore, ASnapshotWhoseReaderDiedExpires) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit({.writes = {{"a", "one"}, {"b", "one"}}}), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto snapshot, store->TakeSnapshot());
  ASSERT_THAT(store->Commit({.writes = {{"a", "two"}, {"b", std::nullopt}}}), IsOk());
  const std::string prefix = "{congress:drafting}:";
  const std::string id = server.Command({"GETRANGE", prefix + "snapshot", "20", "-1"});
  EXPECT_GT(std::stoi(server.Command({"TTL", prefix + "snapshot"})), 30);
  for (const char* kept : {"before:", "gone:"}) {
    const std::string seconds = server.Command({"TTL", prefix + kept + id});
    EXPECT_GT(std::stoi(seconds), std::stoi(server.Command({"TTL", prefix + "snapshot"}))) << kept;
  }
  server.Command({"PEXPIRE", prefix + "snapshot", "1"});
  absl::SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(snapshot->Scan({}, 10), StatusIs(absl::StatusCode::kUnavailable, "SNAPSHOT_LOST"));
  ASSERT_OK_AND_ASSIGN(const auto next, store->TakeSnapshot());
  EXPECT_EQ(next->Scan({}, 10)->size(), 1u);
}

TEST(RedisStore, TellsNothingAboutAServerThatIsSetUpRight) {
  const RedisServer server;
  EXPECT_THAT(Notices(AddressOf(server)), IsEmpty());
}

TEST(RedisStore, RefusesAServerThatMayEvictRecords) {
  for (const char* policy : {"allkeys-lru", "volatile-ttl", "allkeys-random"}) {
    const RedisServer server({"--maxmemory-policy", policy});
    EXPECT_THAT(Refusal(AddressOf(server)), AllOf(HasSubstr(policy), HasSubstr("noeviction")));
  }
}

TEST(RedisStore, TellsTheOperatorWhatWeakensDurability) {
  const RedisServer lazy({"--appendfsync", "everysec"});
  EXPECT_THAT(Notices(AddressOf(lazy)), ElementsAre(HasSubstr("everysec")));
  const RedisServer forgetful({"--appendonly", "no"});
  EXPECT_THAT(Notices(AddressOf(forgetful)), ElementsAre(HasSubstr("appendonly yes")));
}

TEST(RedisStore, SaysAgainstItselfWhatItsSettingsLackNow) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_OK_AND_ASSIGN(const std::vector<SelfFault> none, store->Examine());
  EXPECT_THAT(none, IsEmpty());
  server.Command({"CONFIG", "SET", "appendfsync", "everysec"});
  server.Command({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
  ASSERT_OK_AND_ASSIGN(std::vector<SelfFault> faults, store->Examine());
  ASSERT_EQ(faults.size(), 1u) << "what may evict is told first";
  EXPECT_THAT(faults.front().said, HasSubstr("noeviction"));
  server.Command({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  ASSERT_OK_AND_ASSIGN(faults, store->Examine());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_THAT(faults.front().said, HasSubstr("everysec"));
  EXPECT_FALSE(faults.front().damage);
}

TEST(RedisStore, RefusesAWrongPassword) {
  const RedisServer server({"--requirepass", "s3cret"});
  RedisAddress address = AddressOf(server);
  EXPECT_THAT(Refusal(address), HasSubstr("NOAUTH"));
  address.password = "wrong";
  EXPECT_THAT(Refusal(address), HasSubstr("WRONGPASS"));
  address.password = "s3cret";
  EXPECT_THAT(Notices(address), IsEmpty());
}

TEST(RedisStore, RefusesADatabaseThatTheServerLacks) {
  RedisAddress address = AddressOf(SharedServer());
  address.database = 99;
  EXPECT_THAT(Refusal(address), HasSubstr("out of range"));
}

class RedisUsers : public testing::Test {
 protected:
  // The store as user `app` with these rights.
  RedisAddress AsUser(const std::string& rights) {
    std::ofstream(folder_.File("users.acl")) << "user default on nopass ~* &* +@all\n"
                                             << "user app on >s3cret ~{congress:*}:* " << rights << "\n";
    server_ = std::make_unique<RedisServer>(std::vector<std::string>{"--aclfile", folder_.File("users.acl")});
    RedisAddress address = AddressOf(*server_);
    address.user = "app";
    address.password = "s3cret";
    return address;
  }

 private:
  const TemporaryFolder folder_;
  std::unique_ptr<RedisServer> server_;
};

TEST_F(RedisUsers, MayBeOneWithoutConfig) {
  EXPECT_THAT(Notices(AsUser("+@all -config")), ElementsAre(HasSubstr("does not tell its appendfsync")));
}

TEST_F(RedisUsers, MayBeOneWithoutConfigAndInfo) {
  EXPECT_THAT(Notices(AsUser("+@all -@admin -@dangerous")),
              ElementsAre(HasSubstr("does not tell its maxmemory-policy"), HasSubstr("does not tell its appendfsync")));
}

TEST_F(RedisUsers, MayBeOneWithOnlyTheCommandsOfTheStore) {
  EXPECT_THAT(Notices(AsUser("-@all +auth +select +get +set +del +mset +getrange +zadd +zrem +zcard "
                             "+zrangebylex +hset +hget +expire +unlink +eval +evalsha")),
              Contains(HasSubstr("maxmemory-policy")));
}

TEST_F(RedisUsers, IsRefusedWhenOneCommandOfACommitIsDenied) {
  for (const char* command : {"zadd", "zrem", "mset", "del", "getrange", "zrangebylex", "hset", "expire", "unlink"}) {
    EXPECT_THAT(Refusal(AsUser(absl::StrCat("+@all -", command))), HasSubstr("refuses")) << command;
  }
}

TEST(RedisStore, IsNotReadyWhileTheServerMayEvict) {
  const RedisServer server;
  RedisAddress address = AddressOf(server);
  address.settings_interval = absl::ZeroDuration();
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(address, "drafting"));
  EXPECT_THAT(store->LastSequence(), IsOk());
  server.Command({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
  const absl::Status evicts = store->LastSequence().status();
  EXPECT_TRUE(absl::IsUnavailable(evicts)) << evicts;
  EXPECT_THAT(DriverText(evicts), HasSubstr("set it to noeviction"));
  server.Command({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  EXPECT_THAT(store->LastSequence(), IsOk());
}

TEST(RedisStore, RefusesANewerSchemaAndLeavesItAsItIs) {
  const RedisServer server;
  server.Command({"SET", "{congress:drafting}:schema", "2"});
  EXPECT_THAT(Refusal(AddressOf(server)), HasSubstr("newer version of congress (schema 2; this one knows 1)"));
  EXPECT_EQ(server.Command({"DBSIZE"}), "1");
}

TEST(RedisStore, RefusesKeysOfAnotherForm) {
  const RedisServer server;
  server.Command({"SET", "{congress:drafting}:schema", "songs"});
  EXPECT_THAT(Refusal(AddressOf(server)), EndsWith("."));
}

TEST(RedisStore, WritesNothingWhereAKeyOfTheStoreIsForeign) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  server.Command({"SET", "{congress:drafting}:keys", "no sorted set"});
  const auto refused = store->Commit(kOneWrite);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
  EXPECT_THAT(DriverText(refused.status()), AllOf(HasSubstr("WRONGTYPE"), HasSubstr("Restore a backup")));
  EXPECT_THAT(store->Get("a"), StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED")) << "nobody knows";
  EXPECT_EQ(server.Command({"EXISTS", "{congress:drafting}:r:a"}), "0");
  EXPECT_EQ(store->LastSequence().value_or(-1), 0);
}

TEST(RedisStore, TellsADamagedRecordFromAnAbsentOne) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit(kOneWrite), IsOk());
  server.Command({"SET", "{congress:drafting}:r:a", "short"});
  EXPECT_THAT(store->Get("a"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  server.Command({"DEL", "{congress:drafting}:r:a"});
  EXPECT_THAT(store->Scan({}, 10), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST(RedisStore, TellsARecordThatWasReplacedByAnotherTypeAsDamaged) {
  constexpr auto kDataLoss = absl::StatusCode::kDataLoss;
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit({.writes = {{"a", "one"}, {"b", "two"}, {"i/x", "entry"}}}), IsOk());
  const auto replace = [&](const std::string& key) {
    server.Command({"DEL", "{congress:drafting}:r:" + key});
    server.Command({"RPUSH", "{congress:drafting}:r:" + key, "of a list"});
  };
  ASSERT_OK_AND_ASSIGN(const auto snapshot, store->TakeSnapshot());
  replace("b");
  const std::vector<std::string> both = {"a", "b"};
  for (const absl::Status& told :
       {store->Get("b").status(), store->GetAll(both).status(), store->Scan({}, 10).status(), store->LookOn(),
        snapshot->Scan({"b", ""}, 10).status(), store->Commit({.checks = {{"b", 1}}}).status(),
        store->Commit({.writes = {{"b", "x", kAbsent}}}).status()}) {
    EXPECT_THAT(told, StatusIs(kDataLoss, "RECORD_DAMAGED"));
    EXPECT_EQ(DamagedKey(told), "b");
    EXPECT_THAT(DriverText(told), AllOf(HasSubstr("replaced beside the suite"), HasSubstr("Restore a backup")));
  }
  EXPECT_EQ(store->Get("a")->value, "one");
  EXPECT_EQ(store->LastSequence().value_or(-1), 1) << "nothing was written";
  // A snapshot misses it also once it is written again; what is written is whole.
  ASSERT_THAT(store->Commit({.writes = {{"b", "three"}}}), IsOk());
  EXPECT_EQ(store->Get("b")->value, "three");
  EXPECT_THAT(snapshot->Scan({"b", ""}, 10), StatusIs(kDataLoss, "RECORD_DAMAGED"));
  // What can be made anew names that cure, and takes no readiness away.
  replace("i/x");
  EXPECT_THAT(DriverText(store->Get("i/x").status()), HasSubstr("indexes rebuild"));
  EXPECT_THAT(store->LookOn(), IsOk());
}

// What was done to the server, and whether keys are missing then.
struct Blow {
  std::vector<std::vector<std::string>> commands;
  bool found = true;
};

TEST(RedisStore, MissesKeysThatWereTakenBesideIt) {
  const RedisServer server;
  const std::string keys = "{congress:drafting}:keys";
  const std::vector<Blow> blows = {
      {{{"DEL", keys}}},
      {{{"ZREM", keys, "a"}}},
      {{{"ZREM", keys, "a", "b"}}},
      {{{"ZADD", keys, "0", "stranger"}}},
      {{{"RENAME", keys, "{congress:drafting}:elsewhere"}}},
      // What the next commit counts anew.
      {{{"DEL", "{congress:drafting}:counted"}}, false},
      // As a process commits that does not count.
      {{{"INCR", "{congress:drafting}:sequence"},
        {"ZADD", keys, "0", "c"},
        {"SET", "{congress:drafting}:r:c", Stamp(4)}},
       false},
      {{}, false},
  };
  for (const Blow& blow : blows) {
    server.Command({"FLUSHALL"});
    const std::string what = blow.commands.empty() ? "" : testing::PrintToString(blow.commands.front());
    ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
    ASSERT_THAT(store->Commit({.writes = {{"a", "1"}, {"b", "1"}, {"gone", "1"}}, .appends = {{"log", "1"}}}), IsOk());
    ASSERT_THAT(store->Commit({.writes = {{"a", "2"}, {"gone"}, {"never"}}, .appends = {{"log", "2"}}}), IsOk());
    ASSERT_THAT(store->Commit({.writes = {{"b", "3"}}}), IsOk());
    EXPECT_EQ(store->LastSequence().value_or(-1), 3);
    for (const auto& command : blow.commands) server.Command(command);
    // Whatever comes after it makes good nothing.
    for (const Batch& batch : {Batch{}, Batch{.writes = {{"a", "4"}, {"d", "4"}}}, Batch{.writes = {{"b"}, {"d"}}}}) {
      if (!batch.writes.empty()) {
        ASSERT_THAT(store->Commit(batch), IsOk());
      }
      const auto last = store->LastSequence();
      ASSERT_OK_AND_ASSIGN(const auto faults, store->Examine());
      if (blow.found) {
        EXPECT_THAT(last, StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED")) << what;
        EXPECT_THAT(DriverText(last.status()), HasSubstr("'{congress:drafting}:keys' has ")) << what;
        ASSERT_EQ(faults.size(), 1u) << what;
        EXPECT_TRUE(faults[0].damage && faults[0].said == DriverText(last.status())) << faults[0].said;
      } else {
        EXPECT_THAT(last, IsOk()) << what;
        EXPECT_THAT(faults, IsEmpty()) << what;
      }
    }
  }
}

TEST(RedisStore, RefusesCommitsWhileMemoryIsFullAndStillReads) {
  const RedisServer server;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(AddressOf(server), "drafting"));
  ASSERT_THAT(store->Commit(kOneWrite), IsOk());
  server.Command({"CONFIG", "SET", "maxmemory", "1"});
  const auto refused = store->Commit({.writes = {{"a", std::nullopt, std::nullopt}, {"b", "x", std::nullopt}}});
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  ASSERT_OK_AND_ASSIGN(const Record record, store->Get("a"));
  EXPECT_EQ(record.value, "one");
  EXPECT_EQ(store->LastSequence().value_or(-1), 1);
  server.Command({"CONFIG", "SET", "maxmemory", "0"});
  ASSERT_OK_AND_ASSIGN(const Committed committed, store->Commit(kOneWrite));
  EXPECT_EQ(committed.sequence, 2);
}

}  // namespace
}  // namespace congress::store
