// Stores that were deleted, swapped, cut, set back or flushed, and those that are in order.
#include "platform/store/identified_store.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "gmock/gmock.h"
#include "platform/store/identity_fixture.h"
#include "platform/store/sqlite_store.h"

namespace congress::store {
namespace {

namespace fs = std::filesystem;
using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(IdentifiedStoreTest, GoesOnAfterARestart) {
  Put(*Make(), "a");
  const auto store = Open();
  EXPECT_THAT(store->Admit(), IsOk());
  EXPECT_EQ(Put(*store, "b"), 3);
  EXPECT_EQ(store->LastSequence().value_or(0), 3);
}

TEST_F(IdentifiedStoreTest, OfOneFolderAreOfOneSuite) {
  Make("drafting");
  Make("dossiers");
  EXPECT_THAT(Open("dossiers")->Admit(), IsOk());
  EXPECT_THAT(Refusal("dossiers", "another"), HasSubstr("and not to 'another'"));
}

TEST_F(IdentifiedStoreTest, IsRefusedWhenItWasDeleted) {
  Put(*Make(), "a");
  fs::remove(File("drafting.db"));
  EXPECT_THAT(Refusal(), HasSubstr("is empty, but 2 commits were acknowledged"));
  EXPECT_THAT(Open()->Initialise(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"))
      << "a loss is no first start";
  EXPECT_THAT(Open()->AcceptRollback(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
}

TEST_F(IdentifiedStoreTest, IsRefusedWhenAnotherServicesTakesItsPlace) {
  Make("drafting");
  Put(*Make("dossiers"), "a");
  fs::copy_file(File("dossiers.db"), File("drafting.db"), fs::copy_options::overwrite_existing);
  EXPECT_THAT(Refusal(), HasSubstr("is the store of 'dossiers' and not of 'drafting'"));
}

TEST_F(IdentifiedStoreTest, IsRefusedWhenAnotherSuitesTakesItsPlace) {
  Put(*Make(), "a");
  const support::TemporaryFolder other;
  {
    auto store = *OpenIdentified(absl::StrCat("sqlite:", other.File("drafting.db")), {.keyspace = "drafting"});
    ASSERT_THAT(store->Initialise(absl::Now()), IsOk());
    for (int i = 0; i < 9; ++i) Put(*store, "a");
  }
  fs::copy_file(other.File("drafting.db"), File("drafting.db"), fs::copy_options::overwrite_existing);
  EXPECT_THAT(Refusal(), HasSubstr("belongs to the suite"));
}

TEST_F(IdentifiedStoreTest, IsRefusedWhenItsLogWasCut) {
  {
    const auto store = Make();
    for (int i = 0; i < 20; ++i) Put(*store, absl::StrCat("k", i), std::string(2000, 'x'));
    // As a crash leaves it, with the commits in the log.
    fs::create_directory(File("crash"));
    for (const char* beside : {"", "-wal"}) {
      fs::copy_file(File(absl::StrCat("drafting.db", beside)), File(absl::StrCat("crash/drafting.db", beside)));
    }
  }
  for (const char* beside : {"", "-wal"}) {
    fs::copy_file(File(absl::StrCat("crash/drafting.db", beside)), File(absl::StrCat("drafting.db", beside)),
                  fs::copy_options::overwrite_existing);
  }
  fs::resize_file(File("drafting.db-wal"), fs::file_size(File("drafting.db-wal")) * 2 / 3);
  EXPECT_THAT(Refusal(), HasSubstr("and commit 21 was acknowledged"));
}

TEST_F(IdentifiedStoreTest, ThatWasSetBackGoesOnInANewEpoch) {
  const auto later = [](Revision revision) { return revision + (Revision{1} << kEpochBits); };
  Put(*Make(), "a");
  Keep("drafting.db");
  for (int i = 0; i < 5; ++i) {
    const auto store = Open();
    ASSERT_THAT(store->Admit(), IsOk());
    Put(*store, absl::StrCat("lost", i));
  }
  Restore("drafting.db");
  EXPECT_THAT(Refusal(), HasSubstr("ends with commit 2 and commit 7 was acknowledged"));
  {
    const auto store = Open();
    const auto begun = store->AcceptRollback(absl::Now());
    ASSERT_THAT(begun, IsOk());
    EXPECT_TRUE(*begun);
    EXPECT_EQ(store->Epoch(), 1);
    EXPECT_EQ(Put(*store, "b"), later(2)) << "no revision of before comes again";
    EXPECT_FALSE(store->AcceptRollback(absl::Now()).value_or(true)) << "one that is in order is left alone";
    EXPECT_EQ(store->Epoch(), 1);
    v1::StoreFormat format;
    ASSERT_TRUE(format.ParseFromString(store->Get(kFormatKey)->value));
    ASSERT_EQ(format.epochs_size(), 1);
    EXPECT_EQ(format.epochs(0).sequence(), 2);
    EXPECT_EQ(format.epochs(0).witnessed_sequence(), 7);
  }
  Restore("drafting.db");
  EXPECT_THAT(Refusal(), HasSubstr("is of epoch 0 and epoch 1 has begun"));
}

TEST_F(IdentifiedStoreTest, IsRefusedWithoutItsWitness) {
  Put(*Make(), "a");
  Keep("drafting.db");
  {
    const auto store = Open();
    ASSERT_THAT(store->Admit(), IsOk());
    Put(*store, "lost");
  }
  Restore("drafting.db");
  fs::remove(File("drafting.witness"));
  EXPECT_THAT(Refusal(), HasSubstr("has lost its witness"));
  const auto store = Open();
  EXPECT_TRUE(store->AcceptRollback(absl::Now()).value_or(false));
  EXPECT_EQ(Put(*store, "b"), FirstOf(1) + 1);
}

TEST_F(IdentifiedStoreTest, WhoseIdentityIsDamagedIsNamedWithTheCure) {
  Put(*Make(), "a");
  {
    // Below the envelope.
    auto bytes = *SqliteStore::Open(File("drafting.db"));
    ASSERT_THAT(bytes->Commit({.writes = {{.key = std::string(kFormatKey), .value = "\1rot"}}}), IsOk());
  }
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("is damaged where it says what it is"), HasSubstr("--accept-rollback")));
}

// One byte of a key, in the file of a stopped service: what was there must not be told to be absent, and made again.
TEST_F(IdentifiedStoreTest, WhoseKeysWereAlteredHidesNoRecord) {
  const auto with = [&](const std::string& before, const std::string& after) {
    {
      auto store = Make();
      for (const char* key : {"r/Series/b-1", "r/Series/d-1", "r/Series/f-1"}) Put(*store, key);
    }
    std::fstream file(File("drafting.db"), std::ios::in | std::ios::out | std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const size_t at = bytes.find(before);
    EXPECT_EQ(bytes.find(before, at + 1), std::string::npos);
    file.clear();
    file.seekp(static_cast<std::streamoff>(at)) << after;
  };
  // In its place among the others.
  with("r/Series/d-1", "r/Series/e-1");
  auto store = Open();
  ASSERT_THAT(store->Admit(), IsOk());
  EXPECT_THAT(store->Get("r/Series/d-1"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  const std::vector<std::string> both = {"r/Series/b-1", "r/Series/d-1"};
  EXPECT_THAT(store->GetAll(both), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_TRUE(absl::IsNotFound(store->Get("r/Series/c-1").status())) << "nobody's";
  EXPECT_THAT(store->Get("r/Series/f-1"), IsOk());
  store = nullptr;
  // Out of their order.
  fs::remove(File("drafting.db"));
  fs::remove(File("drafting.witness"));
  with("r/Series/d-1", "r/Series/z-1");
  EXPECT_THAT(Refusal(), AllOf(HasSubstr("out of order"), HasSubstr("Restore a backup")));
  // Without its witness a new epoch could begin; it does not in a store that is not served then.
  fs::remove(File("drafting.witness"));
  EXPECT_THAT(Open()->AcceptRollback(absl::Now()), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  EXPECT_FALSE(Open()->Witnessed().has_value());
}

TEST_F(IdentifiedStoreTest, WhoseFileIsNoDatabaseInsideIsNamedWithTheCure) {
  {
    auto store = Make();
    for (int i = 0; i < 200; ++i) Put(*store, absl::StrCat("a", i), std::string(1000, 'x'));
  }
  // All but the first page, which says that it is a database.
  std::fstream file(File("drafting.db"), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(100'000, 'y') << std::flush;
  const auto opened = OpenIdentified(absl::StrCat("sqlite:", File("drafting.db")), {.keyspace = "drafting"});
  const absl::Status refused = opened.ok() ? (*opened)->Admit() : opened.status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  const std::string told = absl::StrCat(std::string(refused.message()), DriverText(refused));
  EXPECT_THAT(told, AllOf(HasSubstr("drafting.db"), HasSubstr("is damaged"), HasSubstr("backup")));
}

TEST_F(IdentifiedStoreTest, OfANewerVersionIsRefused) {
  {
    const auto store = Make();
    v1::StoreFormat format;
    ASSERT_TRUE(format.ParseFromString(store->Get(kFormatKey)->value));
    format.set_schema(9);
    ASSERT_THAT(store->Commit({.writes = {{.key = std::string(kFormatKey), .value = format.SerializeAsString()}}}),
                IsOk());
    EXPECT_THAT(store->Admit(), IsOk()) << "it says that this version reads it";
    format.set_least_reader(9);
    ASSERT_THAT(store->Commit({.writes = {{.key = std::string(kFormatKey), .value = format.SerializeAsString()}}}),
                IsOk());
    EXPECT_THAT(store->Admit(), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  }
  EXPECT_THAT(Refusal(), HasSubstr("newer version (schema 9; this one reads up to 2)"));
}

TEST_F(IdentifiedStoreTest, ThatIsDeletedUnderTheServiceTakesNoCommit) {
  const auto store = Make();
  fs::remove(File("drafting.db"));
  EXPECT_THAT(store->Commit({.writes = {{.key = "a", .value = "b"}}}), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
  EXPECT_THAT(store->LastSequence(), StatusIs(kFailedPrecondition, "STORE_REFUSED"));
}

// A kill would lose what is committed from then on; the end of the process saves what was committed before.
TEST_F(IdentifiedStoreTest, WhoseLogIsDeletedUnderTheServiceTakesNoCommitAndLosesNone) {
  {
    auto store = Make();
    Put(*store, "a");
    fs::remove(File("drafting.db-wal"));
    EXPECT_THAT(store->Commit({.writes = {{.key = "b", .value = "x"}}}),
                StatusIs(kFailedPrecondition, "STORE_REFUSED"));
    EXPECT_THAT(DriverText(store->LastSequence().status()), HasSubstr("has lost its log"));
  }
  auto store = Open();
  ASSERT_THAT(store->Admit(), IsOk());
  EXPECT_THAT(store->Get("a"), IsOk());
}

TEST_F(IdentifiedStoreTest, LosesReadinessByADamagedLogAndNotByADamagedRecord) {
  {
    const auto store = Make();
    ASSERT_THAT(store->Commit({.writes = {{.key = "a", .value = "b"}}, .appends = {{"log/audit", "entry"}}}), IsOk());
  }
  const auto damage = [&](const std::string& key) {
    const auto bare = *SqliteStore::Open(File("drafting.db"));
    EXPECT_THAT(bare->Commit({.writes = {{.key = key, .value = "\1bad"}}}), IsOk());
  };
  damage("a");
  {
    const auto store = Open();
    ASSERT_THAT(store->Admit(), IsOk());
    EXPECT_THAT(store->Get("a"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
    EXPECT_THAT(store->LastSequence(), IsOk());
  }
  damage(AppendKey("log/audit", 2));
  const auto store = Open();
  ASSERT_THAT(store->Admit(), IsOk());
  EXPECT_THAT(store->LastSequence(), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED")) << "before it is read";
  EXPECT_THAT(store->Get(kFormatKey), IsOk());
}

TEST_F(IdentifiedStoreTest, CommitsOfManyThreadsAreAllWitnessed) {
  const auto store = Make();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&store, i] {
        for (int j = 0; j < 20; ++j) {
          Put(*store, absl::StrCat("k", i));
          EXPECT_THAT(store->LastSequence(), IsOk());
        }
      });
    }
  }
  EXPECT_EQ((*Witness::Open(folder_.path(), "drafting", "drafting"))->testimony()->sequence, 161);
}

// A flipped bit anywhere in the file: what is served is what was written under its key. (The number of the commit
// beside it is not covered by the checksum, which is made before the commit has one.)
TEST_F(IdentifiedStoreTest, NeverServesWhatWasAltered) {
  constexpr int kRecords = 12;
  std::map<std::string, Record> written;
  {
    const auto store = Make();
    for (int i = 0; i < kRecords; ++i) {
      ASSERT_THAT(store->Commit({.writes = {{.key = absl::StrCat("r/Person/persons/p", i),
                                             .value = absl::StrCat("value ", std::string(300, 'x'), i),
                                             .organisation = "organisations/a"}},
                                 .appends = {{"log/audit", absl::StrCat("entry ", i)}}}),
                  IsOk());
    }
    const auto all = store->Scan({}, 1000);
    ASSERT_THAT(all, IsOk());
    for (const Record& record : *all) written[record.key] = record;
  }
  std::string good(fs::file_size(File("drafting.db")), '\0');
  std::ifstream(File("drafting.db"), std::ios::binary).read(good.data(), static_cast<std::streamsize>(good.size()));
  int told = 0;
  int harmless = 0;
  for (size_t at = 0; at < good.size(); at += 97) {
    for (const char* beside : {"-wal", "-shm"}) fs::remove(File(absl::StrCat("drafting.db", beside)));
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    std::ofstream(File("drafting.db"), std::ios::binary) << bad;
    const auto store = OpenIdentified(absl::StrCat("sqlite:", File("drafting.db")), {.keyspace = "drafting"});
    if (!store.ok() || !(*store)->LastSequence().ok()) {
      ++told;
      continue;
    }
    const auto all = (*store)->Scan({}, 1000);
    if (!all.ok()) {
      ++told;
      continue;
    }
    ++harmless;
    std::map<std::string, Record> read;
    for (const Record& record : *all) read[record.key] = record;
    for (const auto& [key, record] : read) {
      const auto before = written.find(key);
      if (before == written.end()) {
        ADD_FAILURE() << key << ", byte " << at;
        continue;
      }
      EXPECT_EQ(record.value, before->second.value) << "byte " << at;
      EXPECT_EQ(record.organisation, before->second.organisation) << "byte " << at;
    }
  }
  EXPECT_GT(told, 0);
  EXPECT_GT(harmless, 0) << "the file has room that nothing lies in";
}

}  // namespace
}  // namespace congress::store
