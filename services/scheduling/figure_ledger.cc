#include "services/scheduling/figure_ledger.h"

#include <algorithm>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/meetings.h"

namespace congress::scheduling {
namespace {

bool NamesFigure(const google::protobuf::RepeatedPtrField<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

const v1::Figure* FigureIn(const Figures& figures, std::string_view name) {
  const auto found = figures.find(name);
  return found == figures.end() ? nullptr : &found->second;
}

}  // namespace

absl::StatusOr<FigureLedger> FigureLedger::Open(rpc::Call& call) {
  FigureLedger ledger(call);
  ASSIGN_OR_RETURN(auto figures, kFigures.LoadAll(call, "figures/"));
  for (v1::Figure& figure : figures) {
    std::string name = figure.name();
    ledger.figures_.emplace(std::move(name), std::move(figure));
  }
  return ledger;
}

absl::StatusOr<v1::FigureDay*> FigureLedger::DayOf(const std::string& figure, const ReportPeriod& period) {
  const std::string name = StrCat(FigureDaysOf(figure), period.id());
  const auto [day, fresh] = days_.try_emplace(name);
  if (!fresh) return &day->second;
  v1::FigureDay blank;
  blank.set_name(name);
  ASSIGN_OR_RETURN(day->second, kFigureDays.LoadOr(*call_, std::move(blank)));
  return &day->second;
}

void FigureLedger::Touch(const std::string& figure, const std::string& organisation, const ReportPeriod& period) {
  const std::string standing = Standing(organisation, period);
  touched_.emplace(period, figure, standing);
  for (const auto& [name, other] : figures_) {
    if (NamesFigure(other.parts(), figure) || other.equals() == figure) touched_.emplace(period, name, standing);
  }
  // Every report may be one of a unit; for one that is none the whole is as it was.
  const v1::Figure* whole = FigureIn(figures_, figure);
  if (whole != nullptr && !whole->units().empty()) {
    touched_.emplace(period, figure, Standing(whole->organisation(), period));
  }
}

absl::Status FigureLedger::Supersede(const v1::NewFigureReport& said, v1::FigureDay* day) {
  ASSIGN_OR_RETURN(v1::FigureReport before, kFigureReports.Load(*call_, said.supersedes()));
  if (!call_->Holds(kReadFigures, before.organisation())) return status::NotFound("FigureReport", said.supersedes());
  RETURN_IF_ERROR(End(v1::FigureReport::SUPERSEDED, DoerOf(*call_), "", &before));
  auto& entries = *day->mutable_entries();
  const auto old = std::find_if(entries.begin(), entries.end(), [&](const v1::FigureDay::Entry& entry) {
    return entry.report() == said.supersedes() && entry.organisation() == said.organisation();
  });
  if (old == entries.end()) {
    status::Violations violations;
    violations.Add("supersedes", v1::OTHER_REPORT);
    return violations.ToStatus();
  }
  entries.erase(old);
  kFigureReports.Put(*call_, std::move(before));
  return absl::OkStatus();
}

absl::StatusOr<FigureLedger::Entered> FigureLedger::Enter(const v1::Figure& figure, const v1::NewFigureReport& said) {
  RETURN_IF_ERROR(CheckReport(figure, said, civil::Today(call_->now())));
  const ReportPeriod period = ReportPeriodOf(said);
  ASSIGN_OR_RETURN(v1::FigureDay * day, DayOf(figure.name(), period));
  const std::string name = StrCat(figure.name(), "/reports/", period.id(), "-", day->report_count() + 1);
  v1::FigureReport report = ReportOf(figure, said, name, DoerOf(*call_));
  auto& entries = *day->mutable_entries();
  for (const v1::FigureDay::Entry& entry : entries) {
    if (entry.organisation() != said.organisation() || entry.value() != report.value() ||
        entry.source() != said.source()) {
      continue;
    }
    ASSIGN_OR_RETURN(v1::FigureReport same, kFigureReports.Load(*call_, entry.report()));
    if (said.supersedes().empty() || same.supersedes() == said.supersedes()) {
      return Entered{.report = std::move(same), .is_new = false};
    }
  }
  if (!said.supersedes().empty()) RETURN_IF_ERROR(Supersede(said, day));
  ASSIGN_OR_RETURN(const bool marked, kFigureDays.Exists(*call_, MarkOf(figure.name())));
  if (!marked) {
    v1::FigureDay mark;
    mark.set_name(MarkOf(figure.name()));
    mark.set_organisation(figure.organisation());
    kFigureDays.PutNew(*call_, std::move(mark));
  }
  day->set_organisation(figure.organisation());
  day->set_report_count(day->report_count() + 1);
  v1::FigureDay::Entry& entry = *entries.Add();
  entry.set_report(report.name());
  entry.set_organisation(report.organisation());
  entry.set_value(report.value());
  entry.set_source(report.source());
  changed_.insert(day->name());
  Touch(figure.name(), said.organisation(), period);
  return Entered{.report = kFigureReports.PutNew(*call_, std::move(report))};
}

absl::StatusOr<v1::FigureReport> FigureLedger::Withdraw(v1::FigureReport report, std::string_view reason) {
  RETURN_IF_ERROR(End(v1::FigureReport::WITHDRAWN, DoerOf(*call_), reason, &report));
  const std::string figure = FigureOf(report.name());
  const ReportPeriod period = ReportPeriodOf(report);
  ASSIGN_OR_RETURN(v1::FigureDay * day, DayOf(figure, period));
  auto& entries = *day->mutable_entries();
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [&](const v1::FigureDay::Entry& entry) { return entry.report() == report.name(); }),
                entries.end());
  changed_.insert(day->name());
  Touch(figure, report.organisation(), period);
  return kFigureReports.Put(*call_, std::move(report));
}

