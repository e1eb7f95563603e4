#include "services/scheduling/domain/work_report.h"

#include <utility>

#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/number.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/figure.h"

namespace congress::scheduling {
namespace {

using status::Sentence;

class Writer {
 public:
  Writer(status::Language language, paper::Blocks* body) : language_(language), body_(body) {}

  void AddPart(const char* label, const Sentence& title) {
    paper::AddParagraph(paper::v1::Paragraph::PART, label, Say(title), body_);
  }

  void AddTasks(const std::vector<WorkReport::Tasks>& plans) {
    for (const WorkReport::Tasks& tasks : plans) {
      paper::AddText(StrCat(tasks.plan.title(), " (", tasks.plan.number(), "). ", tasks.progress.summary()), body_);
      if (tasks.progress.overdue_tasks().empty() && tasks.late.empty()) continue;
      paper::AddText(Say({.en = "Overdue:", .vi = "Nhiệm vụ quá hạn:"}), body_);
      for (const v1::Task& task : tasks.progress.overdue_tasks()) {
        paper::AddItem(StrCat(task.code(), " ", task.title(), Due(task.due_date())), body_);
      }
      for (const auto& [code, title, occurrence] : tasks.late) {
        // What is due on demand is late without a day of its own.
        paper::AddItem(StrCat(code, " ", title, Say({.en = ", for ", .vi = ", kỳ "}), occurrence.period(),
                              occurrence.has_due_date() ? Due(occurrence.due_date()) : ""),
                       body_);
      }
    }
  }

  void AddConclusions(const WorkReport& report) {
    if (report.conclusions.empty() && report.owed.empty()) {
      paper::AddText(Say({.en = "None.", .vi = "Không có."}), body_);
    }
    for (const auto& [conclusion, task_count, done_count] : report.conclusions) {
      std::string line = StrCat(Say({.en = "Notice ", .vi = "Thông báo số "}), conclusion.number(),
                                Say({.en = " of ", .vi = " ngày "}), Day(conclusion.date()), ": ", conclusion.title());
      if (task_count > 0) {
        line += StrCat(Say({.en = "; tasks done: ", .vi = "; nhiệm vụ đã hoàn thành: "}), done_count, "/", task_count);
      }
      paper::AddItem(line, body_);
    }
    for (const auto& [title, due] : report.owed) {
      paper::AddItem(StrCat(title, Say({.en = ": the notice was due on ", .vi = ": chưa ra thông báo, hạn ngày "}),
                            paper::Day(due, language_)),
                     body_);
    }
  }

  void AddFigures(const std::vector<WorkReport::Values>& figures) {
    paper::v1::Table& table = *body_->Add()->mutable_table();
    paper::AddColumn(12, paper::v1::CENTRE, &table);
    paper::AddColumn(52, paper::v1::ALIGN_UNSPECIFIED, &table);
    paper::AddColumn(20, paper::v1::CENTRE, &table);
    for (const int width : {26, 26, 24, 24, 24}) paper::AddColumn(width, paper::v1::RIGHT, &table);
    paper::AddRow({Say({.en = "No.", .vi = "STT"}), Say({.en = "Figure", .vi = "Chỉ tiêu"}),
                   Say({.en = "Unit", .vi = "Đơn vị tính"}), Say({.en = "Before", .vi = "Kỳ trước"}),
                   Say({.en = "This period", .vi = "Kỳ này"}), Say({.en = "Change", .vi = "Tăng, giảm"}),
                   Say({.en = "Rate", .vi = "Tỷ lệ"}), Say({.en = "Of target", .vi = "So với mục tiêu"})},
                  table.add_heading());
    int number = 0;
    for (const WorkReport::Values& values : figures) {
      const v1::Figure& figure = values.figure;
      v1::FigureChange change;
      v1::FigureChange reached;
      if (values.now.has_value() && values.before.has_value()) {
        change = Compare(values.before->value(), values.now->value(), figure.decimals(), language_);
      }
      if (values.now.has_value() && !figure.target().empty()) {
        reached = Compare(figure.target(), values.now->value(), figure.decimals(), language_);
      }
      paper::AddRow(
          {StrCat(++number), figure.title(), figure.unit(), Value(values.before), Value(values.now),
           status::Grouped(change.difference(), language_), change.rate().percent(), reached.share().percent()},
          table.add_rows());
    }
  }

