#include "services/dossiers/domain/person_facts.h"

#include "services/dossiers/domain/person_record.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

v1::Person RecordedOn(CivilDay day) {
  v1::Person person;
  person.set_organisation(std::string(sample::kUnit));
  person.set_display_name("Nguyễn Thị Mẫu");
  person.set_position_title("Chuyên viên");
  return *Record("p-1", person, sample::Clerk(day));
}

v1::PersonFact Position(std::string_view title, std::optional<CivilDay> from = std::nullopt) {
  v1::PersonFact fact;
  fact.set_field("position_title");
  fact.mutable_value()->set_position_title(std::string(title));
  if (from.has_value()) *fact.mutable_valid_from() = civil::ToDate(*from);
  return fact;
}

// Facts as they lie in the store afterwards: what was written takes the place of what bears its name.
std::vector<v1::PersonFact> Stored(std::vector<v1::PersonFact> facts, const std::vector<v1::PersonFact>& written) {
  for (const v1::PersonFact& one : written) {
    std::erase_if(facts, [&](const auto& fact) { return fact.name() == one.name(); });
    facts.push_back(one);
    if (one.name().empty()) facts.back().set_name(StrCat("persons/p-1/facts/n", facts.size()));
  }
  return facts;
}

std::vector<std::string> Titles(const std::vector<v1::PersonFact>& facts) {
  std::vector<std::string> titles;
  for (const v1::PersonFact& fact : facts) {
    if (fact.field() == "position_title") titles.push_back(fact.value().position_title());
  }
  return titles;
}

TEST(WithPresent, TellsWhatTheRecordSaysThoughNobodyChangedIt) {
  const v1::Person person = RecordedOn(CivilDay(2025, 1, 10));
  const auto facts = WithPresent(person, {});
  ASSERT_EQ(facts.size(), 3u) << "organisation, name, position";
  for (const v1::PersonFact& fact : facts) {
    EXPECT_FALSE(fact.has_superseded_time());
    EXPECT_EQ(civil::FromTimestamp(fact.record_time()), sample::Noon(CivilDay(2025, 1, 10)));
    EXPECT_EQ(fact.organisation(), sample::kUnit);
  }
  EXPECT_EQ(Titles(facts), std::vector<std::string>{"Chuyên viên"});
  EXPECT_EQ(WithPresent(person, {})[0].name(), facts[0].name()) << "the same at each reading";
}

TEST(FactsOfUpdate, KeepsTheOldValueAndSaysWhoAndWhy) {
  const v1::Person before = RecordedOn(CivilDay(2025, 1, 10));
  v1::Person after = before;
  after.set_position_title("Phó Trưởng phòng");
  Reasoned reasoned;
  reasoned.valid_from = civil::ToDate(CivilDay(2025, 6, 1));
  reasoned.basis.emplace().set_decision_number("12-QĐ/TU");
  const auto facts = WithPresent(before, {});
  const auto written = FactsOfUpdate(before, after, facts, reasoned, sample::Clerk(sample::kToday, "an"));
  ASSERT_EQ(written.size(), 2u);
  EXPECT_EQ(written[0].value().position_title(), "Chuyên viên");
  EXPECT_TRUE(written[0].value().display_name().empty());
  EXPECT_EQ(civil::FromTimestamp(written[0].superseded_time()), sample::Noon(sample::kToday));
  EXPECT_EQ(written[1].value().position_title(), "Phó Trưởng phòng");
  EXPECT_EQ(written[1].recorded_by(), "an");
  EXPECT_EQ(written[1].recorded_person(), support::PersonOf("an"));
  EXPECT_EQ(written[1].basis().decision_number(), "12-QĐ/TU");
  EXPECT_EQ(PlaceOf(written[1]), CivilDay(2025, 6, 1));
  EXPECT_EQ(PlaceOf(written[0]), CivilDay(2025, 1, 10)) << "of which only the day of its entry is known";
}

