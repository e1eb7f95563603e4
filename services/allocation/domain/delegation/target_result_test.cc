#include "services/allocation/domain/delegation/target_result.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::Person;
using support::IsOk;
using support::StatusIs;
using Targets = google::protobuf::RepeatedPtrField<v1::Target>;
using Result = v1::TargetResult;

const absl::CivilDay kOpening(2025, 10, 1);

v1::Target Women(v1::Target::Sense sense, int64_t count, int64_t tolerance = 0) {
  v1::Target target;
  target.set_id("nu");
  target.set_display_name("Đại biểu nữ");
  target.set_group(v1::Target::WOMEN);
  target.set_sense(sense);
  target.set_count(count);
  target.set_tolerance(tolerance);
  target.set_base(v1::Target::ALL_DELEGATES);
  return target;
}

v1::Target Share(v1::Target::Sense sense, int64_t numerator, int64_t denominator) {
  v1::Target target = Women(sense, 0);
  target.mutable_share()->set_numerator(numerator);
  target.mutable_share()->set_denominator(denominator);
  return target;
}

// Women, men, and those of whom nothing is known.
std::vector<v1::Delegate> Heads(int women, int men, int unknown, const std::string& unit = "a",
                                v1::Origin origin = v1::ELECTED) {
  std::vector<v1::Delegate> delegates;
  for (int i = 0; i < women + men + unknown; ++i) {
    v1::Delegate delegate = Person(StrCat(unit, v1::Origin_Name(origin), i), unit, origin);
    if (i < women + men) {
      delegate.mutable_profile()->set_gender(i < women ? v1::DelegateProfile::FEMALE : v1::DelegateProfile::MALE);
    }
    delegates.push_back(std::move(delegate));
  }
  return delegates;
}

std::vector<Result> Judged(const v1::Target& target, const Delegations& delegations, bool of_planned = false,
                           status::Language language = status::Language::kVietnamese) {
  std::vector<const v1::Delegate*> counted;
  for (const auto& delegate : delegations.delegates) counted.push_back(&delegate);
  Targets targets;
  *targets.Add() = target;
  return JudgeTargets(targets, {delegations, counted, of_planned, kOpening, language});
}

Result JudgedOne(const v1::Target& target, const Delegations& delegations, bool of_planned = false) {
  const auto results = Judged(target, delegations, of_planned);
  EXPECT_EQ(results.size(), 1u);
  return results.empty() ? Result() : results[0];
}

// The verdict is that of every way in which the unknown ones may fall.
TEST(JudgeTargets, TheVerdictHoldsWhateverTheUnknownOnesAre) {
  for (const auto sense : {v1::Target::AT_LEAST, v1::Target::AT_MOST, v1::Target::ABOUT}) {
    for (int wanted = 0; wanted <= 5; ++wanted) {
      for (int women = 0; women <= 4; ++women) {
        for (int unknown = 0; unknown <= 3; ++unknown) {
          const int tolerance = sense == v1::Target::ABOUT ? 1 : 0;
          const auto target = Women(sense, wanted, tolerance);
          const Result result = JudgedOne(target, sample::Whole(Heads(women, 1, unknown)));
          int met = 0;
          for (int more = 0; more <= unknown; ++more) {
            const int have = women + more;
            const bool least = sense == v1::Target::AT_MOST || have >= wanted - tolerance;
            const bool most = sense == v1::Target::AT_LEAST || have <= wanted + tolerance;
            met += least && most ? 1 : 0;
          }
          const auto expected = met == unknown + 1 ? Result::MET : met == 0 ? Result::NOT_MET : Result::UNDECIDED;
          // Both ends may fail where the middle passes; then it is open, too.
          EXPECT_EQ(result.verdict(), expected) << sense << " " << wanted << " " << women << " " << unknown;
          EXPECT_EQ(result.have(), women);
          EXPECT_EQ(result.unknown(), unknown);
        }
      }
    }
  }
}

TEST(JudgeTargets, SharesAreRoundedByTheirSense) {
  // 15 % of 10 is 1,5; of 6 it is 0,9; a quarter of 6 is 1,5.
  EXPECT_EQ(JudgedOne(Share(v1::Target::AT_LEAST, 15, 100), sample::Whole(Heads(0, 10, 0))).wanted(), 2);
  EXPECT_EQ(JudgedOne(Share(v1::Target::AT_MOST, 15, 100), sample::Whole(Heads(0, 10, 0))).wanted(), 1);
  EXPECT_EQ(JudgedOne(Share(v1::Target::ABOUT, 15, 100), sample::Whole(Heads(0, 10, 0))).wanted(), 2);
  EXPECT_EQ(JudgedOne(Share(v1::Target::ABOUT, 14, 100), sample::Whole(Heads(0, 10, 0))).wanted(), 1);
  EXPECT_EQ(JudgedOne(Share(v1::Target::AT_LEAST, 1, 5), sample::Whole(Heads(0, 10, 0))).wanted(), 2) << "exactly";
  EXPECT_EQ(JudgedOne(Share(v1::Target::AT_LEAST, 1'000'000, 1'000'000), sample::Whole(Heads(3, 0, 0))).wanted(), 3);
}

