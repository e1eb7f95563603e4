// What becomes a store by `--init`, and what is none however it looks.
#include "gmock/gmock.h"
#include "platform/store/identified_store.h"
#include "platform/store/identity_fixture.h"

namespace congress::store {
namespace {

namespace fs = std::filesystem;
using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(IdentifiedStoreTest, IsMadeExplicitly) {
  EXPECT_THAT(Refusal(), HasSubstr("is empty; run once with --init"));
  const std::unique_ptr<IdentifiedStore> store = Make();
  Put(*store, "a");
  EXPECT_THAT(store->Initialise(absl::Now()), IsOk()) << "nothing is made twice";
  EXPECT_EQ(store->Get("a")->value, "x");
  EXPECT_EQ(store->Epoch(), 0);
}

// The numbers that its original gives out from then on would be given twice.
TEST_F(IdentifiedStoreTest, ACopyWithoutAWitnessIsNoNewStore) {
  const auto copied_is_refused = [&](int64_t epoch) {
    const support::TemporaryFolder elsewhere;
    const std::string copy = absl::StrCat("sqlite:", elsewhere.File("drafting.db"));
    fs::copy_file(File("drafting.db"), elsewhere.File("drafting.db"));
    const auto store = *OpenIdentified(copy, {.keyspace = "drafting"});
    const absl::Status refused = store->Initialise(absl::Now());
    EXPECT_THAT(refused, StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_THAT(DriverText(refused),
                AllOf(HasSubstr("has lost its witness"), HasSubstr("run once with --accept-rollback")));
    EXPECT_FALSE(store->Witnessed().has_value());
    EXPECT_THAT(store->Get("a"), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_TRUE(store->AcceptRollback(absl::Now()).value_or(false));
    EXPECT_EQ(store->Epoch(), epoch);
  };
  Make();
  copied_is_refused(1);
  {
    const auto store = Open();
    ASSERT_THAT(store->Admit(), IsOk());
    Put(*store, "a");
  }
  copied_is_refused(1);
  fs::remove(File("drafting.witness"));
  ASSERT_TRUE(Open()->AcceptRollback(absl::Now()).value_or(false));
  copied_is_refused(2);
}

TEST_F(IdentifiedStoreTest, WhoseMakingWasKilledIsMadeByTheNext) {
  const auto announced = [&](const std::string& store_id) {
    fs::remove(File("drafting.witness"));
    EXPECT_THAT((*Witness::Open(folder_.path(), "drafting", "drafting"))->Announce("s", store_id), IsOk());
  };
  // Before the store's first commit.
  announced("a");
  EXPECT_THAT(Refusal(), HasSubstr("is empty; run once with --init"));
  // Behind it.
  EXPECT_EQ(Make()->Witnessed()->store_id, "a");
  announced("a");
  {
    const auto store = Open();
    EXPECT_THAT(store->Initialise(absl::Now()), IsOk());
    EXPECT_EQ(store->Witnessed()->sequence, 1);
    EXPECT_EQ(Put(*store, "a"), 2);
  }
  // Another one that was made is not that one.
  announced("b");
  EXPECT_THAT(Refusal(), HasSubstr("(its id is 'a' and not 'b')"));
  // What has gone on was not made just now.
  announced("a");
  EXPECT_THAT(Refusal(), HasSubstr("has lost its witness"));
  EXPECT_THAT(Open()->Initialise(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
}

TEST_F(IdentifiedStoreTest, WithoutItsIdentityIsNoOlderVersions) {
  Put(*Make(), "a");
  {
    auto below = *store::Open(absl::StrCat("sqlite:", File("drafting.db")), "drafting");
    ASSERT_THAT(below->Commit({.writes = {{.key = std::string(kFormatKey)}}}), IsOk());
  }
  EXPECT_THAT(Refusal(), HasSubstr("has lost the record of what it is"));
  // Nor is it made one that an older version wrote.
  EXPECT_THAT(Open()->Initialise(absl::UnixEpoch()), StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_REFUSED"));
  EXPECT_THAT(Refusal(), HasSubstr("has lost the record of what it is"));
}

// An identity that was taken out of a copy makes it no older version's.
TEST_F(IdentifiedStoreTest, WithoutWitnessAndIdentityIsNoOlderVersions) {
  Put(*Make(), "a");
  {
    auto below = *store::Open(absl::StrCat("sqlite:", File("drafting.db")), "drafting");
    ASSERT_THAT(below->Commit({.writes = {{.key = std::string(kFormatKey)}}}), IsOk());
  }
  fs::remove(File("drafting.witness"));
  EXPECT_THAT(Open()->Initialise(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  auto below = *store::Open(absl::StrCat("sqlite:", File("drafting.db")), "drafting");
  EXPECT_EQ(below->LastSequence().value_or(0), 3) << "nothing was written";
}

TEST_F(IdentifiedStoreTest, OfAnUpgradeIsNamedOnce) {
  {
    // As the version before wrote it.
    auto store = *store::Open(absl::StrCat("sqlite:", File("drafting.db")), "drafting");
    v1::StoreFormat format;
    format.set_schema(2);
    Put(*store, std::string(kFormatKey), format.SerializeAsString());
    Put(*store, "a");
  }
  EXPECT_THAT(Refusal(), HasSubstr("has no identity"));
  const auto store = Make();
  EXPECT_EQ(store->Get("a")->value, "x");
  EXPECT_EQ(Put(*store, "b"), 4);
}

}  // namespace
}  // namespace congress::store
