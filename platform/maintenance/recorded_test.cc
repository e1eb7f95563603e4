// Records that were changed in the database itself, with a good checksum, on either backend: what doctor says of them.
#include "absl/strings/str_format.h"
#include "congress/audit/v1/audit.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/backup/audit_look.h"
#include "platform/maintenance/examination.h"
#include "platform/rpc/audit_record.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"
#include "platform/store/maintained.h"
#include "platform/store/open.h"
#include "sqlite3.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::maintenance {
namespace {

using dossiers::v1::Person;
using support::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSecret[] = "r/Secret/x";

class Recorded : public ::testing::TestWithParam<bool> {
 protected:
  Recorded() {
    if (GetParam()) redis_.emplace();
    Open();
  }
  void Open() {
    store_ = *store::Open(redis_ ? redis_->url() : StrCat("sqlite:", folder_.File("dossiers.db")), "dossiers");
  }
  static std::string KeyOf(const std::string& id) { return rpc::RecordKey("Person", StrCat("persons/", id)); }
  static std::string PersonOf(const std::string& id, const std::string& name) {
    Person person;
    person.set_name(StrCat("persons/", id));
    person.set_display_name(name);
    return person.SerializeAsString();
  }
  // As the Gate does it: a resource, and a record that is nobody's.
  void Act(const std::string& id, const std::string& name) {
    store::Batch batch;
    batch.writes = {{.key = kSecret, .value = StrCat("secret ", ++acts_)}};
    audit::v1::AuditRecord act;
    rpc::AddTraces(batch, &act);
    batch.writes.push_back({.key = KeyOf(id), .organisation = "organisations/u"});
    if (!name.empty()) batch.writes.back().value = PersonOf(id, name);
    auto& change = *act.add_changes();
    change.set_name(StrCat("persons/", id));
    change.set_type("Person");
    change.set_kind(name.empty() ? audit::v1::Change::DELETED : audit::v1::Change::UPDATED);
    change.set_value_sha256(store::StoredSha256(batch.writes.back()));
    batch.appends = {{std::string(rpc::kAuditLog), act.SerializeAsString()}, {std::string(rpc::kEventLog), "event"}};
    ASSERT_THAT(store_->Commit(batch), IsOk());
  }

  // What lies in the database, in its envelope; empty where nothing does.
  static std::string Wrapped(const std::string& key, const std::string& body) {
    return store::Wrap(key, "organisations/u", false, body);
  }
  // Puts it there, or removes the record, by the database's own means.
  void Put(const std::string& key, const std::string& value, store::Revision revision) {
    if (redis_) {
      redis_->Command({"SET", StrCat("{congress:dossiers}:r:", key), absl::StrFormat("%020d%s", revision, value)});
      redis_->Command({"ZADD", "{congress:dossiers}:keys", "0", key});
      redis_->Command({"DEL", "{congress:dossiers}:counted"});
      return;
    }
    Sql("INSERT OR REPLACE INTO records (key, value, revision) VALUES (?, ?, ?)", key, value, revision);
  }
  void Remove(const std::string& key) {
    if (redis_) {
      redis_->Command({"DEL", StrCat("{congress:dossiers}:r:", key)});
      redis_->Command({"ZREM", "{congress:dossiers}:keys", key});
      redis_->Command({"DEL", "{congress:dossiers}:counted"});
      return;
    }
    Sql("DELETE FROM records WHERE key = ?1 AND ?2 = ?2 AND ?3 = ?3", key, "", 0);
  }
  void Sql(const char* text, const std::string& key, const std::string& value, store::Revision revision) {
    store_ = nullptr;
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.File("dossiers.db").c_str(), &database), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(database, text, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_bind_blob(statement, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement, 2, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, revision);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_DONE) << sqlite3_errmsg(database);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    Open();
  }

