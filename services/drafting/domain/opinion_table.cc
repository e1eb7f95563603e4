#include <algorithm>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "google/protobuf/util/json_util.h"
#include "platform/csv/csv.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/opinion_report.h"

namespace congress::drafting {

namespace {

// As an import reads lists.
std::string PartsCell(const v1::Opinion& opinion) {
  if (opinion.parts().empty()) return "";
  std::vector<std::string> items;
  for (const v1::OpinionPart& part : opinion.parts()) {
    (void)google::protobuf::util::MessageToJsonString(part, &items.emplace_back());
  }
  return StrCat("[", absl::StrJoin(items, ", "), "]");
}

}  // namespace

OpinionsBySection BySection(const std::vector<v1::Opinion>& opinions) {
  OpinionsBySection by_section;
  for (const v1::Opinion& opinion : opinions) by_section[opinion.section()].push_back(&opinion);
  return by_section;
}

std::vector<std::string> PartsOf(const v1::Opinion& opinion) {
  std::vector<std::string> parts;
  for (const v1::OpinionPart& part : opinion.parts()) parts.push_back(StrCat(part.giver(), ": ", part.text()));
  return parts;
}

absl::StatusOr<std::string> Fitting(std::string content) {
  if (content.size() <= kMostReportBytes) return content;
  return status::FailedPrecondition(v1::REPORT_TOO_LARGE,
                                    {{"bytes", StrCat(content.size())}, {"most_bytes", StrCat(kMostReportBytes)}});
}

csv::Titles OpinionTitles() {
  using Report = v1::OpinionReport;
  csv::Titles titles;
  for (const auto& [part, field] : {std::pair(Report::COLUMN_ORGANISATION, "organisation"),
                                    {Report::COLUMN_OPINION, "text"},
                                    {Report::COLUMN_SECTION, "section"},
                                    {Report::COLUMN_GROUP, "group"},
                                    {Report::COLUMN_QUOTATION, "quotation"},
                                    {Report::COLUMN_WORDING, "wording"},
                                    {Report::COLUMN_RECEIVED, "receive_date"},
                                    {Report::COLUMN_LATE, "late_reason"}}) {
    const status::Sentence title = status::Say(part);
    titles.emplace(csv::TitleKey(title.en), field);
    titles.emplace(csv::TitleKey(title.vi), field);
  }
  return titles;
}

bool IsPrintedReport(const csv::Table& table) {
  const auto has = [&](v1::OpinionReport::Part part) {
    const status::Sentence title = status::Say(part);
    return std::any_of(table.header.begin(), table.header.end(), [&](const std::string& one) {
      return csv::TitleKey(one) == csv::TitleKey(title.en) || csv::TitleKey(one) == csv::TitleKey(title.vi);
    });
  };
  const int organisation = table.Column("organisation");
  const int text = table.Column("text");
  if (organisation < 0 || text < 0) return false;
  if (!has(v1::OpinionReport::COLUMN_DISPOSITION) || !has(v1::OpinionReport::COLUMN_REASON)) return false;
  return std::any_of(table.rows.begin(), table.rows.end(), [&](const csv::Row& row) {
    return row.fields[static_cast<size_t>(organisation)].empty() && row.fields[static_cast<size_t>(text)].empty();
  });
}

absl::StatusOr<std::string> PrintCsv(const OpinionTable& table, status::Language language) {
  const status::Teller tell(language);
  std::string content;
  content += csv::Line({"section", "section_title", "organisation", "organisation_name", "group", "group_name",
                        "answered_by", "quotation", "text", "wording", "disposition", "reason", "strike", "parts"});
  const auto by_section = BySection(table.opinions);
  for (const v1::SectionOpinions& section : table.report.sections()) {
    const auto found = by_section.find(section.section());
    if (found == by_section.end()) continue;
    for (const v1::Opinion* opinion : found->second) {
      const std::string& invited = InvitedOf(*opinion);
      const std::string& giver = opinion->organisation();
      content += csv::Line({section.section(), section.title(), invited, table.name_of(invited), opinion->group(),
                            opinion->group_name(), giver == invited ? "" : table.name_of(giver), opinion->quotation(),
                            opinion->text(), opinion->wording(), tell(opinion->disposition()),
                            opinion->disposition_reason(), opinion->strike() ? "true" : "", PartsCell(*opinion)});
    }
  }
  return Fitting(std::move(content));
}

}  // namespace congress::drafting
