// Processes on a store with sealed records, in a test.
#pragma once

#include <memory>
#include <string>

#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "gtest/gtest.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "platform/rpc/subject_keys.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc::sealed {

using dossiers::v1::Dossier;
using dossiers::v1::Person;
using dossiers::v1::PersonFact;
using support::IsOk;
using support::StatusIs;

inline constexpr char kCanary[] = "CANARY-8f3a";

inline const Repository<Person> kPersons("dossiers.persons.read",
                                         {.order = nullptr,
                                          .by = {{.field = "organisation", .values = Value(&Person::organisation)}}},
                                         [](const Person& person) { return person.name(); });
inline const Repository<PersonFact> kFacts(
    kPart, "dossiers.persons.read", [](const PersonFact& fact) { return fact.organisation(); },
    [](const PersonFact& fact) { return fact.name().substr(0, fact.name().find("/facts/")); });
inline const Repository<Dossier> kDossiers(
    "dossiers.dossiers.read", [](const Dossier& dossier) { return dossier.organisation(); },
    [](const Dossier& dossier) { return dossier.person(); });

inline PageRequest Paged(int size) {
  PageRequest page;
  page.page_size = size;
  return page;
}

inline content::KeyWrap Wrapping(const std::string& id, char digit) {
  return {{{id, content::DataKey::Of(std::string(content::DataKey::kBytes, digit))}}, id};
}

// One process on a store.
struct Server {
  explicit Server(store::Store& store, content::KeyWrap wrap = Wrapping("k1", '1'))
      : keys(std::move(wrap)),
        gate({.verifier = verifier, .roles = auth::Roles::Default(), .store = store, .keys = &keys}) {}

  template <class Work>
  absl::Status Do(Work work) {
    auth::Principal principal;
    principal.subject = "test";
    principal.bindings = {{"administrator", "organisations/province"}};
    return gate.Perform(principal, "test", work);
  }
  template <class T>
  absl::StatusOr<T> Load(const Repository<T>& repository, const std::string& name) {
    absl::StatusOr<T> loaded = absl::UnknownError("not asked");
    const absl::Status done = Do([&](Call& call) {
      loaded = repository.Load(call, name);
      return loaded.status();
    });
    EXPECT_EQ(done, loaded.status());
    return loaded;
  }
  template <class T>
  void Put(const Repository<T>& repository, const T& resource) {
    EXPECT_THAT(Do([&](Call& call) {
                  repository.Put(call, resource);
                  return absl::OkStatus();
                }),
                IsOk());
  }

  auth::Verifier verifier;
  SubjectKeys keys;
  Gate gate;
};

class SealedRecords : public ::testing::Test {
 protected:
  SealedRecords() : store_(*store::Open("sqlite::memory:", "dossiers")), process_(*store_) {}

  static Person Ill(const std::string& id) {
    Person person;
    person.set_name(StrCat("persons/", id));
    person.set_organisation("organisations/province");
    person.set_display_name("Nguyễn Văn A");
    person.set_position_title("Bí thư");
    person.set_health(kCanary);
    person.set_gender(Person::FEMALE);
    person.mutable_birth_date()->set_year(1970);
    person.add_assessments()->set_outcome(kCanary);
    return person;
  }
  static PersonFact FactOf(int number) {
    PersonFact fact;
    fact.set_name(StrCat("persons/a/facts/00000", number));
    fact.set_organisation("organisations/province");
    fact.mutable_value()->set_assets(StrCat(kCanary, number));
    return fact;
  }
  store::Record Stored(const std::string& key) {
    auto record = store_->Get(key);
    EXPECT_THAT(record, IsOk()) << key;
    return record.value_or(store::Record());
  }
  void Write(store::Write write) { EXPECT_THAT(store_->Commit({.writes = {std::move(write)}}), IsOk()); }

  const std::unique_ptr<store::Store> store_;
  Server process_;
};

}  // namespace congress::rpc::sealed
