// Schema steps on an invented keyspace: up, killed after every commit, one version back, and beside other versions.
#include "platform/rpc/migration.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "congress/dossiers/v1/person.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/records.h"
#include "platform/rpc/repository.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/open.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/redis_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::rpc {
namespace {

using store::Record;
using store::SchemaStep;
using support::IsOk;
using support::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;
constexpr int kThings = 1000;

// A thing is `old:X` at first, `old:X new:X` once it is expanded, and `new:X` once it is contracted.
absl::StatusOr<std::optional<std::string>> Expand(const Record& thing) {
  if (absl::StrContains(thing.value, "new:")) return std::nullopt;
  return StrCat(thing.value, " new:", thing.value.substr(4));
}
absl::StatusOr<std::optional<std::string>> Contract(const Record& thing) {
  const size_t place = thing.value.find("new:");
  if (place == std::string::npos) return absl::InternalError(StrCat("never expanded: ", thing.key));
  if (place == 0) return std::nullopt;
  return thing.value.substr(place);
}

// What three versions of the program declare. 2 knows no step.
std::vector<SchemaStep> StepsOf(int version) {
  std::vector<SchemaStep> steps = {{.to = 3, .least_reader = 2, .prefix = "r/Thing/", .rewrite = Expand},
                                   {.to = 4, .least_reader = 3, .prefix = "r/Thing/", .rewrite = Contract}};
  steps.resize(static_cast<size_t>(version - 2));
  return steps;
}
// As a version writes a thing and reads it.
std::string Written(int version, const std::string& x) {
  if (version == 2) return StrCat("old:", x);
  return version == 3 ? StrCat("old:", x, " new:", x) : StrCat("new:", x);
}
std::string Read(int version, const std::string& value) {
  const size_t place = value.find("new:");
  if (version > 2 && place != std::string::npos) return value.substr(place + 4);
  // The last one knows the old form no more.
  if (version == 4 || !value.starts_with("old:")) return "?";
  return value.substr(4, place == std::string::npos ? place : place - 5);
}

// A process of a version.
struct Process {
  Process(const std::string& url, int of) : version(of), steps(StepsOf(of)) {
    auto opened = store::OpenIdentified(url, {.keyspace = "things", .suite = "s", .schema = store::SchemaOf(steps)});
    EXPECT_THAT(opened, IsOk());
    store = *std::move(opened);
  }
  absl::Status Put(int thing, const std::string& x) {
    return store->Commit({.writes = {{.key = Key(thing), .value = Written(version, x)}}}).status();
  }
  std::string Get(int thing) {
    const auto record = store->Get(Key(thing));
    return record.ok() ? Read(version, record->value) : std::string(record.status().message());
  }
  static std::string Key(int thing) { return StrCat("r/Thing/things/", thing); }
  Migration Known() const { return {.steps = steps, .types = types, .principal = "process-things"}; }
  absl::StatusOr<bool> Once() { return MigrateOnce(*store, Known(), &page); }
  absl::StatusOr<bool> All() { return Migrate(*store, Known(), absl::InfiniteFuture()); }
  int Count(const std::string& form) const {
    const auto records = store->Scan(store::Range::Prefix("r/Thing/"), 10 * kThings);
    EXPECT_THAT(records, IsOk());
    int count = 0;
    for (const Record& record : *records) count += record.value.starts_with(form) ? 1 : 0;
    return count;
  }

  const int version;
  const std::vector<SchemaStep> steps;
  const std::vector<const RecordType*> types = {};
  std::unique_ptr<store::IdentifiedStore> store;
  int page = 100;
};

// On SQLite, and on Redis, where processes share a store.
class MigrationTest : public ::testing::TestWithParam<bool> {
 protected:
  MigrationTest() {
    Process process(url(), 2);
    EXPECT_THAT(process.store->Initialise(absl::Now()), IsOk());
    store::Batch batch;
    for (int i = 0; i < kThings; ++i) batch.writes.push_back({.key = Process::Key(i), .value = "old:a"});
    batch.writes.push_back({.key = "r/Thingamajig/x", .value = "another type"});
    EXPECT_THAT(process.store->Commit(batch), IsOk());
  }
  std::string url() const { return redis_ ? redis_->url() : StrCat("sqlite:", folder_.File("things.db")); }
  // A process that has come to serve.
  std::unique_ptr<Process> Start(int version) {
    auto process = std::make_unique<Process>(url(), version);
    EXPECT_THAT(process->store->Admit(), IsOk());
    EXPECT_TRUE(process->All().value_or(false));
    return process;
  }

