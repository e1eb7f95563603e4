#include <map>

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
  std::string invited = table.name_of(InvitedOf(opinion));
  if (opinion.organisation() == InvitedOf(opinion)) return invited;
  return tell(Report::ANSWERED_FOR,
              {{"invited", std::move(invited)}, {"answered_by", table.name_of(opinion.organisation())}});
}

std::string Sums(const v1::OpinionCounts& counts, const status::Teller& tell) {
  return tell(Report::COUNTS, {{"total", StrCat(counts.total())},
                               {"taken", StrCat(counts.taken())},
                               {"partly_taken", StrCat(counts.partly_taken())},
                               {"not_taken", StrCat(counts.not_taken())},
                               {"undisposed", StrCat(counts.undisposed())}});
}

// Section by section; a section begins with a row of its own that has its sums.
void AddOpinions(const OpinionTable& table, const status::Teller& tell, paper::v1::Table* rows) {
  std::map<std::string_view, std::vector<const v1::Opinion*>> by_section;
  for (const v1::Opinion& opinion : table.opinions) by_section[opinion.section()].push_back(&opinion);
  int number = 0;
  for (const v1::SectionOpinions& section : table.report.sections()) {
    AddCell(StrCat(section.title(), ": ", Sums(section.counts(), tell)), rows->add_rows(), rows->columns_size(),
            /*bold=*/true);
    for (const v1::Opinion* opinion : by_section[section.section()]) {
      paper::AddRow({StrCat(++number), Giver(table, *opinion, tell), opinion->text(), tell(opinion->disposition()),
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
  paper::AddText(tell(Report::ANSWERED, {{"answered", StrCat(report.organisations_size() - report.unanswered_size())},
                                         {"invited", StrCat(report.organisations_size())}}),
                 body);
  if (!report.unanswered().empty()) paper::AddText(tell(Report::UNANSWERED), body);
  for (const std::string& organisation : report.unanswered()) paper::AddItem(table.name_of(organisation), body);

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
