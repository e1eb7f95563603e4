// The table of opinions taken and explained: counts by section and organisation, and its printed forms.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_service.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/csv/csv.h"
#include "platform/status/sentence.h"
#include "services/drafting/domain/round.h"

namespace congress::drafting {

// What kind of organisation it is; empty where nobody knows.
using KindOf = std::function<std::string(const std::string& organisation)>;

// Counts the round's opinions, `invitations` being those of the round in their order. `revision` is the round's,
// `latest` the document's last: opinions keep their section wherever it stands there.
v1::OpinionReport Tabulate(const v1::OpinionRound& round, const Invitations& invitations,
                           const std::vector<v1::Opinion>& opinions, const v1::Revision& revision,
                           const v1::Revision& latest, const KindOf& kind_of);

// Most bytes of a printed table, so that it fits into one answer.
inline constexpr size_t kMostReportBytes = size_t{12} << 20;

// What the table is printed from.
struct OpinionTable {
  const v1::Document& document;
  const v1::OpinionRound& round;
  const v1::OpinionReport& report;
  // Those that count.
  const std::vector<v1::Opinion>& opinions;
  // What people call an organisation.
  std::function<std::string(const std::string&)> name_of;
};

// The opinions by section, those on the whole document under an empty one; each list in the order of invitation.
using OpinionsBySection = std::map<std::string_view, std::vector<const v1::Opinion*>>;
OpinionsBySection BySection(const std::vector<v1::Opinion>& opinions);

// What a synthesis was put together from, such as `Chi bộ khối 3: …`.
std::vector<std::string> PartsOf(const v1::Opinion& opinion);

// Whether the table is the printed report, in which sections stand in rows of their own.
bool IsPrintedReport(const csv::Table& table);

// What a table of opinions may call the fields of an opinion, besides their names: what is printed over them.
csv::Titles OpinionTitles();

// RFC 4180, opinions in the order of sections. FAILED_PRECONDITION `REPORT_TOO_LARGE`.
absl::StatusOr<std::string> PrintCsv(const OpinionTable& table, status::Language language);
// For reading on paper, with the opinions in an annex.
paper::v1::Paper OpinionPaper(const OpinionTable& table, const paper::v1::Form& form, status::Language language);
// What was made of the table. FAILED_PRECONDITION `REPORT_TOO_LARGE`.
absl::StatusOr<std::string> Fitting(std::string content);

}  // namespace congress::drafting