TEST(FactsOfUpdate, SeesEveryPropertyAndNothingElse) {
  const v1::Person before = RecordedOn(sample::kToday);
  v1::Person after = before;
  after.set_etag("9");
  *after.mutable_update_time() = civil::ToTimestamp(sample::Noon(sample::kToday + 1));
  const auto written = [&] { return FactsOfUpdate(before, after, {}, {}, sample::Clerk(sample::kToday)); };
  EXPECT_TRUE(written().empty());
  after.set_organisation("organisations/unit-2");
  after.set_display_name("Khác");
  after.set_position_title("Khác");
  *after.mutable_birth_date() = civil::ToDate(CivilDay(1980, 2, 29));
  after.set_gender(v1::Person::FEMALE);
  after.set_ethnicity("Thái");
  *after.mutable_party_admission_date() = civil::ToDate(CivilDay(2005, 5, 19));
  after.add_assessments()->set_year(2024);
  after.set_political_conclusion("Đủ");
  after.set_political_conclusion_outcome(v1::Person::MEETS);
  after.set_health("Loại A");
  after.set_assets("Không thay đổi");
  after.add_qualifications("university");
  after.add_identifiers()->set_value("1");
  EXPECT_EQ(written().size(), 14u);
}

TEST(Enter, WhatIsValidLastIsThePresent) {
  const v1::Person person = RecordedOn(CivilDay(2025, 1, 10));
  auto facts = WithPresent(person, {});
  const auto past = Enter(person, facts, Position("Cán sự", CivilDay(2010, 3, 1)), sample::Clerk(sample::kToday));
  ASSERT_THAT(past, IsOk());
  EXPECT_EQ(past->person.position_title(), "Chuyên viên") << "the past changes nothing of the present";
  ASSERT_EQ(past->facts.size(), 1u);
  EXPECT_TRUE(past->facts[0].has_superseded_time());
  facts = Stored(facts, past->facts);
  const auto later =
      Enter(person, facts, Position("Trưởng phòng", CivilDay(2025, 6, 1)), sample::Clerk(sample::kToday));
  ASSERT_THAT(later, IsOk());
  EXPECT_EQ(later->person.position_title(), "Trưởng phòng");
  ASSERT_EQ(later->facts.size(), 2u);
  EXPECT_TRUE(later->facts[0].has_superseded_time());
  EXPECT_FALSE(later->facts[1].has_superseded_time());
  facts = Stored(facts, later->facts);
  EXPECT_EQ(WithPresent(later->person, facts).size(), facts.size()) << "each field has its present";
  EXPECT_EQ(Titles(AsOf(facts, CivilDay(2015, 1, 1))), std::vector<std::string>{"Cán sự"});
  EXPECT_EQ(Titles(AsOf(facts, CivilDay(2025, 2, 1))), std::vector<std::string>{"Chuyên viên"});
  EXPECT_EQ(Titles(AsOf(facts, sample::kToday)), std::vector<std::string>{"Trưởng phòng"});
  EXPECT_TRUE(AsOf(facts, CivilDay(2009, 1, 1)).empty());
}

TEST(AsOf, LeavesOutWhatHadEnded) {
  v1::PersonFact fact = Position("Bí thư", CivilDay(2015, 1, 1));
  fact.mutable_valid_until()->set_year(2019);
  EXPECT_EQ(AsOf({fact}, CivilDay(2019, 12, 31)).size(), 1u);
  EXPECT_TRUE(AsOf({fact}, CivilDay(2020, 1, 1)).empty());
}

