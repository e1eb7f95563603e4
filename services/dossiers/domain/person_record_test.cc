#include "services/dossiers/domain/person_record.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

v1::Person Sample() {
  v1::Person person;
  person.set_organisation(std::string(sample::kUnit));
  person.set_display_name("Nguyễn Thị Mẫu");
  person.set_position_title("Chuyên viên");
  return person;
}

TEST(Record, NamesAndDatesThePerson) {
  const auto person = Record("p-1", Sample(), sample::Clerk(sample::kToday));
  ASSERT_THAT(person, IsOk());
  EXPECT_EQ(person->name(), "persons/p-1");
  EXPECT_EQ(civil::FromTimestamp(person->create_time()), sample::Noon(sample::kToday));
}

TEST(Record, RefusesWhatCannotBe) {
  const auto with = [](auto change) {
    v1::Person person = Sample();
    change(person);
    return Record("p-1", person, sample::Clerk(sample::kToday));
  };
  const auto refused = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(with([](v1::Person& p) { p.clear_organisation(); }), refused);
  EXPECT_THAT(with([](v1::Person& p) { p.set_display_name("  "); }), refused);
  EXPECT_THAT(with([](v1::Person& p) { *p.mutable_birth_date() = civil::ToDate(sample::kToday + 1); }), refused);
  EXPECT_THAT(with([](v1::Person& p) { *p.mutable_birth_date() = civil::ToDate(sample::kToday); }), IsOk());
  EXPECT_THAT(with([](v1::Person& p) { p.mutable_birth_date()->set_year(1800); }), refused);
  EXPECT_THAT(with([](v1::Person& p) { *p.mutable_party_admission_date() = civil::ToDate(sample::kToday + 1); }),
              refused);
  EXPECT_THAT(with([](v1::Person& p) {
                p.add_assessments()->set_year(2024);
                p.add_assessments()->set_year(2024);
              }),
              refused);
}

TEST(Record, OfMostIdentifiersAPersonHasOne) {
  const auto with = [](v1::Identifier::Kind kind) {
    v1::Person person = Sample();
    for (const char* value : {"040080000001", "040080000002"}) {
      person.add_identifiers()->set_kind(kind);
      person.mutable_identifiers()->rbegin()->set_value(value);
    }
    return Record("p-1", person, sample::Clerk(sample::kToday)).status();
  };
  EXPECT_THAT(with(v1::Identifier::CITIZEN_ID), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(with(v1::Identifier::OTHER), IsOk());
}

TEST(Record, TakesNumbersOfCitizensAsTheyAre) {
  const auto with = [](std::string_view value) {
    v1::Person person = Sample();
    person.add_identifiers()->set_kind(v1::Identifier::CITIZEN_ID);
    person.mutable_identifiers(0)->set_value(std::string(value));
    return Record("p-1", person, sample::Clerk(sample::kToday)).status();
  };
  for (const char* value : {"040080000001", "040 080 000 001", "182.000.001"}) EXPECT_THAT(with(value), IsOk());
  for (const char* value : {"12", "abc", "0400800000011", "04008000000A"}) {
    EXPECT_THAT(with(value), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << value;
  }
}

// Of a day that is known in part only what cannot be is refused.
TEST(Record, RefusesAnAdmissionBeforeTheBirth) {
  const auto with = [](google::type::Date born, google::type::Date admitted) {
    v1::Person person = Sample();
    *person.mutable_birth_date() = born;
    *person.mutable_party_admission_date() = admitted;
    return Record("p-1", person, sample::Clerk(sample::kToday)).status();
  };
  google::type::Date year;
  year.set_year(1980);
  EXPECT_THAT(with(civil::ToDate(CivilDay(1980, 2, 29)), civil::ToDate(CivilDay(1980, 2, 28))),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(with(civil::ToDate(CivilDay(1980, 2, 29)), year), IsOk());
  EXPECT_THAT(with(year, civil::ToDate(CivilDay(1979, 12, 31))),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(with(year, year), IsOk());
}

TEST(Record, TakesNoYearThatHasNotCome) {
  const auto assessed = [](int year) {
    v1::Person person = Sample();
    person.add_assessments()->set_year(year);
    return Record("p-1", person, sample::Clerk(sample::kToday)).status();
  };
  EXPECT_THAT(assessed(2025), IsOk());
  EXPECT_THAT(assessed(2026), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(assessed(9999), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::Person person = Sample();
  person.mutable_party_admission_date()->set_year(2026);
  EXPECT_THAT(Record("p-1", person, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::dossiers
