#include "services/scheduling/domain/icalendar.h"

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/scheduling/testing/days.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kStamp = absl::FromCivil(absl::CivilSecond(2025, 6, 16, 2, 3, 4), absl::UTCTimeZone());

v1::Meeting Meeting(const std::vector<CivilDay>& days) {
  v1::Meeting meeting;
  meeting.set_name("congresses/xx/meetings/unit-1");
  meeting.set_title("Đại hội Đảng bộ phường Thành Vinh; lần thứ nhất, nhiệm kỳ 2025–2030");
  meeting.set_sequence(7);
  for (const CivilDay day : days) *meeting.add_dates() = civil::ToDate(day);
  return meeting;
}

// The lines with folds undone.
std::vector<std::string> Lines(const std::string& calendar) {
  std::vector<std::string> lines;
  const std::vector<std::string> physical = absl::StrSplit(calendar, "\r\n");
  for (const std::string& line : physical) {
    if (!line.empty() && line[0] == ' ' && !lines.empty()) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
  }
  return lines;
}

TEST(WriteCalendar, WritesOneEntryWithUidSequenceStampAndWholeDays) {
  const auto lines = Lines(WriteCalendar({Meeting({sample::kMonday, sample::kMonday + 1})}, kStamp));
  EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
  EXPECT_THAT(lines, Contains("VERSION:2.0"));
  EXPECT_THAT(lines, Contains("UID:congresses/xx/meetings/unit-1@congress"));
  EXPECT_THAT(lines, Contains("SEQUENCE:7"));
  EXPECT_THAT(lines, Contains("DTSTAMP:20250616T020304Z"));
  EXPECT_THAT(lines, Contains("DTSTART;VALUE=DATE:20250804"));
  EXPECT_THAT(lines, Contains("DTEND;VALUE=DATE:20250806"));
  EXPECT_THAT(lines, Contains("SUMMARY:Đại hội Đảng bộ phường Thành Vinh\\; lần thứ nhất\\, nhiệm kỳ 2025–2030"));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("RDATE"))));
}

TEST(WriteCalendar, WritesAMeetingAcrossAWeekendAsOneEntry) {
  const auto lines = Lines(WriteCalendar({Meeting({sample::kMonday + 4, sample::kMonday + 7})}, kStamp));
  EXPECT_THAT(lines, Contains("DTSTART;VALUE=DATE:20250808"));
  EXPECT_THAT(lines, Contains("DTEND;VALUE=DATE:20250809"));
  EXPECT_THAT(lines, Contains("RDATE;VALUE=DATE:20250811"));
}

TEST(WriteCalendar, EndsALeapMonthAndAYearRight) {
  EXPECT_THAT(Lines(WriteCalendar({Meeting({CivilDay(2028, 2, 29)})}, kStamp)), Contains("DTEND;VALUE=DATE:20280301"));
  EXPECT_THAT(Lines(WriteCalendar({Meeting({CivilDay(2025, 12, 31)})}, kStamp)), Contains("DTEND;VALUE=DATE:20260101"));
}

TEST(WriteCalendar, FoldsLinesAtWholeCharacters) {
  v1::Meeting meeting = Meeting({sample::kMonday});
  for (int i = 0; i < 40; ++i) meeting.add_agenda()->set_title("Thảo luận, đóng góp ý kiến vào dự thảo các văn kiện");
  const std::string calendar = WriteCalendar({meeting}, kStamp);
  const std::vector<std::string> physical = absl::StrSplit(calendar, "\r\n");
  for (const std::string& line : physical) {
    EXPECT_LE(line.size(), 75u) << line;
    EXPECT_EQ(text::FindInvalidUtf8(line), std::string_view::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
  EXPECT_THAT(Lines(calendar), Contains(HasSubstr("40. Thảo luận\\, đóng góp ý kiến vào dự thảo các văn kiện")));
}

TEST(WriteCalendar, WritesRoomAgendaAndPersonsWithTheirAnswers) {
  v1::Meeting meeting = Meeting({sample::kMonday});
  meeting.set_room("Hội trường A");
  meeting.set_organisation("organisations/unit-1");
  auto* item = meeting.add_agenda();
  item->set_title("Khai mạc");
  item->add_papers("documents/1");
  meeting.mutable_attendee()->set_person("post-1");
  meeting.mutable_attendee()->set_title("Ủy viên: Ban \"Thường vụ\"");
  meeting.mutable_attendee()->set_role(v1::Participant::REQUIRED);
  meeting.mutable_attendee()->set_reply(v1::Participant::ACCEPTED);
  auto* chair = meeting.add_participants();
  chair->set_person("chair");
  chair->set_role(v1::Participant::CHAIR);
  const auto lines = Lines(WriteCalendar({meeting}, kStamp));
  EXPECT_THAT(lines, Contains("LOCATION:Hội trường A"));
  EXPECT_THAT(lines, Contains("ORGANIZER:urn:x-congress:organisations/unit-1"));
  EXPECT_THAT(lines, Contains("DESCRIPTION:1. Khai mạc\\n   - documents/1"));
  EXPECT_THAT(lines, Contains("ATTENDEE;CN=\"Ủy viên: Ban 'Thường vụ'\";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:"
                              "urn:x-congress:post-1"));
  EXPECT_THAT(lines, Contains("ATTENDEE;CN=chair;ROLE=CHAIR;PARTSTAT=NEEDS-ACTION:urn:x-congress:chair"));
}

TEST(WriteCalendar, CallsTheOrganiserByName) {
  v1::Meeting meeting = Meeting({sample::kMonday});
  meeting.set_organisation("organisations/unit-1");
  const auto lines =
      Lines(WriteCalendar({meeting}, kStamp, [](const std::string&) { return std::string("Đảng bộ xã Một"); }));
  EXPECT_THAT(lines, Contains("ORGANIZER;CN=Đảng bộ xã Một:urn:x-congress:organisations/unit-1"));
}

TEST(WriteCalendar, GivesTheSameBytesForTheSameMeetings) {
  const std::vector<v1::Meeting> meetings = {Meeting({sample::kMonday}), Meeting({sample::kMonday + 1})};
  EXPECT_EQ(WriteCalendar(meetings, kStamp), WriteCalendar(meetings, kStamp));
  EXPECT_THAT(Lines(WriteCalendar({}, kStamp)),
              ElementsAre("BEGIN:VCALENDAR", "PRODID:-//congress//scheduling//VI", "VERSION:2.0", "CALSCALE:GREGORIAN",
                          "X-WR-CALNAME:Lịch đại hội", "END:VCALENDAR", ""));
}

}  // namespace
}  // namespace congress::scheduling
