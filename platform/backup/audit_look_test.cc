// Stores that have lost something, of which no backup is made.
#include "platform/backup/audit_look.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/audit/v1/audit.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "gmock/gmock.h"
#include "platform/backup/backup_file.h"
#include "platform/backup/part_writer.h"
#include "platform/backup/restore_fixture.h"
#include "platform/store/envelope.h"
#include "platform/store/failure.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/redis_server.h"

namespace congress::backup {
namespace {

using support::IsOk;
using support::StatusIs;

TEST_F(RestoreTest, WhatIsDamagedIsNotTakenForWhole) {
  Stores(Sqlite("first")).Fill();
  const auto with = [&](const std::string& damaged) {
    {
      // Below the envelope.
      auto bytes = *store::SqliteStore::Open(folder_.File("first/drafting.db"));
      EXPECT_THAT(bytes->Commit({.writes = {{.key = damaged, .value = "\1rot"}}}), IsOk());
    }
    Stores stores(Sqlite("first"));
    return Write(stores).status();
  };
  EXPECT_THAT(with("i/Person/3"), IsOk()) << "indexes are made anew";
  EXPECT_THAT(with("r/Person/persons/3-7"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(RestoreTest, AStoreWhoseAuditLogHasLostActsIsNotTakenForWhole) {
  // Each is one act of which an event, an answer or a resource is left.
  const std::vector<std::string> acts = {store::AppendKey("log/audit", 1), store::AppendKey("log/audit", 2),
                                         store::AppendKey("log/audit", 3)};
  for (const auto& [lost, whole] : std::vector<std::pair<std::vector<std::string>, bool>>{
           {{}, true},
           {{acts[0]}, false},
           {{acts[1]}, false},
           {acts, false},
           {{acts[2]}, false},
       }) {
    const std::string name = absl::StrCat(
        "acts-",
        absl::StrJoin(lost, "-", [](std::string* out, const std::string& key) { out->push_back(key.back()); }));
    {
      ASSERT_OK_AND_ASSIGN(const auto store, store::Open(Sqlite(name), "drafting"));
      for (const char* beside : {"log/event", "q/a", "r/Person/persons/a"}) {
        store::Batch batch;
        batch.appends = {{"log/audit", "act"}};
        if (std::string_view(beside) == "log/event") {
          batch.appends.push_back({beside, "event"});
        } else {
          batch.writes = {{.key = beside, .value = "value"}};
        }
        ASSERT_THAT(store->Commit(batch), IsOk());
      }
      store::Batch loss;
      for (const std::string& key : lost) loss.writes.push_back({.key = key});
      ASSERT_THAT(store->Commit(loss), IsOk());
    }
    Stores stores(Sqlite(name));
    const absl::Status written = Write(stores).status();
    if (whole) {
      EXPECT_THAT(written, IsOk()) << name;
    } else {
      EXPECT_THAT(written, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED")) << name;
    }
  }
}

TEST_F(RestoreTest, AStoreWhoseFirstActsAreGoneIsNotTakenForWhole) {
  for (const int64_t copied : {1, 20}) {
    const std::string url = Sqlite(absl::StrCat("begin-", copied));
    {
      ASSERT_OK_AND_ASSIGN(const auto store, store::Open(url, "drafting"));
      for (int i = 0; i < 20; ++i) ASSERT_THAT(store->Commit({.writes = {{.key = "s/format", .value = ""}}}), IsOk());
      store::v1::DirectoryState state;
      state.set_commit_count(copied);
      ASSERT_THAT(store->Commit({.writes = {{.key = "d/", .value = state.SerializeAsString()}}}), IsOk());
      ASSERT_THAT(store->Commit({.writes = {{.key = "r/a", .value = "a"}}, .appends = {{"log/audit", "act"}}}), IsOk());
    }
    Stores stores(url);
    const absl::Status written = Write(stores).status();
    if (copied == 20) {
      EXPECT_THAT(written, IsOk()) << "the tree has changed so often";
    } else {
      EXPECT_THAT(written, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
    }
  }
}

// Deleted by hand: what a call deletes, its act says.
TEST_F(RestoreTest, AStoreThatLacksWhatItsAuditLogLeavesIsNotTakenForWhole) {
  const std::string url = Sqlite("lost");
  const auto act = [&](const std::string& name, audit::v1::Change::Kind kind, bool recorded = true) {
    ASSERT_OK_AND_ASSIGN(const auto store, store::Open(url, "drafting"));
    audit::v1::AuditRecord record;
    record.add_changes()->set_name(name);
    record.mutable_changes(0)->set_kind(kind);
    store::Batch batch;
    if (recorded) batch.appends = {{"log/audit", record.SerializeAsString()}};
    batch.writes = {{.key = absl::StrCat("r/Person/", name)}};
    if (kind != audit::v1::Change::DELETED) batch.writes.front().value = "x";
    ASSERT_THAT(store->Commit(batch), IsOk());
  };
  for (const char* name : {"persons/a", "persons/b"}) act(name, audit::v1::Change::CREATED);
  act("persons/a", audit::v1::Change::DELETED);
  {
    Stores stores(url);
    EXPECT_THAT(Write(stores), IsOk());
  }
  act("persons/b", audit::v1::Change::DELETED, /*recorded=*/false);
  Stores stores(url);
  const absl::Status written = Write(stores).status();
  EXPECT_THAT(written, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_EQ(store::DamagedKey(written), "persons/b") << "as doctor names it";
  EXPECT_THAT(store::DriverText(written), testing::HasSubstr("what commit 2 left"));
}

// One that an older version made is told by whoever has its key.
TEST_F(RestoreTest, ABackupIsHeldAgainstItsAuditLog) {
  const auto written = [&](bool whole) {
    FileWriter file(path());
    v1::DownloadBackupResponse first;
    std::vector<std::string> chunks;
    PartWriter part(keys_.public_key, first.mutable_header(), [&](std::string sealed) {
      chunks.push_back(std::move(sealed));
      return absl::OkStatus();
    });
    audit::v1::AuditRecord act;
    act.add_changes()->set_name("persons/a");
    for (const auto& [key, value] : {std::pair(store::AppendKey("log/audit", 1), act.SerializeAsString()),
                                     std::pair(std::string("r/Person/persons/a"), std::string("a"))}) {
      if (!whole && key.starts_with("r/")) continue;
      v1::Entry entry;
      entry.mutable_record()->set_key(key);
      entry.mutable_record()->set_value(store::Wrap(key, "", /*sealed=*/false, value));
      entry.mutable_record()->set_revision(1);
      EXPECT_THAT(part.Add(entry), IsOk());
    }
    EXPECT_THAT(part.Finish(), IsOk());
    file.Add(first);
    for (std::string& chunk : chunks) {
      v1::DownloadBackupResponse piece;
      piece.set_data(std::move(chunk));
      file.Add(piece);
    }
    v1::DownloadBackupResponse last;
    last.mutable_manifest();
    file.Add(last);
    EXPECT_TRUE(file.Close());
    return Backup{path(), {v1::Manifest()}};
  };
  EXPECT_THAT(HoldAgainstAudit(written(true), keys_), IsOk());
  EXPECT_THAT(HoldAgainstAudit(written(true), other_keys_),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_KEY_WRONG"));
  const absl::Status lost = HoldAgainstAudit(written(false), keys_);
  EXPECT_THAT(lost, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_EQ(store::DamagedKey(lost), "persons/a") << "and not the act that left it";
}

// Of records that no list shows, and so no act names.
TEST_F(RestoreTest, AStoreInWhichARecordLacksItsCompanionIsNotTakenForWhole) {
  const support::RedisServer redis;
  for (const std::string& url : {Sqlite("companions"), redis.url()}) {
    const auto knows = [](const std::string& value) { return value == "knows"; };
    companions_ = {{.type = "Series", .of = [knows](const std::string& value) -> std::vector<Companion> {
                      return {{.key = "r/Counter/" + value}, {.key = "r/Term/" + value, .fits = knows}};
                    }}};
    Stores stores(url);
    const auto put = [&](const std::string& key, std::optional<std::string> value) {
      ASSERT_THAT(stores.store("drafting")
                      .Commit({.writes = {{.key = key, .value = std::move(value)}}, .appends = {{"log/audit", "act"}}}),
                  IsOk());
    };
    for (const char* name : {"qd", "tb"}) {
      put(absl::StrCat("r/Series/", name), name);
      // One without a field.
      put(absl::StrCat("r/Counter/", name), "");
      put(absl::StrCat("r/Term/", name), "knows");
    }
    EXPECT_THAT(Write(stores), IsOk()) << url;
    put("r/Term/tb", "forgot");
    const absl::Status forgot = Write(stores).status();
    EXPECT_EQ(store::DamagedKey(forgot), "r/Term/tb") << forgot;
    put("r/Term/tb", "knows");
    put("r/Counter/qd", std::nullopt);
    const absl::Status lost = Write(stores).status();
    EXPECT_EQ(store::DamagedKey(lost), "r/Counter/qd") << lost;
    EXPECT_THAT(store::DriverText(lost), testing::HasSubstr("it goes with 'r/Series/qd'"));
    // Keys of persons are a part of their own, which holds none of them.
    EXPECT_THAT(Write(stores, nullptr, "", v1::PERSON_KEYS), IsOk());
  }
}

TEST_F(RestoreTest, AStoreThatHasLostItsListIsNotTakenForWhole) {
  const support::RedisServer redis;
  Stores stores(redis.url());
  stores.Fill();
  ASSERT_THAT(Write(stores), IsOk());
  redis.Command({"DEL", "{congress:drafting}:keys"});
  EXPECT_THAT(Write(stores), StatusIs(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
}

}  // namespace
}  // namespace congress::backup
