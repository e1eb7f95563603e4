#include "services/drafting/domain/dates.h"

#include <random>

#include "platform/civil/civil.h"
#include "services/drafting/domain/terms.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::MetadataIn;
using support::StatusIs;

absl::CivilDay June(int day) { return absl::CivilDay(2025, 6, day); }

v1::NumberDates Dates(const std::vector<std::pair<int64_t, int>>& days) {
  v1::NumberDates dates;
  for (const auto& [number, day] : days) SetDate(&dates, number, June(day));
  return dates;
}

TEST(DisorderAt, ComparesWithAllLowerAndAllHigherNumbers) {
  const v1::NumberDates dates = Dates({{1, 10}, {2, 20}, {3, 5}, {7, 21}});
  const struct {
    int64_t number;
    int day;
    int64_t other;  // 0: in order.
    bool before;
  } cases[] = {{4, 20, 0, false}, {4, 8, 2, true},  {4, 22, 7, false}, {8, 21, 0, false}, {8, 20, 7, true},
               {1, 5, 0, false},  {1, 6, 3, false}, {3, 20, 0, false}, {3, 5, 2, true}};
  for (const auto& [number, day, other, before] : cases) {
    const auto disorder = DisorderAt(dates, number, June(day));
    EXPECT_EQ(disorder ? disorder->other : 0, other) << number << " on " << day;
    EXPECT_EQ(disorder && disorder->before, before) << number << " on " << day;
  }
}

TEST(Disorders, NamesEachThatIsBeforeALowerOne) {
  EXPECT_EQ(Disorders(Dates({{1, 10}, {2, 10}, {3, 11}}), 100).size(), 0u);
  const auto disorders = Disorders(Dates({{1, 10}, {2, 20}, {3, 5}, {4, 8}, {5, 20}}), 100);
  ASSERT_EQ(disorders.size(), 2u);
  EXPECT_EQ(disorders[1], (Disorder{4, June(8), 2, June(20), true}));
  EXPECT_EQ(Disorders(Dates({{1, 10}, {2, 20}, {3, 5}, {4, 8}}), 1).size(), 1u);
}

// Whatever is set and dropped in whatever order, the record says what a plain map says.
TEST(NumberDates, AgreesWithAMap) {
  std::mt19937 random(20);
  std::map<int64_t, int> model;
  v1::NumberDates dates;
  for (int i = 0; i < 2000; ++i) {
    const int64_t number = 1 + static_cast<int64_t>(random() % 40);
    const int day = 1 + static_cast<int>(random() % 28);
    if (random() % 3 == 0) {
      DropDate(&dates, number);
      model.erase(number);
    } else {
      SetDate(&dates, number, June(day));
      model[number] = day;
    }
    const int64_t asked = 1 + static_cast<int64_t>(random() % 40);
    const int at = 1 + static_cast<int>(random() % 28);
    bool disorder = false;
    for (const auto& [other, date] : model) {
      if ((other < asked && date > at) || (other > asked && date < at)) disorder = true;
    }
    ASSERT_EQ(DisorderAt(dates, asked, June(at)).has_value(), disorder) << i;
    ASSERT_EQ(dates.numbers_size(), static_cast<int>(model.size()));
  }
}

TEST(FirstDayOfTerm, IsThatOfAPlenumInsideTheCongress) {
  const absl::CivilDay closing(2025, 10, 3);
  EXPECT_EQ(FirstDayOfTerm(closing, std::nullopt), closing + 1);
  EXPECT_EQ(FirstDayOfTerm(closing, closing - 1), closing - 1);
  EXPECT_EQ(FirstDayOfTerm(closing, closing), closing);
  EXPECT_EQ(FirstDayOfTerm(closing, closing + 4), closing + 1);
}

TEST(CheckInTerm, IncludesBothEnds) {
  v1::NumberSeries series;
  EXPECT_THAT(CheckInTerm(series, "x", June(1)), IsOk()) << "a series without a term";
  *series.mutable_first_date() = civil::ToDate(June(2));
  *series.mutable_last_date() = civil::ToDate(June(3));
  EXPECT_EQ(MetadataIn(CheckInTerm(series, "x", June(1)), "cause"), "before");
  EXPECT_THAT(CheckInTerm(series, "x", June(2)), IsOk());
  EXPECT_THAT(CheckInTerm(series, "x", June(3)), IsOk());
  EXPECT_EQ(MetadataIn(CheckInTerm(series, "x", June(4)), "cause"), "after");
  EXPECT_THAT(CheckAllInTerm(series, Dates({{1, 2}, {2, 3}})), IsOk());
  EXPECT_THAT(CheckAllInTerm(series, Dates({{1, 2}, {2, 4}})), StatusIs(kFailed, "DATE_OUTSIDE_TERM"));
}

}  // namespace
}  // namespace congress::drafting
