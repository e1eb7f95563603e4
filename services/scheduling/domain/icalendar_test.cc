#include "services/scheduling/domain/icalendar.h"

#include <libical/ical.h>

#include <memory>
#include <set>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/meetings.h"

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
  meeting.set_name("meetings/xx-unit-1");
  meeting.set_title("Đại hội Đảng bộ phường Thành Vinh; lần thứ nhất, nhiệm kỳ 2025–2030");
  meeting.set_sequence(7);
  meeting.set_state(v1::Meeting::RELEASED);
  *meeting.mutable_slots() = WholeDays(days);
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

// As another program reads it.
struct Entry {
  std::string uid;
  std::string summary;
  std::string description;
  std::string related_to;
  std::string first;
  std::string behind_last;
  bool operator==(const Entry&) const = default;
};

std::string TextOf(icalcomponent* event, icalproperty_kind kind) {
  icalproperty* property = icalcomponent_get_first_property(event, kind);
  return property == nullptr ? "" : icalvalue_get_text(icalproperty_get_value(property));
}

std::vector<Entry> EntriesOf(const std::string& text) {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> calendar(icalparser_parse_string(text.c_str()),
                                                                               &icalcomponent_free);
  EXPECT_NE(calendar, nullptr) << text;
  if (calendar == nullptr) return {};
  EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0) << text;
  // What is published has an ORGANIZER by RFC 5546; posts have no address, and programs do without.
  icalcomponent_remove_property(calendar.get(), icalcomponent_get_first_property(calendar.get(), ICAL_METHOD_PROPERTY));
  EXPECT_NE(icalrestriction_check(calendar.get()), 0) << icalcomponent_as_ical_string(calendar.get());
  std::vector<Entry> entries;
  for (auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT); event != nullptr;
       event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT)) {
    entries.push_back({.uid = icalcomponent_get_uid(event),
                       .summary = icalcomponent_get_summary(event),
                       .description = TextOf(event, ICAL_DESCRIPTION_PROPERTY),
                       .related_to = TextOf(event, ICAL_RELATEDTO_PROPERTY),
                       .first = icaltime_as_ical_string(icalcomponent_get_dtstart(event)),
                       .behind_last = icaltime_as_ical_string(icalcomponent_get_dtend(event))});
  }
  return entries;
}

TEST(WriteCalendar, WritesOneEntryWithUidSequenceStampAndWholeDays) {
  const auto lines = Lines(WriteCalendar({Meeting({sample::kMonday, sample::kMonday + 1})}, kStamp).text);
  EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
  EXPECT_THAT(lines, Contains("VERSION:2.0"));
  EXPECT_THAT(lines, Contains("UID:meetings/xx-unit-1@congress"));
  EXPECT_THAT(lines, Contains("SEQUENCE:7"));
  EXPECT_THAT(lines, Contains("DTSTAMP:20250616T020304Z"));
  EXPECT_THAT(lines, Contains("DTSTART;VALUE=DATE:20250804"));
  EXPECT_THAT(lines, Contains("DTEND;VALUE=DATE:20250806"));
  EXPECT_THAT(lines, Contains("SUMMARY:Đại hội Đảng bộ phường Thành Vinh\\; lần thứ nhất\\, nhiệm kỳ 2025–2030"));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("RDATE"))));
}

// Of RDATE common programs keep the first day alone.
TEST(WriteCalendar, WritesAMeetingAcrossAWeekendAsEntriesOfOneSeries) {
  const CivilDay friday = sample::kMonday + 4;
  const CalendarFile file = WriteCalendar({Meeting({friday - 1, friday, friday + 3})}, kStamp, {.suite_id = "suite-1"});
  EXPECT_EQ(file.event_count, 2);
  EXPECT_THAT(file.text, Not(HasSubstr("RDATE")));
  const std::string uid = "meetings/xx-unit-1@suite-1.congress";
  const std::string title = "Đại hội Đảng bộ phường Thành Vinh; lần thứ nhất, nhiệm kỳ 2025–2030";
  const auto entries = EntriesOf(file.text);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0], (Entry{uid, title + " (1/2)", "", "", "20250807", "20250809"}));
  EXPECT_EQ(entries[1],
            (Entry{"meetings/xx-unit-1/2@suite-1.congress", title + " (2/2)", "", uid, "20250811", "20250812"}));
}