TEST(JudgeTargets, TakesTheBaseThatIsMeant) {
  auto delegates = Heads(1, 1, 0);
  for (auto& delegate : Heads(1, 0, 0, "a", v1::EX_OFFICIO)) delegates.push_back(delegate);
  for (auto& delegate : Heads(0, 1, 0, "b")) delegates.push_back(delegate);
  const auto all = sample::Whole(delegates, sample::IssuedPlan(3));
  v1::Target target = Share(v1::Target::AT_LEAST, 1, 2);
  EXPECT_EQ(JudgedOne(target, all).base(), 4);
  EXPECT_EQ(JudgedOne(target, all).have(), 2);
  EXPECT_EQ(JudgedOne(target, all, true).base(), 8) << "seats planned";
  target.set_base(v1::Target::WITHOUT_EX_OFFICIO);
  EXPECT_EQ(JudgedOne(target, all).base(), 3);
  EXPECT_EQ(JudgedOne(target, all).have(), 1);
  EXPECT_EQ(JudgedOne(target, all, true).base(), 5);
}

// Whoever belongs to an organisation ex officio is one of all its delegates, as in the plan.
TEST(JudgeTargets, TakesTheBaseOfAnOrganisationThatIsMeant) {
  auto delegates = Heads(1, 1, 0);
  for (auto& delegate : Heads(2, 0, 0, "a", v1::EX_OFFICIO)) delegates.push_back(delegate);
  for (auto& delegate : Heads(1, 0, 0, "province", v1::EX_OFFICIO)) delegates.push_back(delegate);
  for (auto& delegate : Heads(0, 1, 0, "b")) delegates.push_back(delegate);
  auto plan = sample::IssuedPlan(3);
  plan.mutable_lines(0)->set_ex_officio_seats(2);
  v1::ExOfficioOfOrganisation& of_a = *plan.mutable_rule()->add_ex_officio_of();
  of_a.set_organisation("organisations/a");
  of_a.set_delegates(2);
  const auto all = sample::Whole(delegates, plan);
  const auto only = [&](const std::string& unit) {
    return Restrict(all, [&](const std::string& organisation) { return organisation == unit; });
  };
  const struct {
    const char* organisation;
    v1::Target::Base base;
    int64_t heads;
    int64_t women;
    int64_t planned;
  } cases[] = {
      {"organisations/a", v1::Target::ALL_DELEGATES, 4, 3, 4},
      {"organisations/a", v1::Target::WITHOUT_EX_OFFICIO, 2, 1, 2},
      {"organisations/b", v1::Target::ALL_DELEGATES, 1, 0, 2},
      {"organisations/province", v1::Target::ALL_DELEGATES, 1, 1, 2},
      {"organisations/province", v1::Target::WITHOUT_EX_OFFICIO, 0, 0, 1},
  };
  for (const auto& c : cases) {
    v1::Target target = Share(v1::Target::AT_LEAST, 1, 2);
    target.set_organisation(c.organisation);
    target.set_base(c.base);
    for (const Delegations& seen : {all, only(c.organisation)}) {
      EXPECT_EQ(JudgedOne(target, seen).base(), c.heads) << c.organisation;
      EXPECT_EQ(JudgedOne(target, seen).have(), c.women) << c.organisation;
      EXPECT_EQ(JudgedOne(target, seen, true).base(), c.planned) << c.organisation;
    }
  }
}

TEST(JudgeTargets, JudgesOnlyWhatIsSeen) {
  const auto part = Restrict(sample::Whole(Heads(1, 1, 0)),
                             [](const std::string& organisation) { return organisation == "organisations/a"; });
  v1::Target target = Women(v1::Target::AT_LEAST, 1);
  EXPECT_TRUE(Judged(target, part).empty()) << "the congress's";
  target.set_organisation("organisations/b");
  EXPECT_TRUE(Judged(target, part).empty()) << "another's";
  target.set_organisation("organisations/a");
  EXPECT_EQ(JudgedOne(target, part).verdict(), Result::MET);
}

TEST(JudgeTargets, SaysItInWords) {
  auto target = Share(v1::Target::AT_LEAST, 15, 100);
  target.set_binding(true);
  EXPECT_EQ(JudgedOne(target, sample::Whole(Heads(1, 18, 1))).explanation(),
            "Đại biểu nữ: có 1, mục tiêu ít nhất 3 (15/100 của 20); còn thiếu 2; chưa rõ 1 đại biểu. Mục tiêu bắt "
            "buộc.");
  EXPECT_EQ(JudgedOne(Women(v1::Target::AT_MOST, 1), sample::Whole(Heads(3, 0, 0))).explanation(),
            "Đại biểu nữ: có 3, mục tiêu nhiều nhất 1; vượt 2. Mục tiêu định hướng.");
  EXPECT_EQ(JudgedOne(Women(v1::Target::ABOUT, 2, 1), sample::Whole(Heads(3, 0, 0))).explanation(),
            "Đại biểu nữ: có 3, mục tiêu khoảng 2, chênh lệch cho phép 1; đạt. Mục tiêu định hướng.");
  EXPECT_EQ(
      Judged(target, sample::Whole(Heads(1, 18, 1)), false, status::Language::kEnglish)[0].explanation(),
      "Đại biểu nữ: there are 1, the target is at least 3 (15/100 of 20); 2 missing; of 1 delegate it is not known. "
      "The target is binding.");
}

