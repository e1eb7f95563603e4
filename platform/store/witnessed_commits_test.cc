// Commits that are there and were not noted by the witness: whoever repeats a request gets its answer, so the witness
// knows of it before.
#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
#include "platform/store/open.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::store {
namespace {

namespace fs = std::filesystem;
using support::IsOk;
using support::StatusIs;

// Commits, and does not say so.
class Unsure final : public Store {
 public:
  Unsure(std::unique_ptr<Store> store, const bool& unsure) : store_(std::move(store)), unsure_(unsure) {}
  absl::StatusOr<Record> Get(std::string_view key) override { return store_->Get(key); }
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override {
    return store_->GetAll(keys);
  }
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override {
    return store_->Scan(range, limit);
  }
  absl::StatusOr<Committed> Commit(const Batch& batch) override {
    auto committed = store_->Commit(batch);
    if (unsure_) return OutcomeUnknown("the disk failed");
    return committed;
  }
  absl::StatusOr<Revision> LastSequence() override { return store_->LastSequence(); }
  absl::StatusOr<Maintained*> Maintenance() override { return store_->Maintenance(); }

 private:
  const std::unique_ptr<Store> store_;
  const bool& unsure_;
};

class WitnessedCommits : public ::testing::Test {
 protected:
  std::unique_ptr<IdentifiedStore> Open() {
    auto backend = std::make_unique<Unsure>(*SqliteStore::Open(folder_.File("x.db")), unsure_);
    auto store = std::make_unique<IdentifiedStore>(std::move(backend), Claim{.keyspace = "x"},
                                                   *Witness::Open(folder_.path(), "x", "x"));
    EXPECT_THAT(store->Initialise(absl::Now()), IsOk());
    return store;
  }
  static absl::StatusOr<Committed> Put(Store& store, const std::string& key) {
    return store.Commit({.writes = {{.key = key, .value = "x"}}});
  }
  Revision Witnessed() const { return (*Witness::Open(folder_.path(), "x", "x"))->testimony()->sequence; }

  const support::TemporaryFolder folder_;
  bool unsure_ = false;
};

TEST_F(WitnessedCommits, OneThatAKillKeptFromTheWitnessIsNotedWhenTheStoreIsServedAgain) {
  ASSERT_THAT(Put(*Open(), "a"), IsOk());
  const std::string witness = folder_.File("x.witness");
  fs::copy_file(witness, witness + ".kept");
  ASSERT_THAT(Put(*Open(), "b"), IsOk());
  fs::copy_file(witness + ".kept", witness, fs::copy_options::overwrite_existing);
  ASSERT_EQ(Witnessed(), 2);
  EXPECT_THAT(Open()->Get("b"), IsOk());
  EXPECT_EQ(Witnessed(), 3);
}

TEST_F(WitnessedCommits, OneOfUnknownOutcomeIsNotedBeforeItCanBeRead) {
  const auto store = Open();
  unsure_ = true;
  EXPECT_THAT(Put(*store, "a"), StatusIs(absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN"));
  EXPECT_THAT(store->Get("a"), IsOk());
  EXPECT_EQ(Witnessed(), 2);
}

// A witness in a folder of its own, and what the operator is told while the store is served.
class WitnessUnderTheProcess : public ::testing::Test {
 protected:
  WitnessUnderTheProcess() {
    fs::create_directory(folder_.File("apart"));
    store_ = *OpenIdentified(absl::StrCat("sqlite:", folder_.File("x.db")),
                             {.keyspace = "x", .witness = folder_.File("apart")},
                             [this](std::string_view said) { told_.emplace_back(said); });
    EXPECT_THAT(store_->Initialise(absl::Now()), IsOk());
    fs::copy_file(witness_, folder_.File("older"));
    Put();
  }
  void Put() { EXPECT_THAT(store_->Commit({.writes = {{.key = "a", .value = "x"}}}), IsOk()); }
  // As whoever opens it next reads it.
  std::optional<Testimony> Written() const { return (*Witness::Open(folder_.File("apart"), "x", "x"))->testimony(); }
  void ExpectPutBack(Revision sequence) {
    EXPECT_THAT(store_->LastSequence(), IsOk());
    const auto written = Written();
    ASSERT_TRUE(written.has_value());
    EXPECT_EQ(written->sequence, sequence);
    EXPECT_EQ(written->store_id, store_->Witnessed()->store_id);
    EXPECT_THAT(told_, testing::ElementsAre(testing::HasSubstr("it is written again")));
    // And goes on from there.
    Put();
    EXPECT_EQ(Written()->sequence, sequence + 1);
    told_.clear();
  }

  const support::TemporaryFolder folder_;
  const std::string witness_ = folder_.File("apart/x.witness");
  std::vector<std::string> told_;
  std::unique_ptr<IdentifiedStore> store_;
};

TEST_F(WitnessUnderTheProcess, IsWrittenAgainWhenItWasDeletedOrExchanged) {
  fs::remove(witness_);
  ExpectPutBack(2);
  fs::rename(witness_, folder_.File("elsewhere"));
  ExpectPutBack(3);
  fs::rename(folder_.File("older"), witness_);
  ExpectPutBack(4);
  EXPECT_THAT(store_->LastSequence(), IsOk());
  EXPECT_THAT(told_, testing::IsEmpty()) << "once";
}

TEST_F(WitnessUnderTheProcess, TakesReadinessAwayWhileItCannotBeWrittenAgain) {
  const auto expect_unready = [&](const std::string& cause) {
    const absl::Status ready = store_->LastSequence().status();
    EXPECT_THAT(ready, StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
    EXPECT_THAT(DriverText(ready), testing::HasSubstr(cause));
    EXPECT_THAT(store_->Commit({.writes = {{.key = "a", .value = "x"}}}),
                StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  };
  // Its volume is gone.
  fs::rename(folder_.File("apart"), folder_.File("elsewhere"));
  expect_unready("cannot be written again");
  fs::rename(folder_.File("elsewhere"), folder_.File("apart"));
  EXPECT_THAT(store_->LastSequence(), IsOk()) << "it is there again";
  // What lies there is none, or another store's, and is not overwritten.
  std::ofstream(folder_.File("foreign")) << "a list";
  fs::rename(folder_.File("foreign"), witness_);
  expect_unready("lies something else");
  EXPECT_EQ(fs::file_size(witness_), 6u);
  EXPECT_THAT((*Witness::Open(folder_.path(), "y", "y"))->Begin({.suite = "s", .sequence = 9, .store_id = "y"}),
              IsOk());
  fs::rename(folder_.File("y.witness"), witness_);
  expect_unready("lies something else");
  fs::remove(witness_);
  ExpectPutBack(2);
}

}  // namespace
}  // namespace congress::store
