// Stores that several processes have: Redis that was flushed, made anew, restored or set back beside who uses it.
#include <filesystem>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
#include "platform/store/maintained.h"
#include "platform/store/open.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

class SharedIdentity : public ::testing::Test {
 protected:
  std::unique_ptr<IdentifiedStore> Open(const std::string& witness = "") {
    auto store = OpenIdentified(server_.url(), {.keyspace = "drafting", .suite = "s", .witness = witness});
    EXPECT_THAT(store, IsOk());
    return *std::move(store);
  }
  static absl::StatusOr<Committed> Put(Store& store, const std::string& key) {
    return store.Commit({.writes = {{.key = key, .value = "x"}}});
  }

  const support::RedisServer server_;
  const support::TemporaryFolder folder_;
};

TEST_F(SharedIdentity, IsWaitedForUntilAnotherProcessMakesIt) {
  const auto store = Open();
  EXPECT_THAT(store->Admit(), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(Put(*store, "a"), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(Open()->Initialise(absl::Now()), IsOk());
  EXPECT_THAT(store->LastSequence(), IsOk());
  EXPECT_THAT(Put(*store, "a"), IsOk());
}

TEST_F(SharedIdentity, IsRefusedWhenItWasFlushedUnderTheService) {
  const auto store = Open();
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  ASSERT_THAT(Put(*store, "a"), IsOk());
  server_.Command({"FLUSHALL"});
  EXPECT_THAT(Put(*store, "b"), StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(store->Get("a"), StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(store->LastSequence(), StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_EQ(server_.Command({"DBSIZE"}), "0") << "nothing was written";
}

TEST_F(SharedIdentity, IsRefusedWhenItWasFlushedAndMadeAnewUnderTheService) {
  const auto store = Open();
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Put(*store, "a"), IsOk());
  server_.Command({"FLUSHALL"});
  const auto other = Open();
  ASSERT_THAT(other->Initialise(absl::Now()), IsOk()) << "without a witness it knows of no loss";
  EXPECT_THAT(Put(*store, "b"), StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(Put(*other, "b"), IsOk());
}

TEST_F(SharedIdentity, WithAWitnessIsRefusedAfterARestartToo) {
  {
    const auto store = Open(folder_.path());
    ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
    ASSERT_THAT(Put(*store, "a"), IsOk());
  }
  server_.Command({"FLUSHALL"});
  EXPECT_THAT(Open(folder_.path())->Admit(), StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(Open(folder_.path())->Initialise(absl::Now()), StatusIs(kRefused, "STORE_REFUSED"));
}

TEST_F(SharedIdentity, WaitsForItsWitnessToo) {
  const auto store = Open(folder_.path());
  EXPECT_THAT(store->Admit(), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  ASSERT_THAT(Open(folder_.path())->Initialise(absl::Now()), IsOk());
  EXPECT_THAT(store->LastSequence(), IsOk());
  EXPECT_THAT(Put(*store, "a"), IsOk());
}

TEST_F(SharedIdentity, OfABackupJoinsTheSuiteThatItIsRestoredInto) {
  {
    const auto backend = *store::Open(server_.url(), "drafting");
    v1::StoreFormat format;
    format.set_schema(kSchema);
    format.set_suite_id("another");
    format.set_keyspace("drafting");
    format.set_restored(true);
    ASSERT_THAT(backend->Commit({.writes = {{.key = std::string(kFormatKey), .value = format.SerializeAsString()}}}),
                IsOk());
  }
  EXPECT_THAT(DriverText(Open()->Admit()), HasSubstr("was restored from a backup"));
  const auto store = Open();
  EXPECT_TRUE(store->AcceptRollback(absl::Now()).value_or(false));
  v1::StoreFormat format;
  ASSERT_TRUE(format.ParseFromString(store->Get(kFormatKey)->value));
  EXPECT_EQ(format.suite_id(), "s");
  EXPECT_FALSE(format.restored());
}

// Without a witness the operator alone knows; what must never repeat on paper is counted by epochs.
TEST_F(SharedIdentity, WithoutAWitnessGoesOnInANewEpochWhenTheOperatorSaysSo) {
  const auto store = Open();
  EXPECT_THAT(Open()->AcceptRollback(absl::Now()), StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"))
      << "there is none yet";
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  ASSERT_THAT(Put(*store, "a"), IsOk());
  for (const int64_t epoch : {1, 2}) {
    const auto operators = Open();
    EXPECT_TRUE(operators->AcceptRollback(absl::Now()).value_or(false));
    EXPECT_EQ(operators->Epoch(), epoch);
    const auto committed = Put(*store, "b");
    ASSERT_THAT(committed, IsOk()) << "a running process follows";
    EXPECT_EQ(committed->sequence, FirstOf(epoch) + 1);
    EXPECT_EQ(store->Epoch(), epoch);
  }
  v1::StoreFormat format;
  ASSERT_TRUE(format.ParseFromString(store->Get(kFormatKey)->value));
  ASSERT_EQ(format.epochs_size(), 2);
  EXPECT_EQ(format.epochs(0).sequence(), 2);
}

// A record alone, without what the list says of it.
TEST_F(SharedIdentity, ARecordThatWasDeletedBesideItIsToldAndTakesReadinessAway) {
  const auto store = Open();
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  Batch batch;
  for (int i = 0; i < 2500; ++i) batch.writes.push_back({.key = absl::StrCat("k", i), .value = "x"});
  ASSERT_THAT(store->Commit(batch), IsOk());
  for (int i = 0; i < 6; ++i) ASSERT_THAT(store->LastSequence(), IsOk());
  server_.Command({"DEL", "{congress:drafting}:r:k987"});
  // To who asks for it, at once.
  EXPECT_THAT(store->Get("k987"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(store->GetAll(std::vector<std::string>{"k1", "k987"}),
              StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_TRUE(absl::IsNotFound(store->Get("k2500").status()));
  // To who is about to make it again.
  EXPECT_THAT(store->Commit({.writes = {{.key = "k987", .value = "y", .expected = kAbsent}}}),
              StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(store->Commit({.checks = {{"k987", kAbsent}}}), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(store->Commit({.writes = {{.key = "k2500", .value = "y", .expected = kAbsent}}}), IsOk());
  // And to readiness, within a round.
  absl::Status ready;
  for (int looks = 0; looks < 12 && ready.ok(); ++looks) ready = store->LastSequence().status();
  EXPECT_THAT(ready, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(DriverText(ready), AllOf(HasSubstr("the record 'k987'"), HasSubstr("deleted beside the suite"),
                                       HasSubstr("Restore a backup")));
  EXPECT_THAT(store->LastSequence(), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED")) << "until a restart";
  EXPECT_THAT(store->Get("k986"), IsOk()) << "what is there is read on";
  // No snapshot passes over it.
  auto snapshot = *(*store->Maintenance())->TakeSnapshot();
  EXPECT_THAT(snapshot->Scan({"k986", ""}, 10), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

// Whoever makes them anew must serve meanwhile.
TEST_F(SharedIdentity, WhatIsMadeAnewTakesNoReadinessAwayWhenItWasDeletedBesideIt) {
  std::vector<std::string> told;
  const auto store = *OpenIdentified(server_.url(), {.keyspace = "drafting", .suite = "s"},
                                     [&told](std::string_view said) { told.emplace_back(said); });
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  told.clear();
  for (const auto& [key, cure] :
       {std::pair("i/Person/a", "indexes rebuild"), {"d/organisations/u", "Start the service"}}) {
    ASSERT_THAT(Put(*store, key), IsOk());
    server_.Command({"DEL", absl::StrCat("{congress:drafting}:r:", key)});
    for (int looks = 0; looks < 6; ++looks) EXPECT_THAT(store->LastSequence(), IsOk()) << key;
    EXPECT_THAT(store->Get(key), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED")) << "to who asks for it";
    ASSERT_EQ(told.size(), 1u) << "once";
    EXPECT_THAT(told.front(), AllOf(HasSubstr(key), HasSubstr(cure)));
    EXPECT_THAT(DriverText(store->Get(key).status()), HasSubstr(cure));
    ASSERT_THAT(Put(*store, key), IsOk());
    EXPECT_THAT(store->Get(key), IsOk());
    told.clear();
  }
}

TEST_F(SharedIdentity, ASecondProcessFollowsANewEpoch) {
  const auto store = Open(folder_.path());
  ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
  ASSERT_THAT(Put(*store, "a"), IsOk());
  std::filesystem::remove(folder_.File("drafting.witness"));
  EXPECT_TRUE(Open(folder_.path())->AcceptRollback(absl::Now()).value_or(false));
  const auto committed = Put(*store, "b");
  ASSERT_THAT(committed, IsOk());
  EXPECT_EQ(committed->sequence, FirstOf(1) + 1);
  EXPECT_EQ(store->Epoch(), 1);
}

}  // namespace
}  // namespace congress::store
