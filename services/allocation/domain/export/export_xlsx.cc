#include "services/allocation/domain/export/export_xlsx.h"

#include <algorithm>
#include <string>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"
#include "platform/xlsx/workbook.h"
#include "services/allocation/domain/export/congress_targets.h"
#include "services/allocation/domain/export/within_seats.h"
#include "services/allocation/domain/export/xml_text.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/targets/target_wording.h"
#include "services/allocation/domain/targets/targets.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

using xlsx::Sheet;
using xlsx::Style;
using Plan = v1::AllocationPlan;
using Line = v1::AllocationLine;

// The workbook is Vietnamese whoever asks for it.
const status::Teller kTell(status::Language::kVietnamese);

// A column of the table: a text, or a number that is added up.
struct Column {
  const char* title;
  int width;
  std::string (*text)(const Line& line);
  int64_t (*number)(const Plan& plan, const Line& line);
  bool is_summed;
};

std::string HowFilled(const Line& line) { return line.origin() == v1::APPOINTED ? "chỉ định" : "bầu"; }

constexpr Column kColumns[] = {
    {"Mã", 12, [](const Line& line) { return line.code(); }, nullptr, false},
    {"Tổ chức đảng", 36, [](const Line& line) { return line.display_name(); }, nullptr, false},
    {"Loại hình", 14, [](const Line& line) { return KindName(line.kind(), kTell.language()); }, nullptr, false},
    {"Số đảng viên", 12, nullptr, [](const Plan&, const Line& line) { return line.members(); }, true},
    {"Căn cứ số liệu", 12, [](const Line& line) { return BasisName(line.members_basis(), kTell.language()); }, nullptr,
     false},
    {"Số đơn vị hợp nhất", 10, nullptr, [](const Plan&, const Line& line) { return line.merged_units(); }, false},
    {"Cơ bản", 9, nullptr, [](const Plan&, const Line& line) { return line.base_seats(); }, true},
    {"Theo số đảng viên", 10, nullptr, [](const Plan&, const Line& line) { return line.member_seats(); }, true},
    {"Cộng thêm", 9, nullptr, [](const Plan&, const Line& line) { return line.addition_seats(); }, true},
    {"Trừ đại biểu đương nhiên", 10, nullptr,
     [](const Plan& plan, const Line& line) { return ExOfficioWithin(plan, line); }, true},
    {"Số đại biểu", 9, nullptr, [](const Plan&, const Line& line) { return line.seats(); }, true},
    {"Hình thức", 11, HowFilled, nullptr, false},
};
constexpr int kColumnCount = std::size(kColumns);
constexpr int kHeadRow = 3;
constexpr int kNameColumn = 2;

void WriteLines(const v1::AllocationPlan& plan, Sheet sheet) {
  const int first = kHeadRow + 1;
  const int last = kHeadRow + plan.lines_size();
  sheet.SetWidth(0, 6);
  sheet.Text(kHeadRow, 0, "STT", Style::kHead);
  for (int row = first; row <= last; ++row) sheet.Number(row, 0, row - kHeadRow);
  sheet.Text(last + 1, 0, "", Style::kTotalText);
  for (int i = 0; i < kColumnCount; ++i) {
    const Column& column = kColumns[i];
    const int place = i + 1;
    sheet.SetWidth(place, column.width);
    sheet.Text(kHeadRow, place, column.title, Style::kHead);
    int64_t sum = 0;
    for (int row = first; row <= last; ++row) {
      const Line& line = plan.lines(row - first);
      if (column.number == nullptr) {
        sheet.Text(row, place, column.text(line));
      } else {
        const int64_t number = column.number(plan, line);
        sheet.Number(row, place, number);
        sum += number;
      }
    }
    if (column.is_summed && plan.lines_size() > 0) {
      sheet.Sum(last + 1, place, first, last, sum);
    } else {
      sheet.Text(last + 1, place, place == kNameColumn ? "Tổng cộng" : "", Style::kTotalText);
    }
  }
  sheet.Title(0, kColumnCount, plan.display_name());
  sheet.Title(1, kColumnCount, StrCat("Phân bổ đại biểu dự đại hội. ", Standing(plan)));
  sheet.Freeze(first, kNameColumn + 1);
  sheet.AddFilter(kHeadRow, last, kColumnCount);
  sheet.PrintAcross(kHeadRow, kHeadRow);
}

// What falls to each organisation of the targets for the whole congress.
void WriteStructure(const v1::AllocationPlan& plan, const std::vector<CongressTarget>& targets, Sheet sheet) {
  constexpr int kFirst = kHeadRow + 3;
  constexpr int kFirstTarget = 3;
  const bool has_appointed = AppointedBeside(plan) > 0;
  const int ex_officio = kFirst + plan.lines_size();
  const int last = ex_officio + (has_appointed ? 1 : 0);
  const auto text = [&](int column, int width, const char* head, const char* group, const char* demand) {
    sheet.SetWidth(column, width);
    sheet.Text(kHeadRow, column, head, Style::kHead);
    sheet.Text(kHeadRow + 1, column, group, Style::kLabel);
    sheet.Text(kHeadRow + 2, column, demand, Style::kLabel);
  };
  text(0, 12, "Mã", "", "");
  text(1, 36, "Tổ chức đảng", "Nhóm", "Yêu cầu");
  text(2, 10, "Số đại biểu", "", "");
  for (int i = 0; i < plan.lines_size(); ++i) {
    sheet.Text(kFirst + i, 0, plan.lines(i).code());
    sheet.Text(kFirst + i, 1, plan.lines(i).display_name());
    sheet.Number(kFirst + i, 2, plan.lines(i).seats());
  }
  sheet.Text(ex_officio, 1, "Đại biểu đương nhiên");
  sheet.Number(ex_officio, 2, plan.totals().ex_officio());
  if (has_appointed) {
    sheet.Text(last, 1, "Chỉ định ngoài số của các tổ chức đảng");
    sheet.Number(last, 2, AppointedBeside(plan));
  }
  sheet.Text(last + 1, 0, "", Style::kTotalText);
  sheet.Text(last + 1, 1, "Tổng cộng", Style::kTotalText);
  sheet.Sum(last + 1, 2, kFirst, last, plan.totals().total());
  int column = kFirstTarget;
  for (const auto& [target, spread] : targets) {
    const std::string demand =
        StrCat(SenseOf(*target, kTell), " ", Grouped(spread->wanted()), " trong ", Grouped(spread->base()));
    text(column, 14, target->display_name().c_str(), GroupOf(*target, kTell).c_str(), demand.c_str());
    for (int i = 0; i < spread->parts_size(); ++i) sheet.Number(kFirst + i, column, spread->parts(i).count());
    sheet.Number(ex_officio, column, spread->ex_officio());
    if (has_appointed) sheet.Number(last, column, spread->appointed());
    sheet.Sum(last + 1, column++, kFirst, last, spread->spread());
  }
  sheet.Title(0, column - 1, plan.display_name());
  sheet.Title(1, column - 1, StrCat("Cơ cấu đại biểu dự đại hội. ", Standing(plan)));
  sheet.Freeze(kFirst, 2);
  sheet.PrintAcross(kHeadRow, kHeadRow + 2);
}

void WriteSummary(const v1::AllocationPlan& plan, Sheet sheet) {
  const v1::AllocationTotals& totals = plan.totals();
  const v1::RuleSet& rule = plan.rule();
  int row = 0;
  const auto text = [&](const char* label, const std::string& value) {
    sheet.Text(row, 0, label, Style::kLabel);
    sheet.Text(row++, 1, value);
  };
  const auto number = [&](const char* label, int64_t value) {
    sheet.Text(row, 0, label, Style::kLabel);
    sheet.Number(row++, 1, value, Style::kFigure);
  };
  sheet.SetWidth(0, 34);
  sheet.SetWidth(1, 80);
  text("Phương án", plan.display_name());
  text("Quyết định", Standing(plan));
  number("Tổng số đại biểu", totals.total());
  number("Đại biểu đương nhiên", totals.ex_officio());
  number("Đại biểu được bầu", totals.elected());
  number("Đại biểu được chỉ định", totals.appointed());
  if (totals.cap() > 0) number("Số đại biểu tối đa theo quy định", totals.cap());
  number("Số tổ chức đảng", totals.organisations());
  number("Số đảng viên", totals.members());
  number("Đại biểu cơ bản", totals.base_seats());
  number("Đại biểu theo số đảng viên", totals.member_seats());
  number("Đại biểu cộng thêm", totals.addition_seats());
  const int64_t within = ExOfficioWithin(plan);
  if (within > 0) number("Trừ đại biểu đương nhiên thuộc các tổ chức đảng", within);
  text("Quy tắc", rule.display_name());
  text("Căn cứ pháp lý", rule.legal_basis());
  if (!rule.note().empty()) text("Ghi chú", rule.note());
  text("Quy tắc có hiệu lực từ", InWords(civil::FromDate(rule.effective_from())));
  text("Cách tính theo số đảng viên", ExplainStep(plan, kTell.language()));
  text("Khi phần dư bằng nhau", kTell(rule.tie_rule()));
  text("Tổ chức đảng và quy tắc lấy vào", InWords(civil::FromDate(plan.as_of())));
  number("Lần tính", plan.revision());
  text("Mã băm SHA-256 của số liệu đầu vào", plan.inputs_sha256());
  sheet.PrintAcross();
}

// Pieces that a row shows each, broken between words where there are any.
std::vector<std::string> Pieces(const std::string& text, size_t most) {
  std::vector<std::string> pieces(1);
  size_t characters = 0;
  for (const char byte : text) {
    const bool begins_character = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    if (begins_character && characters++ == most) {
      const size_t space = pieces.back().rfind(' ');
      const size_t end = space == std::string::npos ? pieces.back().size() : space + 1;
      std::string begun = pieces.back().substr(end);
      pieces.back().resize(end);
      characters = text::Length(begun) + 1;
      pieces.push_back(std::move(begun));
    }
    pieces.back().push_back(byte);
  }
  return pieces;
}

void WriteExplanations(const v1::AllocationPlan& plan, Sheet sheet) {
  constexpr int kWidths[] = {12, 36, 110};
  const char* const titles[] = {"Mã", "Tổ chức đảng", "Giải trình"};
  for (int i = 0; i < 3; ++i) {
    sheet.SetWidth(i, kWidths[i]);
    sheet.Text(0, i, titles[i], Style::kHead);
  }
  int row = 1;
  const auto write = [&](const std::string& code, const std::string& name, const std::string& explanation) {
    for (const std::string& piece : Pieces(explanation, xlsx::MostShown(kWidths[2]))) {
      sheet.Text(row, 0, code);
      sheet.Text(row, 1, name);
      sheet.Text(row++, 2, piece);
    }
  };
  for (const Line& line : plan.lines()) write(line.code(), line.display_name(), line.explanation());
  for (const v1::Tie& tie : plan.ties()) write("", "Phần dư bằng nhau", tie.explanation());
  for (int i = 0; i < std::min(plan.targets_size(), plan.target_spreads_size()); ++i) {
    for (const std::string& sentence : plan.target_spreads(i).sentences()) {
      write("", plan.targets(i).display_name(), sentence);
    }
  }
  sheet.Freeze(1, 2);
  sheet.AddFilter(0, row - 1, 2);
  sheet.PrintAcross(0, 0);
}

}  // namespace

absl::StatusOr<std::string> ToXlsx(const v1::AllocationPlan& plan) {
  RETURN_IF_ERROR(CheckFitForXml(plan));
  const auto& time = plan.has_update_time() ? plan.update_time() : plan.create_time();
  return xlsx::Write(plan.display_name(), civil::FromTimestamp(time), [&](xlsx::Workbook& workbook) {
    WriteLines(plan, workbook.Add("Phân bổ"));
    const std::vector<CongressTarget> targets = CongressTargets(plan);
    if (!targets.empty()) WriteStructure(plan, targets, workbook.Add("Cơ cấu đại biểu"));
    WriteSummary(plan, workbook.Add("Tổng hợp"));
    WriteExplanations(plan, workbook.Add("Giải trình"));
  });
}

}  // namespace congress::allocation