absl::Status FigureLedger::Revise(const v1::Figure& figure) {
  figures_[figure.name()] = figure;
  ASSIGN_OR_RETURN(const auto reports, kFigureReports.LoadAll(*call_, StrCat(figure.name(), "/reports/")));
  for (const v1::FigureReport& report : reports) {
    if (report.state() != v1::FigureReport::LIVE) continue;
    const ReportPeriod period = ReportPeriodOf(report);
    touched_.emplace(period, figure.name(), Standing(report.organisation(), period));
    touched_.emplace(period, figure.name(), Standing(figure.organisation(), period));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::FigureSum>> FigureLedger::Reckon(const v1::Figure& figure,
                                                                const std::string& organisation,
                                                                const ReportPeriod& period) {
  std::map<std::string, v1::FigureDay*> days;
  std::vector<std::string> of_day(figure.parts().begin(), figure.parts().end());
  of_day.push_back(figure.name());
  if (!figure.equals().empty()) of_day.push_back(figure.equals());
  for (const std::string& name : of_day) {
    ASSIGN_OR_RETURN(days[name], DayOf(name, period));
  }
  const Counting counting = [&](const std::string& name, const std::string& at) -> const v1::FigureDay::Entry* {
    const auto& entries = days.at(name)->entries();
    const auto last = std::find_if(entries.rbegin(), entries.rend(), [&](const v1::FigureDay::Entry& entry) {
      return Standing(entry.organisation(), period) == at;
    });
    return last == entries.rend() ? nullptr : &*last;
  };
  std::vector<v1::FigureDay::Entry> own;
  for (const v1::FigureDay::Entry& entry : days.at(figure.name())->entries()) {
    if (Standing(entry.organisation(), period) == organisation) own.push_back(entry);
  }
  std::vector<std::string> units;
  if (organisation == Standing(figure.organisation(), period)) {
    for (const std::string& unit : figure.units()) {
      const std::string standing = Standing(unit, period);
      if (std::find(units.begin(), units.end(), standing) == units.end()) units.push_back(standing);
    }
  }
  std::vector<v1::FigureSum> sums = SumsOf(figure, organisation, units, own, counting);
  for (v1::FigureSum& sum : sums) SetPeriod(period, &sum);
  return sums;
}

status::Sentence FigureLedger::Tell(const v1::FigureFinding& finding) const {
  const v1::Figure& figure = figures_.at(FigureOf(finding.name()));
  return Describe(finding, figure, FigureIn(figures_, figure.equals()));
}

absl::Status FigureLedger::Refusal(const std::vector<v1::FigureFinding>& found, std::string_view field) const {
  status::Violations violations;
  for (const v1::FigureFinding& finding : found) {
    const v1::Figure& figure = figures_.at(FigureOf(finding.name()));
    if (figure.on_entry() != v1::Figure::REFUSE) continue;
    // Whose sum the caller may not read is not told what it says.
    v1::FigureFinding told = finding;
    if (!call_->Holds(kReadFigures, finding.organisation())) {
      told.set_stated("…");
      told.set_against("…");
      told.set_difference("…");
      told.clear_addends();
    }
    violations.Add(field, Tell(told));
  }
  return violations.ToStatus(v1::FIGURES_DO_NOT_ADD_UP, {{"findings", StrCat(violations.count())}});
}

absl::StatusOr<FigureLedger::Sums> FigureLedger::Close(std::string_view field) {
  const Doer doer = DoerOf(*call_);
  Sums made;
  for (const auto& [period, name, organisation] : touched_) {
    const v1::Figure* figure = FigureIn(figures_, name);
    if (figure == nullptr) continue;
    ASSIGN_OR_RETURN(const auto sums, Reckon(*figure, organisation, period));
    ASSIGN_OR_RETURN(v1::FigureDay * day, DayOf(name, period));
    const Judgement judgement = Judge(sums, name, organisation, period, doer, day);
    for (const Judgement::Resolved& one : judgement.resolved) {
      ASSIGN_OR_RETURN(v1::FigureFinding finding, kFigureFindings.Load(*call_, one.finding));
      Resolve(one.now, doer, &finding);
      kFigureFindings.Put(*call_, std::move(finding));
    }
    for (const v1::FigureFinding& finding : judgement.found) kFigureFindings.PutNew(*call_, finding);
    if (!judgement.found.empty() || !judgement.resolved.empty()) {
      day->set_organisation(figure->organisation());
      changed_.insert(day->name());
    }
    made.found.insert(made.found.end(), judgement.found.begin(), judgement.found.end());
    made.sums.insert(made.sums.end(), sums.begin(), sums.end());
  }
  if (!field.empty()) RETURN_IF_ERROR(Refusal(made.found, field));
  for (const std::string& name : changed_) kFigureDays.Put(*call_, days_.at(name));
  return made;
}

}  // namespace congress::scheduling
