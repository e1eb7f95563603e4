#include "services/scheduling/domain/placement.h"

#include <algorithm>
#include <random>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/schedule_checker.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;
using ::testing::IsEmpty;

// Monday to Friday of `weeks` weeks from 4 August 2025 on.
std::vector<CivilDay> Weeks(int weeks) {
  std::vector<CivilDay> days;
  for (int64_t week = 0; week < weeks; ++week) {
    for (int day = 0; day < 5; ++day) days.push_back(sample::kMonday + 7 * week + day);
  }
  return days;
}

std::vector<UnitToPlace> Units(int count, int days) {
  std::vector<UnitToPlace> units;
  for (int i = 0; i < count; ++i) units.push_back({StrCat("organisations/u", 1000 + i), days, {}, {}, {}});
  return units;
}

std::vector<std::string> Judge(const PlacementTask& task, const std::vector<std::vector<CivilDay>>& placed) {
  ScheduleChecker checker;
  checker.first_day = ScheduleChecker::DayNumber(civil::ToDate(task.working_days.front()));
  checker.last_day = ScheduleChecker::DayNumber(civil::ToDate(task.working_days.back()));
  checker.most_per_day = task.most_per_day;
  std::vector<v1::Meeting> meetings;
  for (size_t i = 0; i < task.units.size(); ++i) {
    const UnitToPlace& unit = task.units[i];
    checker.duration[unit.organisation] = unit.days;
    for (CivilDay day = task.working_days.front(); day <= task.working_days.back(); ++day) {
      if (unit.unavailable.contains(day) || (unit.earliest && day < *unit.earliest) ||
          (unit.latest && day > *unit.latest)) {
        checker.unit_unavailable[unit.organisation].insert(ScheduleChecker::DayNumber(civil::ToDate(day)));
      }
    }
    v1::Meeting& meeting = meetings.emplace_back();
    meeting.set_organisation(unit.organisation);
    *meeting.mutable_slots() = WholeDays(placed[i]);
  }
  return checker.Judge(meetings);
}

std::map<CivilDay, int> Loads(const PlacementTask& task, const std::vector<std::vector<CivilDay>>& placed) {
  std::map<CivilDay, int> loads = task.taken;
  for (const CivilDay day : task.working_days) loads[day] += 0;
  for (const auto& days : placed) {
    for (const CivilDay day : days) ++loads[day];
  }
  return loads;
}

int Spread(const std::map<CivilDay, int>& loads) {
  int least = loads.begin()->second;
  int most = least;
  for (const auto& [day, load] : loads) {
    least = std::min(least, load);
    most = std::max(most, load);
  }
  return most - least;
}

TEST(ScheduleChecker, FindsWhatIsWrong) {
  PlacementTask task{Weeks(2), {}, 1, Units(2, 2)};
  EXPECT_THAT(Judge(task, {{sample::kMonday, sample::kMonday + 1}, {sample::kMonday + 4, sample::kMonday + 7}}),
              IsEmpty());
  const std::vector<std::vector<std::vector<CivilDay>>> wrong = {
      {{sample::kMonday, sample::kMonday + 1}, {sample::kMonday + 1, sample::kMonday + 2}},  // Two on one day.
      {{sample::kMonday, sample::kMonday + 1}, {sample::kMonday + 5, sample::kMonday + 6}},  // Weekend.
      {{sample::kMonday, sample::kMonday + 2}, {sample::kMonday + 7, sample::kMonday + 8}},  // A working day skipped.
      {{sample::kMonday}, {sample::kMonday + 7, sample::kMonday + 8}},                       // Too short.
      {{sample::kMonday - 3, sample::kMonday}, {sample::kMonday + 7, sample::kMonday + 8}},  // Outside the window.
      {{sample::kMonday + 1, sample::kMonday}, {sample::kMonday + 7, sample::kMonday + 8}},  // Out of order.
  };
  for (const auto& placed : wrong) EXPECT_FALSE(Judge(task, placed).empty());
  task.units[0].unavailable = {sample::kMonday + 1};
  EXPECT_FALSE(
      Judge(task, {{sample::kMonday, sample::kMonday + 1}, {sample::kMonday + 4, sample::kMonday + 7}}).empty());
}

