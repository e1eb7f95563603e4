#include "services/scheduling/domain/programme.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {
namespace {

using status::Sentence;

std::string AgendaOf(const v1::Meeting& meeting) {
  std::vector<std::string> items;
  for (const v1::AgendaItem& item : meeting.agenda()) items.push_back(absl::StrCat("- ", item.title()));
  return absl::StrJoin(items, "\n");
}

// The order of the programme: by first day, then by name.
std::vector<v1::Meeting> InOrder(const std::vector<v1::Meeting>& meetings) {
  std::vector<v1::Meeting> order;
  for (const v1::Meeting& meeting : meetings) order.push_back(AsShown(meeting));
  const auto key = [](const v1::Meeting& meeting) {
    const absl::CivilDay day =
        meeting.slots().empty() ? absl::CivilDay(9999, 12, 31) : civil::FromDate(meeting.slots(0).date());
    return std::pair(day, std::string_view(meeting.name()));
  };
  std::sort(order.begin(), order.end(),
            [&](const v1::Meeting& one, const v1::Meeting& other) { return key(one) < key(other); });
  return order;
}

}  // namespace

bool OfAllCongresses(const v1::ExportCalendarRequest& request) { return request.parent().ends_with("/-"); }

std::string SubjectOf(const v1::ExportCalendarRequest& request,
                      const std::function<std::string(const std::string&)>& name_of, status::Language language) {
  const auto say = [&](const Sentence& sentence) { return sentence.In(language); };
  std::string about;
  if (OfAllCongresses(request)) {
    about = say({.en = "of meetings", .vi = "các cuộc họp"});
    if (!request.organisation().empty()) {
      absl::StrAppend(&about, say({.en = " of ", .vi = " của "}), name_of(request.organisation()));
    }
  } else if (request.organisation().empty()) {
    about = say({.en = "of the congresses of Party organisations", .vi = "đại hội của các tổ chức đảng"});
  } else {
    about = absl::StrCat(say({.en = "of the congress of ", .vi = "đại hội của "}), name_of(request.organisation()));
  }
  if (!request.body().empty()) {
    absl::StrAppend(&about, say({.en = ", by members of ", .vi = ", thành viên dự: "}), name_of(request.body()));
  }
  if (!request.post().empty()) {
    absl::StrAppend(&about, say({.en = ", with ", .vi = ", người dự: "}), name_of(request.post()));
  }
  if (!request.congress_display_name().empty()) {
    absl::StrAppend(&about, say({.en = " before ", .vi = " tiến tới "}), request.congress_display_name());
  }
  return about;
}

std::string PartText(const v1::Slot& slot, status::Language language) {
  switch (slot.part()) {
    case v1::Slot::MORNING:
      return Sentence{.en = " (morning)", .vi = " (buổi sáng)"}.In(language);
    case v1::Slot::AFTERNOON:
      return Sentence{.en = " (afternoon)", .vi = " (buổi chiều)"}.In(language);
    case v1::Slot::HOURS: {
      const std::vector<Interval> parts = IntervalsOf(slot);
      return absl::StrCat(" ", ClockOf(parts.front().from), "–", ClockOf(parts.back().to));
    }
    default:
      return "";
  }
}

// Whole days of one meeting that follow each other are told by the first and the last.
std::string DaysText(const Slots& slots, status::Language language) {
  std::vector<std::string> told;
  Slots whole;
  const auto tell_whole = [&] {
    for (const DayRun& run : DayRunsOf(whole)) {
      const std::string last = run.last == run.first ? "" : absl::StrCat(" – ", paper::Day(run.last, language));
      told.push_back(paper::Day(run.first, language) + last);
    }
    whole.Clear();
  };
  for (const v1::Slot& slot : slots) {
    if (slot.part() == v1::Slot::DAY) {
      *whole.Add() = slot;
      continue;
    }
    tell_whole();
    told.push_back(paper::Day(civil::FromDate(slot.date()), language) + PartText(slot, language));
  }
  tell_whole();
  return absl::StrJoin(told, ", ");
}

std::string OccasionOf(const v1::Meeting& meeting, const std::function<std::string(const std::string&)>& name_of) {
  const bool is_congress = meeting.kind() == v1::Meeting::CONGRESS || meeting.kind() == v1::Meeting::KIND_UNSPECIFIED;
  std::string whose = name_of(meeting.organisation());
  return is_congress ? whose : absl::StrCat(meeting.title(), " (", whose, ")");
}

paper::v1::Paper ProgrammePaper(const std::vector<v1::Meeting>& meetings,
                                const std::function<std::string(const std::string&)>& name_of,
                                const v1::ExportCalendarRequest& request, status::Language language) {
  const auto say = [&](const Sentence& sentence) { return sentence.In(language); };
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  paper.set_type(say({.en = "PROGRAMME", .vi = "LỊCH"}));
  const std::string held = OfAllCongresses(request) ? "" : say({.en = "", .vi = "tổ chức "});
  paper.set_abstract(held + SubjectOf(request, name_of, language));
  const Sentence counted =
      OfAllCongresses(request) ? Sentence{.en = ".", .vi = " cuộc họp."} : Sentence{.en = ".", .vi = " đại hội."};
  paper::AddText(absl::StrCat(say({.en = "Meetings in all: ", .vi = "Tổng số: "}), meetings.size(), say(counted)),
                 paper.mutable_body());
  const bool has_agenda = std::any_of(meetings.begin(), meetings.end(),
                                      [](const v1::Meeting& meeting) { return !meeting.agenda().empty(); });
  paper::v1::Table& table = *paper.mutable_body()->Add()->mutable_table();
  paper::AddColumn(13, paper::v1::CENTRE, &table);
  paper::AddColumn(27, paper::v1::CENTRE, &table);
  paper::AddColumn(48, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddColumn(30, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddColumn(42, paper::v1::ALIGN_UNSPECIFIED, &table);
  if (has_agenda) paper::AddColumn(50, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::v1::Row& heading = *table.add_heading();
  paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Days", .vi = "Thời gian"}),
                 say({.en = "Party organisation", .vi = "Tổ chức đảng"}), say({.en = "Place", .vi = "Địa điểm"}),
                 say({.en = "Attends for the level above", .vi = "Đồng chí dự, chỉ đạo"})},
                &heading);
  if (has_agenda) paper::AddCell(say({.en = "Agenda", .vi = "Nội dung"}), &heading);
  int number = 0;
  for (const v1::Meeting& meeting : InOrder(meetings)) {
    paper::v1::Row& row = *table.add_rows();
    paper::AddRow({absl::StrCat(++number), DaysText(meeting.slots(), language), OccasionOf(meeting, name_of),
                   meeting.room().empty() ? meeting.venue() : name_of(meeting.room()), meeting.attendee().title()},
                  &row);
    if (has_agenda) paper::AddCell(AgendaOf(meeting), &row);
  }
  return paper;
}

}  // namespace congress::scheduling
