#include "services/dossiers/domain/known_of_person.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using sample::Partial;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const CivilDay kDay(2025, 9, 15);

v1::PersonFact Fact(std::string_view field, const v1::Person& value, CivilDay from) {
  v1::PersonFact fact;
  fact.set_field(std::string(field));
  *fact.mutable_value() = value;
  *fact.mutable_valid_from() = civil::ToDate(from);
  return fact;
}

TEST(KnownOfPerson, IsAsTheFactsSayThatItWasThen) {
  v1::Person before;
  before.set_political_conclusion_outcome(v1::Person::DOES_NOT_MEET);
  v1::Person after;
  after.set_political_conclusion_outcome(v1::Person::MEETS);
  v1::Person qualified;
  qualified.add_qualifications("university");
  const std::vector<v1::PersonFact> facts = {
      Fact("political_conclusion_outcome", before, CivilDay(2020, 1, 1)),
      Fact("political_conclusion_outcome", after, CivilDay(2024, 1, 1)),
      Fact("qualifications", qualified, CivilDay(2022, 1, 1)),
  };
  const auto on = [&](CivilDay day) { return KnownOn(day, v1::Person(), facts, v1::CurriculumVitae()); };
  EXPECT_EQ(on(CivilDay(2019, 1, 1)).meets_political_standard, std::nullopt);
  EXPECT_EQ(on(CivilDay(2021, 1, 1)).meets_political_standard, false);
  EXPECT_THAT(on(CivilDay(2021, 1, 1)).qualifications, IsEmpty());
  EXPECT_EQ(on(kDay).meets_political_standard, true);
  EXPECT_THAT(on(kDay).qualifications, ElementsAre("university"));
}

TEST(KnownOfPerson, TakesBirthFromTheRecordWhateverTheDay) {
  v1::Person person;
  *person.mutable_birth_date() = Partial(1970, 3);
  person.set_gender(v1::Person::FEMALE);
  const KnownOfPerson known = KnownOn(CivilDay(2000, 1, 1), person, {}, v1::CurriculumVitae());
  EXPECT_EQ(known.birth_date.month(), 3);
  EXPECT_EQ(known.gender, v1::Person::FEMALE);
}

TEST(KnownOfPerson, NoDisciplineIsKnownOnlyWhereItIsSaid) {
  v1::CurriculumVitae curriculum;
  EXPECT_EQ(KnownOn(kDay, v1::Person(), {}, curriculum).disciplines, std::nullopt);
  curriculum.add_stated_none("disciplines");
  EXPECT_THAT(*KnownOn(kDay, v1::Person(), {}, curriculum).disciplines, IsEmpty());
  curriculum.clear_stated_none();
  *curriculum.add_disciplines()->mutable_from_date() = Partial(2024);
  EXPECT_EQ(KnownOn(kDay, v1::Person(), {}, curriculum).disciplines->size(), 1);
}

TEST(KnownOfPerson, CountsATermOnceHoweverManyPeriodsItHas) {
  v1::CurriculumVitae curriculum;
  EXPECT_EQ(KnownOn(kDay, v1::Person(), {}, curriculum).terms, std::nullopt);
  const auto add = [&](std::string_view kind, std::string_view term, const google::type::Date& from) {
    v1::WorkPeriod* period = curriculum.add_work_periods();
    period->set_position_kind(std::string(kind));
    period->set_term(std::string(term));
    *period->mutable_from_date() = from;
  };
  add("secretary", "2015-2020", Partial(2015, 8));
  add("secretary", "2015-2020", Partial(2017, 2));
  add("secretary", "2020-2025", Partial(2020, 8));
  add("secretary", "2025-2030", Partial(2025, 10));
  add("", "", Partial(2010));
  EXPECT_THAT(*KnownOn(kDay, v1::Person(), {}, curriculum).terms, ElementsAre(Pair("secretary", 2)));
}

TEST(KnownOfPerson, SaysWhereEachValueComesFrom) {
  v1::Person person;
  *person.mutable_birth_date() = Partial(1970, 3);
  v1::Person qualified;
  qualified.add_qualifications("university");
  std::vector<v1::PersonFact> facts = {
      Fact("birth_date", person, CivilDay(2020, 1, 1)), Fact("birth_date", person, CivilDay(2024, 1, 1)),
      Fact("qualifications", qualified, CivilDay(2022, 1, 1)), Fact("qualifications", qualified, CivilDay(2026, 1, 1))};
  for (size_t i = 0; i < facts.size(); ++i) facts[i].set_name("persons/p-1/facts/" + std::to_string(i));
  facts[0].mutable_superseded_time()->set_seconds(1);
  facts[2].mutable_basis()->set_decision_number("7-QĐ/TU");
  v1::CurriculumVitae curriculum;
  curriculum.set_name("persons/p-1/curriculumVitae");
  v1::WorkPeriod* period = curriculum.add_work_periods();
  period->set_position_kind("secretary");
  period->set_workplace("Đảng uỷ xã Mẫu");
  period->set_post("Bí thư");
  curriculum.add_stated_none("disciplines");
  const KnownOfPerson known = KnownOn(kDay, person, facts, curriculum);
  std::vector<std::string> told;
  for (const KnownSource& one : known.sources) {
    told.push_back(v1::Finding::Lack_Name(one.source.about()) + " " + one.source.record() + " " + one.source.entry() +
                   one.source.basis().decision_number());
  }
  EXPECT_THAT(told, ElementsAre("BIRTH_DATE persons/p-1/facts/1 ", "QUALIFICATIONS persons/p-1/facts/2 7-QĐ/TU",
                                "WORK_PERIODS persons/p-1/curriculumVitae Bí thư, Đảng uỷ xã Mẫu",
                                "DISCIPLINES persons/p-1/curriculumVitae "));
}

}  // namespace
}  // namespace congress::dossiers
