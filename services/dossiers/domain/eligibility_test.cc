#include "services/dossiers/domain/eligibility.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {
namespace {

using sample::Partial;
using testing::ElementsAre;
using testing::HasSubstr;
using Finding = v1::Finding;

const absl::CivilDay kDay(2025, 9, 15);

v1::Eligibility Judged(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known,
                       v1::Candidacy candidacy = v1::INCUMBENT) {
  return JudgeEligibility(rules, known, "committee-member", candidacy, kDay, status::Language::kVietnamese);
}

// The only finding of a rule set with nothing but this requirement.
Finding OnlyFinding(v1::PersonnelRuleSet rules, const KnownOfPerson& known) {
  const v1::Eligibility eligibility = Judged(rules, known);
  EXPECT_EQ(eligibility.findings_size(), 1);
  return eligibility.findings(0);
}

v1::PersonnelRuleSet Bare() {
  v1::PersonnelRuleSet rules = sample::Rules();
  rules.clear_requirements();
  return rules;
}

TEST(RemainingMonths, DecideWhetherSomebodyStandsAgainOrForTheFirstTime) {
  struct Case {
    google::type::Date born;
    v1::Person::Gender gender;
    v1::Candidacy candidacy;
    v1::Verdict verdict;
  };
  // A man born in September 1967 reaches 62 in September 2029: 48 months after September 2025.
  const Case cases[] = {
      {Partial(1967, 9, 30), v1::Person::MALE, v1::INCUMBENT, v1::MET},
      {Partial(1967, 8, 31), v1::Person::MALE, v1::INCUMBENT, v1::UNMET},
      {Partial(1967, 9, 1), v1::Person::MALE, v1::NEWCOMER, v1::UNMET},
      {Partial(1968, 9, 1), v1::Person::MALE, v1::NEWCOMER, v1::MET},
      {Partial(1969, 12, 31), v1::Person::FEMALE, v1::INCUMBENT, v1::UNMET},
      {Partial(1970, 1, 1), v1::Person::FEMALE, v1::INCUMBENT, v1::MET},
      // A year alone decides where every month of it says the same.
      {Partial(1969), v1::Person::MALE, v1::INCUMBENT, v1::MET},
      {Partial(1966), v1::Person::MALE, v1::INCUMBENT, v1::UNMET},
      {Partial(1967), v1::Person::MALE, v1::INCUMBENT, v1::UNKNOWN},
      {Partial(1967, 9), v1::Person::MALE, v1::INCUMBENT, v1::MET},
      // So does a month without a gender.
      {Partial(1975, 3), v1::Person::GENDER_UNSPECIFIED, v1::INCUMBENT, v1::MET},
      {Partial(1969, 3), v1::Person::GENDER_UNSPECIFIED, v1::INCUMBENT, v1::UNKNOWN},
      {{}, v1::Person::MALE, v1::INCUMBENT, v1::UNKNOWN},
  };
  for (const Case& one : cases) {
    const KnownOfPerson known{.birth_date = one.born, .gender = one.gender};
    const v1::Eligibility judged = Judged(sample::Rules(), known, one.candidacy);
    EXPECT_EQ(judged.verdict(), one.verdict) << one.born.ShortDebugString() << judged.ShortDebugString();
    EXPECT_EQ(judged.findings_size(), 1);
  }
}

TEST(RemainingMonths, SayTheirFiguresOrWhatIsMissing) {
  KnownOfPerson known{.birth_date = Partial(1967, 8, 31), .gender = v1::Person::MALE};
  EXPECT_EQ(Judged(sample::Rules(), known).findings(0).description(),
            "Tính đến tháng 09/2025 còn 47 tháng công tác; yêu cầu 48 tháng.");
  known.birth_date = Partial(1967);
  const Finding year_alone = Judged(sample::Rules(), known).findings(0);
  EXPECT_THAT(year_alone.description(), HasSubstr("còn từ 40 đến 51 tháng"));
  EXPECT_THAT(year_alone.missing(), ElementsAre(Finding::BIRTH_DATE));
  known.birth_date = {};
  EXPECT_EQ(Judged(sample::Rules(), known).findings(0).description(), "Chưa có dữ liệu: ngày sinh.");
  // Who has passed the age has no month left, and not less than none.
  known.birth_date = Partial(1950, 1, 1);
  EXPECT_THAT(Judged(sample::Rules(), known).findings(0).description(), HasSubstr("còn 0 tháng"));
}

TEST(RemainingMonths, AreNotKnownWhereTheRulesNameNoAge) {
  v1::PersonnelRuleSet rules = sample::Rules();
  rules.clear_retirement_ages();
  sample::AddAge(&rules, v1::Person::MALE, 62 * 12, Partial(1970, 1));
  const KnownOfPerson known{.birth_date = Partial(1965, 1, 1), .gender = v1::Person::MALE};
  const v1::Eligibility judged = Judged(rules, known);
  EXPECT_EQ(judged.verdict(), v1::UNKNOWN);
  EXPECT_EQ(judged.findings(0).reason(), "NO_RETIREMENT_AGE");
}

TEST(Qualifications, SufficeWhereOneIncludesWhatIsAsked) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "degree")->mutable_qualified()->add_any_of("university");
  EXPECT_EQ(OnlyFinding(rules, {}).verdict(), v1::UNKNOWN);
  EXPECT_EQ(OnlyFinding(rules, {.qualifications = {"doctor"}}).verdict(), v1::MET);
  const Finding less = OnlyFinding(rules, {.qualifications = {"secondary"}});
  EXPECT_EQ(less.verdict(), v1::UNMET);
  EXPECT_EQ(less.description(), "Chưa có một trong các trình độ: Đại học.");
}

