#include "platform/store/enveloped_store.h"

#include "platform/status/macros.h"
#include "platform/store/envelope.h"
#include "platform/store/sqlite_store.h"
#include "platform/store/store_conformance.h"
#include "tests/support/status_matchers.h"

namespace congress::store {
namespace {

using support::IsOk;
using support::StatusIs;

// The whole contract holds with envelopes as without.
class Enveloped : public StorePlace {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override {
    ASSIGN_OR_RETURN(auto store, SqliteStore::Open(":memory:"));
    return std::make_unique<EnvelopedStore>(std::move(store));
  }
};

INSTANTIATE_TEST_SUITE_P(Enveloped, StoreConformance,
                         testing::Values(Backend{"Sqlite", [] { return std::make_unique<Enveloped>(); }}), NameOf);

class EnvelopedStoreTest : public ::testing::Test {
 protected:
  EnvelopedStoreTest() {
    auto opened = SqliteStore::Open(":memory:");
    bare_ = opened->get();
    store_ = std::make_unique<EnvelopedStore>(*std::move(opened));
  }

  Store* bare_ = nullptr;
  std::unique_ptr<Store> store_;
};

TEST_F(EnvelopedStoreTest, KeepsTheOrganisationBesideTheValue) {
  ASSERT_THAT(
      store_->Commit({.writes = {{.key = "a", .value = "x", .organisation = "organisations/p", .sealed = true}}}),
      IsOk());
  ASSERT_OK_AND_ASSIGN(const Record record, store_->Get("a"));
  EXPECT_EQ(record.value, "x");
  EXPECT_EQ(record.organisation, "organisations/p");
  EXPECT_TRUE(record.sealed);
}

TEST_F(EnvelopedStoreTest, TakesNothingThatLiesBare) {
  ASSERT_THAT(bare_->Commit({.writes = {{.key = "a", .value = "\x0a\x03old"}, {.key = "b", .value = ""}}}), IsOk());
  EXPECT_THAT(store_->Get("a"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(store_->Get("b"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(EnvelopedStoreTest, TellsARecordThatRotted) {
  ASSERT_THAT(store_->Commit({.writes = {{.key = "a", .value = "value", .organisation = "organisations/p"}},
                              .appends = {{"log", "entry"}}}),
              IsOk());
  for (const std::string& key : {std::string("a"), AppendKey("log", 1)}) {
    const std::string good = bare_->Get(key)->value;
    for (size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ 0x10);
      ASSERT_THAT(bare_->Commit({.writes = {{.key = key, .value = bad}}}), IsOk());
      EXPECT_THAT(store_->Get(key), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED")) << key << " byte " << i;
    }
    ASSERT_THAT(bare_->Commit({.writes = {{.key = key, .value = good.substr(0, good.size() - 1)}}}), IsOk());
    EXPECT_THAT(store_->Scan(Range::Prefix(key), 10), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
    ASSERT_THAT(bare_->Commit({.writes = {{.key = key, .value = good.substr(0, 5)}}}), IsOk());
    EXPECT_THAT(store_->GetAll({{key}}), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  }
}

TEST_F(EnvelopedStoreTest, TellsARecordUnderAnothersKey) {
  ASSERT_THAT(store_->Commit({.writes = {{.key = "persons/a", .value = "value"}}}), IsOk());
  ASSERT_THAT(bare_->Commit({.writes = {{.key = "persons/b", .value = bare_->Get("persons/a")->value}}}), IsOk());
  EXPECT_THAT(store_->Get("persons/b"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

}  // namespace
}  // namespace congress::store
