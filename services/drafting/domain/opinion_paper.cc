#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/opinion_report.h"

namespace congress::drafting {
namespace {

using paper::AddCell;
using Report = v1::OpinionReport;

// Who gave the opinion, and for whom.
std::string Giver(const OpinionTable& table, const v1::Opinion& opinion, const status::Teller& tell) {
  std::string source = opinion.group().empty() ? table.name_of(InvitedOf(opinion)) : opinion.group_name();
  if (opinion.organisation() != InvitedOf(opinion)) {
    source = tell(Report::ANSWERED_FOR,
                  {{"invited", std::move(source)}, {"answered_by", table.name_of(opinion.organisation())}});
  }
  return !IsLate(opinion, table.round) ? source : tell(Report::LATE, {{"source", std::move(source)}});
}

// What the opinion says, of which words, what it would have in their place, and what it was put together from.
std::string Said(const v1::Opinion& opinion, const status::Teller& tell) {
  std::vector<std::string> lines = PartsOf(opinion);
  for (std::string& part : lines) part.insert(0, "- ");
  if (opinion.strike()) lines.insert(lines.begin(), tell(Report::STRUCK));
  if (!opinion.wording().empty()) lines.insert(lines.begin(), tell(Report::REWORDED, {{"wording", opinion.wording()}}));
  lines.insert(lines.begin(), opinion.quotation().empty() ? opinion.text()
                                                          : tell(Report::QUOTED, {{"quotation", opinion.quotation()},
                                                                                  {"opinion", opinion.text()}}));
  return absl::StrJoin(lines, "\n");
}

// Who answered without opinions, or not at all.
void AddAnswers(const OpinionTable& table, const status::Teller& tell, paper::Blocks* body) {
  for (const v1::Answer answer : {v1::NO_REMARKS, v1::DECLINED, v1::SILENT, v1::ANSWER_UNSPECIFIED}) {
    bool first = true;
    for (const v1::SourceOpinions& source : table.report.sources()) {
      if (source.answer() != answer) continue;
      if (std::exchange(first, false)) {
        paper::AddText(tell(Report::ANSWER, {{"answer", v1::Answer_Name(answer)}}), body);
      }
      std::string name = source.group().empty() ? table.name_of(source.organisation()) : source.group_name();
      paper::AddItem(source.late() ? tell(Report::LATE, {{"source", std::move(name)}}) : std::move(name), body);
    }
  }
}

std::string Sums(const v1::OpinionCounts& counts, const status::Teller& tell) {
  return tell(Report::COUNTS, {{"total", StrCat(counts.total())},
                               {"taken", StrCat(counts.taken())},
                               {"partly_taken", StrCat(counts.partly_taken())},
                               {"not_taken", StrCat(counts.not_taken())},
                               {"noted", StrCat(counts.noted())},
                               {"upheld", StrCat(counts.upheld())},
                               {"undisposed", StrCat(counts.undisposed())}});
}

// Section by section; a section begins with a row of its own that has its sums.
void AddOpinions(const OpinionTable& table, const status::Teller& tell, paper::v1::Table* rows) {
  const OpinionsBySection by_section = BySection(table.opinions);
  int number = 0;
  for (const v1::SectionOpinions& section : table.report.sections()) {
    const std::string title = section.section().empty() ? tell(Report::WHOLE) : section.title();
    AddCell(StrCat(title, ": ", Sums(section.counts(), tell)), rows->add_rows(), rows->columns_size(), /*bold=*/true);
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      paper::AddRow({StrCat(++number), Giver(table, *opinion, tell), Said(*opinion, tell), tell(opinion->disposition()),
                     opinion->disposition_reason()},
                    rows->add_rows());
    }
  }
}

}  // namespace

paper::v1::Paper OpinionPaper(const OpinionTable& table, const paper::v1::Form& form, status::Language language) {
  const status::Teller tell(language);
  const Report& report = table.report;
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  paper.set_type(tell(Report::TITLE));
  const std::string about = tell(Report::ABOUT, {{"document", table.document.display_name()}});
  paper.set_abstract(about);
  paper::Blocks* body = paper.mutable_body();
  paper::AddText(tell(Report::WINDOW, {{"round", table.round.display_name()},
                                       {"first", civil::Format(civil::FromDate(table.round.first_date()))},
                                       {"last", civil::Format(civil::FromDate(table.round.last_date()))}}),
                 body);
  paper::AddText(tell(Report::TOTAL, {{"counts", Sums(report.counts(), tell)}}), body);
  const v1::AnswerCounts& answers = report.answers();
  paper::AddText(tell(Report::ANSWERED, {{"invited", StrCat(answers.total())},
                                         {"opinions", StrCat(answers.opinions())},
                                         {"no_remarks", StrCat(answers.no_remarks())},
                                         {"declined", StrCat(answers.declined())},
                                         {"silent", StrCat(answers.silent())},
                                         {"unanswered", StrCat(answers.unanswered())}}),
                 body);
  AddAnswers(table, tell, body);

  // Five columns need the long side of a page.
  paper::v1::Annex& annex = *paper.add_annexes();
  annex.set_landscape(true);
  annex.set_label(tell(Report::LIST));
  annex.set_title(about);
  paper::v1::Table& rows = *annex.add_body()->mutable_table();
  for (const auto& [width, align] : {std::pair(12, paper::v1::CENTRE),
                                     {55, paper::v1::ALIGN_UNSPECIFIED},
                                     {95, paper::v1::ALIGN_UNSPECIFIED},
                                     {28, paper::v1::CENTRE},
                                     {67, paper::v1::ALIGN_UNSPECIFIED}}) {
    paper::AddColumn(width, align, &rows);
  }
  paper::AddRow({tell(Report::COLUMN_NUMBER), tell(Report::COLUMN_ORGANISATION), tell(Report::COLUMN_OPINION),
                 tell(Report::COLUMN_DISPOSITION), tell(Report::COLUMN_REASON)},
                rows.add_heading());
  AddOpinions(table, tell, &rows);
  return paper;
}

}  // namespace congress::drafting