TEST(InGroup, UnknownIsNeitherYesNorNo) {
  v1::Delegate blank = Person("d", "a");
  v1::Delegate known = blank;
  v1::DelegateProfile& profile = *known.mutable_profile();
  profile.set_gender(v1::DelegateProfile::FEMALE);
  *profile.mutable_birth_date() = civil::ToDate(absl::CivilDay(1985, 10, 1));
  profile.set_ethnic_minority(false);
  profile.add_sectors("production");
  v1::Target young;
  young.set_group(v1::Target::UNDER_AGE);
  young.set_age(40);
  v1::Target minority;
  minority.set_group(v1::Target::ETHNIC_MINORITY);
  v1::Target sector;
  sector.set_group(v1::Target::SECTOR);
  sector.set_sector("production");
  for (const auto& target : {Women(v1::Target::AT_LEAST, 1), young, minority, sector}) {
    EXPECT_FALSE(InGroup(blank, target, kOpening).has_value());
    EXPECT_TRUE(InGroup(known, target, kOpening).has_value());
  }
  EXPECT_EQ(InGroup(known, young, kOpening), false) << "forty on the day";
  EXPECT_EQ(InGroup(known, young, kOpening - 1), true);
  EXPECT_EQ(InGroup(known, minority, kOpening), false);
  EXPECT_EQ(InGroup(known, sector, kOpening), true);
}

// Of a day, or of a year or month alone, where day or month are 0.
google::type::Date Birth(int year, int month = 0, int day = 0) {
  google::type::Date birth;
  birth.set_year(year);
  birth.set_month(month);
  birth.set_day(day);
  return birth;
}

TEST(InGroup, AYearOfBirthAloneDecidesWhereTheDayCannot) {
  v1::Target young;
  young.set_group(v1::Target::UNDER_AGE);
  young.set_age(40);
  const auto judged = [&](const google::type::Date& birth) {
    v1::Delegate delegate = Person("d", "a");
    *delegate.mutable_profile()->mutable_birth_date() = birth;
    return InGroup(delegate, young, absl::CivilDay(2025, 10, 1));
  };
  EXPECT_EQ(judged(Birth(1984)), false);
  EXPECT_EQ(judged(Birth(1985)), std::nullopt) << "forty, or forty soon";
  EXPECT_EQ(judged(Birth(1986)), true);
  EXPECT_EQ(judged(Birth(1985, 9)), false);
  EXPECT_EQ(judged(Birth(1985, 10)), std::nullopt) << "forty on the day, if born on the first";
  EXPECT_EQ(judged(Birth(1985, 11)), true);
}

TEST(AgesOn, CountsFullYears) {
  const auto age = [](const google::type::Date& birth, absl::CivilDay day) {
    const Ages ages = AgesOn(birth, day);
    EXPECT_EQ(ages.least, ages.most);
    return ages.most;
  };
  EXPECT_EQ(age(Birth(2000, 2, 29), absl::CivilDay(2025, 2, 28)), 24);
  EXPECT_EQ(age(Birth(2000, 2, 29), absl::CivilDay(2025, 3, 1)), 25);
  EXPECT_EQ(age(Birth(2000, 2, 29), absl::CivilDay(2024, 2, 29)), 24);
  EXPECT_EQ(age(Birth(2000), absl::CivilDay(2025, 12, 31)), 25) << "whatever the day of birth";
}

TEST(CheckTargets, NamesWhatCannotBeJudged) {
  const auto check = [](auto change) {
    Targets targets;
    *targets.Add() = Women(v1::Target::AT_LEAST, 1);
    change(targets[0]);
    return CheckTargets(targets);
  };
  EXPECT_THAT(check([](v1::Target&) {}), IsOk());
  const auto kFaulty = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(check([](v1::Target& t) { t.set_age(40); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t.set_group(v1::Target::UNDER_AGE); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t.set_group(v1::Target::SECTOR); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t.clear_amount(); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t = Share(v1::Target::AT_LEAST, 2, 1); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t = Share(v1::Target::AT_LEAST, 0, 0); }), kFaulty);
  EXPECT_THAT(check([](v1::Target& t) { t.set_tolerance(1); }), kFaulty);
  Targets twice;
  *twice.Add() = Women(v1::Target::AT_LEAST, 1);
  *twice.Add() = Women(v1::Target::AT_LEAST, 1);
  EXPECT_THAT(CheckTargets(twice), kFaulty);
}

}  // namespace
}  // namespace congress::allocation
