#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"
#include "tests/support/spreadsheet.h"
#include "tests/support/xml.h"

namespace congress::allocation {
namespace {

using ExportRequest = v1::ExportAllocationPlanRequest;
using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;

absl::StatusOr<v1::ExportAllocationPlanResponse> Export(Fixture& f, const ExportRequest& request) {
  return f.Call(f.plans, &Plans::ExportAllocationPlan, request);
}

ExportRequest As(ExportRequest::Format format) {
  ExportRequest request;
  request.set_name(kPlan);
  request.set_format(format);
  return request;
}

TEST(ExportAllocationPlan, EachFormatHasItsTypeAndName) {
  Fixture f;
  f.Draft();
  struct Case {
    ExportRequest::Format format;
    const char* media_type;
    const char* file_name;
    const char* beginning;
  };
  std::set<int> tried = {ExportRequest::FORMAT_UNSPECIFIED};
  for (const Case& c :
       {Case{ExportRequest::CSV, "text/csv; charset=utf-8", "allocation.csv", "code,name"},
        Case{ExportRequest::DECISION_TEXT, "text/plain; charset=utf-8", "decision.txt", "DỰ THẢO"},
        Case{ExportRequest::XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             "allocation.xlsx", "PK\x03\x04"},
        Case{ExportRequest::CHART_SVG, "image/svg+xml", "allocation.svg", "<svg "},
        Case{ExportRequest::DECISION_TEXT_ENGLISH, "text/plain; charset=utf-8", "decision-en.txt", "DRAFT"}}) {
    ASSERT_OK_AND_ASSIGN(const auto file, Export(f, As(c.format)));
    EXPECT_EQ(file.media_type(), c.media_type);
    EXPECT_EQ(file.file_name(), c.file_name);
    EXPECT_TRUE(file.content().starts_with(c.beginning)) << file.file_name();
    EXPECT_EQ(Export(f, As(c.format))->content(), file.content()) << file.file_name();
    tried.insert(c.format);
  }
  for (int i = 0; i < ExportRequest::Format_descriptor()->value_count(); ++i) {
    EXPECT_TRUE(tried.contains(ExportRequest::Format_descriptor()->value(i)->number()));
  }
}

TEST(ExportAllocationPlan, WorkbookAndChartShowThePlan) {
  Fixture f;
  f.Draft();
  ASSERT_OK_AND_ASSIGN(const auto workbook, support::ReadSpreadsheet(Export(f, As(ExportRequest::XLSX))->content()));
  EXPECT_EQ(workbook.sheets.at("Phân bổ").cells.at("L7").value, "4");
  ASSERT_OK_AND_ASSIGN(const auto chart, support::ParseXml(Export(f, As(ExportRequest::CHART_SVG))->content()));
  EXPECT_EQ(chart.All("title").size(), 3U) << "of the chart and of two organisations";
}

TEST(ExportAllocationPlan, TheFormFillsTheTextOfTheDecision) {
  Fixture f;
  f.Draft();
  ExportRequest request = As(ExportRequest::DECISION_TEXT);
  request.mutable_decision_form()->set_issuer("TỈNH ỦY MẪU");
  request.mutable_decision_form()->add_recipients("Như Điều 4");
  ASSERT_OK_AND_ASSIGN(const auto file, Export(f, request));
  EXPECT_THAT(file.content(), HasSubstr("TỈNH ỦY MẪU"));
  EXPECT_THAT(file.content(), HasSubstr("\n- Như Điều 4   "));
  request.mutable_decision_form()->set_signer_name(std::string(201, 'x'));
  EXPECT_THAT(Export(f, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// No XML file can hold U+FFFE, so no rule can either.
TEST(ExportAllocationPlan, NeedsNoTextThatXmlCannotHold) {
  Fixture f;
  v1::RuleSet rule = sample::FittedRule(6);
  rule.set_legal_basis("Quyết định \xEF\xBF\xBE");
  EXPECT_THAT(f.CreateRule("r", rule), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation
