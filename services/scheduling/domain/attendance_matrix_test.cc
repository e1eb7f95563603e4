#include "services/scheduling/domain/attendance_matrix.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kInVietnamese = status::Language::kVietnamese;

v1::Meeting Attended(const std::string& unit, const std::vector<absl::CivilDay>& days, const std::string& post) {
  v1::Meeting meeting;
  meeting.set_name("meetings/x-" + unit);
  meeting.set_organisation("organisations/" + unit);
  meeting.set_kind(v1::Meeting::CONGRESS);
  meeting.set_title("Đại hội");
  meeting.set_state(v1::Meeting::PLANNED);
  *meeting.mutable_slots() = WholeDays(days);
  meeting.mutable_attendee()->set_post(sample::kOffice + post);
  return meeting;
}

std::string Named(const std::string& name) { return name.substr(name.rfind('/') + 1); }

paper::v1::Paper Matrix(const std::vector<v1::Meeting>& meetings, const std::vector<std::string>& members = {}) {
  const auto paper = AttendanceMatrixPaper(meetings, members, Named, {}, kInVietnamese);
  EXPECT_TRUE(paper.has_value());
  return paper.value_or(paper::v1::Paper());
}

std::vector<std::string> TextsOf(const paper::v1::Row& row) {
  std::vector<std::string> texts;
  for (const auto& cell : row.cells()) texts.push_back(cell.spans().empty() ? "" : cell.spans(0).text());
  return texts;
}

TEST(AttendanceMatrixPaper, SaysWhoIsWhereOnWhichDayAndHowOftenInAll) {
  const absl::CivilDay day = sample::kMonday;
  v1::Meeting two_days = Attended("a", {day, day + 1}, "p2");
  v1::Meeting half = Attended("b", {}, "p2");
  *half.add_slots() = sample::PartOf(day + 2, v1::Slot::MORNING);
  v1::Meeting hearing = Attended("c", {day + 2}, "p1");
  hearing.set_kind(v1::Meeting::HEARING);
  hearing.set_title("Giao ban");
  sample::Add(&hearing, "p10", v1::Participant::CHAIR);
  sample::Add(&hearing, "p3", v1::Participant::INVITED);
  const paper::v1::Paper paper =
      Matrix({two_days, half, hearing}, {std::string(sample::kOffice) + "p10", std::string(sample::kOffice) + "p3"});
  ASSERT_EQ(paper.body_size(), 3);
  const auto& table = paper.body(0).table();
  using Texts = std::vector<std::string>;
  EXPECT_EQ(TextsOf(table.heading(0)), (Texts{"STT", "Chức danh", "04/8/2025", "05/8/2025", "06/8/2025"}));
  ASSERT_EQ(table.rows_size(), 4);
  EXPECT_EQ(TextsOf(table.rows(0)), (Texts{"1", "p10", "", "", "Giao ban (c)"}));
  EXPECT_EQ(TextsOf(table.rows(1)), (Texts{"2", "p3", "", "", ""})) << "who is invited is free";
  EXPECT_EQ(TextsOf(table.rows(2)), (Texts{"3", "p1", "", "", "Giao ban (c)"}));
  EXPECT_EQ(TextsOf(table.rows(3)), (Texts{"4", "p2", "a", "a", "b (buổi sáng)"}));
  const auto& loads = paper.body(2).table();
  EXPECT_EQ(TextsOf(loads.rows(1)), (Texts{"2", "p3", "0", "0"}));
  EXPECT_EQ(TextsOf(loads.rows(3)), (Texts{"4", "p2", "2", "3"}));
  EXPECT_THAT(paper::RenderText(paper), support::IsOk());
}

TEST(AttendanceMatrixPaper, DividesDaysThatNoPageHolds) {
  std::vector<v1::Meeting> meetings;
  for (int i = 0; i < 16; ++i) meetings.push_back(Attended("u" + std::to_string(i), {sample::kMonday + i}, "p"));
  const paper::v1::Paper paper = Matrix(meetings);
  ASSERT_EQ(paper.body_size(), 5) << "three tables of days, a line, and the sums";
  EXPECT_EQ(paper.body(0).table().columns_size(), 8);
  EXPECT_EQ(paper.body(2).table().columns_size(), 6);
  EXPECT_EQ(paper.abstract(), "đại hội của các tổ chức đảng");
  ASSERT_OK_AND_ASSIGN(const paper::File workbook, paper::RenderWorkbook(paper));
  EXPECT_FALSE(workbook.content.empty());
}

TEST(AttendanceMatrixPaper, ShowsWhatWasAnnouncedAndNobodyOfNothing) {
  v1::Meeting meeting = Attended("a", {sample::kMonday}, "p1");
  *meeting.mutable_released()->mutable_slots() = meeting.slots();
  *meeting.mutable_released()->mutable_attendee() = meeting.attendee();
  meeting.mutable_attendee()->set_post(std::string(sample::kOffice) + "p2");
  const std::string text = *paper::RenderText(Matrix({meeting}));
  EXPECT_THAT(text, HasSubstr("p1"));
  EXPECT_THAT(text, Not(HasSubstr("p2")));
  meeting.clear_attendee();
  meeting.clear_released();
  EXPECT_EQ(AttendanceMatrixPaper({meeting}, {}, Named, {}, kInVietnamese), std::nullopt);
}

}  // namespace
}  // namespace congress::scheduling
