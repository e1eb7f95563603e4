#include <map>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion_report.h"

namespace congress::drafting {
namespace {

std::string_view Label(v1::Disposition disposition) {
  switch (disposition) {
    case v1::TAKEN:
      return "Tiếp thu";
    case v1::PARTLY_TAKEN:
      return "Tiếp thu một phần";
    case v1::NOT_TAKEN:
      return "Giải trình";
    default:
      return "Chưa xử lý";
  }
}

std::string VietnameseDate(const google::type::Date& date) {
  return StrCat(date.day(), "/", date.month(), "/", date.year());
}

// The opinions by section, each list in the order of invitation.
std::map<std::string_view, std::vector<const v1::Opinion*>> BySection(const std::vector<v1::Opinion>& opinions) {
  std::map<std::string_view, std::vector<const v1::Opinion*>> by_section;
  for (const v1::Opinion& opinion : opinions) by_section[opinion.section()].push_back(&opinion);
  return by_section;
}

std::string Sums(const v1::OpinionCounts& counts) {
  return StrCat(counts.total(), " ý kiến = ", counts.taken(), " tiếp thu + ", counts.partly_taken(),
                " tiếp thu một phần + ", counts.not_taken(), " giải trình + ", counts.undisposed(), " chưa xử lý");
}

absl::StatusOr<std::string> Fitting(std::string content) {
  if (content.size() <= kMostReportBytes) return content;
  return status::FailedPrecondition(v1::REPORT_TOO_LARGE,
                                    {{"bytes", StrCat(content.size())}, {"most_bytes", StrCat(kMostReportBytes)}});
}

}  // namespace

absl::StatusOr<std::string> PrintCsv(const OpinionTable& table) {
  std::string content;
  content += csv::Line({"section", "section_title", "organisation", "opinion", "disposition", "reason"});
  const auto by_section = BySection(table.opinions);
  for (const v1::SectionOpinions& section : table.report.sections()) {
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      content += csv::Line({section.section(), section.title(), opinion->organisation(), opinion->text(),
                            std::string(Label(opinion->disposition())), opinion->disposition_reason()});
    }
  }
  return Fitting(std::move(content));
}

absl::StatusOr<std::string> PrintText(const OpinionTable& table) {
  const v1::OpinionReport& report = table.report;
  std::string content =
      StrCat("BẢNG TỔNG HỢP TIẾP THU, GIẢI TRÌNH Ý KIẾN GÓP Ý\n", table.document.display_name(), "\n",
             table.round.display_name(), " (từ ngày ", VietnameseDate(table.round.first_date()), " đến ngày ",
             VietnameseDate(table.round.last_date()), ")\n\nTổng số: ", Sums(report.counts()),
             "\nĐã góp ý: ", report.organisations_size() - report.unanswered_size(), "/", report.organisations_size(),
             " tổ chức\n");
  const auto by_section = BySection(table.opinions);
  int number = 0;
  for (const v1::SectionOpinions& section : report.sections()) {
    content += StrCat("\n", ++number, ". ", section.title(), "\n   ", Sums(section.counts()), "\n");
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      content +=
          StrCat("   - ", opinion->organisation(), ": ", opinion->text(), "\n     → ", Label(opinion->disposition()));
      if (!opinion->disposition_reason().empty()) content += StrCat(": ", opinion->disposition_reason());
      content += "\n";
    }
  }
  if (!report.unanswered().empty()) content += "\nChưa góp ý:\n";
  for (const std::string& organisation : report.unanswered()) content += StrCat("   - ", organisation, "\n");
  return Fitting(std::move(content));
}

}  // namespace congress::drafting
