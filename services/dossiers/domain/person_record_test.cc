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

v1::Person Recorded(CivilDay day) { return *Record("p-1", Sample(), sample::Clerk(day)); }

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
  EXPECT_THAT(with([](v1::Person& p) { *p.mutable_party_admission_date() = civil::ToDate(sample::kToday + 1); }),
              refused);
  EXPECT_THAT(with([](v1::Person& p) {
                p.add_assessments()->set_year(2024);
                p.add_assessments()->set_year(2024);
              }),
              refused);
}

TEST(ChangesBetween, KeepsTheOldValueItsDateWhoAndWhen) {
  const v1::Person before = Recorded(CivilDay(2025, 1, 10));
  v1::Person after = before;
  after.set_position_title("Phó Trưởng phòng");
  const auto changes = ChangesBetween(before, after, {}, sample::Clerk(sample::kToday, "an"));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].name(), "persons/p-1/changes/000001");
  EXPECT_EQ(changes[0].field(), "position_title");
  EXPECT_EQ(changes[0].previous().position_title(), "Chuyên viên");
  EXPECT_TRUE(changes[0].previous().display_name().empty());
  EXPECT_EQ(civil::FromTimestamp(changes[0].previous_since_time()), sample::Noon(CivilDay(2025, 1, 10)));
  EXPECT_EQ(civil::FromTimestamp(changes[0].change_time()), sample::Noon(sample::kToday));
  EXPECT_EQ(changes[0].changed_by(), "an");
}

TEST(ChangesBetween, DatesAValueByTheLastChangeOfItsField) {
  const v1::Person first = Recorded(CivilDay(2025, 1, 10));
  v1::Person second = first;
  second.set_position_title("Phó Trưởng phòng");
  auto history = ChangesBetween(first, second, {}, sample::Clerk(CivilDay(2025, 2, 10)));
  v1::Person third = second;
  third.set_position_title("Trưởng phòng");
  third.set_health("Loại A");
  const auto changes = ChangesBetween(second, third, history, sample::Clerk(CivilDay(2025, 3, 10)));
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].name(), "persons/p-1/changes/000002");
  EXPECT_EQ(civil::FromTimestamp(changes[0].previous_since_time()), sample::Noon(CivilDay(2025, 2, 10)));
  EXPECT_EQ(changes[1].name(), "persons/p-1/changes/000003");
  EXPECT_EQ(changes[1].field(), "health");
  EXPECT_EQ(civil::FromTimestamp(changes[1].previous_since_time()), sample::Noon(CivilDay(2025, 1, 10)));
}

TEST(ChangesBetween, SeesEveryPropertyAndNothingElse) {
  const v1::Person before = Recorded(sample::kToday);
  v1::Person after = before;
  after.set_etag("9");
  *after.mutable_update_time() = civil::ToTimestamp(sample::Noon(sample::kToday + 1));
  EXPECT_TRUE(ChangesBetween(before, after, {}, sample::Clerk(sample::kToday)).empty());
  after.set_organisation("organisations/unit-2");
  after.set_display_name("Khác");
  after.set_position_title("Khác");
  *after.mutable_birth_date() = civil::ToDate(CivilDay(1980, 2, 29));
  after.set_gender(v1::Person::FEMALE);
  after.set_ethnicity("Thái");
  *after.mutable_party_admission_date() = civil::ToDate(CivilDay(2005, 5, 19));
  after.add_assessments()->set_year(2024);
  after.set_political_conclusion("Đủ");
  after.set_health("Loại A");
  after.set_assets("Không thay đổi");
  EXPECT_EQ(ChangesBetween(before, after, {}, sample::Clerk(sample::kToday)).size(), 11u);
}

}  // namespace
}  // namespace congress::dossiers