TEST(Assessments, OfEveryYearAreLookedAt) {
  v1::PersonnelRuleSet rules = Bare();
  auto* check = sample::AddRequirement(&rules, "assessed")->mutable_assessed();
  check->set_years(3);
  check->set_least_level("good");
  KnownOfPerson known{.assessments = {{2022, "good"}, {2023, "excellent"}}};
  EXPECT_EQ(OnlyFinding(rules, known).verdict(), v1::UNKNOWN);
  known.assessments[2024] = "done";
  const Finding below = OnlyFinding(rules, known);
  EXPECT_EQ(below.verdict(), v1::UNMET);
  EXPECT_EQ(below.description(), "Xếp loại dưới mức “Hoàn thành tốt”: 2024.");
  known.assessments[2024] = "good";
  EXPECT_EQ(OnlyFinding(rules, known).verdict(), v1::MET);
  // A level that the rules do not name says nothing.
  known.assessments[2024] = "other";
  EXPECT_EQ(OnlyFinding(rules, known).verdict(), v1::UNKNOWN);
}

TEST(Disciplines, CountWithinTheTimeAndOnlyWhereTheyAreCertain) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "clean")->mutable_undisciplined()->set_months(12);
  const auto verdict = [&](std::optional<std::vector<google::type::Date>> disciplines) {
    return OnlyFinding(rules, {.disciplines = std::move(disciplines)}).verdict();
  };
  EXPECT_EQ(verdict(std::nullopt), v1::UNKNOWN);
  EXPECT_EQ(verdict(std::vector<google::type::Date>()), v1::MET);
  EXPECT_EQ(verdict({{Partial(2024, 9, 15)}}), v1::UNMET);
  EXPECT_EQ(verdict({{Partial(2024, 9, 14)}}), v1::MET);
  EXPECT_EQ(verdict({{Partial(2024)}}), v1::UNKNOWN);
  EXPECT_EQ(verdict({{Partial(2023)}}), v1::MET);
  EXPECT_EQ(verdict({{Partial(2025, 3)}}), v1::UNMET);
  EXPECT_EQ(verdict({{google::type::Date()}}), v1::UNKNOWN);
}

TEST(Membership, IsJudgedByTheFirstAndLastDayThatItMayBe) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "member")->mutable_party_member()->set_months(12);
  const auto verdict = [&](const google::type::Date& since) {
    return OnlyFinding(rules, {.official_admission = since}).verdict();
  };
  EXPECT_EQ(verdict({}), v1::UNKNOWN);
  EXPECT_EQ(verdict(Partial(2024, 9, 15)), v1::MET);
  EXPECT_EQ(verdict(Partial(2024, 9, 16)), v1::UNMET);
  EXPECT_EQ(verdict(Partial(2024)), v1::UNKNOWN);
  EXPECT_EQ(verdict(Partial(2023)), v1::MET);
}

TEST(Requirements, OfOthersAreNotTold) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "planned")->mutable_planned()->set_term("2025-2030");
  rules.mutable_requirements(0)->add_position_kinds("secretary");
  EXPECT_EQ(Judged(rules, {}).findings_size(), 0);
  EXPECT_EQ(Judged(rules, {}).verdict(), v1::UNKNOWN) << "rules that ask for nothing say nothing";
}

