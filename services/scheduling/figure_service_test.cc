#include <thread>

#include "gmock/gmock.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FigureRegister, IsKept) {
  FigureScene scene;
  const std::string text = FigureScene::FigureText("all", "code: '10' ");
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&FigureStub::CreateFigure, StrCat(text, kUuid), kClerk));
  EXPECT_EQ(made.name(), "figures/all");
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&FigureStub::CreateFigure, StrCat(text, kUuid), kClerk));
  EXPECT_EQ(again.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, StrCat(FigureScene::FigureText("b"), kUuid), kClerk),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, text), StatusIs(kExists, "RESOURCE_EXISTS"));
  scene.Make("two", "code: '2' ");
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&FigureStub::ListFigures, "page_size: 1"));
  ASSERT_EQ(first.figures_size(), 1);
  EXPECT_EQ(first.figures(0).code(), "2");
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Call(&FigureStub::ListFigures, StrCat("page_size: 1 page_token: '",
                                                                                      first.next_page_token(), "'")));
  ASSERT_EQ(second.figures_size(), 1);
  EXPECT_EQ(second.figures(0).code(), "10");
  ASSERT_OK_AND_ASSIGN(const auto changed,
                       scene.Call(&FigureStub::UpdateFigure, "figure { name: 'figures/all' title: 'Ý kiến góp ý' }"));
  EXPECT_EQ(changed.title(), "Ý kiến góp ý");
  EXPECT_THAT(scene.Call(&FigureStub::UpdateFigure, "figure { name: 'figures/all' title: 'x' } etag: '1'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/two' etag: '1'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/two'"), IsOk());
  EXPECT_THAT(scene.Call(&FigureStub::GetFigure, "name: 'figures/two'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(FigureRegister, RefusesWhatMakesNoSense) {
  FigureScene scene;
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText("a", "parts: 'figures/b'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText("a", "target: 'nhiều'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText("a", "equals: 'figures/a'")),
              StatusIs(kFailed, "FIGURE_CYCLE"));
  scene.MakeParts();
  const std::string cycle = "figure { name: 'figures/a' parts: 'figures/all' }";
  EXPECT_THAT(scene.Call(&FigureStub::UpdateFigure, cycle), StatusIs(kFailed, "FIGURE_CYCLE"));
  EXPECT_THAT(scene.Call(&FigureStub::UpdateFigure, "figure { name: 'figures/a' equals: 'figures/x' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::UpdateFigure, "figure { name: 'figures/x' title: 'x' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::UpdateFigure, "figure { title: 'x' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::GetFigure, "name: 'a'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigures, "organisation: 'a'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigures, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(DeleteFigure, KeepsWhatIsUsed) {
  FigureScene scene;
  scene.MakeParts();
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/a'"), StatusIs(kFailed, "FIGURE_IN_USE"));
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "1")), IsOk());
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/all'"), StatusIs(kFailed, "FIGURE_IN_USE"));
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/x'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// 669 against 440 + 69 + 190, as it is reported, explained and corrected.
TEST(ReportFigures, FindsWhatDoesNotAddUpAndKeepsItInHistory) {
  FigureScene scene;
  scene.MakeParts();
  ASSERT_OK_AND_ASSIGN(const auto begun, scene.Report(FigureScene::Said("all", "669", "source: '12-BC/TU' ")));
  ASSERT_EQ(begun.sums_size(), 1);
  EXPECT_EQ(begun.sums(0).missing_count(), 3);
  EXPECT_TRUE(begun.findings().empty());
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Report(FigureScene::Said("a", "440") + FigureScene::Said("b", "69") +
                                                     FigureScene::Said("c", "190")));
  ASSERT_EQ(made.findings_size(), 1);
  EXPECT_EQ(made.findings(0).organisation(), "organisations/province");
  EXPECT_THAT(made.findings(0).description(), HasSubstr("669 = 440 + 69 + 190 does not add up: 699"));
  const std::string name = StrCat("name: '", made.findings(0).name(), "' ");
  ASSERT_OK_AND_ASSIGN(const auto explained,
                       scene.Call(&FigureStub::ExplainFigureFinding, name + "explanation: '30 ý kiến tính hai lần' "));
  EXPECT_EQ(explained.state(), v1::FigureFinding::EXPLAINED);
  EXPECT_EQ(explained.notes(1).account(), "an");
  EXPECT_THAT(scene.Call(&FigureStub::ExplainFigureFinding, name + "explanation: 'x' etag: '1'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));

  scene.Later();
  const std::string corrected = StrCat("supersedes: '", begun.reports(0).name(), "' ");
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "699", corrected)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto resolved, scene.Call(&FigureStub::GetFigureFinding, name));
  EXPECT_EQ(resolved.state(), v1::FigureFinding::RESOLVED);
  EXPECT_EQ(resolved.stated() + " " + resolved.against(), "669 699");
  EXPECT_EQ(resolved.stated_after() + " " + resolved.against_after(), "699 699");
  EXPECT_EQ(resolved.explanation(), "30 ý kiến tính hai lần");
  EXPECT_THAT(scene.Call(&FigureStub::ExplainFigureFinding, name + "explanation: 'x'"),
              StatusIs(kFailed, "FINDING_RESOLVED"));
  EXPECT_EQ(scene.Findings("filter: 'state = RESOLVED'").size(), 1U);
  EXPECT_TRUE(scene.Findings("filter: 'state = OPEN'").empty());
}

// What was known before a correction is told as it was.
TEST(ReportFigures, ALateCorrectionLeavesWhatWasKnownAsItWas) {
  FigureScene scene;
  scene.Make("all");
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Report(FigureScene::Said("all", "412")));
  const std::string then = "known_at " + scene.Now();
  scene.Later();
  const std::string corrected = StrCat("supersedes: '", first.reports(0).name(), "' ");
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "130", corrected)), IsOk());
  const auto now = scene.Reports();
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].state(), v1::FigureReport::SUPERSEDED);
  const auto known = scene.Reports(then);
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].state(), v1::FigureReport::LIVE);
  const std::string target =
      "figure: 'figures/all' first_date " + FigureScene::June(15) + "other_figure: 'figures/all' ";
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Call(&FigureStub::CompareFigures, target + then));
  EXPECT_EQ(before.first_value(), "412");
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Call(&FigureStub::CompareFigures, target));
  EXPECT_EQ(after.first_value(), "130");
}

TEST(ReportFigures, SaysTheSameOnceAndAnotherValueAsAFinding) {
  FigureScene scene;
  scene.Make("all");
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Report(FigureScene::Said("all", "669")));
  ASSERT_OK_AND_ASSIGN(const auto same, scene.Report(FigureScene::Said("all", "669")));
  EXPECT_EQ(same.reports(0).name(), first.reports(0).name());
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Report(FigureScene::Said("all", "699", "source: '9-BC' ")));
  ASSERT_EQ(other.findings_size(), 1);
  EXPECT_EQ(other.findings(0).kind(), v1::FigureSum::CHANGED);
  for (const v1::FigureReport& report : scene.Reports()) EXPECT_EQ(report.state(), v1::FigureReport::LIVE);
  const std::string name = StrCat("name: '", other.reports(0).name(), "' reason: 'nhầm ngày' ");
  EXPECT_THAT(scene.Call(&FigureStub::WithdrawFigureReport, name + "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, scene.Call(&FigureStub::WithdrawFigureReport, name));
  EXPECT_EQ(withdrawn.state(), v1::FigureReport::WITHDRAWN);
  EXPECT_EQ(withdrawn.notes(1).reason(), "nhầm ngày");
  EXPECT_EQ(scene.Findings()[0].state(), v1::FigureFinding::RESOLVED);
  EXPECT_THAT(scene.Call(&FigureStub::WithdrawFigureReport, name), StatusIs(kFailed, "REPORT_NOT_LIVE"));
}

// All that is wrong with a batch, and nothing of it is entered.
TEST(ReportFigures, TellsAllThatIsWrongAtOnce) {
  FigureScene scene;
  scene.MakeParts();
  ASSERT_OK_AND_ASSIGN(const auto of_part, scene.Report(FigureScene::Said("a", "1")));
  const std::string other = StrCat("supersedes: '", of_part.reports(0).name(), "' ");
  const auto refused =
      scene.Report(FigureScene::Said("all", "x", "as_of { day: 17 } ") + FigureScene::Said("b", "1", other) +
                   FigureScene::Said("c", "1") + FigureScene::Said("b", "1,5"));
  EXPECT_THAT(refused, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(support::FieldsIn(refused.status()),
            "reports[0].value reports[0].as_of reports[1].supersedes reports[3].value ");
  EXPECT_EQ(scene.Reports().size(), 1u);
}

TEST(ReportFigures, RefusesWhatCannotBe) {
  FigureScene scene;
  scene.MakeParts();
  EXPECT_THAT(scene.Report(FigureScene::Said("all", "12.721")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Report(FigureScene::Said("all", "1", "as_of { day: 17 } ")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Report(FigureScene::Said("x", "1")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Report(FigureScene::Said("all", "1", "supersedes: 'figures/all/reports/20250615-7' ")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto of_part, scene.Report(FigureScene::Said("a", "1")));
  const std::string other = StrCat("supersedes: '", of_part.reports(0).name(), "' ");
  EXPECT_THAT(scene.Report(FigureScene::Said("b", "1", other)), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Report(FigureScene::Said("a", "2", other)), IsOk());
  EXPECT_THAT(scene.Report(FigureScene::Said("a", "3", other)), StatusIs(kFailed, "REPORT_NOT_LIVE"));
  ASSERT_THAT(scene.Report(FigureScene::Said("c", "1") + kUuid), IsOk());
  EXPECT_THAT(scene.Report(FigureScene::Said("c", "2") + kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Call(&FigureStub::WithdrawFigureReport, "name: 'figures/a/reports/20250615-9' reason: 'x'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::WithdrawFigureReport, "name: 'x' reason: 'x'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ReportFigures, KeepsNothingOfWhatAFigureRefuses) {
  FigureScene scene;
  scene.MakeParts("on_entry: REFUSE ");
  const std::string wrong = FigureScene::Said("all", "12721") + FigureScene::Said("a", "7800") +
                            FigureScene::Said("b", "3530") + FigureScene::Said("c", "0");
  for (const std::string dry : {"validate_only: true ", ""}) {
    const auto refused = scene.Report(wrong + dry);
    ASSERT_THAT(refused, StatusIs(kInvalid, "FIGURES_DO_NOT_ADD_UP"));
    EXPECT_THAT(std::string(refused.status().message()), HasSubstr("1 sum"));
  }
  EXPECT_TRUE(scene.Reports().empty());
  EXPECT_TRUE(scene.Findings().empty());
  ASSERT_THAT(
      scene.Report(wrong + "reports { figure: 'figures/b' organisation: 'organisations/province' value: '4921' as_of " +
                   FigureScene::June(15) + "source: 'sửa' }"),
      IsOk())
      << "the later of two values counts in sums";
}

// Of several who report at once each sees those before it.
TEST(ReportFigures, RacingReportsCollide) {
  for (const std::string on_entry : {"WARN", "REFUSE"}) {
    FigureScene scene;
    scene.Make("all", StrCat("on_entry: ", on_entry));
    std::vector<absl::Status> results(4);
    {
      std::vector<std::jthread> threads;
      for (size_t i = 0; i < results.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = scene.Report(FigureScene::Said("all", StrCat(600 + i))).status(); });
      }
    }
    const auto passed = std::count_if(results.begin(), results.end(), [](const absl::Status& one) { return one.ok(); });
    EXPECT_EQ(passed, on_entry == "WARN" ? 4 : 1);
    EXPECT_EQ(scene.Reports().size(), on_entry == "WARN" ? 4U : 1U);
    // The second, third and fourth differ each from the one before; what stands is the last.
    EXPECT_EQ(scene.Findings().size(), on_entry == "WARN" ? 3U : 0U);
    EXPECT_EQ(scene.Findings("filter: 'state = OPEN'").size(), on_entry == "WARN" ? 1U : 0U);
  }
}

// The sum reads what the others write: whoever is last finds it, and nobody else.
TEST(ReportFigures, RacingPartsAreJudgedOnce) {
  FigureScene scene;
  scene.MakeParts();
  const std::vector<std::pair<const char*, const char*>> values = {
      {"all", "669"}, {"a", "440"}, {"b", "69"}, {"c", "190"}};
  {
    std::vector<std::jthread> threads;
    for (const auto& [figure, value] : values) {
      threads.emplace_back([&scene, figure = figure, value = value] {
        EXPECT_THAT(scene.Report(FigureScene::Said(figure, value)), IsOk());
      });
    }
  }
  EXPECT_EQ(scene.Findings().size(), 1U);
}

TEST(ReportFigures, TakesAThousandReportsAtOnce) {
  FigureScene scene;
  std::string units;
  std::string reports = FigureScene::Said("all", "999");
  for (int i = 1; i < 1000; ++i) {
    units += StrCat("units: 'organisations/unit-", i, "' ");
    reports += FigureScene::Said("all", "1", "", StrCat("unit-", i));
  }
  scene.Make("all", units);
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Report(reports));
  ASSERT_EQ(made.sums_size(), 1);
  EXPECT_EQ(made.sums(0).difference(), "0");
}

TEST(ReportFigures, AddsUpTheReportsOf130Communes) {
  FigureScene scene;
  std::string units;
  for (int i = 1; i <= 130; ++i) units += StrCat("units: 'organisations/unit-", i, "' ");
  scene.Make("all", units);
  std::string reports = FigureScene::Said("all", "390");
  for (int i = 1; i < 130; ++i) reports += FigureScene::Said("all", "3", "", StrCat("unit-", i));
  ASSERT_OK_AND_ASSIGN(const auto most, scene.Report(reports));
  ASSERT_EQ(most.sums_size(), 1);
  EXPECT_THAT(most.sums(0).missing(), ElementsAre("organisations/unit-130"));
  // The last one reports by itself, and is not told of the province's sum.
  ASSERT_OK_AND_ASSIGN(const auto last, scene.Report(FigureScene::Said("all", "2", "", "unit-130"), "clerk@unit-130"));
  EXPECT_TRUE(last.sums().empty());
  EXPECT_TRUE(last.findings().empty());
  const auto found = scene.Findings("organisation: 'organisations/province' ");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind(), v1::FigureSum::UNITS);
  EXPECT_EQ(found[0].difference(), "1");
}

// Two of the units have merged on the day: who goes on for both reports for both.
TEST(ReportFigures, TakesTheSuccessorForUnitsThatHadEnded) {
  FigureScene scene;
  scene.Make("all", "units: 'organisations/u1' units: 'organisations/u2' units: 'organisations/u3' ");
  for (const char* ended : {"organisations/u1", "organisations/u2"}) {
    scene.service().organisations().End(ended, absl::CivilDay(2025, 6, 10), "organisations/u4");
  }
  ASSERT_OK_AND_ASSIGN(const auto made,
                       scene.Report(FigureScene::Said("all", "9") + FigureScene::Said("all", "5", "", "u4") +
                                    FigureScene::Said("all", "4", "", "u3")));
  ASSERT_EQ(made.sums_size(), 1);
  EXPECT_EQ(made.sums(0).missing_count(), 0);
  EXPECT_EQ(made.sums(0).difference(), "0");
}

TEST(UpdateFigure, JudgesAnewWhatWasReported) {
  FigureScene scene;
  scene.MakeParts("on_entry: REFUSE ");
  ASSERT_THAT(
      scene.Report(FigureScene::Said("all", "669") + FigureScene::Said("a", "440") + FigureScene::Said("b", "69")),
      IsOk());
  ASSERT_THAT(
      scene.Call(&FigureStub::UpdateFigure,
                 "figure { name: 'figures/all' parts: 'figures/a' parts: 'figures/b' } update_mask { paths: 'parts' }"),
      IsOk());
  const auto found = scene.Findings();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].difference(), "160");
}

}  // namespace
}  // namespace congress::scheduling
