#include "services/allocation/domain/delegation/statistics.h"

#include <map>
#include <random>

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::kRecorded;
using sample::Person;
using support::IsOk;
using support::StatusIs;
using Request = v1::GetDelegateStatisticsRequest;

Request Asked(Request::Population population = Request::SEATED) {
  Request request;
  request.set_parent("congresses/c");
  request.set_population(population);
  *request.mutable_opening_date() = civil::ToDate(absl::CivilDay(2025, 10, 1));
  return request;
}

v1::Delegate Born(v1::Delegate delegate, int year, v1::DelegateProfile::Gender gender = v1::DelegateProfile::MALE) {
  *delegate.mutable_profile()->mutable_birth_date() = civil::ToDate(absl::CivilDay(year, 1, 1));
  delegate.mutable_profile()->set_gender(gender);
  return delegate;
}

std::map<std::string, int64_t> ByKey(const google::protobuf::RepeatedPtrField<v1::GroupCount>& groups) {
  std::map<std::string, int64_t> counts;
  for (const auto& group : groups) counts[group.key()] = group.count();
  return counts;
}

TEST(CompileStatistics, CountsEachGroupAndWhatIsNotKnown) {
  v1::Delegate woman = Born(Person("d1", "a"), 1990, v1::DelegateProfile::FEMALE);
  woman.mutable_profile()->set_ethnic_minority(true);
  for (const char* sector : {"production", "party", "production"}) woman.mutable_profile()->add_sectors(sector);
  v1::Delegate man = Born(Person("d2", "b", v1::APPOINTED), 1970);
  man.mutable_profile()->set_ethnic_minority(false);
  man.mutable_profile()->add_sectors("party");
  Request request = Asked();
  request.add_under_ages(40);
  request.add_under_ages(36);
  request.add_under_ages(35);
  const auto statistics = CompileStatistics(
      request, sample::Whole({woman, man, Person("e", "a", v1::EX_OFFICIO), Person("r", "a", v1::RESERVE, 1)}), {});
  EXPECT_EQ(statistics.name(), "congresses/c/delegateStatistics");
  EXPECT_EQ(statistics.delegates(), 3);
  EXPECT_TRUE(statistics.whole());
  EXPECT_EQ(ByKey(statistics.origins()),
            (std::map<std::string, int64_t>{{"EX_OFFICIO", 1}, {"ELECTED", 1}, {"APPOINTED", 1}}));
  EXPECT_EQ(ByKey(statistics.organisations()),
            (std::map<std::string, int64_t>{{"organisations/a", 2}, {"organisations/b", 1}}));
  EXPECT_EQ(ByKey(statistics.genders()), (std::map<std::string, int64_t>{{"FEMALE", 1}, {"MALE", 1}}));
  EXPECT_EQ(ByKey(statistics.sectors()), (std::map<std::string, int64_t>{{"party", 2}, {"production", 1}}));
  EXPECT_EQ(statistics.ethnic_minority(), 1);
  ASSERT_EQ(statistics.ages_size(), 3);
  EXPECT_EQ(statistics.ages(0).count(), 1);
  EXPECT_EQ(statistics.ages(1).count(), 1) << "35 is under 36";
  EXPECT_EQ(statistics.ages(2).count(), 0) << "35 is not under 35";
  EXPECT_EQ(statistics.mean_age().numerator(), 35 + 55);
  EXPECT_EQ(statistics.mean_age().denominator(), 2);
  EXPECT_EQ(statistics.mean_age().decimal(), "45.0");
  EXPECT_EQ(statistics.unknown().gender(), 1);
  EXPECT_EQ(statistics.unknown().age(), 1);
  EXPECT_EQ(statistics.unknown().ethnic_minority(), 1);
  EXPECT_EQ(statistics.unknown().sectors(), 1);
}

TEST(CompileStatistics, AnAgeThatDependsOnAnUnknownDayIsNotCertain) {
  Request request = Asked();
  for (const int under : {40, 41}) request.add_under_ages(under);
  v1::Delegate of_a_year = Born(Person("d2", "a"), 1985);
  of_a_year.mutable_profile()->mutable_birth_date()->clear_month();
  of_a_year.mutable_profile()->mutable_birth_date()->clear_day();
  const auto statistics = CompileStatistics(request, sample::Whole({Born(Person("d1", "a"), 1990), of_a_year}), {});
  EXPECT_EQ(statistics.ages(0).count(), 1);
  EXPECT_EQ(statistics.ages(0).uncertain(), 1) << "39 or 40";
  EXPECT_EQ(statistics.ages(1).count(), 2);
  EXPECT_EQ(statistics.ages(1).uncertain(), 0);
  EXPECT_EQ(statistics.mean_age().denominator(), 1);
  EXPECT_EQ(statistics.unknown().age(), 1);
}

