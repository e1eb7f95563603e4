#include "platform/maintenance/examination.h"

#include <filesystem>
#include <fstream>
#include <map>

#include "congress/audit/v1/audit.pb.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/content/file_content.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/migration.h"
#include "platform/rpc/repository.h"
#include "platform/status/strings.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/sqlite_store.h"
#include "sqlite3.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::maintenance {
namespace {

using Kind = audit::v1::Change::Kind;
using dossiers::v1::Person;
using support::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'750'000'000);

// A store as the Gate writes one, with persons found by unit, and what an examination says of it.
class Examining : public ::testing::Test {
 protected:
  Examining() { Open(); }

  void Open() { store_ = std::make_unique<store::EnvelopedStore>(*store::SqliteStore::Open(path())); }
  std::string path() const { return folder_.File("x.db"); }

  // What is written by one call of the Gate at `time`.
  store::Batch Act(absl::Time time, const std::string& name, Kind kind = audit::v1::Change::CREATED) {
    audit::v1::AuditRecord record;
    *record.mutable_time() = civil::ToTimestamp(time);
    record.add_changes()->set_name(name);
    record.mutable_changes(0)->set_kind(kind);
    store::Batch batch;
    batch.appends = {{std::string(rpc::kAuditLog), record.SerializeAsString()}, {std::string(rpc::kEventLog), "event"}};
    return batch;
  }
  store::Record RecordOf(const std::string& id, const std::string& unit = "organisations/u") {
    Person person;
    person.set_name(StrCat("persons/", id));
    person.set_organisation(unit);
    return {.key = rpc::RecordKey("Person", person.name()), .value = person.SerializeAsString(), .organisation = unit};
  }
  std::vector<rpc::IndexEntry> EntriesOf(const store::Record& record) { return persons_.EntriesOf(record).value(); }
  // All of them by one act.
  void Add(const std::vector<std::string>& ids, absl::Time time = kNow) {
    store::Batch batch = Act(time, StrCat("persons/", ids.front()));
    for (const std::string& id : ids) {
      const store::Record record = RecordOf(id);
      batch.writes.push_back({.key = record.key, .value = record.value, .organisation = record.organisation});
      for (const rpc::IndexEntry& entry : EntriesOf(record)) {
        batch.writes.push_back({.key = entry.key, .value = entry.words, .organisation = entry.organisation});
      }
    }
    ASSERT_THAT(store_->Commit(batch), IsOk());
  }
  // By a call.
  void Delete(const std::string& id) {
    store::Batch batch = Act(kNow, StrCat("persons/", id), audit::v1::Change::DELETED);
    batch.writes = {{.key = RecordOf(id).key}};
    for (const rpc::IndexEntry& entry : EntriesOf(RecordOf(id))) batch.writes.push_back({.key = entry.key});
    ASSERT_THAT(store_->Commit(batch), IsOk());
  }
  void Add(const std::string& id) { Add(std::vector<std::string>{id}); }
  void AddMany(int count) {
    std::vector<std::string> ids;
    for (int i = 0; i < count; ++i) ids.push_back(StrCat("p", i));
    Add(ids);
  }
  // An entry of the index by unit for such a person.
  store::Write EntryOf(const std::string& id, const std::string& unit) {
    for (const rpc::IndexEntry& entry : EntriesOf(RecordOf(id, unit))) {
      if (entry.key.find("organisation/") != std::string::npos) {
        return {.key = entry.key, .value = entry.words, .organisation = entry.organisation};
      }
    }
    return {};
  }
  // Behind the store's back, while it is closed.
  void Sql(const std::string& text) {
    store_ = nullptr;
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
    Open();
  }

  Subject SubjectOf() {
    return {.service = "dossiers", .keyspace = "dossiers", .version = "1", .store = *store_, .types = {&persons_}};
  }
  // Kinds of the findings but for a missing backup, and what was told of the last one.
  std::vector<std::string> Examined(const Subject& subject, absl::Time now = kNow) {
    std::vector<std::string> kinds;
    Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
      if (part.has_examination()) sums_ = part.examination();
      if (part.has_progress()) ++progress_;
      if (!part.has_finding() || part.finding().kind() == v1::BACKUP_MISSING) return absl::OkStatus();
      last_ = part.finding();
      cures_[v1::FindingKind_Name(last_.kind())] = last_.cure();
      kinds.push_back(v1::FindingKind_Name(part.finding().kind()));
      return absl::OkStatus();
    });
    EXPECT_THAT(Examine(
                    subject, now, [] { return absl::OkStatus(); }, report),
                IsOk());
    return kinds;
  }
  std::vector<std::string> Examined() { return Examined(SubjectOf()); }

  support::TemporaryFolder folder_;
  rpc::Repository<Person> persons_{
      "dossiers.persons.read",
      rpc::Indexes<Person>{.order = nullptr, .by = {{"organisation", rpc::Value(&Person::organisation)}}}};
  std::unique_ptr<store::Store> store_;
  v1::Finding last_;
  std::map<std::string, std::string> cures_;
  v1::Examination sums_;
  int progress_ = 0;
};

