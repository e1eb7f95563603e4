// Records are found by their indexes, and the indexes follow the records.
#include "platform/rpc/index.h"

#include <algorithm>

#include "congress/dossiers/v1/person.pb.h"
#include "congress/operations/v1/operation.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/index_writes.h"
#include "platform/rpc/repository.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/sqlite_store.h"
#include "platform/text/order.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using dossiers::v1::Person;
using support::IsOk;
using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;

Repository<Person> Persons() {
  return {"dossiers.persons.read",
          Indexes<Person>{
              .order = [](const Person& person) { return text::NameSortKey(person.display_name()); },
              .by = {{"organisation", [](const Person& p) { return std::vector<std::string>{p.organisation()}; }},
                     {"display_name", [](const Person& p) { return std::vector<std::string>{p.display_name()}; },
                      IndexKind::kWords}}}};
}

class IndexTest : public ::testing::Test {
 protected:
  IndexTest() : store_(*store::SqliteStore::Open(":memory:")) { Bind({{"administrator", "organisations/province"}}); }

  void Bind(std::vector<auth::Binding> bindings) { principal_.bindings = std::move(bindings); }

  // Runs `work` as the Gate does, but for audit and answers.
  template <class Work>
  absl::Status Do(Work work) {
    const Call::Scope scope{.principal = principal_,
                            .roles = auth::Roles::Default(),
                            .store = store_,
                            .method = "",
                            .permission = "dossiers.persons.read",
                            .call_id = "",
                            .language = "",
                            .request_id = "",
                            .now = absl::UnixEpoch(),
                            .deadline = absl::InfiniteFuture(),
                            .carrier = nullptr};
    Call call(scope);
    work(call);
    store::Batch batch = call.changes().ToBatch();
    RETURN_IF_ERROR(AddIndexWrites(call, &batch));
    written_ = batch.writes.size();
    if (batch.writes.empty()) return absl::OkStatus();
    return store_.Commit(batch).status();
  }

  static Person Make(const std::string& id, const std::string& name, const std::string& unit) {
    Person person;
    person.set_name("persons/" + id);
    person.set_display_name(name);
    person.set_organisation("organisations/" + unit);
    return person;
  }
  void Put(const std::string& id, const std::string& name, const std::string& unit) {
    ASSERT_THAT(Do([&](Call& call) { persons_.Put(call, Make(id, name, unit)); }), IsOk());
  }

  // Ids of all pages of two, and how often a page was asked for.
  std::vector<std::string> Found(const std::string& filter, const std::string& order_by = "") {
    std::vector<std::string> ids;
    PageRequest page;
    page.page_size = page_size_;
    do {
      ++pages_;
      EXPECT_THAT(Do([&](Call& call) {
                    Query<Person> query{.filter = *ParseFilter(filter), .order_by = order_by};
                    const auto found = persons_.Find(call, "persons/", page, query);
                    ASSERT_THAT(found, IsOk());
                    for (const Person& person : found->items) ids.push_back(person.name().substr(8));
                    page.page_token = found->next_page_token;
                  }),
                  IsOk());
    } while (!page.page_token.empty());
    return ids;
  }
  absl::Status Refused(const std::string& filter, const std::string& order_by = "") {
    absl::Status status;
    Do([&](Call& call) {
      Query<Person> query{.filter = *ParseFilter(filter), .order_by = order_by};
      status = persons_.Find(call, "persons/", {}, query).status();
    }).IgnoreError();
    return status;
  }
  size_t EntriesInStore() { return store_.Scan(store::Range::Prefix(IndexRange("Person")), 1000)->size(); }

  auth::Principal principal_;
  store::EnvelopedStore store_;
  Repository<Person> persons_ = Persons();
  size_t written_ = 0;
  int pages_ = 0;
  int page_size_ = 2;
};

using Ids = std::vector<std::string>;

TEST_F(IndexTest, ListsInTheDeclaredOrder) {
  Put("a", "Trần Văn Chi", "x");
  Put("b", "Lê Thị Ân", "y");
  Put("c", "Nguyễn An", "x");
  EXPECT_EQ(Found(""), (Ids{"c", "b", "a"}));
  EXPECT_EQ(pages_, 2) << "no empty page at the end";
}

