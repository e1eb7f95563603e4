#include "cli/demo/yaml_message.h"

#include "cli/demo/province.pb.h"
#include "tests/support/status_matchers.h"

namespace congress::cli::demo {
namespace {

using testing::HasSubstr;

TEST(ReadYaml, ReadsDatesEnumsNumbersAndLists) {
  Opinions opinions;
  ASSERT_THAT(
      ReadYaml("document: report\nstep: a\nround: r\ndisplay_name: Đợt 1\nwindow_days: 15\nkinds: [ward, commune]\n"
               "most_per_organisation: 2\ntexts: [\"Thống nhất, đề nghị\"]\nanswers:\n"
               "  - {disposition: NOT_TAKEN, reason: Đã nêu.}\n",
               &opinions),
      support::IsOk());
  EXPECT_EQ(opinions.display_name(), "Đợt 1");
  EXPECT_EQ(opinions.window_days(), 15);
  EXPECT_THAT(opinions.kinds(), testing::ElementsAre("ward", "commune"));
  EXPECT_EQ(opinions.answers(0).disposition(), drafting::v1::NOT_TAKEN);

  Decision decision;
  ASSERT_THAT(ReadYaml("date: 2025-08-27\napproval_reason: x\n", &decision), support::IsOk());
  EXPECT_EQ(decision.date().year(), 2025);
  EXPECT_EQ(decision.date().day(), 27);
}

struct Bad {
  const char* what;
  const char* yaml;
  const char* told;
};

class BadYaml : public testing::TestWithParam<Bad> {};

TEST_P(BadYaml, IsToldByLineAndKey) {
  Decision decision;
  const absl::Status status = ReadYaml(GetParam().yaml, &decision);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, BadYaml,
    testing::Values(
        Bad{"NoYaml", "date: [2025\n", "line 2: "},
        Bad{"UnknownKey", "date: 2025-08-27\nreason: x\n", "line 2: 'reason' is no key that is known here"},
        Bad{"DoubledKey", "date: 2025-08-27\ndate: 2025-08-28\napproval_reason: x\n", "line 2: 'date' comes twice"},
        Bad{"MissingKey", "date: 2025-08-27\n", "line 1: 'approval_reason' is missing"},
        Bad{"NoDay", "approval_reason: x\ndate: 2025-02-30\n", "line 2: 'date' is no day"},
        Bad{"ListForDay", "approval_reason: x\ndate: [2025-02-03]\n", "line 2: 'date' is no day"},
        Bad{"ListForText", "date: 2025-08-27\napproval_reason: [x]\n", "line 2: 'approval_reason' is no text"},
        Bad{"Scalar", "x\n", "line 1: '' is no list of keys and values"},
        Bad{"Empty", "", "is no list of keys and values"}),
    [](const auto& tested) { return tested.param.what; });

TEST(ReadYaml, TellsThePathOfAFaultWithinAList) {
  Meetings meetings;
  const absl::Status status = ReadYaml(
      "window: w\nmost_per_day: 1\nkinds:\n  - {kind: ward, days: 1}\n  - {kind: commune, days: two}\n", &meetings);
  EXPECT_EQ(status.message(), "line 5: 'kinds[1].days' is no whole number");
}

TEST(ReadYaml, NamesTheValuesOfAnEnum) {
  Answer answer;
  const absl::Status status = ReadYaml("disposition: MAYBE\n", &answer);
  EXPECT_EQ(status.message(), "line 1: 'disposition' is none of TAKEN, PARTLY_TAKEN, NOT_TAKEN");
  EXPECT_FALSE(ReadYaml("disposition: DISPOSITION_UNSPECIFIED\n", &answer).ok());
}

TEST(ReadYaml, LeavesToTheServicesWhatTheyRequire) {
  preparation::v1::StartPreparationRequest request;
  EXPECT_THAT(ReadYaml("congress_id: x\n", &request), support::IsOk());
}

}  // namespace
}  // namespace congress::cli::demo