  const support::TemporaryFolder folder_;
  const std::unique_ptr<support::RedisServer> redis_ = GetParam() ? std::make_unique<support::RedisServer>() : nullptr;
};

TEST_P(MigrationTest, TakesEachStepOnce) {
  const auto process = Start(3);
  EXPECT_EQ(process->Count("old:a new:a"), kThings);
  EXPECT_EQ(process->store->Get("r/Thingamajig/x")->value, "another type");
  ASSERT_OK_AND_ASSIGN(const MigrationState state, MigrationStateOf(*process->store));
  EXPECT_EQ(Told(state), "schema 3");
  EXPECT_EQ(state.least_reader, 2);
  const auto commits = process->store->LastSequence();
  EXPECT_THAT(process->All(), IsOk());
  EXPECT_EQ(process->store->LastSequence().value_or(0), commits.value_or(1));
}

TEST_P(MigrationTest, ANewStoreIsMadeAsTheVersionKnowsIt) {
  const support::TemporaryFolder folder;
  Process process(StrCat("sqlite:", folder.File("things.db")), 4);
  ASSERT_THAT(process.store->Initialise(absl::Now()), IsOk());
  ASSERT_OK_AND_ASSIGN(const MigrationState state, MigrationStateOf(*process.store));
  EXPECT_EQ(state.schema, 4);
  EXPECT_EQ(state.least_reader, 3);
}

TEST_P(MigrationTest, GoesOnWhereItWasKilled) {
  int commits = 0;
  for (bool done = false; !done; ++commits) {
    Process process(url(), 4);
    ASSERT_THAT(process.store->Admit(), IsOk());
    const auto once = process.Once();
    ASSERT_THAT(once, IsOk());
    done = *once;
    ASSERT_OK_AND_ASSIGN(const MigrationState state, MigrationStateOf(*process.store));
    if (commits == 5) {
      EXPECT_EQ(Told(state), "schema 2, on the way to 3: 500 records looked at, 500 rewritten");
    }
    EXPECT_LT(commits, 100);
  }
  // Begin, ten pages of each reading and its end, and the mark: once to expand, twice to contract.
  EXPECT_EQ(commits, (1 + 11 + 1) + (1 + 2 * 11 + 1) + 1);
  EXPECT_EQ(Process(url(), 4).store->Get(Process::Key(7)).status().code(), absl::StatusCode::kUnknown)
      << "not admitted";
  EXPECT_EQ(Start(4)->Count("new:a"), kThings);
}

// Killed after any commit, no thing is rewritten without its part, nor has a part too many.
TEST_P(MigrationTest, FurtherRecordsComeInTheCommitOfTheOneThatBecomesThem) {
  const auto part = [](const Record& thing) -> absl::StatusOr<std::vector<store::Write>> {
    return std::vector<store::Write>{
        {.key = StrCat("r/Part/", thing.key), .value = thing.value.substr(4), .expected = store::kAbsent}};
  };
  const std::vector<SchemaStep> steps = {
      {.to = 3, .least_reader = 3, .prefix = "r/Thing/", .rewrite = Expand, .beside = part}};
  const std::vector<const RecordType*> types;
  int page = 100;
  for (bool done = false; !done;) {
    ASSERT_OK_AND_ASSIGN(
        const auto store,
        store::OpenIdentified(url(), {.keyspace = "things", .suite = "s", .schema = store::SchemaOf(steps)}));
    ASSERT_THAT(store->Admit(), IsOk());
    const auto once = MigrateOnce(*store, {.steps = steps, .types = types, .principal = "process-things"}, &page);
    ASSERT_THAT(once, IsOk());
    done = *once;
    const auto things = store->Scan(store::Range::Prefix("r/Thing/"), 10 * kThings);
    const auto parts = store->Scan(store::Range::Prefix("r/Part/"), 10 * kThings);
    ASSERT_THAT(things, IsOk());
    ASSERT_THAT(parts, IsOk());
    const auto rewritten = [](const Record& thing) { return absl::StrContains(thing.value, "new:"); };
    EXPECT_EQ(std::count_if(things->begin(), things->end(), rewritten), static_cast<int>(parts->size()));
    if (done) {
      EXPECT_EQ(parts->size(), static_cast<size_t>(kThings));
    }
  }
}

TEST_P(MigrationTest, OneVersionBackReadsAndWrites) {
  Start(3);
  {
    const auto back = Start(2);
    EXPECT_EQ(back->Get(7), "a");
    EXPECT_THAT(back->Put(7, "b"), IsOk());
  }
  {
    const auto forth = Start(3);
    EXPECT_EQ(forth->Get(7), "b") << "it reads both forms";
    EXPECT_EQ(forth->Get(8), "a");
    EXPECT_EQ(forth->Count("old:b new:b"), 0) << "the step was taken before";
  }
  // What the older version wrote is taken along before the old form is given up.
  {
    const auto next = Start(4);
    EXPECT_EQ(next->Get(7), "b");
    EXPECT_EQ(next->Count("new:"), kThings);
  }
  const auto back = Start(3);
  EXPECT_EQ(back->Get(7), "b");
  EXPECT_THAT(back->Put(7, "c"), IsOk());
}

TEST_P(MigrationTest, TwoVersionsBackIsRefusedInWords) {
  Start(4);
  Process process(url(), 2);
  const absl::Status refused = process.store->Admit();
  EXPECT_THAT(refused, StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(store::DriverText(refused),
              AllOf(HasSubstr("was written by a newer version (schema 4; this one reads up to 2)"),
                    HasSubstr("start that version, or restore a backup of this one")));
}

TEST_P(MigrationTest, AVersionWithoutTheStepsBetweenIsRefusedInWords) {
  const std::vector<SchemaStep> late = {{.to = 5, .least_reader = 4, .prefix = "r/", .rewrite = Contract}};
  const auto store =
      *store::OpenIdentified(url(), {.keyspace = "things", .suite = "s", .schema = store::SchemaOf(late)});
  const absl::Status refused = store->Admit();
  EXPECT_THAT(refused, StatusIs(kRefused, "STORE_REFUSED"));
  EXPECT_THAT(store::DriverText(refused), HasSubstr("schema 2; this one goes on from 4"));
}

// A damaged record is no reason for a service not to start.
TEST_P(MigrationTest, PassesOverWhatCannotBeRead) {
  {
    const auto keyspace = store::Open(url(), "things");
    ASSERT_THAT(keyspace, IsOk());
    ASSERT_OK_AND_ASSIGN(store::Maintained * bare, (*keyspace)->Maintenance());
    auto* backend = dynamic_cast<store::Store*>(bare);
    ASSERT_NE(backend, nullptr);
    ASSERT_THAT(backend->Commit({.writes = {{.key = Process::Key(7), .value = "\1bad"}}}), IsOk());
  }
  const auto process = Start(4);
  EXPECT_THAT(process->Get(7), HasSubstr("damaged"));
  EXPECT_EQ(process->Get(8), "a");
}

INSTANTIATE_TEST_SUITE_P(Backends, MigrationTest, ::testing::Bool(),
                         [](const auto& backend) { return backend.param ? "Redis" : "Sqlite"; });

// Processes of several versions on one store.
class SharedMigration : public MigrationTest {};

TEST_P(SharedMigration, OlderProcessesServeUntilTheOldFormIsGivenUp) {
  Process old(url(), 2);
  ASSERT_THAT(old.store->Admit(), IsOk());
  Process next(url(), 3);
  ASSERT_THAT(next.store->Admit(), IsOk());
  // Behind the place where the step is, before it, and after it.
  for (int commits = 0; !next.Once().value(); ++commits) {
    ASSERT_THAT(old.Put(commits, "b"), IsOk());
    ASSERT_THAT(old.Put(kThings - 1 - commits, "b"), IsOk());
    ASSERT_LT(commits, 100);
  }
  EXPECT_THAT(old.Put(kThings / 2, "b"), IsOk());
  EXPECT_EQ(next.Get(kThings / 2), "b");
  EXPECT_EQ(next.Get(0), "b");

  Process last(url(), 4);
  ASSERT_THAT(last.store->Admit(), IsOk());
  ASSERT_FALSE(last.Once().value());
  EXPECT_THAT(old.Put(1, "lost"), StatusIs(kRefused, "STORE_REFUSED")) << "before the first record is contracted";
  EXPECT_THAT(old.store->LastSequence(), StatusIs(kRefused, "STORE_REFUSED"));
  for (int commits = 0; !last.Once().value(); ++commits) {
    ASSERT_THAT(next.Put(commits, "c"), IsOk()) << "one version back serves on";
    ASSERT_LT(commits, 200);
  }
  for (int i = 0; i < kThings; ++i) EXPECT_NE(last.Get(i), "?") << i;
  EXPECT_EQ(last.Get(0), "c");
  EXPECT_EQ(last.Get(kThings / 2), "b");
  EXPECT_EQ(next.Get(kThings / 2), "b");
}

TEST_P(SharedMigration, OfSeveralReplicasEachRecordIsRewrittenOnce) {
  const auto first = std::make_unique<Process>(url(), 3);
  const auto second = std::make_unique<Process>(url(), 3);
  ASSERT_THAT(first->store->Admit(), IsOk());
  ASSERT_THAT(second->store->Admit(), IsOk());
  ASSERT_OK_AND_ASSIGN(const store::Revision begin, first->store->LastSequence());
  {
    std::jthread one([&] { EXPECT_TRUE(first->All().value_or(false)); });
    std::jthread two([&] { EXPECT_TRUE(second->All().value_or(false)); });
  }
  EXPECT_EQ(first->Count("old:a new:a"), kThings);
  // Begin, three pages of 400, the end of the reading and the mark, whoever did which.
  ASSERT_OK_AND_ASSIGN(const store::Revision end, first->store->LastSequence());
  EXPECT_GE(end - begin, 6);
  EXPECT_LE(end - begin, 40);
}

TEST_P(SharedMigration, PassesWhereCallsWriteAllTheTime) {
  Process old(url(), 2);
  ASSERT_THAT(old.store->Admit(), IsOk());
  std::atomic<bool> stop = false;
  std::jthread calls([&] {
    while (!stop) EXPECT_THAT(old.Put(500, "b"), IsOk());
  });
  const auto next = Start(3);
  stop = true;
  EXPECT_GE(next->Count("old:a new:a"), kThings - 1);
}

INSTANTIATE_TEST_SUITE_P(Redis, SharedMigration, ::testing::Values(true), [](const auto&) { return "Redis"; });

// What a record is found by goes with it.
TEST(Migration, EntriesOfIndexesFollow) {
  using dossiers::v1::Person;
  const support::TemporaryFolder folder;
  const auto store = *store::Open(StrCat("sqlite:", folder.File("x.db")), "x");
  const Repository<Person> persons(
      "dossiers.persons.read",
      Indexes<Person>{.order = nullptr, .by = {{"organisation", Value(&Person::organisation), IndexKind::kValue}}});
  Person person;
  person.set_name("persons/p");
  person.set_organisation("organisations/a");
  store::Record record{.key = RecordKey("Person", person.name()),
                       .value = person.SerializeAsString(),
                       .organisation = person.organisation()};
  store::Batch batch;
  batch.writes.push_back({.key = record.key, .value = record.value, .organisation = record.organisation});
  ASSERT_OK_AND_ASSIGN(const auto entries, persons.EntriesOf(record));
  for (const IndexEntry& entry : entries) {
    batch.writes.push_back({.key = entry.key, .value = entry.words, .organisation = entry.organisation});
  }
  ASSERT_THAT(store->Commit(batch), IsOk());
  const std::vector<SchemaStep> steps = {{.to = 3, .prefix = RecordKey("Person", ""), .rewrite = [](const Record& old) {
                                            Person changed;
                                            changed.ParseFromString(old.value);
                                            changed.set_organisation("organisations/b");
                                            return changed.SerializeAsString();
                                          }}};
  const std::vector<const RecordType*> types = {&persons};
  ASSERT_TRUE(Migrate(*store, {.steps = steps, .types = types, .principal = "process-x"}, absl::InfiniteFuture())
                  .value_or(false));
  ASSERT_OK_AND_ASSIGN(record, store->Get(record.key));
  EXPECT_EQ(record.organisation, "organisations/a") << "whose it is does not change";
  ASSERT_OK_AND_ASSIGN(const auto wanted, persons.EntriesOf(record));
  ASSERT_OK_AND_ASSIGN(const auto found, store->Scan(store::Range::Prefix(IndexRange("Person")), 100));
  ASSERT_EQ(found.size(), wanted.size());
  for (const IndexEntry& entry : wanted) EXPECT_THAT(store->Get(entry.key), IsOk()) << entry.key;
}

}  // namespace
}  // namespace congress::rpc