// A program that was given three entries hears of all three again, however few parts the meeting has since.
TEST(WriteCalendar, CancelsThePartsThatAMeetingHasNoMore) {
  const CivilDay day = sample::kMonday;
  v1::Meeting meeting = Meeting({day, day + 2, day + 4, day + 5});
  meeting.set_state(v1::Meeting::PLANNED);
  struct Told {
    int count;
    std::vector<std::string> uids;
    std::vector<bool> cancelled;
    std::string last;
  };
  const auto tell = [](const v1::Meeting& of) {
    const CalendarFile file = WriteCalendar({of}, kStamp);
    Told told = {file.event_count, {}, {}, ""};
    for (const Entry& entry : EntriesOf(file.text)) {
      told.uids.push_back(entry.uid);
      told.last = entry.first + "-" + entry.behind_last;
    }
    for (const std::string& line : Lines(file.text)) {
      if (line.starts_with("STATUS:")) told.cancelled.push_back(line == "STATUS:CANCELLED");
    }
    return told;
  };
  const Told first = tell(meeting);
  EXPECT_EQ(first.cancelled, (std::vector<bool>{false, false, false}));
  const auto change = [&](const std::vector<CivilDay>& days) {
    const v1::Meeting before = meeting;
    *meeting.mutable_slots() = WholeDays(days);
    Settle(before, &meeting);
    EXPECT_GT(meeting.sequence(), before.sequence());
  };
  change({day, day + 2});
  const Told shorter = tell(meeting);
  EXPECT_EQ(shorter.uids, first.uids);
  EXPECT_EQ(shorter.cancelled, (std::vector<bool>{false, false, true}));
  EXPECT_EQ(shorter.last, "20250808-20250810") << "where it was";
  EXPECT_THAT(WriteCalendar({meeting}, kStamp).text, HasSubstr("(2/2)"));
  // Put off without days none is left, and with days the first is there again.
  change({});
  EXPECT_EQ(tell(meeting).cancelled, (std::vector<bool>{true, true, true}));
  EXPECT_EQ(tell(meeting).uids, first.uids);
  change({day + 8});
  EXPECT_EQ(tell(meeting).cancelled, (std::vector<bool>{false, true, true}));
  change({day, day + 2, day + 4, day + 5});
  EXPECT_EQ(tell(meeting).cancelled, first.cancelled);
  EXPECT_EQ(meeting.dropped_entries_size(), 0);
}

// Of what was held less than was announced is shown.
TEST(WriteCalendar, CancelsAnnouncedPartsThatWereNotHeld) {
  v1::Meeting meeting = Meeting({sample::kMonday, sample::kMonday + 2});
  meeting = *Release(std::move(meeting), "", sample::Clerk());
  v1::MeetingHeld held;
  *held.mutable_slots() = WholeDays({sample::kMonday});
  meeting = *Hold(std::move(meeting), held, sample::Clerk(sample::kMonday + 3));
  const CalendarFile file = WriteCalendar({meeting}, kStamp);
  EXPECT_EQ(file.event_count, 2);
  EXPECT_THAT(file.text, HasSubstr("STATUS:CANCELLED"));
}

TEST(WriteCalendar, LeavesOutAMeetingWithoutDays) {
  const CalendarFile file = WriteCalendar({Meeting(std::vector<CivilDay>())}, kStamp);
  EXPECT_EQ(file.event_count, 0);
  EXPECT_THAT(file.text, Not(HasSubstr("VEVENT")));
}

TEST(WriteCalendar, OfTwoInstallationsHaveTwoUids) {
  const auto uid = [](const std::string& suite) {
    return EntriesOf(WriteCalendar({Meeting({sample::kMonday})}, kStamp, {.suite_id = suite}).text).at(0).uid;
  };
  EXPECT_NE(uid("a"), uid("b"));
}

TEST(WriteCalendar, EndsALeapMonthAndAYearRight) {
  EXPECT_THAT(Lines(WriteCalendar({Meeting({CivilDay(2028, 2, 29)})}, kStamp).text),
              Contains("DTEND;VALUE=DATE:20280301"));
  EXPECT_THAT(Lines(WriteCalendar({Meeting({CivilDay(2025, 12, 31)})}, kStamp).text),
              Contains("DTEND;VALUE=DATE:20260101"));
}

