// Ten thousand attempts to hide something: by who can write to the store as they like, with good checksums, and has
// neither the process's key nor its checkpoints. Each is found from a fresh export and the records behind it.
#include <map>
#include <random>

#include "congress/audit/v1/audit.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/audit/ledger.h"
#include "platform/audit/log_reading.h"
#include "platform/audit/notary.h"
#include "platform/audit/verify.h"
#include "platform/digest/sha256.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/maintained.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::audit {
namespace {

using store::Record;
using support::IsOk;

constexpr char kAttackedLog[] = "log/audit";
const absl::Time kAttacked = absl::FromUnixSeconds(1'750'000'000);

// All that lies in a store.
struct World {
  std::map<std::string, Record> records = {};
  store::Revision last = 0;
};

// A store in the place of which another one can be put under who uses it.
class Exchangeable final : public store::Store {
 public:
  explicit Exchangeable(store::Store* behind) : behind_(behind) {}
  void Put(store::Store* behind) { behind_ = behind; }
  absl::StatusOr<Record> Get(std::string_view key) override { return behind_->Get(key); }
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override {
    return behind_->GetAll(keys);
  }
  absl::StatusOr<std::vector<Record>> Scan(const store::Range& range, int limit) override {
    return behind_->Scan(range, limit);
  }
  absl::StatusOr<store::Committed> Commit(const store::Batch& batch) override { return behind_->Commit(batch); }
  absl::StatusOr<store::Revision> LastSequence() override { return behind_->LastSequence(); }
  absl::StatusOr<store::Maintained*> Maintenance() override { return behind_->Maintenance(); }

 private:
  store::Store* behind_;
};

// An honest store and what has become of it, act by act.
class Honest {
 public:
  Honest() {
    auto backend = *store::SqliteStore::Open(":memory:");
    raw_ = backend.get();
    store_ = std::make_unique<store::EnvelopedStore>(std::move(backend));
  }
  store::Store& store() { return *store_; }

  // Writes a resource and counts it, as the Gate has the audit tell of both.
  void Act(const std::string& id, const std::string& value) {
    v1::AuditRecord act;
    act.set_covers(true);
    act.set_principal("clerk");
    act.set_call_id(StrCat("call-", ++acts_));
    store::Batch batch;
    batch.writes = {{.key = StrCat("r/Person/persons/", id), .organisation = "organisations/u"},
                    {.key = "r/Count/persons", .value = StrCat(acts_)}};
    if (!value.empty()) batch.writes[0].value = value;
    auto& change = *act.add_changes();
    change.set_type("Person");
    change.set_name(StrCat("persons/", id));
    change.set_value_sha256(store::StoredSha256(batch.writes[0]));
    auto& trace = *act.add_traces();
    trace.set_key_sha256(digest::Sha256(batch.writes[1].key));
    trace.set_value_sha256(store::StoredSha256(batch.writes[1]));
    batch.appends = {{kAttackedLog, act.SerializeAsString()}};
    ASSERT_THAT(store_->Commit(batch), IsOk());
    Note();
  }
  // A commit that is nobody's act, so that there is a number without one.
  void Upkeep() { ASSERT_THAT(store_->Commit({.writes = {{.key = "d/", .value = "x"}}}), IsOk()); }

  // After each act.
  const std::vector<World>& worlds() const { return worlds_; }

 private:
  void Note() {
    World world{.last = *raw_->LastSequence()};
    const std::vector<Record> all = *raw_->Scan({}, 10'000);
    for (const Record& record : all) world.records[record.key] = record;
    worlds_.push_back(std::move(world));
  }

  store::Store* raw_;
  std::unique_ptr<store::Store> store_;
  int acts_ = 0;
  std::vector<World> worlds_;
};

// A store of what an attacker left.
std::unique_ptr<store::Store> StoreOf(const World& world) {
  auto backend = *store::SqliteStore::Open(":memory:");
  auto load = *(*backend->Maintenance())->BeginLoad();
  std::vector<Record> records;
  for (const auto& [key, record] : world.records) records.push_back(record);
  EXPECT_THAT(load->Add(records), IsOk());
  EXPECT_THAT(load->Finish(world.last), IsOk());
  return std::make_unique<store::EnvelopedStore>(std::move(backend));
}

class Attacks : public ::testing::Test {
 protected:
  Attacks() {
    for (int i = 0; i < 40; ++i) {
      if (i % 5 == 2) honest_.Upkeep();
      honest_.Act(StrCat("p", i % 9), i % 13 == 12 ? "" : StrCat("value ", i));
    }
  }

  size_t Pick(size_t below) { return std::uniform_int_distribution<size_t>(0, below - 1)(random_); }
  std::string ALogKey(const World& world) {
    const auto begin = world.records.lower_bound(StrCat(kAttackedLog, "/"));
    return std::next(begin, static_cast<std::ptrdiff_t>(Pick(40)))->first;
  }
  std::string AResource(const World& world) {
    std::vector<std::string> keys;
    for (const auto& [key, record] : world.records) {
      if (key.starts_with("r/Person/")) keys.push_back(key);
    }
    return keys[Pick(keys.size())];
  }
  static void Rewrite(Record* record, const std::string& body) {
    record->value = store::Wrap(record->key, "organisations/u", false, body);
  }
  static std::string BodyOf(Record record) {
    EXPECT_THAT(store::Unwrap(&record), IsOk());
    return record.value;
  }
  static void MoveTo(World* world, const std::string& from, store::Revision revision) {
    Record moved = world->records.at(from);
    world->records.erase(from);
    const std::string body = BodyOf(moved);
    moved.revision = revision;
    moved.key = store::AppendKey(kAttackedLog, revision);
    moved.value = store::Wrap(moved.key, "", false, body);
    world->records[moved.key] = moved;
  }
  // A number that no act has.
  static store::Revision FreeNumber(const World& world, size_t pick) {
    std::vector<store::Revision> free;
    for (store::Revision at = 1; at <= world.last; ++at) {
      if (!world.records.contains(store::AppendKey(kAttackedLog, at))) free.push_back(at);
    }
    return free[pick % free.size()];
  }

  World Attacked(int kind) {
    World world = honest_.worlds().back();
    const std::string log = ALogKey(world);
    const std::string resource = AResource(world);
    Record& act = world.records.at(log);
    switch (kind) {
      case 0: {  // Somebody else did it.
        v1::AuditRecord forged;
        EXPECT_TRUE(forged.ParseFromString(BodyOf(act)));
        forged.set_principal("rival");
        act.value = store::Wrap(act.key, "", false, forged.SerializeAsString());
        break;
      }
      case 1: {  // The call of somebody else.
        v1::AuditRecord forged;
        EXPECT_TRUE(forged.ParseFromString(BodyOf(act)));
        forged.set_call_id(StrCat("call-", 1000 + Pick(1000)));
        act.value = store::Wrap(act.key, "", false, forged.SerializeAsString());
        break;
      }
      case 2: {  // Two in each other's place.
        std::string other = log;
        while (other == log) other = ALogKey(world);
        std::swap(act.value, world.records.at(other).value);
        break;
      }
      case 3:  // One that was never there.
        world.records.erase(log);
        break;
      case 4:  // The end is cut.
        for (size_t left = 1 + Pick(39); left > 0; --left) {
          world.records.erase(std::prev(world.records.lower_bound(StrCat(kAttackedLog, "0"))));
        }
        break;
      case 5: {  // One in between.
        Record forged{.key = store::AppendKey(kAttackedLog, FreeNumber(world, Pick(40))), .value = act.value};
        forged.revision = std::stoll(forged.key.substr(forged.key.rfind('/') + 1));
        world.records[forged.key] = forged;
        break;
      }
      case 6:  // At another time.
        MoveTo(&world, log, FreeNumber(world, Pick(40)));
        break;
      case 7:  // Other content.
        Rewrite(&world.records.at(resource), StrCat("forged ", Pick(1000)));
        break;
      case 8: {  // An older state of one resource.
        const World& before = honest_.worlds()[Pick(39)];
        const auto older = before.records.find(resource);
        const bool other =
            older != before.records.end() && older->second.revision != world.records.at(resource).revision;
        if (!other) return Attacked(7);
        world.records.at(resource) = older->second;
        break;
      }
      case 9:  // One resource less.
        world.records.erase(resource);
        break;
      case 10: {  // One more, with the number of an act.
        Record added{.key = StrCat("r/Person/persons/x", Pick(1000)), .value = "", .revision = act.revision};
        Rewrite(&added, "forged");
        world.records[added.key] = added;
        break;
      }
      case 11: {  // A counter that nobody reads.
        Record& count = world.records.at("r/Count/persons");
        if (Pick(2) == 0) {
          world.records.erase(count.key);
        } else {
          count.value = store::Wrap(count.key, "", false, StrCat(Pick(30)));
        }
        break;
      }
      default:  // The whole store as it was.
        world = honest_.worlds()[Pick(39)];
    }
    return world;
  }
  static constexpr int kKinds = 13;

  // What a fresh export of the log and a look at the records find.
  bool IsFound(store::Store& store, LogTree& tree, const std::vector<TreeHead>& heads) {
    EXPECT_THAT(tree.Follow(), IsOk());
    Verifier verifier(heads);
    Reading reading;
    do {
      reading = *ReadLog(store, tree, reading.through, 17);
      for (const Slot& slot : reading.slots) {
        Entry entry{.sequence = slot.sequence()};
        if (slot.leaf) entry.index = slot.leaf->index;
        if (slot.leaf) entry.leaf_sha256 = slot.leaf->sha256;
        if (slot.record) entry.record = slot.record->value;
        verifier.Add(entry);
      }
    } while (reading.more);
    if (verifier.End().finding_count > 0) return true;
    Ledger ledger;
    const std::vector<Record> log = *store.Scan(store::Range::Prefix(StrCat(kAttackedLog, "/")), 10'000);
    for (const Record& record : log) {
      v1::AuditRecord act;
      EXPECT_TRUE(act.ParseFromString(record.value));
      ledger.Act(act, record.revision);
    }
    bool found = false;
    const std::vector<Record> records = *store.Scan(store::Range::Prefix(kRecords), 10'000);
    for (const Record& record : records) {
      found = ledger.Met(record.key, record.revision, store::StoredSha256(record)).has_value() || found;
    }
    return found || !ledger.Missed(true).empty() || !ledger.Missed(false).empty();
  }

  Honest honest_;
  support::TemporaryFolder folder_;
  auth::Signer signer_{"process-drafting", *auth::GenerateKey()};
  std::mt19937 random_{20261201};
};

TEST_F(Attacks, AreFoundFromAFreshExportEachOfTenThousand) {
  const std::string file = folder_.File("drafting.checkpoints");
  std::vector<TreeHead> heads;
  {
    Notary notary(honest_.store(), signer_, "drafting", file);
    ASSERT_OK_AND_ASSIGN(const auto done, notary.Sign(kAttacked));
    ASSERT_THAT(CheckpointFile(file).Add(done.note, done.head), IsOk());
    heads = {*OpenNote(done.note, std::vector{done.key})};
  }
  {
    LogTree tree(honest_.store(), kAttackedLog);
    ASSERT_FALSE(IsFound(honest_.store(), tree, heads));
  }
  std::map<int, int> missed;
  for (int i = 0; i < 10'000; ++i) {
    const int kind = i % kKinds;
    const auto attacked = StoreOf(Attacked(kind));
    if (i / kKinds % 2 == 0) {
      // The process was down meanwhile; it signs nothing where the log was touched, and its export is found out.
      Notary notary(*attacked, signer_, "drafting", file);
      ASSERT_OK_AND_ASSIGN(const auto done, notary.Sign(kAttacked));
      const bool of_the_log = kind < 7 || kind == kKinds - 1;
      EXPECT_EQ(done.note.empty(), of_the_log) << kind;
      missed[kind] += IsFound(*attacked, notary.tree(), heads) ? 0 : 1;
    } else {
      // Under the running process.
      Exchangeable store(&honest_.store());
      Notary notary(store, signer_, "drafting", file);
      ASSERT_THAT(notary.Sign(kAttacked), IsOk());
      store.Put(attacked.get());
      missed[kind] += IsFound(store, notary.tree(), heads) ? 0 : 1;
    }
  }
  for (const auto& [kind, count] : missed) EXPECT_EQ(count, 0) << "of kind " << kind;
}

}  // namespace
}  // namespace congress::audit
