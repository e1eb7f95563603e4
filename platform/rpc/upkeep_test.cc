#include "platform/rpc/upkeep.h"

#include "congress/dossiers/v1/person.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/repository.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/sqlite_store.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using dossiers::v1::Person;
using support::IsOk;

Index<Person> ByUnit() {
  return {"organisation", [](const Person& person) { return std::vector<std::string>{person.organisation()}; }};
}
Index<Person> ByName() {
  return {"display_name", [](const Person& person) { return std::vector<std::string>{person.display_name()}; },
          IndexKind::kWords};
}

class UpkeepTest : public ::testing::Test {
 protected:
  UpkeepTest() {
    auto opened = store::SqliteStore::Open(":memory:");
    store_ = std::make_unique<store::EnvelopedStore>(*std::move(opened));
    // As a version without indexes wrote them.
    store::Batch batch;
    for (int i = 0; i < 1200; ++i) {
      Person person;
      person.set_name(StrCat("persons/p", i));
      person.set_organisation(StrCat("organisations/u", i % 3));
      person.set_display_name("Nguyễn Văn An");
      batch.writes.push_back({.key = RecordKey("Person", person.name()),
                              .value = person.SerializeAsString(),
                              .organisation = person.organisation()});
    }
    EXPECT_THAT(store_->Commit(batch), IsOk());
  }

  size_t Entries() { return store_->Scan(store::Range::Prefix(IndexRange("Person")), 10'000)->size(); }

  std::unique_ptr<store::Store> store_;
  int64_t told_ = 0;
  UpkeepNotice notice_ = [this](const std::string&, int64_t records) { told_ = records; };
};

TEST_F(UpkeepTest, IndexesWhatAnOlderVersionWrote) {
  const Repository<Person> persons("dossiers.persons.read", Indexes<Person>{.order = nullptr, .by = {ByUnit()}});
  ASSERT_THAT(BringUpToDate(*store_, {&persons}, "process-dossiers", notice_), IsOk());
  EXPECT_EQ(told_, 1200);
  EXPECT_EQ(Entries(), 2400u) << "by order and by unit";
  const store::Revision before = store_->LastSequence().value();
  ASSERT_THAT(BringUpToDate(*store_, {&persons}, "process-dossiers", notice_), IsOk());
  EXPECT_EQ(store_->LastSequence().value(), before) << "done once";
}

TEST_F(UpkeepTest, FollowsWhatIsDeclared) {
  const Repository<Person> one("dossiers.persons.read", Indexes<Person>{.order = nullptr, .by = {ByUnit()}});
  const Repository<Person> two("dossiers.persons.read", Indexes<Person>{.order = nullptr, .by = {ByUnit(), ByName()}});
  ASSERT_THAT(BringUpToDate(*store_, {&one}, "process-dossiers"), IsOk());
  ASSERT_THAT(BringUpToDate(*store_, {&two}, "process-dossiers"), IsOk());
  EXPECT_EQ(Entries(), 6000u) << "three words besides";
  ASSERT_THAT(BringUpToDate(*store_, {&one}, "process-dossiers"), IsOk());
  EXPECT_EQ(Entries(), 2400u);
}

}  // namespace
}  // namespace congress::rpc
