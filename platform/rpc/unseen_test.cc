// What is told of changes and records to those who do not see all of them.
#include <algorithm>
#include <set>

#include "absl/functional/function_ref.h"
#include "gmock/gmock.h"
#include "platform/rpc/testing_sealed.h"
#include "platform/store/failure.h"

namespace congress::rpc::sealed {
namespace {

using UnseenTest = SealedRecords;

TEST_F(UnseenTest, AListGoesOnWithoutWhatIsDamaged) {
  for (const char* id : {"a", "b", "c"}) process_.Put(kPersons, Ill(id));
  store::Record record = Stored("r/Person/persons/a");
  record.value.back() = static_cast<char>(record.value.back() + 1);
  Write({.key = record.key, .value = record.value, .organisation = record.organisation, .sealed = true});
  Write({.key = "k/persons/b", .value = Stored("k/persons/c").value});
  EXPECT_THAT(process_.Do([](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found, kPersons.Find(call, "persons/", Paged(10)));
    EXPECT_EQ(found.items.size(), 3u);
    for (const Person& person : found.items) EXPECT_EQ(person.health(), person.name() == "persons/c" ? kCanary : "");
    EXPECT_EQ(call.TakeLacking(), (std::set<std::string>{"persons/a", "persons/b"}));
    return absl::OkStatus();
  }),
              IsOk());
}

// A store in which the bytes of one record are not what was written.
class DamagedAt final : public store::Store {
 public:
  DamagedAt(store::Store& store, std::string key) : store_(store), key_(std::move(key)) {}
  absl::StatusOr<store::Record> Get(std::string_view key) override { return store_.Get(key); }
  absl::StatusOr<std::vector<store::Record>> GetAll(std::span<const std::string> keys) override {
    if (std::find(keys.begin(), keys.end(), key_) != keys.end()) return store::DamagedRecord(key_, "flipped");
    return store_.GetAll(keys);
  }
  absl::StatusOr<std::vector<store::Record>> Scan(const store::Range& range, int limit) override {
    return store_.Scan(range, limit);
  }
  absl::StatusOr<store::Committed> Commit(const store::Batch& batch) override { return store_.Commit(batch); }
  absl::StatusOr<store::Revision> LastSequence() override { return store_.LastSequence(); }
  absl::StatusOr<store::Maintained*> Maintenance() override { return store_.Maintenance(); }

 private:
  store::Store& store_;
  const std::string key_;
};

TEST_F(UnseenTest, AListGoesOnWithoutTheKeyWhoseBytesAreDamaged) {
  for (const char* id : {"a", "b"}) process_.Put(kPersons, Ill(id));
  DamagedAt damaged(*store_, "k/persons/b");
  Server process(damaged);
  EXPECT_THAT(process.Do([](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found, kPersons.Find(call, "persons/", Paged(10)));
    EXPECT_EQ(found.items.size(), 2u);
    for (const Person& person : found.items) EXPECT_EQ(person.health(), person.name() == "persons/a" ? kCanary : "");
    EXPECT_EQ(call.TakeLacking(), std::set<std::string>{"persons/b"});
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(process.Load(kPersons, "persons/b"), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

// A process at which callers have this clearance.
absl::Status DoAs(Server& process, annotations::v1::Grade clearance, absl::FunctionRef<absl::Status(Call&)> work) {
  auth::Principal principal;
  principal.subject = "test";
  principal.bindings = {{"administrator", "organisations/province"}};
  principal.clearance = clearance;
  return process.gate.Perform(principal, "test", work);
}

TEST_F(UnseenTest, WhoDoesNotSeeAChangeIsShownTheRevisionOfBefore) {
  using annotations::v1::CONFIDENTIAL;
  using annotations::v1::GRADE_UNSPECIFIED;
  using annotations::v1::PERSONAL;
  using annotations::v1::SENSITIVE;
  const auto etag = [&](annotations::v1::Grade clearance) {
    std::string shown;
    EXPECT_THAT(DoAs(process_, clearance,
                     [&](Call& call) -> absl::Status {
                       ASSIGN_OR_RETURN(const Person person, kPersons.Load(call, "persons/a"));
                       EXPECT_EQ(person.health().empty(), false) << "what is shown is for the Gate to take away";
                       shown = StrCat(person.etag(), " of ", person.update_time().seconds());
                       return absl::OkStatus();
                     }),
                IsOk());
    return shown;
  };
  const auto change = [&](annotations::v1::Grade clearance, absl::FunctionRef<void(Person&)> edit, int64_t now) {
    EXPECT_THAT(DoAs(process_, clearance,
                     [&](Call& call) -> absl::Status {
                       ASSIGN_OR_RETURN(Person person, kPersons.Load(call, "persons/a"));
                       edit(person);
                       person.mutable_update_time()->set_seconds(now);
                       kPersons.Put(call, std::move(person));
                       return absl::OkStatus();
                     }),
                IsOk());
  };
  process_.Put(kPersons, Ill("a"));
  change(
      SENSITIVE, [](Person& person) { person.set_position_title("Phó bí thư"); }, 1);
  const std::string first = etag(GRADE_UNSPECIFIED);
  EXPECT_EQ(etag(SENSITIVE), first);
  change(
      SENSITIVE, [](Person& person) { person.set_health("khoẻ"); }, 2);
  const std::string second = etag(SENSITIVE);
  EXPECT_NE(second, first);
  for (const auto clearance : {GRADE_UNSPECIFIED, PERSONAL, CONFIDENTIAL}) EXPECT_EQ(etag(clearance), first);
  change(
      SENSITIVE, [](Person& person) { person.mutable_birth_date()->set_year(1971); }, 3);
  EXPECT_EQ(etag(GRADE_UNSPECIFIED), first);
  const std::string third = etag(SENSITIVE);
  EXPECT_NE(third, second);
  for (const auto clearance : {PERSONAL, CONFIDENTIAL}) EXPECT_EQ(etag(clearance), third);
  change(
      SENSITIVE, [](Person& person) { person.set_health("yếu"); }, 4);
  EXPECT_EQ(etag(GRADE_UNSPECIFIED), first);
  EXPECT_EQ(etag(PERSONAL), third);
  change(
      GRADE_UNSPECIFIED, [](Person& person) { person.set_position_title("Bí thư"); }, 5);
  for (const auto clearance : {PERSONAL, CONFIDENTIAL, SENSITIVE}) {
    EXPECT_EQ(etag(clearance), etag(GRADE_UNSPECIFIED)) << "everybody sees it";
  }
  EXPECT_THAT(etag(GRADE_UNSPECIFIED), ::testing::EndsWith(" of 5"));
}

}  // namespace
}  // namespace congress::rpc::sealed