TEST_F(IndexTest, ListsWhatLiesUnderAllParentsWhereThatIsDeclared) {
  const Repository<Person> persons{
      "dossiers.persons.read",
      Indexes<Person>{
          .order = nullptr,
          .by = {{"organisation", [](const Person& p) { return std::vector<std::string>{p.organisation()}; }}},
          .of_all = "-/"}};
  const auto found = [&](const std::string& parent, const std::string& filter) {
    std::string ids;
    EXPECT_THAT(Do([&](Call& call) {
                  const auto page = persons.Find(call, parent, {}, {.filter = *ParseFilter(filter)});
                  ASSERT_THAT(page, IsOk());
                  for (const Person& person : page->items) ids += person.name().substr(8);
                }),
                IsOk());
    return ids;
  };
  ASSERT_THAT(Do([&](Call& call) {
                persons.Put(call, Make("a", "An", "x"));
                persons.Put(call, Make("b", "Bình", "y"));
              }),
              IsOk());
  for (const char* parent : {"persons/", "-/"}) {
    EXPECT_EQ(found(parent, ""), "ab");
    EXPECT_EQ(found(parent, "organisation=organisations/y"), "b");
  }
  ASSERT_THAT(Do([&](Call& call) { persons.Delete(call, "persons/a"); }), IsOk());
  EXPECT_EQ(found("-/", ""), "b");
  EXPECT_NE(persons.declaration(), Persons().declaration());
}

TEST_F(IndexTest, FindsByOrganisationAndByWords) {
  Put("a", "Trần Văn An", "x");
  Put("b", "Lê Văn Ân", "y");
  Put("c", "Nguyễn Thị Bình", "x");
  EXPECT_EQ(Found("organisation=organisations/x"), (Ids{"a", "c"}));
  EXPECT_EQ(Found("display_name:van"), (Ids{"a", "b"}));
  EXPECT_EQ(Found("display_name:\"an van\""), (Ids{"a", "b"}));
  EXPECT_EQ(Found("display_name:\"VĂN le\" AND organisation=organisations/y"), (Ids{"b"}));
  EXPECT_EQ(Found("display_name:van AND organisation!=organisations/y"), (Ids{"a"}));
  EXPECT_EQ(Found("display_name:xyz"), Ids{});
  EXPECT_EQ(Found("organisation=organisations/none"), Ids{});
  EXPECT_EQ(Found("", "organisation"), (Ids{"a", "c", "b"}));
}

TEST_F(IndexTest, WhatASearchFindsIsInTheOrderOfTheList) {
  Put("a", "Trần Vân Chi", "x");
  Put("b", "Lê Vang Ân", "y");
  Put("c", "Vạn Văn Bình", "x");
  EXPECT_EQ(Found("display_name:van"), (Ids{"b", "c", "a"})) << "each once";
  EXPECT_EQ(Found("", "organisation"), (Ids{"c", "a", "b"}));
}

// So many that neither a batch nor sorting in memory holds them.
TEST_F(IndexTest, FindsAmongThousands) {
  ASSERT_THAT(Do([&](Call& call) {
                for (int i = 0; i < 1000; ++i) persons_.Put(call, Make("p" + std::to_string(i), "Nguyễn An", "x"));
              }),
              IsOk());
  for (int batch = 1; batch < 6; ++batch) {
    ASSERT_THAT(Do([&](Call& call) {
                  for (int i = 0; i < 1000; ++i) {
                    persons_.Put(call, Make("q" + std::to_string(batch * 1000 + i), "Nguyễn Bảo", "y"));
                  }
                }),
                IsOk());
  }
  Put("z", "Nguyễn Zét", "z");
  EXPECT_EQ(Found("display_name:\"nguyen zet\""), (Ids{"z"}));
  EXPECT_EQ(Found("display_name:nguyen AND organisation=organisations/z"), (Ids{"z"}));
  page_size_ = 1000;
  EXPECT_EQ(Found("display_name:nguyen").size(), 6001u);
  EXPECT_EQ(Found("display_name:nguyen").back(), "z");
  Bind({{"clerk", "organisations/x"}, {"clerk", "organisations/z"}});
  const Ids own = Found("display_name:nguyen");
  EXPECT_EQ(own.size(), 1001u);
  EXPECT_EQ(own.back(), "z");
}

TEST_F(IndexTest, FollowsAChangeAndADeletion) {
  Put("a", "Trần Văn An", "x");
  const size_t entries = EntriesInStore();
  Put("a", "Trần Văn Bảo", "y");
  EXPECT_EQ(EntriesInStore(), entries);
  EXPECT_EQ(Found("display_name:an"), Ids{});
  EXPECT_EQ(Found("organisation=organisations/x"), Ids{});
  EXPECT_EQ(Found("display_name:bao AND organisation=organisations/y"), (Ids{"a"}));
  ASSERT_THAT(Do([&](Call& call) { persons_.Delete(call, "persons/a"); }), IsOk());
  EXPECT_EQ(EntriesInStore(), 0u);
}

TEST_F(IndexTest, WritesOnlyTheEntriesThatChange) {
  Put("a", "Trần Văn An", "x");
  EXPECT_EQ(written_, 6u) << "record, order, organisation and three words";
  Put("a", "Trần Văn An", "x");
  EXPECT_EQ(written_, 1u);
}