TEST_F(Examining, AStoreInOrderHasNoFindings) {
  EXPECT_THAT(Examined(), IsEmpty());
  AddMany(1200);
  EXPECT_THAT(Examined(), IsEmpty()) << last_.ShortDebugString();
  EXPECT_EQ(sums_.record_count(), 3602) << "each with two entries, besides an act and an event";
  EXPECT_EQ(sums_.index_entry_count(), 2400);
  EXPECT_EQ(sums_.audit_record_count(), 1);
  EXPECT_EQ(sums_.fault_count(), 0);
  EXPECT_GE(progress_, 5);
}

TEST_F(Examining, ADamagedEntryOfAnIndexIsMadeAnew) {
  AddMany(1);
  Sql("UPDATE records SET value = CAST(value || 'x' AS BLOB) WHERE substr(key, 1, 2) = CAST('i/' AS BLOB)");
  Examined();
  EXPECT_THAT(cures_["RECORD_DAMAGED"], HasSubstr("congressctl indexes rebuild --parent services/dossiers"));
}

TEST_F(Examining, AFlippedBitIsNamed) {
  AddMany(5);
  Sql("UPDATE records SET value = CAST(value || 'x' AS BLOB) WHERE key = CAST('r/Person/persons/p3' AS BLOB)");
  EXPECT_THAT(Examined(), ElementsAre("RECORD_DAMAGED"));
  EXPECT_EQ(last_.where(), "r/Person/persons/p3");
  EXPECT_EQ(last_.severity(), v1::Finding::FAULT);
  EXPECT_THAT(last_.cure(), HasSubstr("restore the last backup"));
  EXPECT_EQ(sums_.fault_count(), 1);
}

TEST_F(Examining, AMissingEntryAndOneThatSaysSomethingElseAreNamed) {
  Add("a");
  Add("b");
  store::Batch batch;
  batch.writes = {{.key = EntryOf("a", "organisations/u").key}};
  ASSERT_THAT(store_->Commit(batch), IsOk());
  EXPECT_THAT(Examined(), ElementsAre("INDEX_ENTRY_MISSING"));
  EXPECT_THAT(last_.text(), HasSubstr("'persons/a' lacks"));
  EXPECT_THAT(last_.where(), HasSubstr("i/Person/organisation/"));
  EXPECT_THAT(last_.cure(), HasSubstr("congressctl indexes rebuild --parent services/dossiers"));
  batch.writes = {EntryOf("a", "organisations/u")};
  batch.writes.front().organisation = "organisations/other";
  ASSERT_THAT(store_->Commit(batch), IsOk());
  EXPECT_THAT(Examined(), ElementsAre("INDEX_ENTRY_MISSING")) << "an entry decides who may read";
}

TEST_F(Examining, StrayEntriesAreNamed) {
  Add("a");
  store::Batch batch;
  batch.writes = {EntryOf("a", "organisations/other"),
                  EntryOf("gone", "organisations/u"),
                  {.key = "i/Forgotten/field/x", .value = ""}};
  ASSERT_THAT(store_->Commit(batch), IsOk());
  EXPECT_THAT(Examined(), ElementsAre("INDEX_ENTRY_STRAY", "INDEX_ENTRY_STRAY", "INDEX_ENTRY_STRAY"));
}

