// What one call reports of figures, and what it makes of their sums. Everything is staged; nothing is read twice.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/figure.h"
#include "services/scheduling/figure_records.h"

namespace congress::scheduling {

class FigureLedger {
 public:
  // The call outlives it.
  static absl::StatusOr<FigureLedger> Open(rpc::Call& call);

  const Figures& figures() const { return figures_; }

  // The figure, for a caller who may know of it.
  absl::StatusOr<v1::Figure> Find(const std::string& name) { return ReadFigure(*call_, name); }

  // A finding of one of them in words.
  status::Sentence Tell(const v1::FigureFinding& finding) const;

  // Stages a report that is in order; the one that is there where it says nothing new. INVALID_ARGUMENT
  // `FIELDS_INVALID` for what is wrong with it, and where it cannot supersede what it names; NOT_FOUND
  // `RESOURCE_NOT_FOUND`, FAILED_PRECONDITION `REPORT_NOT_LIVE`.
  struct Entered {
    v1::FigureReport report;
    bool is_new = true;
  };
  absl::StatusOr<Entered> Enter(const v1::Figure& figure, const v1::NewFigureReport& said);

  // Stages that a report does not count any more.
  absl::StatusOr<v1::FigureReport> Withdraw(v1::FigureReport report, std::string_view reason);

  // Has all that was ever reported of the figure judged by what it says now.
  absl::Status Revise(const v1::Figure& figure);

  // Judges the sums that the call has touched, and stages what came of it. INVALID_ARGUMENT `FIGURES_DO_NOT_ADD_UP`
  // where a figure refuses what does not add up; `field` is what the request calls the reports; empty: nothing is
  // refused.
  struct Sums {
    std::vector<v1::FigureFinding> found;
    std::vector<v1::FigureSum> sums;
  };
  absl::StatusOr<Sums> Close(std::string_view field);

 private:
  using Place =
      std::tuple<ReportPeriod, std::string, std::string>;  // The figure and the organisation behind the period.

  explicit FigureLedger(rpc::Call& call) : call_(&call) {}

  absl::StatusOr<v1::FigureDay*> DayOf(const std::string& figure, const ReportPeriod& period);
  // Takes the report that `said` corrects out of what counts.
  absl::Status Supersede(const v1::NewFigureReport& said, v1::FigureDay* day);
  // Notes that sums with this figure are to be judged.
  void Touch(const std::string& figure, const std::string& organisation, const ReportPeriod& period);
  // Who stands on the last day for what was said of the organisation.
  std::string Standing(const std::string& organisation, const ReportPeriod& period) const {
    return call_->StandingFor(organisation, period.last);
  }
  absl::StatusOr<std::vector<v1::FigureSum>> Reckon(const v1::Figure& figure, const std::string& organisation,
                                                    const ReportPeriod& period);
  absl::Status Refusal(const std::vector<v1::FigureFinding>& found, std::string_view field) const;

  rpc::Call* call_;
  Figures figures_;
  std::map<std::string, v1::FigureDay> days_;
  std::set<std::string> changed_;
  std::set<Place> touched_;
};

}  // namespace congress::scheduling