TEST(PlaceUnits, SpreadsOneDayMeetingsEvenly) {
  const struct {
    int units, weeks, most;
  } rows[] = {{130, 6, 5}, {130, 6, 20}, {7, 6, 1}, {30, 6, 1}, {31, 6, 2}, {1, 1, 1}};
  for (const auto& row : rows) {
    const PlacementTask task{Weeks(row.weeks), {}, row.most, Units(row.units, 1)};
    ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
    EXPECT_THAT(Judge(task, placed), IsEmpty());
    EXPECT_LE(Spread(Loads(task, placed)), 1) << row.units;
  }
}

TEST(PlaceUnits, SpreadsFewMeetingsOverTheWholeWindow) {
  const PlacementTask task{Weeks(6), {}, 5, Units(6, 1)};
  ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
  for (size_t week = 0; week < placed.size(); ++week) {
    EXPECT_EQ((placed[week][0] - sample::kMonday) / 7, static_cast<int>(week));
  }
}

TEST(PlaceUnits, KeepsTwoDayMeetingsInsideAWeekWhereTheyFit) {
  const PlacementTask task{Weeks(6), {}, 12, Units(130, 2)};
  ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
  EXPECT_THAT(Judge(task, placed), IsEmpty());
  for (const auto& days : placed) EXPECT_EQ(days[1], days[0] + 1);
}

TEST(PlaceUnits, CrossesAWeekendOnlyWhenNothingElseFits) {
  // Five two-day meetings on ten working days, one a day: one of them has to run from Friday to Monday.
  const PlacementTask task{Weeks(2), {}, 1, Units(5, 2)};
  ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
  EXPECT_THAT(Judge(task, placed), IsEmpty());
  EXPECT_EQ(std::count_if(placed.begin(), placed.end(), [](const auto& days) { return days[1] != days[0] + 1; }), 1);
}

TEST(PlaceUnits, CountsMeetingsThatStay) {
  PlacementTask task{Weeks(1), {{sample::kMonday, 2}, {sample::kMonday + 1, 1}}, 2, Units(7, 1)};
  ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
  for (const auto& [day, load] : Loads(task, placed)) EXPECT_EQ(load, 2) << civil::Format(day);
  task.units = Units(8, 1);
  EXPECT_THAT(PlaceUnits(task), StatusIs(absl::StatusCode::kFailedPrecondition, "PLACEMENT_INFEASIBLE"));
}

TEST(PlaceUnits, DoesNotDependOnTheOrderOfTheUnits) {
  PlacementTask task{Weeks(4), {}, 9, Units(60, 1)};
  for (size_t i = 0; i < task.units.size(); i += 3) task.units[i].days = 2;
  ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
  PlacementTask reversed = task;
  std::reverse(reversed.units.begin(), reversed.units.end());
  ASSERT_OK_AND_ASSIGN(auto placed_reversed, PlaceUnits(reversed));
  std::reverse(placed_reversed.begin(), placed_reversed.end());
  EXPECT_EQ(placed, placed_reversed);
}

TEST(PlaceUnits, NamesTheUnitsAndTheDaysThatAreMissing) {
  PlacementTask task{Weeks(2), {}, 1, Units(6, 1)};
  // Three units share the first two days; the others are free.
  for (size_t i = 1; i < 4; ++i) task.units[i].latest = sample::kMonday + 1;
  const absl::Status status = PlaceUnits(task).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "PLACEMENT_INFEASIBLE"));
  EXPECT_EQ(support::MetadataIn(status, "units"), "organisations/u1001, organisations/u1002, organisations/u1003");
  EXPECT_EQ(support::MetadataIn(status, "days"), "2025-08-04, 2025-08-05");
  EXPECT_EQ(support::MetadataIn(status, "places_missing"), "1");
}

TEST(PlaceUnits, NamesAUnitWithoutAnyDay) {
  PlacementTask task{Weeks(1), {}, 5, Units(3, 2)};
  task.units[1].unavailable = {sample::kMonday + 1, sample::kMonday + 3};
  const absl::Status status = PlaceUnits(task).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "PLACEMENT_INFEASIBLE"));
  EXPECT_EQ(support::MetadataIn(status, "units"), "organisations/u1001");
  EXPECT_EQ(support::MetadataIn(status, "days"), "");
  EXPECT_EQ(support::MetadataIn(status, "cause"), "limits");
}

