// Commits that are there and were not noted by the witness: whoever repeats a request gets its answer, so the witness
// knows of it before.
#include <filesystem>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
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

}  // namespace
}  // namespace congress::store
