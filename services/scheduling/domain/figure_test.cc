#include "services/scheduling/domain/figure.h"

#include "gmock/gmock.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Entry = v1::FigureDay::Entry;

v1::Figure FigureNamed(const std::string& id, std::vector<std::string> parts = {}) {
  v1::Figure figure;
  figure.set_name("figures/" + id);
  figure.set_organisation("organisations/province");
  figure.set_title("Văn bản đã rà soát");
  figure.set_unit("văn bản");
  for (const std::string& part : parts) figure.add_parts("figures/" + part);
  return figure;
}

Doer DoerAt(int64_t seconds) {
  return {.account = "an", .person = "persons/an", .now = absl::FromUnixSeconds(seconds)};
}

const ReportPeriod kDay{.last = CivilDay(2025, 7, 15)};

// What counts on one day, entered in order.
class Day {
 public:
  Day& Say(const std::string& figure, const std::string& value, const std::string& organisation = "province") {
    Entry& entry = entries_.emplace_back();
    entry.set_report(StrCat("figures/", figure, "/reports/20250715-", entries_.size()));
    entry.set_organisation("organisations/" + organisation);
    entry.set_value(value);
    figures_.push_back("figures/" + figure);
    return *this;
  }
  std::vector<v1::FigureSum> Sums(const v1::Figure& figure, const std::vector<std::string>& units = {}) const {
    std::vector<Entry> own;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (figures_[i] == figure.name() && entries_[i].organisation() == figure.organisation())
        own.push_back(entries_[i]);
    }
    return SumsOf(figure, figure.organisation(), units, own,
                  [&](const std::string& name, const std::string& organisation) {
                    const Entry* found = nullptr;
                    for (size_t i = 0; i < entries_.size(); ++i) {
                      if (figures_[i] == name && entries_[i].organisation() == organisation) found = &entries_[i];
                    }
                    return found;
                  });
  }

 private:
  std::vector<Entry> entries_;
  std::vector<std::string> figures_;
};

Judgement JudgeAt(const v1::Figure& figure, const std::vector<v1::FigureSum>& sums, v1::FigureDay* day,
                  int64_t seconds = 100) {
  return Judge(sums, figure.name(), figure.organisation(), kDay, DoerAt(seconds), day);
}

std::string Told(const v1::FigureFinding& finding, const v1::Figure& figure, status::Language language) {
  return Describe(finding, figure, nullptr).In(language);
}

// 669 against 440 + 69 + 190.
TEST(SumsOf, FindsPartsThatDoNotAddUpToTheirWhole) {
  const v1::Figure whole = FigureNamed("all", {"a", "b", "c"});
  const auto sums = Day().Say("all", "669").Say("a", "440").Say("b", "69").Say("c", "190").Sums(whole);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].kind(), v1::FigureSum::PARTS);
  EXPECT_EQ(sums[0].stated(), "669");
  EXPECT_EQ(sums[0].against(), "699");
  EXPECT_EQ(sums[0].difference(), "-30");
  EXPECT_THAT(sums[0].addends(), ElementsAre("440", "69", "190"));

  v1::FigureDay day;
  const Judgement judgement = JudgeAt(whole, sums, &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  EXPECT_EQ(judgement.found[0].name(), "figures/all/findings/20250715-1");
  EXPECT_EQ(judgement.found[0].organisation(), "organisations/province");
  EXPECT_EQ(Told(judgement.found[0], whole, status::Language::kEnglish),
            "Văn bản đã rà soát, 2025-07-15: 669 = 440 + 69 + 190 does not add up: 699; difference -30 văn bản");
}