TEST_F(IndexTest, RefusesACommitWhoseRecordMovedMeanwhile) {
  Put("a", "Trần Văn An", "x");
  const absl::Status status = Do([&](Call& call) {
    auto person = persons_.Load(call, "persons/a");
    ASSERT_THAT(store_.Commit({.writes = {{.key = "r/Person/persons/a", .value = "", .organisation = "z"}}}), IsOk());
    person->set_display_name("Khác");
    persons_.Put(call, *person);
  });
  EXPECT_EQ(store::ConflictingKey(status), "r/Person/persons/a");
}

TEST_F(IndexTest, ShowsOnlyWhatTheCallerMayRead) {
  Put("a", "Trần Văn An", "x");
  Put("b", "Lê Văn Ân", "y");
  Put("c", "Nguyễn Văn Bình", "z");
  Bind({{"clerk", "organisations/z"}, {"clerk", "organisations/x"}});
  EXPECT_EQ(Found(""), (Ids{"a", "c"})) << "in the order of names across units";
  EXPECT_EQ(Found("display_name:van"), (Ids{"a", "c"}));
  EXPECT_EQ(Found("organisation=organisations/y"), Ids{});
  // Two roles at one unit show nothing twice.
  Bind({{"clerk", "organisations/x"}, {"reviewer", "organisations/x"}});
  EXPECT_EQ(Found(""), (Ids{"a"}));
}

TEST_F(IndexTest, TellsWhichFieldsServe) {
  EXPECT_THAT(Refused("birth_date=x"), StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_EQ(MetadataIn(Refused("birth_date=x"), "fields"), "organisation, display_name");
  EXPECT_EQ(MetadataIn(Refused("display_name=An"), "cause"), "words");
  EXPECT_EQ(MetadataIn(Refused("organisation:x"), "cause"), "value");
  EXPECT_EQ(MetadataIn(Refused("", "birth_date"), "cause"), "order");
  EXPECT_EQ(MetadataIn(Refused("", "display_name"), "fields"), "organisation");
  EXPECT_EQ(MetadataIn(Refused("", "organisation DESC"), "cause"), "descending");
  EXPECT_THAT(CheckOrder("organisation asc", {"organisation"}), IsOk());
  EXPECT_EQ(OrderField("organisation  ASC"), "organisation");
}

TEST(CheckValues, RefusesWhatAnEnumerationHasNot) {
  const auto& type = *operations::v1::Operation::descriptor();
  const auto check = [&](const char* filter) { return CheckValues(*ParseFilter(filter), type); };
  EXPECT_THAT(check("state=DONE AND kind=x"), IsOk());
  const absl::Status refused = check("state=CATS");
  EXPECT_EQ(MetadataIn(refused, "cause"), "unknown_value");
  EXPECT_EQ(MetadataIn(refused, "fields"), "RUNNING, DONE, FAILED, CANCELLED");
  EXPECT_THAT(check("state!=STATE_UNSPECIFIED"), StatusIs(kInvalid, "FILTER_INVALID"));
}

TEST(CheckValues, RefusesWhatIsNoDay) {
  const auto& type = *operations::v1::Operation::descriptor();
  const auto check = [&](const std::string& day) { return CheckValues(*ParseFilter("send_date>=" + day), type); };
  for (const char* day : {"2026-12-31", "2026-02", "2026"}) EXPECT_THAT(check(day), IsOk()) << day;
  for (const char* day : {"2026-13-01", "2026-02-30", "2026-13", "today", "2026-1-1"}) {
    EXPECT_EQ(MetadataIn(check(day), "cause"), "not_a_day") << day;
  }
}

TEST(IndexKeys, SortAsTheirPartsDo) {
  const auto key = [](std::string_view value, std::string_view order) {
    return IndexKey("T", "f", "p/", value, order, "p/n");
  };
  using namespace std::string_view_literals;
  EXPECT_LT(key("a"sv, "z"sv), key("ab"sv, "a"sv));
  EXPECT_LT(key("a\0"sv, ""sv), key("a\1"sv, ""sv));
  EXPECT_LT(key("a"sv, ""sv), key("a\0"sv, ""sv));
  EXPECT_LT(key("a\1\1"sv, ""sv), key("a\2"sv, ""sv));
  EXPECT_EQ(NameInPlace(PlaceInIndexKey(key("a\0\1b"sv, "\0x\1"sv))), "p/n");
  EXPECT_LT(PlaceInIndexKey(key("b"sv, "a"sv)), PlaceInIndexKey(key("a"sv, "b"sv)));
}

}  // namespace
}  // namespace congress::rpc