// What is known and what is not make the whole, of whichever delegates.
TEST(CompileStatistics, TheGroupsAndTheUnknownMakeTheWhole) {
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    std::vector<v1::Delegate> delegates;
    for (size_t i = random() % 30; i > 0; --i) {
      v1::Delegate delegate = Person(StrCat("d", i), i % 2 == 0 ? "a" : "b");
      delegate.mutable_profile()->set_gender(static_cast<v1::DelegateProfile::Gender>(random() % 3));
      if (random() % 2 == 0) delegate.mutable_profile()->set_ethnic_minority(random() % 2 == 0);
      if (random() % 2 == 0)
        delegate = Born(delegate, 1960 + static_cast<int>(random() % 40), delegate.profile().gender());
      delegates.push_back(std::move(delegate));
    }
    Request request = Asked();
    request.add_under_ages(120);
    const auto statistics = CompileStatistics(request, sample::Whole(delegates), {});
    const auto sum = [](const auto& groups) {
      int64_t total = 0;
      for (const auto& group : groups) total += group.count();
      return total;
    };
    EXPECT_EQ(sum(statistics.origins()), statistics.delegates());
    EXPECT_EQ(sum(statistics.organisations()), statistics.delegates());
    EXPECT_EQ(sum(statistics.genders()) + statistics.unknown().gender(), statistics.delegates());
    EXPECT_EQ(statistics.ages(0).count() + statistics.unknown().age(), statistics.delegates());
    EXPECT_LE(statistics.ethnic_minority() + statistics.unknown().ethnic_minority(), statistics.delegates());
  }
}

TEST(CompileStatistics, CountsThePopulationThatIsAskedFor) {
  const auto there = sample::Whole({
      sample::At(sample::Summoned(Person("d1", "a")), "s", v1::Attendance::PRESENT),
      sample::Summoned(Person("d2", "a")),
      Person("d3", "b"),
      sample::Ended(Person("d4", "b"), kRecorded),
  });
  EXPECT_EQ(CompileStatistics(Asked(Request::POPULATION_UNSPECIFIED), there, {}).delegates(), 3);
  EXPECT_EQ(CompileStatistics(Asked(Request::SEATED), there, {}).delegates(), 3);
  EXPECT_EQ(CompileStatistics(Asked(Request::CONVENED), there, {}).delegates(), 2);
  EXPECT_EQ(CompileStatistics(Asked(Request::PRESENT), there, {}).delegates(), 1);
}

TEST(CompileStatistics, SharesAreOfSeatsPlannedUntilHeadsAreAsked) {
  Request request = Asked();
  v1::Target& target = *request.add_targets();
  target.set_group(v1::Target::WOMEN);
  target.set_sense(v1::Target::AT_LEAST);
  target.mutable_share()->set_numerator(1);
  target.mutable_share()->set_denominator(2);
  target.set_base(v1::Target::ALL_DELEGATES);
  const auto all = sample::Whole({sample::Summoned(Born(Person("d1", "a"), 1990, v1::DelegateProfile::FEMALE))});
  EXPECT_EQ(CompileStatistics(request, all, {}).targets(0).wanted(), 3);
  EXPECT_EQ(CompileStatistics(request, all, {}).targets(0).verdict(), v1::TargetResult::NOT_MET);
  request.set_population(Request::CONVENED);
  EXPECT_EQ(CompileStatistics(request, all, {}).targets(0).wanted(), 1);
  EXPECT_EQ(CompileStatistics(request, all, {}).targets(0).verdict(), v1::TargetResult::MET);
}

TEST(CompileStatistics, ToOneWhoSeesNothingItHasNoName) {
  const auto nothing = Restrict(sample::Whole({Person("d1", "a")}), [](const std::string&) { return false; });
  EXPECT_EQ(CompileStatistics(Asked(), nothing, {}).name(), "");
  EXPECT_FALSE(CompileStatistics(Asked(), nothing, {}).has_mean_age());
}

TEST(OneDecimal, RoundsAHalfUp) {
  EXPECT_EQ(OneDecimal(522, 10), "52.2");
  EXPECT_EQ(OneDecimal(1, 20), "0.1") << "0.05";
  EXPECT_EQ(OneDecimal(49, 1000), "0.0") << "0.049";
  EXPECT_EQ(OneDecimal(100, 3), "33.3");
  EXPECT_EQ(OneDecimal(200, 3), "66.7");
  EXPECT_EQ(OneDecimal(5995, 100), "60.0") << "59.95";
}

TEST(CheckStatistics, NamesWhatCannotBeCounted) {
  EXPECT_THAT(CheckStatistics(Asked()), IsOk());
  for (const int age : {0, -1, 121}) {
    Request request = Asked();
    request.add_under_ages(age);
    EXPECT_THAT(CheckStatistics(request), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << age;
  }
  Request request = Asked();
  request.add_targets()->set_group(v1::Target::SECTOR);
  EXPECT_THAT(CheckStatistics(request), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation
