#include <map>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/opinion_report.h"

namespace congress::drafting {
namespace {

using Report = v1::OpinionReport;

// The opinions by section, each list in the order of invitation.
std::map<std::string_view, std::vector<const v1::Opinion*>> BySection(const std::vector<v1::Opinion>& opinions) {
  std::map<std::string_view, std::vector<const v1::Opinion*>> by_section;
  for (const v1::Opinion& opinion : opinions) by_section[opinion.section()].push_back(&opinion);
  return by_section;
}

std::string Sums(const v1::OpinionCounts& counts, const status::Teller& tell) {
  return tell(Report::COUNTS, {{"total", StrCat(counts.total())},
                               {"taken", StrCat(counts.taken())},
                               {"partly_taken", StrCat(counts.partly_taken())},
                               {"not_taken", StrCat(counts.not_taken())},
                               {"undisposed", StrCat(counts.undisposed())}});
}

std::string Heading(const OpinionTable& table, const status::Teller& tell) {
  const Report& report = table.report;
  const std::string window = tell(Report::WINDOW, {{"round", table.round.display_name()},
                                                   {"first", civil::Format(civil::FromDate(table.round.first_date()))},
                                                   {"last", civil::Format(civil::FromDate(table.round.last_date()))}});
  const std::string answered =
      tell(Report::ANSWERED, {{"answered", StrCat(report.organisations_size() - report.unanswered_size())},
                              {"invited", StrCat(report.organisations_size())}});
  return StrCat(tell(Report::TITLE), "\n", table.document.display_name(), "\n", window, "\n\n",
                tell(Report::TOTAL, {{"counts", Sums(report.counts(), tell)}}), "\n", answered, "\n");
}

// Who gave the opinion, and for whom.
std::string Giver(const OpinionTable& table, const v1::Opinion& opinion, const status::Teller& tell) {
  std::string invited = table.name_of(InvitedOf(opinion));
  if (opinion.organisation() == InvitedOf(opinion)) return invited;
  return tell(Report::ANSWERED_FOR,
              {{"invited", std::move(invited)}, {"answered_by", table.name_of(opinion.organisation())}});
}

absl::StatusOr<std::string> Fitting(std::string content) {
  if (content.size() <= kMostReportBytes) return content;
  return status::FailedPrecondition(v1::REPORT_TOO_LARGE,
                                    {{"bytes", StrCat(content.size())}, {"most_bytes", StrCat(kMostReportBytes)}});
}

}  // namespace

absl::StatusOr<std::string> PrintCsv(const OpinionTable& table, status::Language language) {
  const status::Teller tell(language);
  std::string content;
  content += csv::Line({"section", "section_title", "organisation", "organisation_name", "answered_by", "opinion",
                        "disposition", "reason"});
  const auto by_section = BySection(table.opinions);
  for (const v1::SectionOpinions& section : table.report.sections()) {
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      const std::string& invited = InvitedOf(*opinion);
      const std::string& giver = opinion->organisation();
      content += csv::Line({section.section(), section.title(), invited, table.name_of(invited),
                            giver == invited ? "" : table.name_of(giver), opinion->text(), tell(opinion->disposition()),
                            opinion->disposition_reason()});
    }
  }
  return Fitting(std::move(content));
}

absl::StatusOr<std::string> PrintText(const OpinionTable& table, status::Language language) {
  const status::Teller tell(language);
  const Report& report = table.report;
  std::string content = Heading(table, tell);
  const auto by_section = BySection(table.opinions);
  int number = 0;
  for (const v1::SectionOpinions& section : report.sections()) {
    content += StrCat("\n", ++number, ". ", section.title(), "\n   ", Sums(section.counts(), tell), "\n");
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      content += StrCat("   - ", Giver(table, *opinion, tell), ": ", opinion->text(), "\n     → ",
                        tell(opinion->disposition()));
      if (!opinion->disposition_reason().empty()) content += StrCat(": ", opinion->disposition_reason());
      content += "\n";
    }
  }
  if (!report.unanswered().empty()) content += StrCat("\n", tell(Report::UNANSWERED), "\n");
  for (const std::string& organisation : report.unanswered())
    content += StrCat("   - ", table.name_of(organisation), "\n");
  return Fitting(std::move(content));
}

}  // namespace congress::drafting