TEST(Enter, RefusesWhatNoRecordCouldSay) {
  const v1::Person person = RecordedOn(CivilDay(2025, 1, 10));
  const auto refused = [&](v1::PersonFact fact, std::string_view field) {
    const auto entered = Enter(person, WithPresent(person, {}), fact, sample::Clerk(sample::kToday));
    EXPECT_THAT(entered, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << field;
    google::rpc::BadRequest bad;
    ASSERT_TRUE(status::Detail(entered.status(), &bad));
    EXPECT_EQ(bad.field_violations(0).field(), field);
  };
  v1::PersonFact fact = Position("Bí thư");
  for (const char* field : {"shoe_size", "create_time", "organisation", "name"}) {
    fact.set_field(field);
    refused(fact, "field");
  }
  fact = Position("Bí thư");
  fact.mutable_value()->set_health("Loại A");
  refused(fact, "value");
  fact = Position("Bí thư", sample::kToday + 1);
  refused(fact, "valid_from");
  fact = Position("Bí thư", CivilDay(2015, 1, 1));
  fact.mutable_valid_until()->set_year(2014);
  refused(fact, "valid_until");
  fact = v1::PersonFact();
  fact.set_field("birth_date");
  *fact.mutable_value()->mutable_birth_date() = civil::ToDate(sample::kToday + 1);
  refused(fact, "value.birth_date");
  fact = v1::PersonFact();
  fact.set_field("display_name");
  refused(fact, "value.display_name");
}

TEST(FactsOfChanges, ReadsTheHistoryOfOlderStores) {
  v1::Person person = RecordedOn(CivilDay(2025, 1, 10));
  person.set_position_title("Trưởng phòng");
  std::vector<v1::PersonChange> changes;
  const auto add = [&](std::string_view previous, CivilDay since, CivilDay until, std::string_view by) {
    v1::PersonChange& change = changes.emplace_back();
    change.set_name(StrCat("persons/p-1/changes/00000", changes.size()));
    change.set_field("position_title");
    change.mutable_previous()->set_position_title(std::string(previous));
    *change.mutable_previous_since_time() = civil::ToTimestamp(sample::Noon(since));
    *change.mutable_change_time() = civil::ToTimestamp(sample::Noon(until));
    change.set_changed_by(std::string(by));
  };
  add("Chuyên viên", CivilDay(2025, 1, 10), CivilDay(2025, 2, 10), "an");
  add("Phó Trưởng phòng", CivilDay(2025, 2, 10), CivilDay(2025, 3, 10), "binh");
  const auto facts = WithPresent(person, FactsOfChanges(person, changes));
  ASSERT_EQ(facts.size(), 5u) << "three of the position, organisation and name";
  EXPECT_EQ(Titles(facts), (std::vector<std::string>{"Chuyên viên", "Phó Trưởng phòng", "Trưởng phòng"}));
  EXPECT_EQ(Titles(AsOf(facts, CivilDay(2025, 2, 20))), std::vector<std::string>{"Phó Trưởng phòng"});
  std::vector<std::string> by;
  for (const v1::PersonFact& fact : facts) {
    if (fact.field() == "position_title") by.push_back(fact.recorded_by());
    EXPECT_EQ(fact.name().find("00000"), std::string::npos) << "no number tells what is left out";
  }
  EXPECT_EQ(by, (std::vector<std::string>{"", "an", "binh"}));
}

TEST(WithBasis, KeepsWhatStoodThere) {
  v1::PersonFact fact = Position("Bí thư");
  fact.mutable_basis()->set_decision_number("11-QĐ/TU");
  v1::Basis right;
  right.set_decision_number("12-QĐ/TU");
  fact = WithBasis(fact, right, "Nhầm số", sample::Clerk(sample::kToday, "an"));
  EXPECT_EQ(fact.basis().decision_number(), "12-QĐ/TU");
  ASSERT_EQ(fact.corrections_size(), 1);
  EXPECT_EQ(fact.corrections(0).previous().decision_number(), "11-QĐ/TU");
  EXPECT_EQ(fact.corrections(0).reason(), "Nhầm số");
  EXPECT_EQ(fact.corrections(0).corrected_by(), "an");
}

}  // namespace
}  // namespace congress::dossiers
