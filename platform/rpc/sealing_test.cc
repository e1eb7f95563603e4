#include "platform/rpc/sealing.h"

#include "absl/strings/match.h"
#include "congress/content/v1/content.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/graded.h"
#include "platform/rpc/migration.h"
#include "platform/rpc/testing_sealed.h"
#include "platform/status/status.h"

namespace congress::rpc::sealed {
namespace {

using SealingTest = SealedRecords;

std::string TextOf(const google::protobuf::Message& message) { return message.DebugString(); }

TEST_F(SealingTest, WhatIsGradedLiesInNoRecord) {
  process_.Put(kPersons, Ill("a"));
  const store::Record stored = Stored("r/Person/persons/a");
  EXPECT_TRUE(stored.sealed);
  Person plain;
  ASSERT_TRUE(plain.ParseFromString(stored.value));
  EXPECT_EQ(plain.display_name(), "Nguyễn Văn A");
  EXPECT_EQ(plain.position_title(), "Bí thư");
  EXPECT_FALSE(plain.has_birth_date());
  EXPECT_EQ(plain.gender(), Person::GENDER_UNSPECIFIED);
  const auto all = store_->Scan({"", ""}, 100);
  ASSERT_THAT(all, IsOk());
  for (const store::Record& record : *all) EXPECT_FALSE(absl::StrContains(record.value, kCanary)) << record.key;

  auto opened = process_.Load(kPersons, "persons/a");
  ASSERT_THAT(opened, IsOk());
  opened->clear_etag();
  EXPECT_EQ(TextOf(*opened), TextOf(Ill("a")));
}

TEST_F(SealingTest, WhatIsGradedInOneOfSeveralPartsFindsItsPlaceAgain) {
  Dossier dossier;
  dossier.set_name("congresses/x/dossiers/d");
  dossier.set_organisation("organisations/province");
  dossier.set_person("persons/a");
  dossier.add_trail()->set_account("văn thư");
  dossier.add_trail()->set_reason(kCanary);
  dossier.add_trail()->set_person("persons/b");
  dossier.add_trail()->set_reason(kCanary);
  process_.Put(kDossiers, dossier);
  const store::Record stored = Stored("r/Dossier/congresses/x/dossiers/d");
  EXPECT_FALSE(absl::StrContains(stored.value, kCanary));
  EXPECT_TRUE(absl::StrContains(stored.value, "văn thư"));
  auto opened = process_.Load(kDossiers, dossier.name());
  ASSERT_THAT(opened, IsOk());
  opened->clear_etag();
  EXPECT_EQ(TextOf(*opened), TextOf(dossier));
}

TEST_F(SealingTest, AllRecordsOfAPersonLieUnderOneKeyWhichStaysAsItIs) {
  process_.Put(kPersons, Ill("a"));
  const store::Record key = Stored("k/persons/a");
  process_.Put(kFacts, FactOf(1));
  process_.Put(kPersons, Ill("a"));
  EXPECT_EQ(Stored("k/persons/a").revision, key.revision);
  const auto keys = store_->Scan(store::Range::Prefix("k/"), 10);
  ASSERT_THAT(keys, IsOk());
  EXPECT_EQ(keys->size(), 1u);
}

TEST_F(SealingTest, ThereIsNoKeyWhereNothingIsGraded) {
  Person person;
  person.set_name("persons/a");
  person.set_display_name("Trần Thị B");
  process_.Put(kPersons, person);
  EXPECT_FALSE(Stored("r/Person/persons/a").sealed);
  EXPECT_TRUE(absl::IsNotFound(store_->Get("k/persons/a").status()));
}

TEST_F(SealingTest, ACallReadsWhatItHasStaged) {
  EXPECT_THAT(process_.Do([&](Call& call) {
    kPersons.Put(call, Ill("a"));
    const auto staged = kPersons.Load(call, "persons/a");
    EXPECT_EQ(staged->health(), kCanary);
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(process_.Load(kPersons, "persons/a")->health(), kCanary);
}

TEST_F(SealingTest, APieceThatIsMovedToAnotherRecordDoesNotOpen) {
  process_.Put(kFacts, FactOf(1));
  process_.Put(kFacts, FactOf(2));
  Write({.key = "r/PersonFact/persons/a/facts/000002",
         .value = Stored("r/PersonFact/persons/a/facts/000001").value,
         .sealed = true});
  EXPECT_THAT(process_.Load(kFacts, "persons/a/facts/000001"), IsOk());
  const auto moved = process_.Load(kFacts, "persons/a/facts/000002");
  EXPECT_THAT(moved, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(SealingTest, WithoutItsKeyARecordIsReadWithoutWhatIsGraded) {
  process_.Put(kPersons, Ill("a"));
  process_.Put(kPersons, Ill("b"));
  Server replica(*store_);
  EXPECT_EQ(replica.Load(kPersons, "persons/a")->health(), kCanary);
  // At once in every process, whatever it has read before.
  Write({.key = "k/persons/a"});
  ::testing::internal::CaptureStderr();
  for (Server* process : {&process_, &replica, &replica}) {
    const auto left = process->Load(kPersons, "persons/a");
    ASSERT_THAT(left, IsOk());
    EXPECT_EQ(left->display_name(), "Nguyễn Văn A");
    EXPECT_EQ(left->health(), "");
    EXPECT_EQ(left->assessments_size(), 0);
    EXPECT_TRUE(left->GetReflection()->GetUnknownFields(*left).empty());
  }
  // Once in each process.
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 2) << log;
  EXPECT_TRUE(absl::StrContains(log, "persons/a")) << log;
  EXPECT_EQ(process_.Load(kPersons, "persons/b")->health(), kCanary);
}

TEST_F(SealingTest, WhatANewKeySealsIsReadBesideWhatTheOldOneLeft) {
  process_.Put(kFacts, FactOf(1));
  Write({.key = "k/persons/a"});
  process_.Put(kFacts, FactOf(2));
  EXPECT_EQ(process_.Load(kFacts, "persons/a/facts/000001")->value().assets(), "");
  EXPECT_EQ(process_.Load(kFacts, "persons/a/facts/000002")->value().assets(), StrCat(kCanary, "2"));
}

TEST_F(SealingTest, AKeyThatDoesNotOpenIsAnError) {
  process_.Put(kPersons, Ill("a"));
  process_.Put(kPersons, Ill("b"));
  Server other(*store_, Wrapping("k2", '2'));
  const auto lacking = other.Load(kPersons, "persons/a");
  EXPECT_THAT(lacking, StatusIs(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  // Another person's.
  Write({.key = "k/persons/a", .value = Stored("k/persons/b").value});
  const auto exchanged = process_.Load(kPersons, "persons/a");
  EXPECT_THAT(exchanged, StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
}

TEST_F(SealingTest, ListsOpenWhatTheyShow) {
  for (const char* id : {"a", "b", "c"}) process_.Put(kPersons, Ill(id));
  for (int i = 1; i <= 3; ++i) process_.Put(kFacts, FactOf(i));
  Write({.key = "k/persons/b"});
  EXPECT_THAT(process_.Do([](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const auto found, kPersons.Find(call, "persons/", Paged(10)));
    EXPECT_EQ(found.items.size(), 3u);
    for (const Person& person : found.items) EXPECT_EQ(person.health(), person.name() == "persons/b" ? "" : kCanary);
    ASSIGN_OR_RETURN(const auto listed, kFacts.List(call, "persons/a/facts/", Paged(2)));
    EXPECT_EQ(listed.items.size(), 2u);
    EXPECT_EQ(listed.items[1].value().assets(), StrCat(kCanary, "2"));
    ASSIGN_OR_RETURN(const auto natural, kFacts.ListNaturally(call, "persons/a/facts/", Paged(10)));
    EXPECT_EQ(natural.items.size(), 3u);
    EXPECT_EQ(natural.items[2].value().assets(), StrCat(kCanary, "3"));
    ASSIGN_OR_RETURN(const auto all, kFacts.LoadAll(call, "persons/a/facts/"));
    EXPECT_EQ(all[0].value().assets(), StrCat(kCanary, "1"));
    int visited = 0;
    RETURN_IF_ERROR(kPersons.Visit(call, "persons/", [&](const Person& person) {
      ++visited;
      EXPECT_EQ(person.health(), person.name() == "persons/b" ? "" : kCanary);
    }));
    EXPECT_EQ(visited, 3);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST_F(SealingTest, AnErasedKeyTakesWhatIsGradedAlongAndANewOneBeginsAnew) {
  process_.Put(kPersons, Ill("a"));
  EXPECT_THAT(process_.Do([](Call& call) {
    EraseKey(call, "persons/a");
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_TRUE(absl::IsNotFound(store_->Get("k/persons/a").status()));
  EXPECT_EQ(process_.Load(kPersons, "persons/a")->health(), "");
  process_.Put(kPersons, Ill("a"));
  EXPECT_EQ(process_.Load(kPersons, "persons/a")->health(), kCanary);
}

TEST_F(SealingTest, AKeyedHashStaysTheSameAndTellsNothing) {
  const auto found = [&](Server& process, std::string_view field, std::string_view value) {
    std::optional<std::string> hash;
    EXPECT_THAT(process.Do([&](Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(hash, FindKeyedHash(call, "dossiers", field, value));
      return absl::OkStatus();
    }),
                IsOk());
    return hash;
  };
  EXPECT_EQ(found(process_, "citizen_id", "001"), std::nullopt) << "nothing was ever hashed";
  std::string hash;
  EXPECT_THAT(process_.Do([&](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(hash, KeyedHash(call, "dossiers", "citizen_id", "001"));
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(found(process_, "citizen_id", "001"), hash);
  EXPECT_NE(found(process_, "citizen_id", "002"), hash);
  EXPECT_NE(found(process_, "party_card", "001"), hash);
  // Wrapped by another process key.
  const content::DataKey one = content::DataKey::Of(std::string(content::DataKey::kBytes, '1'));
  const content::DataKey two = content::DataKey::Of(std::string(content::DataKey::kBytes, '2'));
  SubjectKeys rotating(content::KeyWrap({{"k1", one}, {"k2", two}}, "k2"));
  const auto rewrapped = rotating.Rewrap("services/dossiers", Stored("k/services/dossiers").value);
  ASSERT_THAT(rewrapped, IsOk());
  Write({.key = "k/services/dossiers", .value = **rewrapped});
  Server rotated(*store_, Wrapping("k2", '2'));
  EXPECT_EQ(found(rotated, "citizen_id", "001"), hash);
}

TEST_F(SealingTest, ATypeThatSaysNoSubjectCannotBeServed) {
  EXPECT_THAT(CheckSubjects(), IsOk());
  const Repository<Person> careless("dossiers.persons.read");
  const absl::Status refused = CheckSubjects();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_TRUE(absl::StrContains(refused.message(), "Person has graded fields"));
  EXPECT_TRUE(absl::IsInternal(process_.Do([&](Call& call) {
    careless.Put(call, Ill("a"));
    return absl::OkStatus();
  })));
  EXPECT_TRUE(absl::IsNotFound(store_->Get("r/Person/persons/a").status()));
}

TEST_F(SealingTest, AStepSealsWhatOlderVersionsWrote) {
  for (const char* id : {"a", "b"}) {
    Write({.key = StrCat("r/Person/persons/", id), .value = Ill(id).SerializeAsString(), .organisation = "o"});
  }
  // Whose files have a key already.
  content::v1::OwnerKey owner;
  owner.ParseFromString(process_.keys.Make("persons/b"));
  const std::string wrapped = owner.wrapped_key();
  owner.set_name("persons/b/contentKey");
  Write({.key = "r/OwnerKey/persons/b/contentKey", .value = owner.SerializeAsString()});
  EXPECT_EQ(process_.Load(kPersons, "persons/a")->health(), kCanary);

  const std::vector<store::SchemaStep> steps = {store::SealingStep(3)};
  const std::vector<const RecordType*> types = {&kPersons, &kFacts, &kDossiers};
  Migration migration{
      .steps = steps, .types = types, .principal = "process-dossiers", .sealed = types, .keys = nullptr};
  EXPECT_TRUE(absl::IsFailedPrecondition(Migrate(*store_, migration, absl::InfiniteFuture()).status()));
  migration.keys = &process_.keys;
  const auto done = Migrate(*store_, migration, absl::InfiniteFuture());
  ASSERT_THAT(done, IsOk());
  EXPECT_TRUE(*done);
  for (const char* id : {"a", "b"}) {
    const store::Record stored = Stored(StrCat("r/Person/persons/", id));
    EXPECT_TRUE(stored.sealed);
    EXPECT_EQ(stored.organisation, "o");
    EXPECT_FALSE(absl::StrContains(stored.value, kCanary));
    EXPECT_EQ(process_.Load(kPersons, StrCat("persons/", id))->health(), kCanary);
  }
  EXPECT_TRUE(absl::IsNotFound(store_->Get("r/OwnerKey/persons/b/contentKey").status()));
  ASSERT_TRUE(owner.ParseFromString(Stored("k/persons/b").value));
  EXPECT_EQ(owner.wrapped_key(), wrapped);
  EXPECT_EQ(owner.name(), "persons/b");
}

TEST(Graded, FieldsOfANewerVersionGoAlong) {
  Person person;
  person.set_display_name("Trần Thị B");
  person.GetReflection()->MutableUnknownFields(&person)->AddLengthDelimited(500, kCanary);
  Person graded;
  EXPECT_TRUE(TakeGraded(&person, &graded));
  EXPECT_FALSE(absl::StrContains(person.SerializeAsString(), kCanary));
  EXPECT_TRUE(PutGraded(&graded, &person));
  EXPECT_TRUE(absl::StrContains(person.SerializeAsString(), kCanary));
}

TEST(Graded, OfAnotherMessageAreNotPutIntoThis) {
  Dossier one;
  one.add_trail()->set_reason(kCanary);
  Dossier graded;
  ASSERT_TRUE(TakeGraded(&one, &graded));
  Dossier other;
  EXPECT_FALSE(PutGraded(&graded, &other));
}

}  // namespace
}  // namespace congress::rpc::sealed