TEST(WriteCalendar, FoldsLinesAtWholeCharacters) {
  v1::Meeting meeting = Meeting({sample::kMonday});
  for (int i = 0; i < 40; ++i) meeting.add_agenda()->set_title("Thảo luận, đóng góp ý kiến vào dự thảo các văn kiện");
  const std::string calendar = WriteCalendar({meeting}, kStamp).text;
  const std::vector<std::string> physical = absl::StrSplit(calendar, "\r\n");
  for (const std::string& line : physical) {
    EXPECT_LE(line.size(), 75u) << line;
    EXPECT_EQ(text::FindInvalidUtf8(line), std::string_view::npos) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
  EXPECT_THAT(Lines(calendar), Contains(HasSubstr("40. Thảo luận\\, đóng góp ý kiến vào dự thảo các văn kiện")));
}

// Posts have no mail address, and programs refuse an ATTENDEE or ORGANIZER that is none.
TEST(WriteCalendar, TellsRoomAgendaAndWhoTakesPart) {
  v1::Meeting meeting = Meeting({sample::kMonday});
  meeting.set_title("Đại hội ^ \"lần thứ nhất\"; \\ , hết");
  meeting.set_venue("Hội trường A");
  meeting.set_organisation("organisations/unit-1");
  auto* item = meeting.add_agenda();
  item->set_title("Khai mạc");
  item->add_papers("documents/1");
  meeting.mutable_attendee()->set_post("post-1");
  meeting.mutable_attendee()->set_title("Ủy viên: Ban \"Thường vụ\"");
  meeting.mutable_attendee()->set_role(v1::Participant::REQUIRED);
  meeting.mutable_attendee()->set_reply(v1::Participant::ACCEPTED);
  auto* chair = meeting.add_participants();
  chair->set_post("chair");
  chair->set_role(v1::Participant::CHAIR);
  auto* guest = meeting.add_participants();
  guest->set_title("Khách ^ mời");
  guest->set_role(v1::Participant::INVITED);
  guest->set_reply(v1::Participant::DECLINED);
  const std::string text =
      WriteCalendar({meeting}, kStamp,
                    {.name_of = [](const std::string& name) { return name == "chair" ? "Bí thư" : "Đảng bộ xã Một"; }})
          .text;
  EXPECT_THAT(Lines(text), Contains("LOCATION:Hội trường A"));
  EXPECT_THAT(text, Not(HasSubstr("ATTENDEE")));
  EXPECT_THAT(text, Not(HasSubstr("ORGANIZER")));
  const auto entries = EntriesOf(text);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].summary, meeting.title());
  EXPECT_EQ(entries[0].description,
            "1. Khai mạc\n   - documents/1\nTổ chức: Đảng bộ xã Một\nCấp trên dự: Ủy viên: Ban \"Thường vụ\" (sẽ dự)\n"
            "Chủ trì: Bí thư\nMời dự: Khách ^ mời (báo vắng)");
}

TEST(WriteCalendar, WritesHoursInTheTimeOfVietnamAndHalfDaysInWords) {
  v1::Meeting meeting = Meeting(std::vector<CivilDay>());
  *meeting.add_slots() = sample::Hours(sample::kMonday, 14 * 60 + 30, 17 * 60);
  *meeting.add_slots() = sample::Hours(sample::kMonday, 22 * 60, 60);
  *meeting.add_slots() = sample::PartOf(sample::kMonday + 2, v1::Slot::MORNING);
  const CalendarFile file = WriteCalendar({meeting}, kStamp);
  EXPECT_EQ(file.event_count, 3);
  const auto lines = Lines(file.text);
  for (const char* line :
       {"BEGIN:VTIMEZONE", "TZID:Asia/Ho_Chi_Minh", "TZOFFSETTO:+0700", "DTSTART;TZID=Asia/Ho_Chi_Minh:20250804T143000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20250804T170000", "DTSTART;TZID=Asia/Ho_Chi_Minh:20250804T220000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20250805T010000", "DTSTART;VALUE=DATE:20250806"}) {
    EXPECT_THAT(lines, Contains(line));
  }
  const auto entries = EntriesOf(file.text);
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_THAT(entries[2].summary, HasSubstr("(buổi sáng)"));
}

TEST(WriteCalendar, ShowsWhatWasAnnouncedAndWhatIsCalledOff) {
  v1::Meeting meeting = Meeting({sample::kMonday, sample::kMonday + 1});
  *meeting.mutable_released()->mutable_slots() = meeting.slots();
  *meeting.mutable_slots() = WholeDays({sample::kMonday + 7});
  auto lines = Lines(WriteCalendar({meeting}, kStamp).text);
  EXPECT_THAT(lines, Contains("DTSTART;VALUE=DATE:20250804")) << "a change is not announced yet";
  EXPECT_THAT(lines, Contains("STATUS:CONFIRMED"));
  meeting.set_state(v1::Meeting::CANCELLED);
  lines = Lines(WriteCalendar({meeting}, kStamp).text);
  EXPECT_THAT(lines, Contains("STATUS:CANCELLED"));
  EXPECT_THAT(lines, Not(Contains("STATUS:CONFIRMED")));
  // Put off from the second day on.
  meeting.set_state(v1::Meeting::POSTPONED);
  *meeting.mutable_slots() = WholeDays({sample::kMonday});
  const CalendarFile file = WriteCalendar({meeting}, kStamp);
  EXPECT_EQ(file.event_count, 2);
  EXPECT_THAT(file.text, HasSubstr("STATUS:CONFIRMED"));
  EXPECT_THAT(file.text, HasSubstr("STATUS:CANCELLED"));
}