TEST_F(Examining, AGapInTheLogsIsNamed) {
  for (const char* id : {"a", "b", "c"}) Add(id);
  Sql("DELETE FROM records WHERE key = CAST('" + store::AppendKey(rpc::kAuditLog, 2) + "' AS BLOB)");
  EXPECT_THAT(Examined(), ElementsAre("AUDIT_GAP", "AUDIT_GAP")) << "the event and the record of it";
  EXPECT_THAT(last_.text(), HasSubstr("Commit 2 wrote 'r/Person/persons/b'"));
  Sql("DELETE FROM records WHERE key = CAST('" + store::AppendKey(rpc::kEventLog, 3) + "' AS BLOB)");
  EXPECT_THAT(Examined(), ElementsAre("AUDIT_GAP", "AUDIT_GAP", "EVENT_GAP"));
  EXPECT_THAT(last_.text(), HasSubstr("commit 3"));
}

TEST_F(Examining, ARecordThatTheAuditLeavesAndThatIsMissingIsNamed) {
  for (const char* id : {"a", "b", "c", "d"}) Add(id);
  // By a call, and one that was made anew.
  for (const char* id : {"a", "b"}) Delete(id);
  Add("b");
  EXPECT_THAT(Examined(), IsEmpty()) << last_.ShortDebugString();
  Sql("DELETE FROM records WHERE key IN (CAST('r/Person/persons/c' AS BLOB), CAST('r/Person/persons/b' AS BLOB)) OR "
      "key LIKE 'i/%persons/c%' OR key LIKE 'i/%persons/b%'");
  const auto kinds = Examined();
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "AUDIT_NAMES_MISSING_RECORD"), 2);
  EXPECT_THAT(kinds, ::testing::Each(::testing::AnyOf("AUDIT_NAMES_MISSING_RECORD", "INDEX_ENTRY_STRAY")));
  EXPECT_EQ(last_.text(), "By the audit log 'persons/b' is there since commit 7, but its record is missing.");
  EXPECT_EQ(last_.severity(), v1::Finding::FAULT);
  EXPECT_THAT(last_.cure(), HasSubstr("restore the last backup"));
}

// By a person while the walk is under way.
TEST_F(Examining, WhatIsDeletedMeanwhileIsNotMissing) {
  AddMany(3000);
  Add("gone");
  bool deleted = false;
  std::vector<std::string> kinds;
  Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
    if (part.has_finding()) kinds.push_back(v1::FindingKind_Name(part.finding().kind()));
    // Behind the audit, which comes after 6,002 entries, and before the person.
    if (part.progress().done() < 7000 || std::exchange(deleted, true)) return absl::OkStatus();
    Delete("gone");
    return absl::OkStatus();
  });
  EXPECT_THAT(Examine(
                  SubjectOf(), kNow, [] { return absl::OkStatus(); }, report),
              IsOk());
  EXPECT_TRUE(deleted);
  EXPECT_THAT(kinds, ElementsAre("BACKUP_MISSING"));
}

// What a version rewrites is in the audit as the process's own act.
TEST_F(Examining, AStoreOfANewSchemaHasNoFindings) {
  AddMany(1200);
  const std::vector<store::SchemaStep> steps = {
      {.to = 3, .prefix = rpc::RecordKey("Person", ""), .rewrite = [](const store::Record& record) {
         Person person;
         EXPECT_TRUE(person.ParseFromString(record.value));
         person.set_display_name("rewritten");
         return person.SerializeAsString();
       }}};
  const std::vector<const rpc::RecordType*> types = {&persons_};
  ASSERT_TRUE(
      rpc::Migrate(*store_, {.steps = steps, .types = types, .principal = "process-dossiers"}, absl::InfiniteFuture())
          .value_or(false));
  EXPECT_THAT(Examined(SubjectOf(), absl::Now()), IsEmpty()) << last_.ShortDebugString();
  EXPECT_EQ(sums_.audit_record_count(), 1 + 6) << "one for each commit of the step, three of up to 400 records";
  const auto person = store_->Get(RecordOf("p7").key);
  ASSERT_THAT(person, IsOk());
  const auto act = store_->Get(store::AppendKey(rpc::kAuditLog, person->revision));
  ASSERT_THAT(act, IsOk());
  audit::v1::AuditRecord record;
  ASSERT_TRUE(record.ParseFromString(act->value));
  EXPECT_EQ(record.principal(), "process-dossiers");
  EXPECT_EQ(record.method(), "congress.store.v1.SchemaMigration/3");
}

