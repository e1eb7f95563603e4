#include "services/scheduling/domain/programme.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/meetings.h"

namespace congress::scheduling {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Meeting On(const std::string& unit, std::initializer_list<absl::CivilDay> days) {
  v1::Meeting meeting;
  meeting.set_name("meetings/x-" + unit);
  meeting.set_organisation("organisations/" + unit);
  meeting.set_venue("Hội trường " + unit);
  *meeting.mutable_slots() = WholeDays(days);
  meeting.mutable_attendee()->set_title("Phó Bí thư Tỉnh ủy");
  return meeting;
}

std::string Text(const std::vector<v1::Meeting>& meetings, status::Language language) {
  const auto name_of = [](const std::string& organisation) { return "Đảng bộ xã " + organisation.substr(14); };
  return *paper::RenderText(ProgrammePaper(meetings, name_of, {}, language));
}

TEST(ProgrammePaper, TellsTheMeetingsInTheOrderOfTheirDays) {
  const absl::CivilDay day(2025, 8, 5);
  std::vector<v1::Meeting> meetings = {On("c", {}), On("b", {day + 1}), On("a", {day, day + 1, day + 3})};
  const std::string text = Text(meetings, status::Language::kVietnamese);
  for (const char* row : {" 1  | 05/8/2025 – 06/8/2025, 08/8/2025 | Đảng bộ xã a | Hội trường a | Phó Bí thư Tỉnh ủy\n",
                          " 2  |            06/8/2025             | Đảng bộ xã b | Hội trường b | Phó Bí thư Tỉnh ủy\n",
                          " 3  |                                  | Đảng bộ xã c | Hội trường c | Phó Bí thư Tỉnh ủy\n",
                          "Tổng số: 3 đại hội.", "Đồng chí dự, chỉ đạo"}) {
    EXPECT_THAT(text, HasSubstr(row));
  }
  EXPECT_THAT(text, Not(HasSubstr("Nội dung")));
  meetings[1].add_agenda()->set_title("Khai mạc");
  meetings[1].add_agenda()->set_title("Bầu cử");
  EXPECT_THAT(Text(meetings, status::Language::kVietnamese), HasSubstr("- Khai mạc - Bầu cử\n"));
  EXPECT_THAT(Text(meetings, status::Language::kEnglish), HasSubstr("Meetings in all: 3."));
  EXPECT_THAT(Text(meetings, status::Language::kEnglish), HasSubstr("2025-08-05 – 2025-08-06, 2025-08-08"));
}

TEST(ProgrammePaper, TellsPartsOfDays) {
  const absl::CivilDay day(2025, 8, 5);
  v1::Meeting meeting = On("a", {day, day + 1});
  *meeting.add_slots() = sample::PartOf(day + 2, v1::Slot::AFTERNOON);
  *meeting.add_slots() = sample::Hours(day + 3, 7 * 60 + 30, 11 * 60);
  const std::string text = Text({meeting}, status::Language::kVietnamese);
  for (const char* told : {"05/8/2025 – 06/8/2025", "07/8/2025 (buổi chiều)", "08/8/2025 07:30–11:00"}) {
    EXPECT_THAT(text, HasSubstr(told));
  }
}

TEST(ProgrammePaper, SaysWhoseItIsAndBeforeWhichCongress) {
  const auto name_of = [](const std::string& organisation) { return "Đảng bộ xã " + organisation.substr(14); };
  const auto about = [&](const v1::ExportCalendarRequest& request, status::Language language) {
    return ProgrammePaper({On("a", {})}, name_of, request, language).abstract();
  };
  v1::ExportCalendarRequest request;
  EXPECT_EQ(about(request, status::Language::kVietnamese), "tổ chức đại hội của các tổ chức đảng");
  request.set_congress_display_name("Đại hội Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(about(request, status::Language::kVietnamese),
            "tổ chức đại hội của các tổ chức đảng tiến tới Đại hội Đảng bộ tỉnh Mẫu");
  request.set_organisation("organisations/a");
  EXPECT_EQ(about(request, status::Language::kVietnamese),
            "tổ chức đại hội của Đảng bộ xã a tiến tới Đại hội Đảng bộ tỉnh Mẫu");
  EXPECT_EQ(about(request, status::Language::kEnglish),
            "of the congress of Đảng bộ xã a before Đại hội Đảng bộ tỉnh Mẫu");
}

}  // namespace
}  // namespace congress::scheduling
