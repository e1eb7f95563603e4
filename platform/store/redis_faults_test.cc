// Redis under faults: connections cut at every byte, late requests, a server that dies, stalls, forgets or comes late.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/store/fault_proxy.h"
#include "platform/store/redis_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::RedisServer;
using support::StatusIs;
using testing::HasSubstr;

constexpr auto kUnavailable = absl::StatusCode::kUnavailable;

class RedisFaults : public testing::Test {
 protected:
  void SetUp() override {
    RedisAddress address = {.host = "127.0.0.1", .port = proxy_.port()};
    address.settle_timeout = absl::Milliseconds(300);
    ASSERT_OK_AND_ASSIGN(store_, RedisStore::Open(address, "drafting"));
    // The server knows the scripts and the pool holds a connection.
    ASSERT_EQ(CommitNext(), 1);
  }

  // Commits the next record and its append, so that a second application would show.
  absl::StatusOr<Committed> TryNext() {
    const std::string number = std::to_string(++last_);
    return store_->Commit({.writes = {{"n/" + number, number, kAbsent}}, .appends = {{"log", number}}});
  }
  Revision CommitNext() {
    const auto committed = TryNext();
    EXPECT_THAT(committed, IsOk());
    return committed.ok() ? committed->sequence : -1;
  }
  // Every commit is there once, in order.
  void ExpectEachOnce() {
    EXPECT_EQ(store_->LastSequence().value_or(-1), last_);
    const auto log = store_->Scan(Range::Prefix("log/"), 1000);
    ASSERT_THAT(log, IsOk());
    ASSERT_EQ(log->size(), static_cast<size_t>(last_));
    for (size_t i = 0; i < log->size(); ++i) EXPECT_EQ((*log)[i].value, std::to_string(i + 1));
  }

  RedisServer server_;
  FaultProxy proxy_{server_.socket()};
  std::unique_ptr<RedisStore> store_;
  int last_ = 0;
};

TEST_F(RedisFaults, CommitsOnceWhenTheConnectionIsCutWithinTheRequest) {
  for (const size_t bytes : {0u, 1u, 3u, 4u, 40u, 100u, 200u, 230u}) {
    proxy_.CutRequestAfter(bytes);
    EXPECT_EQ(CommitNext(), last_) << bytes;
    EXPECT_FALSE(proxy_.armed());
  }
  ExpectEachOnce();
}

TEST_F(RedisFaults, CommitsOnceWhenTheConnectionIsCutAfterTheRequest) {
  proxy_.CutReplyAfter(0);
  EXPECT_EQ(CommitNext(), last_);
  EXPECT_FALSE(proxy_.armed());
  ExpectEachOnce();
}

TEST_F(RedisFaults, CommitsOnceWhenTheConnectionIsCutAtAnyByteOfTheReply) {
  // *2 $9 committed $20 and the stamp, each with its line ends.
  const size_t reply = std::string("*2\r\n$9\r\ncommitted\r\n$20\r\n12345678901234567890\r\n").size();
  for (size_t bytes = 1; bytes < reply; ++bytes) {
    proxy_.CutReplyAfter(bytes);
    EXPECT_EQ(CommitNext(), last_) << bytes;
    EXPECT_FALSE(proxy_.armed());
  }
  ExpectEachOnce();
}

TEST_F(RedisFaults, ReportsAConflictWhoseReplyWasCut) {
  proxy_.CutReplyAfter(5);
  const auto refused = store_->Commit({.writes = {{"n/1", "x", kAbsent}}});
  EXPECT_EQ(ConflictingKey(refused.status()), "n/1");
  ExpectEachOnce();
}

TEST_F(RedisFaults, RefusesARequestThatArrivesAfterItsOutcomeWasSettled) {
  proxy_.HoldRequest();
  EXPECT_EQ(CommitNext(), 2);
  EXPECT_THAT(proxy_.Release(), HasSubstr("fenced"));
  ExpectEachOnce();
}

TEST_F(RedisFaults, ReadsAgainWhenTheConnectionIsCut) {
  for (const size_t bytes : {0u, 2u, 9u}) {
    proxy_.CutReplyAfter(bytes);
    EXPECT_THAT(store_->Get("n/1"), IsOk()) << bytes;
    proxy_.CutRequestAfter(bytes);
    EXPECT_THAT(store_->Scan({}, 10), IsOk()) << bytes;
    EXPECT_FALSE(proxy_.armed());
  }
}