TEST_F(Examining, AnAuditThatBeginsTooLateIsNamed) {
  struct Begin {
    int commits = 0;  // Nobody's acts.
    std::optional<int> copied = std::nullopt;
    bool acts = false;
    std::string missing = {};  // Empty: nothing is.
  };
  const std::vector<Begin> begins = {
      {.commits = 2, .copied = 1},
      {.commits = 2, .copied = 1, .acts = true},
      {.commits = 17, .copied = 1, .missing = "first 17 commits"},
      {.commits = 17, .copied = 1, .acts = true, .missing = "first 17 commits"},
      // A service that nobody has used yet, with a tree that changes.
      {.commits = 40, .copied = 38},
      {.commits = 40, .copied = 38, .acts = true},
      {.commits = 40, .copied = 20, .acts = true, .missing = "first 21 commits"},
      // Of a version that did not count, and without a copy, as it is restored.
      {.commits = 40, .copied = 0},
      {.commits = 40},
      {.commits = 40, .acts = true},
  };
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (const Begin& begin : begins) {
      SCOPED_TRACE(StrCat(epoch, " ", begin.commits, " ", begin.copied.value_or(-1), " ", begin.acts));
      Sql("DELETE FROM records; UPDATE meta SET number = 0 WHERE name = 'sequence'");
      for (int i = 0; i < begin.commits; ++i) {
        store::Batch batch;
        batch.writes = {{.key = "s/format", .value = StrCat(i)}};
        if (i == 0 && epoch > 0) batch.jump_to = store::FirstOf(epoch);
        ASSERT_THAT(store_->Commit(batch), IsOk());
      }
      if (begin.copied) {
        store::v1::DirectoryState state;
        state.set_resume_token("token");
        if (*begin.copied > 0) state.set_commit_count(*begin.copied);
        store::Batch batch;
        batch.writes = {{.key = "d/", .value = state.SerializeAsString()}};
        ASSERT_THAT(store_->Commit(batch), IsOk());
      }
      if (begin.acts) Add("a");
      if (begin.missing.empty()) {
        EXPECT_THAT(Examined(), IsEmpty()) << last_.ShortDebugString();
      } else {
        EXPECT_THAT(Examined(), ElementsAre("AUDIT_BEGINS_LATE"));
        EXPECT_THAT(last_.text(), HasSubstr(begin.missing));
        EXPECT_EQ(last_.severity(), v1::Finding::FAULT);
      }
    }
  }
}