TEST(PlaceUnits, ProvesThatFreeDaysDoNotLieBesideEachOther) {
  // Four days are free for two meetings of two days, but never two beside each other for both.
  PlacementTask task{Weeks(1), {{sample::kMonday + 1, 1}}, 1, Units(2, 2)};
  task.units[0].latest = sample::kMonday + 3;
  task.units[1].latest = sample::kMonday + 3;
  task.working_days = {sample::kMonday, sample::kMonday + 1, sample::kMonday + 2, sample::kMonday + 3,
                       sample::kMonday + 4};
  EXPECT_THAT(PlaceUnits(task), StatusIs(absl::StatusCode::kFailedPrecondition, "PLACEMENT_INFEASIBLE"));
  task = {Weeks(1), {{sample::kMonday + 2, 1}}, 1, Units(2, 2)};
  EXPECT_THAT(PlaceUnits(task), IsOk());
}

// Whether the units fit, by trying everything.
bool FitsByTrying(const PlacementTask& task, const std::map<CivilDay, int>& loads, size_t next) {
  if (next == task.units.size()) return true;
  const UnitToPlace& unit = task.units[next];
  for (size_t start = 0; start + static_cast<size_t>(unit.days) <= task.working_days.size(); ++start) {
    std::map<CivilDay, int> changed = loads;
    bool fits = true;
    for (size_t i = start; i < start + static_cast<size_t>(unit.days); ++i) {
      const CivilDay day = task.working_days[i];
      fits = fits && !unit.unavailable.contains(day) && ++changed[day] <= task.most_per_day;
    }
    if (fits && FitsByTrying(task, changed, next + 1)) return true;
  }
  return false;
}

TEST(PlaceUnits, AgreesWithTryingEverythingOnSmallCases) {
  std::mt19937 random(20251003);
  int feasible = 0;
  int infeasible = 0;
  for (int i = 0; i < 400; ++i) {
    PlacementTask task{Weeks(2), {}, 1 + static_cast<int>(random() % 2), Units(2 + static_cast<int>(random() % 5), 1)};
    task.working_days.resize(3 + random() % 4);
    for (UnitToPlace& unit : task.units) {
      unit.days = 1 + static_cast<int>(random() % 2);
      for (const CivilDay day : task.working_days) {
        if (random() % 3 == 0) unit.unavailable.insert(day);
      }
    }
    const bool fits = FitsByTrying(task, {}, 0);
    const auto placed = PlaceUnits(task);
    ++(fits ? feasible : infeasible);
    if (fits) {
      ASSERT_THAT(placed, IsOk()) << i;
      EXPECT_THAT(Judge(task, *placed), IsEmpty()) << i;
    } else {
      EXPECT_THAT(placed, StatusIs(absl::StatusCode::kFailedPrecondition, "PLACEMENT_INFEASIBLE")) << i;
    }
  }
  EXPECT_GT(feasible, 50);
  EXPECT_GT(infeasible, 50);
}

TEST(PlaceUnits, AlwaysPassesTheCheckerOnTheSizeOfAProvince) {
  std::mt19937 random(20250816);
  for (int i = 0; i < 10; ++i) {
    PlacementTask task{Weeks(6), {}, 9, Units(130, 1)};
    for (UnitToPlace& unit : task.units) {
      unit.days = 1 + static_cast<int>(random() % 2);
      for (const CivilDay day : task.working_days) {
        if (random() % 4 == 0) unit.unavailable.insert(day);
      }
    }
    ASSERT_OK_AND_ASSIGN(const auto placed, PlaceUnits(task));
    EXPECT_THAT(Judge(task, placed), IsEmpty());
    EXPECT_LE(Spread(Loads(task, placed)), 3);
  }
}

TEST(PlaceUnits, EndsOnceNobodyWaits) {
  PlacementTask task{Weeks(2), {}, 1, Units(5, 2)};
  for (UnitToPlace& unit : task.units) unit.unavailable = {sample::kMonday + 4};
  task.units.pop_back();
  task.taken[sample::kMonday + 1] = 1;
  int asked = 0;
  task.wanted = [&] {
    ++asked;
    return absl::CancelledError("gone");
  };
  EXPECT_TRUE(absl::IsCancelled(PlaceUnits(task).status()));
  EXPECT_EQ(asked, 1) << "and asks no more";
}

TEST(PlaceUnits, GivesUpWithoutClaimingAProof) {
  PlacementTask task{Weeks(2), {}, 1, Units(5, 2)};
  for (UnitToPlace& unit : task.units) unit.unavailable = {sample::kMonday + 4};
  task.units.pop_back();
  task.most_steps = 1;
  task.taken[sample::kMonday + 1] = 1;
  EXPECT_THAT(PlaceUnits(task), StatusIs(absl::StatusCode::kResourceExhausted, "SEARCH_EXHAUSTED"));
}

}  // namespace
}  // namespace congress::scheduling
