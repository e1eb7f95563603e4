// Figures and what is reported of them: their rules, sums and what does not add up.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/figure.pb.h"
#include "congress/scheduling/v1/figure_day.pb.h"
#include "congress/scheduling/v1/figure_service.pb.h"
#include "platform/status/sentence.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/trail.h"

namespace congress::scheduling {

// By name.
using Figures = std::map<std::string, v1::Figure, std::less<>>;

// The day, or the period, of which something is reported.
struct ReportPeriod {
  absl::CivilDay last;
  std::optional<absl::CivilDay> first = {};

  // `20250715`, or `20250401-20250630`.
  std::string id() const;
  bool operator==(const ReportPeriod&) const = default;
  bool operator<(const ReportPeriod& other) const { return std::tie(last, first) < std::tie(other.last, other.first); }
};

template <class T>
ReportPeriod ReportPeriodOf(const T& said) {
  ReportPeriod period{.last = civil::FromDate(said.as_of())};
  if (said.has_first_day()) period.first = civil::FromDate(said.first_day());
  return period;
}

template <class T>
void SetPeriod(const ReportPeriod& period, T* message) {
  *message->mutable_as_of() = civil::ToDate(period.last);
  if (period.first.has_value()) *message->mutable_first_day() = civil::ToDate(*period.first);
}

// INVALID_ARGUMENT `FIELDS_INVALID` for a target that is no decimal; FAILED_PRECONDITION `FIGURE_CYCLE`, where
// `figures` are all there are. Those that it names are among them.
absl::Status CheckFigure(const v1::Figure& figure, const Figures& figures);

// In the order in which people read their codes.
void SortFigures(std::vector<v1::Figure>* figures);

// INVALID_ARGUMENT `FIELDS_INVALID` with what is wrong with a report: its value, its days.
absl::Status CheckReport(const v1::Figure& figure, const v1::NewFigureReport& report, absl::CivilDay today);

// The report that `said`, which was checked, makes.
v1::FigureReport ReportOf(const v1::Figure& figure, const v1::NewFigureReport& said, const std::string& name,
                          const Doer& doer);

// FAILED_PRECONDITION `REPORT_NOT_LIVE` for one that does not count any more.
absl::Status End(v1::FigureReport::State state, const Doer& doer, std::string_view reason, v1::FigureReport* report);

// Shows the report or finding as it was known at this time; false where it was not known yet.
bool AsKnown(absl::Time known_at, v1::FigureReport* report);
bool AsKnown(absl::Time known_at, v1::FigureFinding* finding);

// What counts of a figure at an organisation; null where nothing was reported.
using Counting = std::function<const v1::FigureDay::Entry*(const std::string& figure, const std::string& organisation)>;

// The sums of a figure at an organisation, complete or not. `units`: those whose reports add up to its value there;
// none: there is no such sum. Two different values that count at the same time, of `entries` in the order in which they
// were entered, are a sum as well.
std::vector<v1::FigureSum> SumsOf(const v1::Figure& figure, const std::string& organisation,
                                  const std::vector<std::string>& units,
                                  const std::vector<v1::FigureDay::Entry>& entries, const Counting& counting);

// What became of findings by a change.
struct Judgement {
  std::vector<v1::FigureFinding> found;
  struct Resolved {
    std::string finding;
    // What the sum says now; none where it is judged no more.
    std::optional<v1::FigureSum> now;
  };
  std::vector<Resolved> resolved;
};

// Judges the sums of a figure at an organisation against the findings that stand in `day`, which it brings up to date.
Judgement Judge(const std::vector<v1::FigureSum>& sums, const std::string& figure, const std::string& organisation,
                const ReportPeriod& period, const Doer& doer, v1::FigureDay* day);

// Records that the values were corrected.
void Resolve(const std::optional<v1::FigureSum>& now, const Doer& doer, v1::FigureFinding* finding);

// FAILED_PRECONDITION `FINDING_RESOLVED`.
absl::Status Explain(std::string_view explanation, const Doer& doer, v1::FigureFinding* finding);

// The finding in words. `figure` is what it is of; `equal` the one that it should equal, null for any other kind.
status::Sentence Describe(const v1::FigureFinding& finding, const v1::Figure& figure, const v1::Figure* equal);

// The second value beside the first, both decimals.
v1::FigureChange Compare(std::string_view first, std::string_view second, int decimals, status::Language language);

}  // namespace congress::scheduling