TEST_F(Examining, AStoreThatWasCutIsToldWithItsCure) {
  for (const char* end : {"", "-wal"}) {
    SCOPED_TRACE(end);
    const bool log = std::string_view(end) == "-wal";
    AddMany(2000);
    if (!log) {
      // Folds the log into the file.
      store_ = nullptr;
      Open();
    }
    ASSERT_GT(std::filesystem::file_size(path() + end), 100'000u);
    std::filesystem::resize_file(path() + end, log ? 50'000 : 0);
    Subject subject = SubjectOf();
    const absl::Status unready = store_->LastSequence().status();
    subject.ready = [&] { return unready; };
    const std::vector<std::string> kinds = Examined(subject);
    // What each look at it says, once.
    EXPECT_THAT(kinds, ::testing::AllOf(::testing::Contains("STORE_DAMAGED"), ::testing::SizeIs(::testing::Le(3u))));
    EXPECT_THAT(cures_["STORE_DAMAGED"], HasSubstr("Stop the service"));
    // The page that says how far the store is lies within what is left of the log.
    EXPECT_EQ(cures_.contains("STORE_NOT_ITS_OWN"), !log);
    if (!log) {
      EXPECT_THAT(cures_["STORE_NOT_ITS_OWN"], HasSubstr("start the service again"));
    }
    EXPECT_FALSE(cures_.contains("SERVICE_UNREADY"));
    cures_.clear();
    store_ = nullptr;
    for (const char* file : {"", "-wal", "-shm"}) std::filesystem::remove(path() + file);
    Open();
  }
}

TEST_F(Examining, ARecordOfACommitThatIsNotYetIsNamed) {
  for (const char* id : {"a", "b", "c"}) Add(id);
  Sql("UPDATE meta SET number = 2 WHERE name = 'sequence'");
  EXPECT_THAT(Examined(), ElementsAre("RECORD_AHEAD"));
  EXPECT_THAT(last_.text(), HasSubstr("has come to commit 2 only"));
}

TEST_F(Examining, AClockBehindIsNamed) {
  Add({"a"}, kNow + absl::Seconds(90));
  EXPECT_THAT(Examined(), ElementsAre("CLOCK_BEHIND"));
  EXPECT_THAT(last_.text(), HasSubstr("90 seconds behind"));
  EXPECT_THAT(Examined(SubjectOf(), kNow + absl::Seconds(90)), IsEmpty());
}

TEST_F(Examining, DamageOfTheDatabaseIsFoundByItsOwnCheck) {
  AddMany(300);
  store_ = nullptr;
  const auto size = std::filesystem::file_size(path());
  std::fstream(path(), std::ios::in | std::ios::out | std::ios::binary).seekp(static_cast<std::streamoff>(size / 2))
      << std::string(8192, '\x7f');
  Open();
  EXPECT_THAT(Examined(), ::testing::Contains("STORE_DAMAGED"));
  EXPECT_GT(sums_.fault_count(), 0);
}

TEST_F(Examining, AMissingFileIsNamed) {
  rpc::Repository<dossiers::v1::Component> papers("dossiers.dossiers.read");
  dossiers::v1::Component paper;
  paper.set_name("congresses/c/dossiers/d/components/p");
  paper.set_organisation("organisations/u");
  paper.mutable_sensitive_document()->mutable_content()->set_id("file-1");
  store::Batch batch = Act(kNow, paper.name());
  batch.writes.push_back({.key = rpc::RecordKey("Component", paper.name()),
                          .value = paper.SerializeAsString(),
                          .organisation = paper.organisation()});
  ASSERT_THAT(store_->Commit(batch), IsOk());
  const auto contents = content::FileContent::Open(folder_.File("content"));
  ASSERT_THAT(contents, IsOk());
  Subject subject = SubjectOf();
  subject.types = {&papers};
  subject.contents = contents->get();
  EXPECT_THAT(Examined(subject), ElementsAre("FILE_MISSING"));
  EXPECT_THAT(last_.text(), HasSubstr("'file-1'"));
  bool given = false;
  ASSERT_THAT((*contents)->Put("file-1", 1,
                               [&](std::span<char> room) -> absl::StatusOr<size_t> {
                                 if (std::exchange(given, true)) return 0;
                                 room[0] = 'x';
                                 return 1;
                               }),
              IsOk());
  EXPECT_THAT(Examined(subject), IsEmpty());
  EXPECT_EQ(sums_.file_count(), 1);
}

TEST_F(Examining, WhatTheProcessStandsOnIsLookedAt) {
  Subject subject = SubjectOf();
  subject.witnessed = [] { return std::nullopt; };
  subject.ready = [] { return absl::UnavailableError("no room"); };
  subject.certificate_ends = [] { return kNow + absl::Hours(24 * 29); };
  subject.directory_current = [] { return absl::InfinitePast(); };
  EXPECT_THAT(Examined(subject),
              ElementsAre("SERVICE_UNREADY", "WITNESS_MISSING", "CERTIFICATE_ENDS", "DIRECTORY_BEHIND"));
  subject.certificate_ends = [] { return kNow; };
  EXPECT_THAT(Examined(subject), ::testing::Contains("CERTIFICATE_EXPIRED"));
}

TEST_F(Examining, WhatIsSaidOfTheWholeServiceIsSaidOnce) {
  int sent = 0;
  Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse&) {
    ++sent;
    return absl::OkStatus();
  });
  for (const char* said : {"a", "a", "b", "a"}) {
    EXPECT_THAT(report.Found(v1::STORE_DAMAGED, "", {{"said", said}}), IsOk());
    EXPECT_THAT(report.Found(v1::RECORD_DAMAGED, "r/a", {{"key", said}}), IsOk());
  }
  EXPECT_EQ(sent, 2 + 4) << "each record by itself";
  EXPECT_EQ(report.sums().fault_count(), 2 + 4);
}

// Writers go on while the walk is under way; each write is whole in itself.
TEST_F(Examining, WhatIsWrittenMeanwhileIsNoFault) {
  AddMany(2000);
  int round = 0;
  std::vector<std::string> kinds;
  Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
    if (part.has_finding()) kinds.push_back(v1::FindingKind_Name(part.finding().kind()));
    Add(StrCat("p", 100 * ++round));
    Add(StrCat("new", round));
    return absl::OkStatus();
  });
  EXPECT_THAT(Examine(
                  SubjectOf(), kNow, [] { return absl::OkStatus(); }, report),
              IsOk());
  EXPECT_GE(round, 7);
  EXPECT_THAT(kinds, ElementsAre("BACKUP_MISSING"));
}

}  // namespace
}  // namespace congress::maintenance