TEST_F(RedisFaults, SaysThatTheOutcomeIsUnknownWhenItCannotAsk) {
  proxy_.CutReplyAfter(0);
  proxy_.StayAwayAfterCut();
  const auto unknown = TryNext();
  EXPECT_THAT(unknown, StatusIs(kUnavailable, "COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_THAT(store_->Get("n/1"), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  proxy_.ComeBack();
  ExpectEachOnce();
}

TEST_F(RedisFaults, SaysThatNothingWasWrittenWhenNoConnectionIsMade) {
  proxy_.GoAway();
  // The idle connection of the pool fails first; with it alone the outcome would have to be asked for.
  EXPECT_THAT(store_->Get("n/1"), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  const auto refused = store_->Commit({.writes = {{"x", "x", kAbsent}}});
  EXPECT_THAT(refused, StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  google::rpc::RetryInfo retry;
  EXPECT_TRUE(status::Detail(refused.status(), &retry));
  EXPECT_THAT(store_->LastSequence(), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  proxy_.ComeBack();
  EXPECT_TRUE(absl::IsNotFound(store_->Get("x").status()));
  ExpectEachOnce();
}

TEST_F(RedisFaults, ForgottenScriptsAreSentAgain) {
  server_.Command({"SCRIPT", "FLUSH"});
  EXPECT_EQ(CommitNext(), 2);
  server_.Command({"SCRIPT", "FLUSH"});
  ExpectEachOnce();
}

TEST_F(RedisFaults, HasEveryAcknowledgedCommitAfterTheServerWasKilledUnderLoad) {
  constexpr int kThreads = 4;
  for (int round = 0; round < 4; ++round) {
    std::vector<std::vector<std::string>> acknowledged(kThreads);
    std::atomic<int> commits = 0;
    std::atomic<bool> killed = false;
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
          for (int i = 0; !killed; ++i) {
            const std::string key = absl::StrCat("load/", round, "/", thread, "/", i);
            const auto committed = store_->Commit({.writes = {{key, key, kAbsent}}});
            if (!committed.ok()) continue;
            acknowledged[static_cast<size_t>(thread)].push_back(key);
            ++commits;
          }
        });
      }
      const absl::Time deadline = absl::Now() + absl::Seconds(20);
      while (commits < 20 && absl::Now() < deadline) std::this_thread::yield();
      server_.Kill();
      killed = true;
    }
    ASSERT_GE(commits, 20);
    server_.Start();
    for (const auto& keys : acknowledged) {
      for (const std::string& key : keys) EXPECT_THAT(store_->Get(key), IsOk()) << key;
    }
  }
}

TEST_F(RedisFaults, HealsByItselfAfterTheServerRestarted) {
  server_.Restart();
  EXPECT_EQ(CommitNext(), 2);
  server_.Restart();
  ExpectEachOnce();
}

TEST(RedisStall, TimesOutWhilePausedAndHealsAfterwards) {
  RedisServer server;
  RedisAddress address = {.socket = server.socket()};
  address.command_timeout = absl::Milliseconds(150);
  address.settle_timeout = absl::Milliseconds(150);
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(address, "drafting"));
  ASSERT_THAT(store->Commit({.writes = {{"a", "one", kAbsent}}}), IsOk());
  server.Pause();
  const absl::Time begin = absl::Now();
  EXPECT_THAT(store->LastSequence(), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store->Get("a"), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(3));
  server.Resume();
  EXPECT_THAT(store->Get("a"), IsOk());

  // A connection is at hand, so the commit is on its way when its reply fails to come.
  server.Pause();
  const auto unknown = store->Commit({.writes = {{"b", "one", kAbsent}}});
  EXPECT_THAT(unknown, StatusIs(kUnavailable, "COMMIT_OUTCOME_UNKNOWN"));
  server.Resume();
  const auto again = store->Commit({.writes = {{"b", "one", kAbsent}}});
  EXPECT_TRUE(again.ok() || ConflictingKey(again.status()) == "b") << again.status();
  EXPECT_EQ(store->LastSequence().value_or(-1), 2);
}

TEST(RedisStall, SettlesACommitThatTookTooLong) {
  RedisServer server;
  RedisAddress address = {.socket = server.socket()};
  address.command_timeout = absl::Milliseconds(150);
  address.settle_timeout = absl::Seconds(10);
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open(address, "drafting"));
  // It has a connection of its own, so that the commit finds the first store's.
  ASSERT_OK_AND_ASSIGN(const auto other, RedisStore::Open(address, "drafting"));
  server.Pause();
  std::jthread commit([&] { EXPECT_THAT(store->Commit({.appends = {{"log", "x"}}}), IsOk()); });
  // Two calls that time out one after the other take longer than the commit's own timeout.
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(other->Get("a").ok());
  server.Resume();
  commit.join();
  EXPECT_EQ(store->LastSequence().value_or(-1), 1);
}

TEST(RedisLate, OpensBeforeTheServerIsThereAndServesOnceItIs) {
  RedisServer server;
  server.Kill();
  std::vector<std::string> notices;
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open({.socket = server.socket()}, "drafting",
                                                          [&](std::string_view text) { notices.emplace_back(text); }));
  EXPECT_THAT(notices, testing::ElementsAre(HasSubstr("does not answer yet")));
  EXPECT_THAT(store->LastSequence(), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store->Commit({.writes = {{"a", "x", kAbsent}}}), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  server.Start();
  EXPECT_EQ(store->LastSequence().value_or(-1), 0);
  EXPECT_THAT(store->Commit({.writes = {{"a", "x", kAbsent}}}), IsOk());
}

TEST(RedisLate, NeverUsesAServerThatMayEvictHoweverLateItComes) {
  RedisServer server({"--maxmemory-policy", "allkeys-lru"});
  server.Kill();
  ASSERT_OK_AND_ASSIGN(const auto store, RedisStore::Open({.socket = server.socket()}, "drafting"));
  server.Start();
  EXPECT_THAT(store->Commit({.writes = {{"a", "x", kAbsent}}}), StatusIs(kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_EQ(server.Command({"DBSIZE"}), "0");
}

}  // namespace
}  // namespace congress::store
