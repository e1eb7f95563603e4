// Calls that go on at one time and decide on what the other writes.
#include "platform/rpc/testing_sealed.h"

namespace congress::rpc::sealed {
namespace {

using Collisions = SealedRecords;

// What another call does once, in the middle of the first attempt of this one.
class Meanwhile {
 public:
  Meanwhile(Server& process, absl::FunctionRef<absl::Status(Call&)> work) : process_(process), work_(work) {}
  void Happen() {
    if (++attempts_ > 1) return;
    EXPECT_THAT(process_.Do(work_), support::IsOk());
  }
  int attempts() const { return attempts_; }

 private:
  Server& process_;
  absl::FunctionRef<absl::Status(Call&)> work_;
  int attempts_ = 0;
};

TEST_F(Collisions, WhatAListShowedIsWrittenOnlyWhereItIsStillSo) {
  for (const char* id : {"a", "b"}) process_.Put(kPersons, Ill(id));
  const auto other = [](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(Person person, kPersons.Load(call, "persons/a"));
    person.set_health("other");
    kPersons.Put(call, std::move(person));
    return absl::OkStatus();
  };
  Meanwhile meanwhile(process_, other);
  EXPECT_THAT(process_.Do([&](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(auto persons, kPersons.LoadAll(call, "persons/"));
    meanwhile.Happen();
    for (Person& person : persons) {
      person.set_health(StrCat(person.health(), "+"));
      kPersons.Put(call, std::move(person));
    }
    return absl::OkStatus();
  }),
              support::IsOk());
  EXPECT_EQ(meanwhile.attempts(), 2);
  EXPECT_EQ(process_.Load(kPersons, "persons/a")->health(), "other+");
}

TEST_F(Collisions, WhatIsWrittenBesideAListDoesNotHoldItUp) {
  for (const char* id : {"a", "b"}) process_.Put(kPersons, Ill(id));
  const auto other = [](Call& call) -> absl::Status {
    kPersons.Put(call, Ill("b"));
    return absl::OkStatus();
  };
  Meanwhile meanwhile(process_, other);
  EXPECT_THAT(process_.Do([&](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(auto persons, kPersons.LoadAll(call, "persons/"));
    meanwhile.Happen();
    kPersons.Put(call, std::move(persons.front()));
    return absl::OkStatus();
  }),
              support::IsOk());
  EXPECT_EQ(meanwhile.attempts(), 1);
}

TEST_F(Collisions, AreOfTheSameThingAlone) {
  for (const auto& [what, attempts] : {std::pair("one", 2), std::pair("two", 1)}) {
    const auto other = [](Call& call) -> absl::Status {
      RETURN_IF_ERROR(CollideOn(call, "one"));
      kPersons.Put(call, Ill("c"));
      return absl::OkStatus();
    };
    Meanwhile meanwhile(process_, other);
    size_t seen = 0;
    EXPECT_THAT(process_.Do([&](Call& call) -> absl::Status {
      RETURN_IF_ERROR(CollideOn(call, what));
      ASSIGN_OR_RETURN(const auto persons, kPersons.LoadAll(call, "persons/"));
      seen = persons.size();
      meanwhile.Happen();
      kPersons.Put(call, Ill("d"));
      return absl::OkStatus();
    }),
                support::IsOk());
    EXPECT_EQ(meanwhile.attempts(), attempts) << what;
  }
}

TEST_F(Collisions, WhoChangesNothingCommitsNothing) {
  const auto before = store_->LastSequence();
  EXPECT_THAT(process_.Do([](Call& call) { return CollideOn(call, "one"); }), support::IsOk());
  EXPECT_EQ(*store_->LastSequence(), *before);
}

TEST_F(Collisions, ARefusalThatHasSeenHalfOfAnotherCallIsNone) {
  for (const char* id : {"a", "b"}) process_.Put(kPersons, Ill(id));
  const auto other = [](Call& call) -> absl::Status {
    for (const char* id : {"a", "b"}) {
      Person person = Ill(id);
      person.set_health("other");
      kPersons.Put(call, std::move(person));
    }
    return absl::OkStatus();
  };
  Meanwhile meanwhile(process_, other);
  const auto differ = [&](Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(const Person one, kPersons.Load(call, "persons/a"));
    meanwhile.Happen();
    ASSIGN_OR_RETURN(const Person two, kPersons.Load(call, "persons/b"));
    return one.health() == two.health() ? absl::OkStatus() : absl::FailedPreconditionError("they differ");
  };
  EXPECT_THAT(process_.Do(differ), support::IsOk());
  EXPECT_EQ(meanwhile.attempts(), 2);
  process_.Put(kPersons, Ill("a"));
  EXPECT_EQ(process_.Do(differ).message(), "they differ");
  EXPECT_EQ(meanwhile.attempts(), 3) << "nothing has changed meanwhile";
}

}  // namespace
}  // namespace congress::rpc::sealed