  void AddFindings(const std::vector<WorkReport::Finding>& findings) {
    if (findings.empty()) paper::AddText(Say({.en = "None.", .vi = "Không có."}), body_);
    const status::Teller tell(language_);
    for (const auto& [finding, organisation] : findings) {
      paper::AddItem(StrCat(finding.description(), ". ", Say({.en = "To explain: ", .vi = "Đơn vị giải trình: "}),
                            organisation, " (", tell(finding.state()), ")."),
                     body_);
      if (!finding.explanation().empty()) {
        paper::AddItem(StrCat(Say({.en = "Explanation: ", .vi = "Giải trình: "}), finding.explanation()), body_, 1);
      }
    }
  }

  std::string Say(const Sentence& sentence) const { return sentence.In(language_); }
  std::string Day(const google::type::Date& date) const { return paper::Day(civil::FromDate(date), language_); }

 private:
  std::string Due(const google::type::Date& day) const {
    return StrCat(Say({.en = ", due on ", .vi = ", hạn ngày "}), Day(day));
  }
  std::string Value(const std::optional<v1::FigureReport>& report) const {
    return report.has_value() ? status::Grouped(report->value(), language_) : "";
  }

  status::Language language_;
  paper::Blocks* body_;
};

}  // namespace

void ChooseValues(const std::vector<v1::FigureReport>& reports, absl::CivilDay first, absl::CivilDay last,
                  WorkReport::Values* values) {
  const auto later = [](const v1::FigureReport& report, const std::optional<v1::FigureReport>& than) {
    return !than.has_value() || civil::FromDate(report.as_of()) >= civil::FromDate(than->as_of());
  };
  for (const v1::FigureReport& report : reports) {
    const absl::CivilDay day = civil::FromDate(report.as_of());
    if (day >= first && day <= last && later(report, values->now)) values->now = report;
  }
  for (const v1::FigureReport& report : reports) {
    const bool alike = !values->now.has_value() || report.has_first_day() == values->now->has_first_day();
    if (alike && civil::FromDate(report.as_of()) < first && later(report, values->before)) values->before = report;
  }
}

paper::v1::Paper WorkReportPaper(const WorkReport& report, const v1::ExportWorkReportRequest& request,
                                 status::Language language) {
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(request.form(), &paper);
  Writer writer(language, paper.mutable_body());
  paper.set_type(writer.Say({.en = "REPORT", .vi = "BÁO CÁO"}));
  paper.set_abstract(StrCat(writer.Say({.en = "on the work of ", .vi = "kết quả công tác của "}),
                            report.organisation_name, writer.Say({.en = " from ", .vi = " từ ngày "}),
                            writer.Day(request.first_day()), writer.Say({.en = " to ", .vi = " đến ngày "}),
                            writer.Day(request.last_day())));
  writer.AddPart("I.", {.en = "Tasks", .vi = "Thực hiện nhiệm vụ"});
  if (report.plans.empty()) {
    paper::AddText(writer.Say({.en = "No plan was asked for.", .vi = "Không có kế hoạch nào được tổng hợp."}),
                   paper.mutable_body());
  }
  writer.AddTasks(report.plans);
  writer.AddPart("II.", {.en = "Conclusions of meetings", .vi = "Thực hiện kết luận các cuộc họp"});
  writer.AddConclusions(report);
  writer.AddPart("III.", {.en = "Figures", .vi = "Số liệu"});
  if (report.figures.empty()) {
    paper::AddText(writer.Say({.en = "There are none.", .vi = "Chưa có chỉ tiêu nào."}), paper.mutable_body());
  } else {
    writer.AddFigures(report.figures);
  }
  writer.AddPart("IV.", {.en = "Figures that do not add up", .vi = "Số liệu không khớp"});
  writer.AddFindings(report.findings);
  return paper;
}

}  // namespace congress::scheduling
