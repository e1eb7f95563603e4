#include "cli/output_ending.h"

#include <memory>

#include "cli/commands.h"
#include "cli/language.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::cli {
namespace {

using google::protobuf::Message;
using support::IsOk;

class EndingTest : public ::testing::Test {
 protected:
  // What the request asks for when its answer goes to the file; what it says beforehand is `said`, a format by its
  // number.
  struct Said {
    int format = 0;
    int paper_format = 0;
    bool as_json = false;
  };
  absl::StatusOr<std::string> Asked(const std::string& noun, const std::string& verb, const std::string& output,
                                    const Said& said) {
    for (const Command& command : Commands()) {
      if (command.noun != noun || command.verb != verb) continue;
      const std::unique_ptr<Message> request(factory_.GetPrototype(command.method->input_type())->New());
      for (const auto& [name, number] : {std::pair("format", said.format), {"paper_format", said.paper_format}}) {
        const auto* field = request->GetDescriptor()->FindFieldByName(name);
        if (number != 0) request->GetReflection()->SetEnumValue(request.get(), field, number);
      }
      const absl::Status status = FollowEnding(output, *command.method->output_type(), said.as_json, request.get());
      return status.ok() ? absl::StatusOr<std::string>(request->ShortDebugString()) : status;
    }
    return absl::NotFoundError(noun);
  }
  // Why it is refused.
  std::string Fault(const std::string& noun, const std::string& verb, const std::string& output, const Said& said) {
    return std::string(Asked(noun, verb, output, said).status().message());
  }

  google::protobuf::DynamicMessageFactory factory_;
};

constexpr int kCsv = 1;
constexpr int kDecision = 2;
constexpr int kProgramme = 2;
constexpr int kXlsx = 3;
constexpr int kDocx = 2;
constexpr int kPdf = 3;

TEST_F(EndingTest, TheCallMakesWhatTheFileIsCalled) {
  EXPECT_EQ(*Asked("allocation-plans", "export", "p.XLSX", {}), "format: XLSX");
  EXPECT_EQ(*Asked("allocation-plans", "export", "p.svg", {}), "format: CHART_SVG");
  EXPECT_EQ(*Asked("allocation-plans", "export", "p.pdf", {.format = kDecision}), "format: DECISION paper_format: PDF");
  EXPECT_EQ(*Asked("delegates", "export", "d.docx", {}), "paper_format: DOCX");
  EXPECT_EQ(*Asked("calendars", "export", "c.pdf", {}), "paper_format: PDF");
  EXPECT_EQ(*Asked("calendars", "export", "c.ics", {}), "format: ICALENDAR");
  EXPECT_EQ(*Asked("calendars", "export", "c.xlsx", {.format = kProgramme}), "format: PROGRAMME workbook: true");
  EXPECT_EQ(*Asked("schedule-releases", "export", "r.xlsx", {}), "workbook: true");
  EXPECT_EQ(Fault("calendars", "export", "c.xlsx", {.format = kProgramme, .paper_format = kPdf}),
            "--output 'c.xlsx' does not fit: this call makes pdf; did you mean c.pdf?");
  EXPECT_EQ(*Asked("delegates", "export", "d.txt", {}), "paper_format: TEXT");
  EXPECT_EQ(*Asked("delegates", "export", "d.pdf", {.paper_format = kPdf}), "paper_format: PDF");
}

TEST_F(EndingTest, WhatTheCallDoesNotMakeIsRefusedByNameWithWhatMayBeMeant) {
  EXPECT_EQ(Fault("delegates", "export", "d.pdf", {.paper_format = kDocx}),
            "--output 'd.pdf' does not fit: this call makes docx; did you mean d.docx?");
  EXPECT_EQ(Fault("allocation-plans", "export", "p.pdf", {.format = kXlsx}),
            "--output 'p.pdf' does not fit: this call makes xlsx; did you mean p.xlsx?");
  EXPECT_EQ(Fault("allocation-plans", "export", "p.csv", {.paper_format = kPdf}),
            "--output 'p.csv' does not fit: this call makes pdf; did you mean p.pdf?");
  EXPECT_EQ(Fault("delegates", "export", "d.doc", {}),
            "--output 'd.doc' does not fit: this call makes docx, pdf, txt; did you mean d.docx?");
  EXPECT_EQ(Fault("allocation-plans", "export", "p.xlsx", {.format = kDecision}),
            "--output 'p.xlsx' does not fit: this call makes docx, pdf, txt; did you mean p.docx?");
  EXPECT_EQ(Fault("persons", "list", "p.pdf", {}),
            "--output 'p.pdf' does not fit: this call makes csv, xlsx, json, txt; did you mean p.csv?");
  EXPECT_THAT(Asked("persons", "list", "p.xlsx", {}), IsOk());
  EXPECT_EQ(Fault("delegates", "export", "d.pdf", {.as_json = true}),
            "--output 'd.pdf' does not fit: this call makes json; did you mean d.json?");
  SetLanguage("vi");
  EXPECT_EQ(Fault("opinion-reports", "export", "g.pdf", {.format = kCsv}),
            "--output 'g.pdf' không khớp: lệnh này cho ra csv; có phải là g.csv không?");
  SetLanguage("");
}

TEST_F(EndingTest, OtherNamesSayNothing) {
  for (const char* output : {"", "-", "plan", "plan.bak", "/tmp", "a.pdf/plan"}) {
    EXPECT_EQ(*Asked("allocation-plans", "export", output, {}), "") << output;
    EXPECT_THAT(Asked("persons", "list", output, {}), IsOk()) << output;
  }
  for (const char* output : {"p.csv", "p.json", "p.txt"}) EXPECT_THAT(Asked("persons", "list", output, {}), IsOk());
}

}  // namespace
}  // namespace congress::cli
