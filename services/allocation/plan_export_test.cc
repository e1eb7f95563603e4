#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/repository.h"
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
  return f.Call(&Plans::ExportAllocationPlan, request);
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
    ExportRequest request;
    const char* media_type;
    const char* file_name;
    const char* beginning;
  };
  const auto paper = [](ExportRequest::Format format, paper::v1::Format file,
                        paper::v1::Language language = paper::v1::VIETNAMESE) {
    ExportRequest request = As(format);
    request.set_paper_format(file);
    request.set_paper_language(language);
    return request;
  };
  constexpr char kDocx[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  std::set<int> tried = {ExportRequest::FORMAT_UNSPECIFIED};
  for (const Case& c :
       {Case{As(ExportRequest::CSV), "text/csv; charset=utf-8", "allocation.csv", "code,name"},
        Case{As(ExportRequest::DECISION), "text/plain; charset=utf-8", "decision.txt", "DỰ THẢO"},
        Case{paper(ExportRequest::DECISION, paper::v1::TEXT, paper::v1::ENGLISH), "text/plain; charset=utf-8",
             "decision-en.txt", "Translation into English"},
        Case{paper(ExportRequest::DECISION, paper::v1::DOCX), kDocx, "decision.docx", "PK\x03\x04"},
        Case{paper(ExportRequest::DECISION, paper::v1::PDF), "application/pdf", "decision.pdf", "%PDF-"},
        Case{As(ExportRequest::PROJECT), "text/plain; charset=utf-8", "project.txt", "DỰ THẢO"},
        Case{paper(ExportRequest::PROJECT, paper::v1::DOCX), kDocx, "project.docx", "PK\x03\x04"},
        Case{paper(ExportRequest::PROJECT, paper::v1::PDF, paper::v1::ENGLISH), "application/pdf", "project-en.pdf",
             "%PDF-"},
        Case{As(ExportRequest::XLSX), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             "allocation.xlsx", "PK\x03\x04"},
        Case{As(ExportRequest::CHART_SVG), "image/svg+xml", "allocation.svg", "<svg "}}) {
    ASSERT_OK_AND_ASSIGN(const auto file, Export(f, c.request));
    EXPECT_EQ(file.media_type(), c.media_type);
    EXPECT_EQ(file.file_name(), c.file_name);
    EXPECT_TRUE(file.content().starts_with(c.beginning)) << file.file_name();
    EXPECT_EQ(Export(f, c.request)->content(), file.content()) << file.file_name();
    tried.insert(c.request.format());
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
  ExportRequest request = As(ExportRequest::DECISION);
  request.mutable_decision_form()->set_issuer("TỈNH ỦY MẪU");
  request.mutable_decision_form()->add_recipients("Như Điều 3, các ban, đảng ủy");
  ASSERT_OK_AND_ASSIGN(const auto file, Export(f, request));
  EXPECT_THAT(file.content(), HasSubstr("TỈNH ỦY MẪU"));
  EXPECT_THAT(file.content(), HasSubstr("\n- Như Điều 3, các ban, đảng ủy\n"));
  request.mutable_decision_form()->set_issuer("TỈNH ỦY MẪU\nBAN THƯỜNG VỤ");
  ASSERT_OK_AND_ASSIGN(const auto two, Export(f, request));
  EXPECT_THAT(two.content(), testing::ContainsRegex("TỈNH ỦY MẪU\n *BAN THƯỜNG VỤ\n")) << "a line each";
  request.mutable_decision_form()->set_signer_name(std::string(201, 'x'));
  EXPECT_THAT(Export(f, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ExportAllocationPlan, RefusesAPaperWithMoreLegalBasesThanPapersHold) {
  Fixture f;
  f.ImportTwo();
  v1::RuleSet rule = sample::FittedRule(6);
  std::string lines = "Điều lệ Đảng";
  for (int i = 0; i < 100; ++i) lines += "\nx";
  rule.set_legal_basis(lines);
  ASSERT_THAT(f.CreateRule("r", rule), IsOk());
  ASSERT_THAT(f.CreatePlan(Fixture::PlanRequest()), IsOk());
  EXPECT_THAT(Export(f, As(ExportRequest::DECISION)), StatusIs(kInvalid, "PAPER_TOO_LARGE"));
}

// U+FFFE is nothing at all to XML. It no longer enters, but an old store may hold it.
TEST(ExportAllocationPlan, RefusesXmlOfATextThatXmlCannotHold) {
  Fixture f;
  f.ImportTwo();
  v1::RuleSet rule = sample::FittedRule(6);
  ASSERT_THAT(f.CreateRule("r", rule), IsOk());
  const std::string text = "Quyết định \xEF\xBF\xBE";
  rule.set_legal_basis(text);
  EXPECT_THAT(f.CreateRule("r2", rule), StatusIs(kInvalid, "FIELDS_INVALID"));
  const rpc::Repository<v1::RuleSet> rules("allocation.rulesets.read");
  ASSERT_THAT(f.service().gate().Perform(auth::Principal(), "an older version",
                                         [&](rpc::Call& call) -> absl::Status {
                                           ASSIGN_OR_RETURN(v1::RuleSet old, rules.Load(call, "ruleSets/r"));
                                           old.set_legal_basis(text);
                                           rules.Put(call, std::move(old));
                                           return absl::OkStatus();
                                         }),
              IsOk());
  ASSERT_THAT(f.CreatePlan(Fixture::PlanRequest()), IsOk());
  for (const auto format : {ExportRequest::XLSX, ExportRequest::CHART_SVG}) {
    EXPECT_THAT(Export(f, As(format)), StatusIs(kFailed, "CHARACTER_NOT_IN_XML"));
  }
  EXPECT_THAT(Export(f, As(ExportRequest::DECISION)), StatusIs(kInvalid, "CHARACTER_NOT_IN_PAPER"));
}

}  // namespace
}  // namespace congress::allocation
