// Who sees and says what of figures, and how they are compared.
#include "gmock/gmock.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::IsEmpty;

TEST(FigureAccess, IsByOrganisation) {
  FigureScene scene;
  scene.Make("all", "units: 'organisations/u1' ");
  scene.Make("own");
  // A unit of the figure sees it, says what is said of itself and nothing else.
  EXPECT_THAT(scene.Call(&FigureStub::GetFigure, "name: 'figures/all'", kUnitClerk), IsOk());
  EXPECT_THAT(scene.Call(&FigureStub::GetFigure, "name: 'figures/own'", kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::GetFigure, "name: 'figures/all'", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto seen, scene.Call(&FigureStub::ListFigures, "", kUnitClerk));
  EXPECT_EQ(seen.figures_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&FigureStub::ListFigures, "", kStranger));
  EXPECT_EQ(none.figures_size(), 0);
  const std::string of_unit = FigureScene::Said("all", "3", "", "u1");
  EXPECT_THAT(scene.Report(of_unit, kUnitClerk), IsOk());
  EXPECT_THAT(scene.Report(of_unit + FigureScene::Said("all", "3"), kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Report(of_unit, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Report(FigureScene::Said("own", "3", "", "u1"), kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "4")), IsOk());
  EXPECT_EQ(scene.Reports("", kUnitClerk).size(), 1U);
  EXPECT_THAT(scene.Reports("", kStranger), IsEmpty());
  EXPECT_EQ(scene.Findings("", kReader).size(), 1U);
  EXPECT_THAT(scene.Findings("", kUnitClerk), IsEmpty());
  const std::string finding = "name: 'figures/all/findings/20250615-1' ";
  EXPECT_THAT(scene.Call(&FigureStub::GetFigureFinding, finding, kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::ExplainFigureFinding, finding + "explanation: 'x'", kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FigureStub::ExplainFigureFinding, finding + "explanation: 'x'", kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText("x"), kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FigureStub::DeleteFigure, "name: 'figures/own'", kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

// One whose unit's report breaks the province's sum learns that it does, not what the province said.
TEST(FigureAccess, ARefusalTellsNoSumThatTheCallerMayNotRead) {
  FigureScene scene;
  scene.Make("all", "units: 'organisations/u1' on_entry: REFUSE ");
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "41")), IsOk());
  const auto refused = scene.Report(FigureScene::Said("all", "3", "", "u1"), kUnitClerk);
  ASSERT_THAT(refused, StatusIs(kInvalid, "FIGURES_DO_NOT_ADD_UP"));
  EXPECT_THAT(refused.status().ToString(), ::testing::Not(::testing::HasSubstr("41")));
}

TEST(FigureAccess, FaultsOfListsAreTold) {
  FigureScene scene;
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureReports, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureReports, "parent: 'figures/-' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureReports, "parent: 'figures/-' filter: 'value = 3'"),
              StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureFindings, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureFindings, "parent: 'figures/-' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ListFigureFindings, "parent: 'figures/-' filter: 'state = LOST'"),
              StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::GetFigureFinding, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FigureStub::ExplainFigureFinding, "name: 'x' explanation: 'x'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ListFigureReports, FindsByOrganisationAndDay) {
  FigureScene scene;
  scene.Make("all");
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "1") + FigureScene::Said("all", "2", "", "u1") +
                           FigureScene::Said("all", "3", "as_of { day: 14 } ")),
              IsOk());
  EXPECT_EQ(scene.Reports("organisation: 'organisations/u1' ").size(), 1U);
  EXPECT_EQ(scene.Reports("as_of " + FigureScene::June(15)).size(), 2U);
  EXPECT_EQ(scene.Reports("filter: 'as_of >= \"2025-06-15\"' ").size(), 2U);
  EXPECT_EQ(scene.Reports()[0].value(), "3") << "in the order of their days";
}

class CompareScene : public FigureScene {
 public:
  CompareScene() {
    Make("units", "target: '100' ");
    Make("other");
    EXPECT_THAT(Report(Said("units", "412", "as_of { day: 1 } ") + Said("units", "130") + Said("other", "0")), IsOk());
  }
  absl::StatusOr<v1::FigureChange> Compare(const std::string& text, const std::string& binding = kAdmin) {
    return Call(&FigureStub::CompareFigures, "figure: 'figures/units' " + text, binding);
  }
};

// 412 − 130 = 282, 68.45 %.
TEST(CompareFigures, SaysDifferenceAndRateInTheReadersLanguage) {
  CompareScene scene;
  const std::string text = StrCat("first_date ", FigureScene::June(1), "second_date ", FigureScene::June(15));
  ASSERT_OK_AND_ASSIGN(const auto change, scene.Compare(text, kReader));
  EXPECT_EQ(change.first_value() + " " + change.second_value() + " " + change.difference(), "412 130 -282");
  EXPECT_EQ(change.rate().percent(), "-68.45 %");
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese, scene.Compare(text));
  EXPECT_EQ(vietnamese.rate().percent(), "-68,45 %");
}

TEST(CompareFigures, TakesTargetsAndOtherFiguresToo) {
  CompareScene scene;
  const std::string day = "first_date " + FigureScene::June(15);
  ASSERT_OK_AND_ASSIGN(const auto target, scene.Compare(day + "target: true"));
  EXPECT_EQ(target.share().percent(), "130.00 %");
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Compare(day + "other_figure: 'figures/other'"));
  EXPECT_EQ(other.difference(), "-130");
  EXPECT_THAT(scene.Call(&FigureStub::CompareFigures, "figure: 'figures/other' target: true " + day),
              StatusIs(kFailed, "FIGURE_TARGET_MISSING"));
  EXPECT_THAT(scene.Compare("target: true first_date " + FigureScene::June(2)),
              StatusIs(kFailed, "FIGURE_NOT_REPORTED"));
  EXPECT_THAT(scene.Compare(day + "target: true first_begin_date " + FigureScene::June(1)),
              StatusIs(kFailed, "FIGURE_NOT_REPORTED"));
  EXPECT_THAT(scene.Compare(day), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Compare(day + "target: true", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::scheduling