  // Kinds of what is found, and whether a backup of it would be made.
  std::vector<std::string> Examined() {
    std::vector<std::string> kinds;
    Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
      if (!part.has_finding() || part.finding().kind() == v1::BACKUP_MISSING) return absl::OkStatus();
      // A Redis of a test does not say all of its settings.
      if (part.finding().kind() == v1::STORE_SETTING) return absl::OkStatus();
      text_ = part.finding().text();
      kinds.push_back(v1::FindingKind_Name(part.finding().kind()));
      return absl::OkStatus();
    });
    EXPECT_THAT(Examine(
                    {.service = "dossiers", .keyspace = "dossiers", .version = "1", .store = *store_}, absl::Now(),
                    [] { return absl::OkStatus(); }, report),
                IsOk());
    return kinds;
  }
  absl::Status BackedUp() {
    const auto maintained = store_->Maintenance();
    if (!maintained.ok()) return maintained.status();
    const auto snapshot = (*maintained)->TakeSnapshot();
    if (!snapshot.ok()) return snapshot.status();
    backup::AuditLook look;
    store::Range range;
    while (true) {
      const auto records = (*snapshot)->Scan(range, 100);
      if (!records.ok()) return records.status();
      if (records->empty()) break;
      for (const store::Record& record : *records) {
        if (const absl::Status looked = look.LookAt(record); !looked.ok()) return looked;
      }
      range = range.After(records->back().key);
    }
    return look.End([&](const std::string& key) -> absl::StatusOr<std::string> {
      const auto record = store_->Get(key);
      if (!record.ok()) return record.status();
      return record->value;
    });
  }
  void ExpectFound(const std::string& kind, const std::string& text) {
    EXPECT_THAT(Examined(), ElementsAre(kind));
    EXPECT_THAT(text_, HasSubstr(text));
    EXPECT_TRUE(absl::IsDataLoss(BackedUp())) << "no backup takes the place of those that have it";
  }

  support::TemporaryFolder folder_;
  std::optional<support::RedisServer> redis_;
  std::unique_ptr<store::Store> store_;
  std::string text_;
  int acts_ = 0;
};
INSTANTIATE_TEST_SUITE_P(OnEachBackend, Recorded, ::testing::Bool(),
                         [](const auto& redis) { return redis.param ? "Redis" : "Sqlite"; });

TEST_P(Recorded, WhatWasDoneToARecordIsNamed) {
  Act("a", "Nguyễn Văn Mẫu");
  Act("b", "Trần Thị Mẫu");
  Act("a", "Nguyễn Văn Mẫu Hai");
  Act("c", "Lê Văn Mẫu");
  Act("c", "");
  EXPECT_THAT(Examined(), IsEmpty()) << text_;
  EXPECT_THAT(BackedUp(), IsOk());

  const std::string good = Wrapped(KeyOf("a"), PersonOf("a", "Nguyễn Văn Mẫu Hai"));
  Put(KeyOf("a"), Wrapped(KeyOf("a"), PersonOf("a", "Kẻ Khác")), 3);
  ExpectFound("RECORD_NOT_AS_RECORDED", "'r/Person/persons/a' is not what the last act on it in the audit log left");
  Put(KeyOf("a"), Wrapped(KeyOf("a"), PersonOf("a", "Nguyễn Văn Mẫu")), 1);
  ExpectFound("RECORD_NOT_AS_RECORDED", "an older state was put back");
  Put(KeyOf("a"), good, 3);
  EXPECT_THAT(Examined(), IsEmpty()) << text_;

  Put(KeyOf("x"), Wrapped(KeyOf("x"), PersonOf("x", "Kẻ Khác")), 2);
  ExpectFound("RECORD_NOT_AS_RECORDED", "'r/Person/persons/x' is there, but by the audit log nobody has left it");
  Remove(KeyOf("x"));
  Put(KeyOf("c"), Wrapped(KeyOf("c"), PersonOf("c", "Lê Văn Mẫu")), 5);
  ExpectFound("RECORD_NOT_AS_RECORDED", "nobody has left it");
  Remove(KeyOf("c"));
  EXPECT_THAT(Examined(), IsEmpty()) << text_;

  const std::string secret = store::Wrap(kSecret, "", false, "secret 5");
  Put(kSecret, store::Wrap(kSecret, "", false, "secret 4"), 5);
  ExpectFound("RECORD_NOT_AS_RECORDED", "'r/Secret/x' is not what");
  Remove(kSecret);
  ExpectFound("AUDIT_LEAVES_MISSING_RECORD", "commit 5 left a record that is missing");
  Put(kSecret, secret, 5);
  EXPECT_THAT(Examined(), IsEmpty()) << text_;
}

}  // namespace
}  // namespace congress::maintenance
