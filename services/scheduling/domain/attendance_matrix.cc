#include "services/scheduling/domain/attendance_matrix.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/booking.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/programme.h"

namespace congress::scheduling {
namespace {

// Days side by side on a page that lies on its long side, at most.
constexpr size_t kMostDays = 7;

struct MatrixRow {
  std::string post;
  std::map<absl::CivilDay, std::string> cells = {};
  std::set<std::string> meetings = {};
};

// The members as they are given, then who attends else.
std::vector<MatrixRow> RowsOf(const std::vector<v1::Meeting>& shown, const std::vector<std::string>& members) {
  std::vector<MatrixRow> rows;
  std::set<std::string> known;
  for (const std::string& member : members) {
    if (known.insert(member).second) rows.push_back({.post = member});
  }
  std::vector<std::string> others;
  for (const v1::Meeting& meeting : shown) {
    if (meeting.has_attendee() && known.insert(meeting.attendee().post()).second) {
      others.push_back(meeting.attendee().post());
    }
  }
  std::sort(others.begin(), others.end(), [](const std::string& one, const std::string& other) {
    return text::NaturalKey(one) < text::NaturalKey(other);
  });
  for (std::string& other : others) rows.push_back({.post = std::move(other)});
  return rows;
}

}  // namespace

std::optional<paper::v1::Paper> AttendanceMatrixPaper(const std::vector<v1::Meeting>& meetings,
                                                      const std::vector<std::string>& members,
                                                      const std::function<std::string(const std::string&)>& name_of,
                                                      const v1::ExportCalendarRequest& request,
                                                      status::Language language) {
  const auto say = [&](const status::Sentence& sentence) { return sentence.In(language); };
  std::vector<v1::Meeting> shown;
  for (const v1::Meeting& meeting : meetings) shown.push_back(AsShown(meeting));
  std::vector<MatrixRow> rows = RowsOf(shown, members);
  if (rows.empty()) return std::nullopt;
  std::map<std::string, MatrixRow*> row_of;
  for (MatrixRow& row : rows) row_of[row.post] = &row;
  std::set<absl::CivilDay> days;
  for (const v1::Meeting& meeting : shown) {
    for (const v1::Slot& slot : meeting.slots()) {
      v1::Meeting at = meeting;
      at.clear_slots();
      *at.add_slots() = slot;
      const absl::CivilDay day = civil::FromDate(slot.date());
      for (const Booking& booking : BookingsOf(at)) {
        const auto row = row_of.find(booking.what);
        // What goes on behind midnight stands where it begins.
        if (row == row_of.end() || booking.day != day) continue;
        std::string& cell = row->second->cells[day];
        cell += StrCat(cell.empty() ? "" : "; ", OccasionOf(meeting, name_of), PartText(slot, language));
        row->second->meetings.insert(meeting.name());
        days.insert(day);
      }
    }
  }

  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  paper.set_landscape(true);
  paper.set_type(say({.en = "ATTENDANCE", .vi = "BẢNG PHÂN CÔNG DỰ"}));
  paper.set_abstract(SubjectOf(request, name_of, language));
  const auto head = [&](paper::v1::Table* table) {
    table->set_small(true);
    paper::AddColumn(10, paper::v1::CENTRE, table);
    paper::AddColumn(44, paper::v1::ALIGN_UNSPECIFIED, table);
    paper::AddRow({say({.en = "No.", .vi = "STT"}), say({.en = "Post", .vi = "Chức danh"})}, table->add_heading());
  };
  const std::vector<absl::CivilDay> columns(days.begin(), days.end());
  // About as many in each, so that tables look alike.
  const size_t tables = (columns.size() + kMostDays - 1) / kMostDays;
  const size_t most = tables == 0 ? 0 : (columns.size() + tables - 1) / tables;
  for (size_t first = 0; first < columns.size(); first += most) {
    const size_t behind = std::min(columns.size(), first + most);
    paper::v1::Table& table = *paper.add_body()->mutable_table();
    head(&table);
    for (size_t i = first; i < behind; ++i) {
      paper::AddColumn(30, paper::v1::ALIGN_UNSPECIFIED, &table);
      paper::AddCell(paper::Day(columns[i], language), table.mutable_heading(0));
    }
    int number = 0;
    for (const MatrixRow& row : rows) {
      paper::v1::Row& line = *table.add_rows();
      paper::AddRow({StrCat(++number), name_of(row.post)}, &line);
      for (size_t i = first; i < behind; ++i) {
        const auto cell = row.cells.find(columns[i]);
        paper::AddCell(cell == row.cells.end() ? "" : cell->second, &line);
      }
    }
  }
  paper::AddText(say({.en = "Meetings and days of each:", .vi = "Tổng hợp số cuộc, số ngày dự của từng chức danh:"}),
                 paper.mutable_body());
  paper::v1::Table& loads = *paper.add_body()->mutable_table();
  head(&loads);
  for (const status::Sentence& title :
       {status::Sentence{.en = "Meetings", .vi = "Số cuộc"}, status::Sentence{.en = "Days", .vi = "Số ngày"}}) {
    paper::AddColumn(20, paper::v1::RIGHT, &loads);
    paper::AddCell(say(title), loads.mutable_heading(0));
  }
  int number = 0;
  for (const MatrixRow& row : rows) {
    paper::AddRow({StrCat(++number), name_of(row.post), StrCat(row.meetings.size()), StrCat(row.cells.size())},
                  loads.add_rows());
  }
  return paper;
}

}  // namespace congress::scheduling