// 12,721 against 7,800 + 3,530.
TEST(Describe, WritesNumbersAsTheReaderDoes) {
  v1::Figure whole = FigureNamed("all", {"a", "b"});
  const auto sums = Day().Say("all", "12721").Say("a", "7800").Say("b", "3530").Sums(whole);
  v1::FigureDay day;
  const Judgement judgement = JudgeAt(whole, sums, &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  EXPECT_THAT(Told(judgement.found[0], whole, status::Language::kEnglish),
              HasSubstr("12,721 = 7,800 + 3,530 does not add up: 11,330; difference 1,391"));
  whole.clear_unit();
  EXPECT_EQ(Told(judgement.found[0], whole, status::Language::kVietnamese),
            "Văn bản đã rà soát, ngày 15/7/2025: 12.721 = 7.800 + 3.530 là không khớp: cộng lại được 11.330; chênh "
            "lệch 1.391");
}

TEST(SumsOf, WaitsUntilAllPartsAreThere) {
  const v1::Figure whole = FigureNamed("all", {"a", "b", "c"});
  const auto sums = Day().Say("all", "669").Say("b", "69").Sums(whole);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].missing_count(), 2);
  EXPECT_THAT(sums[0].missing(), ElementsAre("figures/a", "figures/c"));
  EXPECT_EQ(sums[0].difference(), "");
  v1::FigureDay day;
  EXPECT_THAT(JudgeAt(whole, sums, &day).found, IsEmpty());
}

TEST(SumsOf, HoldsTheWholeAgainstEveryUnit) {
  const v1::Figure whole = FigureNamed("all");
  Day said;
  std::vector<std::string> units;
  for (int i = 1; i <= 130; ++i) {
    units.push_back(StrCat("organisations/unit-", i));
    if (i < 130) said.Say("all", "3", StrCat("unit-", i));
  }
  said.Say("all", "390");
  EXPECT_THAT(said.Sums(whole, units)[0].missing(), ElementsAre("organisations/unit-130"));
  said.Say("all", "2", "unit-130");
  const auto sums = said.Sums(whole, units);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].kind(), v1::FigureSum::UNITS);
  EXPECT_EQ(sums[0].missing_count(), 0);
  EXPECT_EQ(sums[0].against(), "389");
  EXPECT_EQ(sums[0].difference(), "1");
  v1::FigureDay day;
  const Judgement judgement = JudgeAt(whole, sums, &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  EXPECT_THAT(Told(judgement.found[0], whole, status::Language::kVietnamese), HasSubstr("tổng của 130 đơn vị là 389"));
}

TEST(SumsOf, HoldsWhatWasBeforeAgainstWhatIsAfter) {
  v1::Figure after = FigureNamed("after");
  after.set_equals("figures/before");
  const auto sums = Day().Say("before", "412").Say("after", "411").Sums(after);
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums[0].kind(), v1::FigureSum::EQUALS);
  v1::FigureDay day;
  const Judgement judgement = JudgeAt(after, sums, &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  const v1::Figure before = FigureNamed("before");
  EXPECT_THAT(Describe(judgement.found[0], after, &before).en, HasSubstr("411 should equal Văn bản đã rà soát"));
}