TEST(Requirements, ThatOnlyAdviseDecideNothing) {
  v1::PersonnelRuleSet rules = Bare();
  v1::Requirement* planned = sample::AddRequirement(&rules, "planned");
  planned->mutable_planned()->set_term("2025-2030");
  planned->set_advisory(true);
  const v1::Eligibility judged = Judged(rules, {});
  EXPECT_EQ(judged.findings(0).verdict(), v1::UNMET);
  EXPECT_EQ(judged.verdict(), v1::MET);
}

TEST(Requirements, NotMetWeighsMoreThanNotKnown) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "concluded")->mutable_concluded();
  sample::AddRequirement(&rules, "planned")->mutable_planned()->set_term("2025-2030");
  sample::AddRequirement(&rules, "terms")->mutable_maximum_terms()->set_position_kind("secretary");
  rules.mutable_requirements(2)->mutable_maximum_terms()->set_terms(2);
  sample::AddRequirement(&rules, "shown")->mutable_shown()->set_item_id("standards");
  KnownOfPerson known;
  EXPECT_EQ(Judged(rules, known).verdict(), v1::UNMET);
  known.planned = true;
  EXPECT_EQ(Judged(rules, known).verdict(), v1::UNKNOWN);
  known.meets_political_standard = true;
  known.shown = {"standards"};
  known.terms = std::map<std::string, int>{{"secretary", 2}};
  EXPECT_EQ(Judged(rules, known).verdict(), v1::MET);
  known.terms->at("secretary") = 3;
  EXPECT_EQ(Judged(rules, known).verdict(), v1::UNMET);
}

TEST(JudgeEligibility, NamesTheSourcesOfWhatItLookedAtAndNoOthers) {
  v1::PersonnelRuleSet rules = Bare();
  sample::AddRequirement(&rules, "terms")->mutable_maximum_terms()->set_position_kind("secretary");
  sample::AddRequirement(&rules, "conclusion")->mutable_concluded();
  sample::AddRequirement(&rules, "application")->mutable_shown()->set_item_id("application");
  KnownOfPerson known;
  known.terms.emplace();
  const auto add = [&](Finding::Lack about, std::string_view record, std::string_view key = "") {
    KnownSource& one = known.sources.emplace_back();
    one.source.set_about(about);
    one.source.set_record(std::string(record));
    one.key = std::string(key);
  };
  add(Finding::WORK_PERIODS, "secretary", "secretary");
  add(Finding::WORK_PERIODS, "chair", "chair");
  add(Finding::POLITICAL_CONCLUSION, "conclusion");
  add(Finding::COMPONENTS, "photo", "photo");
  add(Finding::COMPONENTS, "application", "application");
  const v1::Eligibility judged = Judged(rules, known);
  ASSERT_EQ(judged.findings_size(), 3);
  for (const auto& [i, record] : {std::pair(0, "secretary"), std::pair(1, "conclusion"), std::pair(2, "application")}) {
    ASSERT_EQ(judged.findings(i).sources_size(), 1) << record;
    EXPECT_EQ(judged.findings(i).sources(0).record(), record);
  }
}

TEST(VerdictOf, IsThatOfTheWholeJudgement) {
  v1::PersonnelRuleSet rules = sample::Rules();
  sample::AddRequirement(&rules, "on-the-list")->mutable_planned();
  rules.mutable_requirements()->rbegin()->set_advisory(true);
  for (const int year : {1950, 1967, 1975, 0}) {
    const KnownOfPerson known{.birth_date = Partial(year), .gender = v1::Person::MALE};
    EXPECT_EQ(VerdictOf(rules, known, "committee-member", v1::INCUMBENT, kDay), Judged(rules, known).verdict()) << year;
  }
}

TEST(NotJudged, IsUnknownAndSaysWhy) {
  const v1::Eligibility judged = NotJudged(v1::Eligibility::NO_POSITION, kDay, status::Language::kVietnamese);
  EXPECT_EQ(judged.verdict(), v1::UNKNOWN);
  EXPECT_EQ(judged.gap_description(), "Hồ sơ chưa ghi chức danh ứng cử hoặc hình thức ứng cử.");
}

}  // namespace
}  // namespace congress::dossiers
