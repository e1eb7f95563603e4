#include "gmock/gmock.h"
#include "platform/xlsx/workbook.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using tables::v1::ImportRow;
using ::testing::HasSubstr;

constexpr char kImportHead[] = "figure,organisation,value,as_of,source\\n";

std::string File(const std::string& rows, const std::string& more = "") {
  return StrCat("csv: '", kImportHead, rows, "' ", more);
}

constexpr char kParts[] =
    "all,province,669,2025-06-15,12-BC\\na,province,440,2025-06-15,12-BC\\nb,province,69,2025-06-15,12-BC\\n"
    "c,province,190,2025-06-15,12-BC\\n";

TEST(ImportFigureReports, PreviewsThenEntersThenChangesNothing) {
  FigureScene scene;
  scene.MakeParts();
  ASSERT_OK_AND_ASSIGN(const auto preview,
                       scene.Call(&FigureStub::ImportFigureReports, File(kParts, "validate_only: true")));
  EXPECT_EQ(preview.new_count(), 4);
  EXPECT_THAT(preview.rows(0).reason(), HasSubstr("669 = 440 + 69 + 190 does not add up: 699"));
  EXPECT_TRUE(scene.Reports().empty());
  ASSERT_OK_AND_ASSIGN(const auto done, scene.Call(&FigureStub::ImportFigureReports, File(kParts, kUuid), kClerk));
  EXPECT_EQ(done.new_count(), 4);
  EXPECT_EQ(scene.Findings().size(), 1U);
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File("", kUuid), kClerk),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&FigureStub::ImportFigureReports, File(kParts)));
  EXPECT_EQ(again.unchanged_count(), 4);
  EXPECT_EQ(scene.Reports().size(), 4U);
}

TEST(ImportFigureReports, TellsEveryWrongRowAndEntersNone) {
  FigureScene scene;
  scene.MakeParts();
  const std::string rows =
      "a,province,440,2025-06-15,\\nx,province,1,2025-06-15,\\na,province,một,2025-06-15,\\nb,province,1,2025-06-20,\\n"
      "c,province,1,15/13/2025,\\n";
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File(rows)), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_TRUE(scene.Reports().empty());
  ASSERT_OK_AND_ASSIGN(const auto preview,
                       scene.Call(&FigureStub::ImportFigureReports, File(rows, "validate_only: true")));
  EXPECT_EQ(preview.error_count(), 4);
  ASSERT_EQ(preview.rows_size(), 5);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(preview.rows(i).line(), i + 2);
    EXPECT_EQ(preview.rows(i).state(), i == 0 ? ImportRow::NEW : ImportRow::ERROR);
  }
}

TEST(ImportFigureReports, RefusesAsOneCallWould) {
  FigureScene scene;
  scene.MakeParts("on_entry: REFUSE ");
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File(kParts)), StatusIs(kInvalid, "FIGURES_DO_NOT_ADD_UP"));
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File("x,province,1,2025-06-15,\\n")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File("all,province,1,2025-06-15,\\n"), kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File(kParts), kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, "csv: 'figure,value\\na,1\\n'"),
              StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, "csv: 'x' decimal: ';'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

// 12.721 is twelve thousand and more where the comma is the decimal mark, and is not guessed.
TEST(ImportFigureReports, ReadsNumbersByTheDecimalMarkThatIsDeclared) {
  FigureScene scene;
  scene.Make("all", "decimals: 2 ");
  const std::string rows = "all,province,\"12.721,5\",2025-06-15,\\n";
  EXPECT_THAT(scene.Call(&FigureStub::ImportFigureReports, File("all,province,12.721,2025-06-15,\\n")),
              StatusIs(kInvalid, "ROWS_REJECTED"));
  ASSERT_THAT(scene.Call(&FigureStub::ImportFigureReports, File(rows, "decimal: ','")), IsOk());
  ASSERT_EQ(scene.Reports().size(), 1U);
  EXPECT_EQ(scene.Reports()[0].value(), "12721.50");
}

TEST(ImportFigureReports, TakesAWorkbook) {
  FigureScene scene;
  scene.Make("all");
  const auto workbook = xlsx::Write("Số liệu", absl::UnixEpoch(), [](xlsx::Workbook& book) {
    xlsx::Sheet sheet = book.Add("Số liệu");
    const std::vector<std::string> titles = {"Figure", "Organisation", "Value", "As of"};
    const std::vector<std::string> row = {"figures/all", "province", "", "2025-06-15"};
    for (size_t i = 0; i < titles.size(); ++i) sheet.Text(0, static_cast<int>(i), titles[i]);
    for (size_t i = 0; i < row.size(); ++i) sheet.Text(1, static_cast<int>(i), row[i]);
    sheet.Number(1, 2, 12721);
  });
  v1::ImportFigureReportsRequest request;
  ASSERT_OK_AND_ASSIGN(*request.mutable_csv(), workbook);
  ASSERT_THAT(scene.Call(&FigureStub::ImportFigureReports, request), IsOk());
  ASSERT_EQ(scene.Reports().size(), 1U);
  EXPECT_EQ(scene.Reports()[0].value(), "12721");
}

TEST(ImportFigureReports, CorrectsByTheNameOfWhatWasSaid) {
  FigureScene scene;
  scene.Make("all");
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Report(FigureScene::Said("all", "669")));
  const std::string csv = StrCat("csv: 'figure,organisation,value,as_of,supersedes\\nall,province,699,2025-06-15,",
                                 first.reports(0).name(), "\\n' ");
  ASSERT_THAT(scene.Call(&FigureStub::ImportFigureReports, csv), IsOk());
  EXPECT_EQ(scene.Reports()[0].state(), v1::FigureReport::SUPERSEDED);
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&FigureStub::ImportFigureReports, csv));
  EXPECT_EQ(again.unchanged_count(), 1);
  EXPECT_EQ(scene.Reports().size(), 2U);
}

}  // namespace
}  // namespace congress::scheduling
