#include "cli/demo/input.h"

#include <filesystem>
#include <fstream>
#include <functional>

#include "absl/strings/str_replace.h"
#include "cli/request.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::cli::demo {
namespace {

using testing::HasSubstr;

// Tests run in the root of the tree.
constexpr const char* kSample = "examples/sample-province";
constexpr const char* kNgheAn = "examples/nghe-an";

// A copy of the sample province that goes with the test.
class InputFolder : public testing::Test {
 protected:
  void SetUp() override {
    constexpr auto kAll = std::filesystem::copy_options::recursive;
    std::filesystem::copy(kSample, folder_, kAll);
    // The templates of processes are shared by all examples.
    std::filesystem::copy("examples/process-templates", folder_ + "/../process-templates", kAll);
  }

  void Replace(const std::string& file, const std::string& old_text, const std::string& new_text) {
    const std::string path = folder_ + "/" + file;
    const auto text = ReadInput(path);
    ASSERT_THAT(text, support::IsOk());
    ASSERT_THAT(*text, HasSubstr(old_text));
    std::ofstream(path) << absl::StrReplaceAll(*text, {{old_text, new_text}});
  }

  const support::TemporaryFolder temporary_;
  const std::string folder_ = temporary_.path() + "/sample-province";
};

TEST(ReadFolder, ReadsBothExamples) {
  ASSERT_OK_AND_ASSIGN(const Input sample, ReadFolder(kSample));
  EXPECT_EQ(sample.province.preparation().congress_id(), "song-mo-3");
  EXPECT_EQ(sample.areas.at("90003"), "Núi Mơ");
  ASSERT_OK_AND_ASSIGN(const Input nghe_an, ReadFolder(kNgheAn));
  EXPECT_EQ(nghe_an.province.attendance().attendees_size(), 17);
  EXPECT_EQ(nghe_an.province.document_templates_size(), 4);
  EXPECT_FALSE(nghe_an.province.assumptions().empty());
  // Steps that papers share are written once, with anchors.
  for (const auto& kind : nghe_an.province.document_templates()) EXPECT_EQ(kind.document_template().steps_size(), 6);
  ASSERT_EQ(nghe_an.process_templates.size(), 3u);
  EXPECT_EQ(nghe_an.process_templates[0].process_template().kind(), dossiers::v1::RE_ELECTION);
}

TEST_F(InputFolder, WithoutAFileIsTold) {
  std::filesystem::remove(folder_ + "/organisations.csv");
  EXPECT_THAT(std::string(ReadFolder(folder_).status().message()), HasSubstr("organisations.csv"));
}

TEST_F(InputFolder, AFaultNamesFileLineAndKey) {
  Replace("province.yaml", "level: PROVINCE", "level: MOON");
  Replace("province.yaml", "  purpose: congress-delegate", "  aim: congress-delegate");
  const auto input = ReadFolder(folder_);
  EXPECT_EQ(input.status().code(), absl::StatusCode::kInvalidArgument);
  const std::string told(input.status().message());
  EXPECT_THAT(told, HasSubstr("province.yaml:86:5: preparation.congress.level: 'MOON' is none of"));
  EXPECT_THAT(told, HasSubstr("province.yaml:113:3: dossiers.aim: is no key that is known here; known are purpose, "));
  EXPECT_THAT(told, HasSubstr("province.yaml:112:1: dossiers.purpose: is missing"));
}

TEST_F(InputFolder, AFaultOfTheRuleSetNamesItsFile) {
  Replace("rule_set.yaml", "tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE", "tie_rule: BY_LOT");
  EXPECT_THAT(std::string(ReadFolder(folder_).status().message()), HasSubstr("rule_set.tie_rule: 'BY_LOT' is none of"));
}

TEST_F(InputFolder, AFaultOfAProcessNamesItsFile) {
  Replace("personnel.yaml", "template: song-mo-first-time", "template: song-mo-second-time");
  const std::string told(ReadFolder(folder_).status().message());
  EXPECT_THAT(told, HasSubstr("personnel.yaml: 'processes[1].template' is none of 'process_templates'"));
}

TEST_F(InputFolder, AMissingTemplateIsTold) {
  std::filesystem::remove(folder_ + "/../process-templates/election-2024.yaml");
  EXPECT_THAT(std::string(ReadFolder(folder_).status().message()), HasSubstr("election-2024.yaml"));
}

TEST_F(InputFolder, AMissingSectionIsTold) {
  Replace("province.yaml", "\ndecision:\n  date: 2026-02-20\n  approval_reason: Đúng quy định.\n", "\n");
  EXPECT_THAT(std::string(ReadFolder(folder_).status().message()), HasSubstr("decision: is missing"));
}

TEST_F(InputFolder, ABrokenTableIsToldByLine) {
  Replace("organisations.csv", "90001,Đảng bộ xã Bãi Mơ", "90001,\"Đảng bộ xã Bãi Mơ");
  EXPECT_THAT(std::string(ReadFolder(folder_).status().message()), HasSubstr("organisations.csv: In line 15"));
}

TEST_F(InputFolder, ATableWithoutAreasIsTaken) {
  Replace("organisations.csv", ",area,", ",region,");
  ASSERT_OK_AND_ASSIGN(const Input input, ReadFolder(folder_));
  EXPECT_TRUE(input.areas.empty());
}

TEST(CheckProvince, RefusesNumbersThatContradictEachOther) {
  ASSERT_OK_AND_ASSIGN(const Input good, ReadFolder(kSample));
  EXPECT_THAT(CheckProvince(good.province), support::IsOk());
  const std::pair<const char*, std::function<void(Province*)>> faults[] = {
      {"tasks.open_count", [](Province* p) { p->mutable_tasks()->set_open_count(4); }},
      {"tasks.regular_count", [](Province* p) { p->mutable_tasks()->set_regular_count(-1); }},
      {"tasks.later_as_of", [](Province* p) { p->mutable_tasks()->mutable_later_as_of()->set_year(2025); }},
      {"tasks.first_due", [](Province* p) { p->mutable_tasks()->mutable_first_due()->set_year(2025); }},
      {"persons.women_per_hundred", [](Province* p) { p->mutable_persons()->set_women_per_hundred(101); }},
      {"persons.last_birth_year", [](Province* p) { p->mutable_persons()->set_last_birth_year(1960); }},
      {"dossiers.expiring_per_hundred", [](Province* p) { p->mutable_dossiers()->set_expiring_per_hundred(91); }},
      {"dossiers.horizon_days", [](Province* p) { p->mutable_dossiers()->set_horizon_days(0); }},
      {"opinions.window_days", [](Province* p) { p->mutable_opinions()->set_window_days(0); }},
      {"'today' lies behind 'tasks.as_of'", [](Province* p) { p->mutable_today()->set_year(2025); }},
      {"'today' follows 'decision.date'", [](Province* p) { p->mutable_decision()->mutable_date()->set_day(21); }},
      {"'decision.date' follows", [](Province* p) { p->mutable_decision()->mutable_date()->set_year(2025); }},
      {"'meetings.window' follows 'today'", [](Province* p) { p->mutable_today()->set_month(3); }},
      {"opinions.one_without_remarks_in", [](Province* p) { p->mutable_opinions()->set_one_without_remarks_in(1); }},
      {"'preparation.congress.opening_date' follows",
       [](Province* p) { p->mutable_preparation()->mutable_congress()->mutable_opening_date()->set_month(3); }},
      {"opinions.most_per_organisation", [](Province* p) { p->mutable_opinions()->set_most_per_organisation(0); }},
  };
  for (const auto& [key, spoil] : faults) {
    Province province = good.province;
    spoil(&province);
    const absl::Status status = CheckProvince(province);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << key;
    EXPECT_THAT(std::string(status.message()), HasSubstr(key));
  }
}

TEST(CheckPersonnel, RefusesProcessesThatCannotBeHeld) {
  ASSERT_OK_AND_ASSIGN(const Input good, ReadFolder(kSample));
  EXPECT_THAT(CheckPersonnel(good), support::IsOk());
  const std::pair<const char*, std::function<void(Process*)>> faults[] = {
      {"processes[0].template", [](Process* p) { p->set_template_("none"); }},
      {"processes[0].steps' are not", [](Process* p) { p->mutable_steps()->SwapElements(1, 2); }},
      {"processes[0].steps' are not", [](Process* p) { p->mutable_steps()->RemoveLast(); }},
      {"processes[0].candidates", [](Process* p) { p->set_candidates(0); }},
      {"processes[0].steps.present", [](Process* p) { p->mutable_steps(1)->set_present(61); }},
      {"processes[0].steps.invalid", [](Process* p) { p->mutable_steps(1)->set_invalid(27); }},
      {"processes[0].steps.failing", [](Process* p) { p->mutable_steps(1)->set_failing(7); }},
      {"processes[0].seats", [](Process* p) { p->set_seats(6); }},
      {"processes[0].seats", [](Process* p) { p->set_seats(1); }},
  };
  for (const auto& [key, spoil] : faults) {
    Input input = good;
    spoil(input.personnel.mutable_processes(0));
    EXPECT_THAT(std::string(CheckPersonnel(input).message()), HasSubstr(key));
  }
  Input input = good;
  input.personnel.mutable_planning()->set_count(0);
  EXPECT_THAT(std::string(CheckPersonnel(input).message()), HasSubstr("planning.count"));
}

}  // namespace
}  // namespace congress::cli::demo
