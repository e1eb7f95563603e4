// Stores as the operator makes and restores them: whether their audit begins where it must, as doctor and backups say.
#include "congress/audit/v1/audit.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/backup/back_up.h"
#include "platform/directory/projection_records.h"
#include "platform/maintenance/examination.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/rpc/upkeep.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/open.h"
#include "sqlite3.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::maintenance {
namespace {

using dossiers::v1::Person;
using store::kFormatKey;
using support::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class AuditBegin : public ::testing::Test {
 protected:
  // As a process does when it starts.
  void Open() {
    store_ = nullptr;
    auto opened = store::OpenIdentified(StrCat("sqlite:", folder_.path(), "/"), {.keyspace = "dossiers"});
    ASSERT_THAT(opened, IsOk());
    store_ = *std::move(opened);
  }
  void Serve() {
    ASSERT_THAT(rpc::BringUpToDate(*store_, {&persons_}, "process-dossiers"), IsOk());
    auto stored = directory::LoadStored(*store_);
    ASSERT_THAT(stored, IsOk());
    directory::Reading reading{.whole = true, .tree_revision = "1", .found = {}, .missing = {}};
    reading.found.emplace_back().set_name("organisations/u");
    ASSERT_THAT(directory::WriteReading(*store_, reading, "token", absl::CivilDay(2025, 6, 16), &*stored), IsOk());
  }
  void Make() {
    Open();
    ASSERT_THAT(store_->Initialise(absl::Now()), IsOk());
    Serve();
  }
  // By a call, without entries of indexes.
  void Add(int first, int count) {
    store::Batch batch;
    audit::v1::AuditRecord act;
    for (int i = first; i < first + count; ++i) {
      Person person;
      person.set_name(StrCat("persons/p", i));
      person.set_organisation("organisations/u");
      act.add_changes()->set_name(person.name());
      batch.writes.push_back({.key = rpc::RecordKey("Person", person.name()),
                              .value = person.SerializeAsString(),
                              .organisation = person.organisation()});
    }
    batch.appends = {{std::string(rpc::kAuditLog), act.SerializeAsString()}};
    ASSERT_THAT(store_->Commit(batch), IsOk());
  }
  // Behind the store's back.
  void Sql(const std::string& text) {
    store_ = nullptr;
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.File("dossiers.db").c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
    Open();
    ASSERT_THAT(store_->Admit(), IsOk());
  }

  std::vector<std::string> Examined() {
    std::vector<std::string> kinds;
    Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
      if (part.has_finding()) kinds.push_back(v1::FindingKind_Name(part.finding().kind()));
      return absl::OkStatus();
    });
    const Subject subject{.service = "dossiers", .keyspace = "dossiers", .version = "1", .store = *store_};
    EXPECT_THAT(Examine(
                    subject, absl::Now(), [] { return absl::OkStatus(); }, report),
                IsOk());
    return kinds;
  }
  absl::Status BackedUp() {
    const backup::Subject subject{.service = "dossiers",
                                  .keyspace = "dossiers",
                                  .version = "1",
                                  .store = *store_,
                                  .signer = signer_,
                                  .recipient = keys_.public_key};
    backup::v1::DownloadBackupRequest request;
    request.set_backup_id("b");
    return backup::BackUp(
        subject, request, absl::Now(), [] { return absl::OkStatus(); }, [](const auto&) { return absl::OkStatus(); });
  }

  const support::TemporaryFolder folder_;
  const auth::Signer signer_{"process-dossiers", *auth::GenerateKey()};
  const backup::KeyPair keys_ = backup::NewKeyPair();
  const rpc::Repository<Person> persons_{
      "dossiers.persons.read",
      rpc::Indexes<Person>{.order = nullptr, .by = {{"organisation", rpc::Value(&Person::organisation)}}}};
  std::unique_ptr<store::IdentifiedStore> store_;
};

// However many commits that takes, before or behind the first call.
TEST_F(AuditBegin, OfARestoredStoreWhoseIndexesAreMadeAnewIsInOrder) {
  Make();
  for (int i = 0; i < 4800; i += 800) Add(i, 800);
  // What a restore leaves.
  auto record = *store_->Get(kFormatKey);
  store::v1::StoreFormat format;
  ASSERT_TRUE(format.ParseFromString(record.value));
  format.clear_indexes_sha256();
  format.set_restored(true);
  store::Batch batch;
  batch.writes = {{.key = std::string(kFormatKey), .value = format.SerializeAsString()}, {.key = "d/"}};
  batch.appends = {{std::string(rpc::kAuditLog), ""}};
  ASSERT_THAT(store_->Commit(batch), IsOk());
  Open();
  ASSERT_TRUE(store_->AcceptRollback(absl::Now()).value_or(false));
  Serve();
  EXPECT_GT(*store_->LastSequence(), store::FirstOf(1) + 12) << "entries were made in many commits";
  for (const bool used : {false, true}) {
    if (used) Add(4800, 1);
    EXPECT_THAT(Examined(), Not(Contains("AUDIT_BEGINS_LATE")));
    EXPECT_THAT(BackedUp(), IsOk());
  }
}

// However few its commits were.
TEST_F(AuditBegin, OfAStoreThatWasEmptiedIsMissed) {
  Make();
  EXPECT_THAT(Examined(), Not(Contains("AUDIT_BEGINS_LATE")));
  EXPECT_THAT(BackedUp(), IsOk());
  Add(0, 1);
  EXPECT_THAT(Examined(), Not(Contains("AUDIT_BEGINS_LATE")));
  EXPECT_THAT(BackedUp(), IsOk());
  Sql("DELETE FROM records WHERE key >= CAST('i/' AS BLOB) AND key < CAST('s' AS BLOB)");
  EXPECT_THAT(Examined(), Contains("AUDIT_BEGINS_LATE"));
  EXPECT_THAT(BackedUp(), support::StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_THAT(store::DriverText(BackedUp()), HasSubstr("the audit log has nothing of the first 1 commits"));
}

}  // namespace
}  // namespace congress::maintenance