// A correction keeps the finding, with what it was and what came of it; other wrong values are another finding.
TEST(Judge, KeepsAFindingInHistory) {
  const v1::Figure whole = FigureNamed("all", {"a", "b"});
  v1::FigureDay day;
  Judgement judgement = JudgeAt(whole, Day().Say("all", "10").Say("a", "4").Say("b", "5").Sums(whole), &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  v1::FigureFinding finding = judgement.found[0];
  judgement = JudgeAt(whole, Day().Say("all", "10").Say("a", "4").Say("b", "5").Sums(whole), &day);
  EXPECT_THAT(judgement.found, IsEmpty());
  EXPECT_THAT(judgement.resolved, IsEmpty());

  judgement = JudgeAt(whole, Day().Say("all", "11").Say("a", "4").Say("b", "5").Sums(whole), &day);
  ASSERT_EQ(judgement.resolved.size(), 1U);
  ASSERT_EQ(judgement.found.size(), 1U);
  EXPECT_EQ(judgement.found[0].name(), "figures/all/findings/20250715-2");

  judgement = JudgeAt(whole, Day().Say("all", "11").Say("a", "6").Say("b", "5").Sums(whole), &day);
  EXPECT_THAT(judgement.found, IsEmpty());
  ASSERT_EQ(judgement.resolved.size(), 1U);
  Resolve(judgement.resolved[0].now, DoerAt(300), &finding);
  EXPECT_EQ(finding.state(), v1::FigureFinding::RESOLVED);
  EXPECT_EQ(finding.stated(), "10");
  EXPECT_EQ(finding.against(), "9");
  EXPECT_EQ(finding.stated_after(), "11");
  EXPECT_EQ(finding.against_after(), "11");
  EXPECT_THAT(Explain("đã rà lại", DoerAt(400), &finding), StatusIs(kFailed, "FINDING_RESOLVED"));
  EXPECT_TRUE(day.standing().empty());
}

TEST(Judge, FindsTwoValuesForOneDay) {
  const v1::Figure figure = FigureNamed("all");
  v1::FigureDay day;
  Judgement judgement = JudgeAt(figure, Day().Say("all", "669").Say("all", "669").Sums(figure), &day);
  EXPECT_THAT(judgement.found, IsEmpty());
  judgement = JudgeAt(figure, Day().Say("all", "669").Say("all", "699").Sums(figure), &day);
  ASSERT_EQ(judgement.found.size(), 1U);
  EXPECT_EQ(judgement.found[0].kind(), v1::FigureSum::CHANGED);
  EXPECT_THAT(Told(judgement.found[0], figure, status::Language::kEnglish), HasSubstr("reported as 669 and as 699"));
  judgement = JudgeAt(figure, Day().Say("all", "699").Sums(figure), &day);
  ASSERT_EQ(judgement.resolved.size(), 1U);
  EXPECT_FALSE(judgement.resolved[0].now.has_value());
}

// Another organisation's findings of the same day stand.
TEST(Judge, LeavesOtherOrganisationsAlone) {
  const v1::Figure whole = FigureNamed("all", {"a"});
  v1::FigureDay day;
  v1::FigureDay::Standing& other = *day.add_standing();
  other.set_finding("figures/all/findings/20250715-9");
  other.set_organisation("organisations/u1");
  other.set_kind(v1::FigureSum::PARTS);
  const Judgement judgement = JudgeAt(whole, Day().Say("all", "1").Say("a", "1").Sums(whole), &day);
  EXPECT_THAT(judgement.resolved, IsEmpty());
  EXPECT_EQ(day.standing_size(), 1);
}

TEST(CheckFigure, NamesTheCycleInOrder) {
  Figures figures;
  for (const v1::Figure& figure : {FigureNamed("b", {"c"}), FigureNamed("c", {"a"})}) figures[figure.name()] = figure;
  const absl::Status cycle = CheckFigure(FigureNamed("a", {"b"}), figures);
  EXPECT_THAT(cycle, StatusIs(kFailed, "FIGURE_CYCLE"));
  EXPECT_THAT(std::string(cycle.message()), HasSubstr("figures/a → figures/b → figures/c → figures/a"));
  v1::Figure own = FigureNamed("a");
  own.set_equals("figures/a");
  EXPECT_THAT(CheckFigure(own, {}), StatusIs(kFailed, "FIGURE_CYCLE"));
  // Two ways to one figure are no cycle.
  figures["figures/c"] = FigureNamed("c");
  EXPECT_THAT(CheckFigure(FigureNamed("a", {"b", "c"}), figures), IsOk());
  EXPECT_THAT(CheckFigure(FigureNamed("a", {"c", "c"}), figures), StatusIs(kInvalid, "FIELDS_INVALID"));
  v1::Figure target = FigureNamed("a");
  target.set_target("nhiều");
  EXPECT_THAT(CheckFigure(target, {}), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CheckReport, TellsEverythingThatIsWrong) {
  v1::NewFigureReport report;
  report.set_value("68.451");
  *report.mutable_as_of() = civil::ToDate(CivilDay(2025, 7, 16));
  *report.mutable_first_day() = civil::ToDate(CivilDay(2025, 7, 17));
  v1::Figure figure = FigureNamed("a");
  figure.set_decimals(2);
  EXPECT_EQ(support::FieldsIn(CheckReport(figure, report, CivilDay(2025, 7, 15))), "value as_of as_of ");
  report.set_value("12.721,5");
  EXPECT_EQ(support::FieldsIn(CheckReport(figure, report, CivilDay(2025, 7, 17))), "value as_of ");
}

TEST(AsKnown, ShowsWhatWasKnownThen) {
  v1::NewFigureReport said;
  said.set_value("669");
  *said.mutable_as_of() = civil::ToDate(kDay.last);
  const v1::FigureReport first = ReportOf(FigureNamed("a"), said, "figures/a/reports/20250715-1", DoerAt(100));
  v1::FigureReport now = first;
  ASSERT_THAT(End(v1::FigureReport::SUPERSEDED, DoerAt(200), "", &now), IsOk());
  EXPECT_THAT(End(v1::FigureReport::WITHDRAWN, DoerAt(300), "", &now), StatusIs(kFailed, "REPORT_NOT_LIVE"));
  v1::FigureReport then = now;
  EXPECT_TRUE(AsKnown(absl::FromUnixSeconds(199), &then));
  EXPECT_EQ(then.SerializeAsString(), first.SerializeAsString());
  EXPECT_FALSE(AsKnown(absl::FromUnixSeconds(99), &then));
}

TEST(AsKnown, ShowsTheExplanationThatWasGivenThen) {
  const v1::Figure whole = FigureNamed("all", {"a"});
  v1::FigureDay day;
  v1::FigureFinding finding = JudgeAt(whole, Day().Say("all", "2").Say("a", "1").Sums(whole), &day).found[0];
  ASSERT_THAT(Explain("chưa có số của ban", DoerAt(200), &finding), IsOk());
  ASSERT_THAT(Explain("đã có, đang rà", DoerAt(300), &finding), IsOk());
  Resolve(std::nullopt, DoerAt(400), &finding);
  EXPECT_EQ(finding.explanation(), "đã có, đang rà");
  v1::FigureFinding then = finding;
  ASSERT_TRUE(AsKnown(absl::FromUnixSeconds(250), &then));
  EXPECT_EQ(then.state(), v1::FigureFinding::EXPLAINED);
  EXPECT_EQ(then.explanation(), "chưa có số của ban");
  ASSERT_TRUE(AsKnown(absl::FromUnixSeconds(100), &then));
  EXPECT_EQ(then.state(), v1::FigureFinding::OPEN);
  EXPECT_EQ(then.explanation(), "");
}

// 412 − 130 = 282, 68.45 %.
TEST(Compare, SaysDifferenceRateAndShare) {
  const v1::FigureChange change = Compare("412", "130", 0, status::Language::kVietnamese);
  EXPECT_EQ(change.difference(), "-282");
  EXPECT_EQ(change.rate().percent(), "-68,45 %");
  EXPECT_EQ(change.share().percent(), "31,55 %");
  EXPECT_FALSE(Compare("0", "3", 0, status::Language::kEnglish).has_rate());
}

TEST(SortFigures, FollowsTheCodes) {
  std::vector<v1::Figure> figures = {FigureNamed("a"), FigureNamed("b"), FigureNamed("c")};
  figures[0].set_code("10");
  figures[1].set_code("2");
  figures[2].set_code("1");
  SortFigures(&figures);
  EXPECT_EQ(figures[0].code() + figures[1].code() + figures[2].code(), "1210");
}

TEST(ReportPeriod, IsPartOfWhatAReportIsOf) {
  EXPECT_EQ(kDay.id(), "20250715");
  EXPECT_EQ((ReportPeriod{.last = CivilDay(2025, 6, 30), .first = CivilDay(2025, 4, 1)}.id()), "20250401-20250630");
  EXPECT_NE((ReportPeriod{.last = kDay.last, .first = kDay.last}), kDay);
}

}  // namespace
}  // namespace congress::scheduling