TEST(WriteCalendar, GivesTheSameBytesForTheSameMeetings) {
  const std::vector<v1::Meeting> meetings = {Meeting({sample::kMonday}), Meeting({sample::kMonday + 1})};
  EXPECT_EQ(WriteCalendar(meetings, kStamp).text, WriteCalendar(meetings, kStamp).text);
  // One of nothing is a calendar, which has some component.
  EXPECT_THAT(Lines(WriteCalendar({}, kStamp, {.title = "Lịch của Văn phòng"}).text),
              ElementsAre("BEGIN:VCALENDAR", "PRODID:-//congress//scheduling//VI", "VERSION:2.0", "CALSCALE:GREGORIAN",
                          "METHOD:PUBLISH", "X-WR-CALNAME:Lịch của Văn phòng", "BEGIN:VTIMEZONE",
                          "TZID:Asia/Ho_Chi_Minh", "BEGIN:STANDARD", "DTSTART:19760101T000000", "TZOFFSETFROM:+0700",
                          "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE", "END:VCALENDAR", ""));
}

TEST(WriteCalendar, StampsEachMeetingWithItsLastChange) {
  v1::Meeting one = Meeting({sample::kMonday});
  *one.mutable_update_time() = civil::ToTimestamp(kStamp);
  v1::Meeting other = Meeting({sample::kMonday + 1});
  *other.mutable_update_time() = civil::ToTimestamp(kStamp + absl::Hours(24));
  const auto lines = Lines(WriteCalendar({one, other}, std::nullopt).text);
  EXPECT_THAT(lines, Contains("DTSTAMP:20250616T020304Z"));
  EXPECT_THAT(lines, Contains("DTSTAMP:20250617T020304Z"));
}

// By the rules of RFC 5545 itself: 3.1 (lines), 3.3.11 (text), 3.4 and 3.6 (what stands where), 3.8.4.7 (UID).
TEST(WriteCalendar, KeepsTheRulesOfTheFormWithAnyTexts) {
  std::vector<v1::Meeting> meetings;
  const std::vector<std::string> titles = {"a,b;c\\n d", "BEGIN:VEVENT", std::string(300, 'x'),
                                           "Ễ" + std::string(75, 'y'), "Hội nghị: \"giao ban\"\nEND:VCALENDAR"};
  for (size_t i = 0; i < titles.size(); ++i) {
    v1::Meeting meeting = Meeting({sample::kMonday, sample::kMonday + 4});
    meeting.set_name(StrCat("meetings/m", i));
    meeting.set_title(titles[i]);
    *meeting.add_slots() = sample::Hours(sample::kMonday + 5, 8 * 60, 9 * 60);
    meetings.push_back(meeting);
  }
  const CalendarFile file = WriteCalendar(meetings, kStamp, {.suite_id = "s"});
  ASSERT_TRUE(file.text.ends_with("\r\n"));
  std::vector<std::string> physical = absl::StrSplit(file.text, "\r\n");
  for (const std::string& line : physical) {
    EXPECT_LE(line.size(), 75u) << line;
    EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos) << line;
    EXPECT_EQ(text::FindInvalidUtf8(line), std::string_view::npos) << line;
  }
  std::vector<std::string> open;
  std::set<std::string> uids;
  std::vector<std::string> summaries;
  for (const std::string& line : Lines(file.text)) {
    if (line.empty()) continue;
    ASSERT_NE(line.find(':'), std::string::npos) << line;
    const std::string value = line.substr(line.find(':') + 1);
    if (line.starts_with("BEGIN:")) open.push_back(value);
    if (line.starts_with("END:")) {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), value);
      open.pop_back();
    }
    if (line.starts_with("UID:")) {
      EXPECT_TRUE(uids.insert(value).second) << value;
    }
    if (line.starts_with("SUMMARY:")) summaries.push_back(value);
  }
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(uids.size(), 3 * titles.size());
  EXPECT_THAT(summaries, Contains("a\\,b\\;c\\\\n d (1/3)"));
  EXPECT_THAT(summaries, Contains("Hội nghị: \"giao ban\"\\nEND:VCALENDAR (3/3)"));
  // Read back, every text is what it was.
  const auto entries = EntriesOf(file.text);
  ASSERT_EQ(entries.size(), 3 * titles.size());
  for (size_t i = 0; i < titles.size(); ++i) EXPECT_EQ(entries[3 * i].summary, titles[i] + " (1/3)");
}

}  // namespace
}  // namespace congress::scheduling
