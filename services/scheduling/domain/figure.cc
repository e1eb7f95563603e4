#include "services/scheduling/domain/figure.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/number.h"
#include "platform/status/strings.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/decimal.h"

namespace congress::scheduling {
namespace {

using Sum = v1::FigureSum;

constexpr int kMostMissing = 100;
// Terms of a sum that a sentence lists.
constexpr int kAddendsTold = 12;

std::string Compact(absl::CivilDay day) { return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day()); }

// Figures from which this one is reckoned.
std::vector<std::string> Sources(const v1::Figure& figure) {
  std::vector<std::string> sources(figure.parts().begin(), figure.parts().end());
  if (!figure.equals().empty()) sources.push_back(figure.equals());
  return sources;
}

// The way from `at` back to the figure, longest known last; true once it is found.
bool FindCycle(const v1::Figure& figure, const v1::Figure& at, const Figures& figures, std::set<std::string>* seen,
               std::vector<std::string>* way) {
  way->push_back(at.name());
  for (const std::string& source : Sources(at)) {
    if (source == figure.name()) {
      way->push_back(source);
      return true;
    }
    const auto next = figures.find(source);
    if (next == figures.end() || !seen->insert(source).second) continue;
    if (FindCycle(figure, next->second, figures, seen, way)) return true;
  }
  way->pop_back();
  return false;
}

Decimal ValueOf(std::string_view text) { return ParseDecimal(text).value_or(0); }

// Collects one side of a sum.
class Side {
 public:
  Side(Sum::Kind kind, const v1::Figure& figure, const std::string& organisation, const v1::FigureDay::Entry* whole)
      : decimals_(figure.decimals()) {
    sum_.set_figure(figure.name());
    sum_.set_kind(kind);
    sum_.set_organisation(organisation);
    if (whole == nullptr) {
      Miss(kind == Sum::UNITS ? organisation : figure.name());
    } else {
      sum_.set_stated(whole->value());
      sum_.add_reports(whole->report());
    }
  }

  // `missing`: what is missing where there is no entry.
  void Add(const v1::FigureDay::Entry* entry, const std::string& missing) {
    if (entry == nullptr) return Miss(missing);
    right_ += ValueOf(entry->value());
    decimals_ = std::max(decimals_, DecimalsOf(entry->value()));
    sum_.add_addends(entry->value());
    sum_.add_reports(entry->report());
  }

  Sum End() && {
    sum_.set_against(DecimalText(right_, decimals_));
    if (sum_.missing_count() == 0) {
      sum_.set_difference(DecimalText(ValueOf(sum_.stated()) - right_, decimals_));
    }
    return std::move(sum_);
  }

 private:
  void Miss(const std::string& name) {
    sum_.set_missing_count(sum_.missing_count() + 1);
    if (sum_.missing_size() < kMostMissing) sum_.add_missing(name);
  }

  Sum sum_;
  Decimal right_ = 0;
  int decimals_;
};

// The two values that count at the same time.
std::optional<Sum> ChangeOf(const v1::Figure& figure, const std::string& organisation,
                            const std::vector<v1::FigureDay::Entry>& entries) {
  if (entries.empty()) return std::nullopt;
  const v1::FigureDay::Entry& last = entries.back();
  const auto other = std::find_if(entries.rbegin(), entries.rend(), [&](const v1::FigureDay::Entry& entry) {
    return ValueOf(entry.value()) != ValueOf(last.value());
  });
  if (other == entries.rend()) return std::nullopt;
  Side side(Sum::CHANGED, figure, organisation, &last);
  side.Add(&*other, "");
  return std::move(side).End();
}

bool AddsUp(const Sum& sum) { return ValueOf(sum.difference()) == 0; }

bool IsSame(const v1::FigureDay::Standing& standing, const Sum& sum) {
  return standing.stated() == sum.stated() &&
         std::equal(standing.addends().begin(), standing.addends().end(), sum.addends().begin(), sum.addends().end());
}

v1::FigureFinding FindingOf(const Sum& sum, const std::string& name, const ReportPeriod& period, const Doer& doer) {
  v1::FigureFinding finding;
  finding.set_name(name);
  finding.set_kind(sum.kind());
  SetPeriod(period, &finding);
  finding.set_stated(sum.stated());
  finding.set_against(sum.against());
  finding.set_difference(sum.difference());
  *finding.mutable_reports() = sum.reports();
  *finding.mutable_addends() = sum.addends();
  finding.set_organisation(sum.organisation());
  finding.set_state(v1::FigureFinding::OPEN);
  *finding.mutable_create_time() = civil::ToTimestamp(doer.now);
  AddNote("OPEN", doer, "", finding.mutable_notes());
  return finding;
}

std::string TermsIn(const v1::FigureFinding& finding, status::Language language) {
  std::vector<std::string> terms;
  for (const std::string& term : finding.addends()) {
    if (terms.size() == kAddendsTold) {
      terms.push_back("…");
      break;
    }
    terms.push_back(status::Grouped(term, language));
  }
  return absl::StrJoin(terms, " + ");
}

}  // namespace

std::string ReportPeriod::id() const {
  return first.has_value() ? StrCat(Compact(*first), "-", Compact(last)) : Compact(last);
}

absl::Status CheckFigure(const v1::Figure& figure, const Figures& figures) {
  status::Violations violations;
  if (!figure.target().empty() && !ParseDecimal(figure.target()).has_value()) {
    violations.Add("figure.target", v1::NOT_A_DECIMAL, {{"value", figure.target()}});
  }
  std::set<std::string> parts;
  for (int i = 0; i < figure.parts_size(); ++i) {
    if (!parts.insert(figure.parts(i)).second)
      violations.Add(StrCat("figure.parts[", i, "]"), status::PlatformFault::REPEATED, {{"value", figure.parts(i)}});
  }
  std::set<std::string> units;
  for (int i = 0; i < figure.units_size(); ++i) {
    if (!units.insert(figure.units(i)).second)
      violations.Add(StrCat("figure.units[", i, "]"), status::PlatformFault::REPEATED, {{"value", figure.units(i)}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  std::set<std::string> seen;
  std::vector<std::string> way;
  if (!FindCycle(figure, figure, figures, &seen, &way)) return absl::OkStatus();
  return status::FailedPrecondition(v1::FIGURE_CYCLE, {{"figures", absl::StrJoin(way, " → ")}});
}

void SortFigures(std::vector<v1::Figure>* figures) {
  std::map<std::string, std::string> keys;
  for (const v1::Figure& figure : *figures) keys.emplace(figure.code(), text::NaturalKey(figure.code()));
  std::sort(figures->begin(), figures->end(), [&](const v1::Figure& a, const v1::Figure& b) {
    return std::tie(keys.at(a.code()), a.name()) < std::tie(keys.at(b.code()), b.name());
  });
}

absl::Status CheckReport(const v1::Figure& figure, const v1::NewFigureReport& report, absl::CivilDay today) {
  status::Violations violations;
  if (!ParseDecimal(report.value()).has_value()) {
    violations.Add("value", v1::NOT_A_DECIMAL, {{"value", report.value()}});
  } else if (DecimalsOf(report.value()) > figure.decimals()) {
    violations.Add("value", v1::TOO_MANY_DECIMALS, {{"value", report.value()}, {"most", StrCat(figure.decimals())}});
  }
  const ReportPeriod period = ReportPeriodOf(report);
  if (period.last > today) violations.Add("as_of", status::PlatformFault::IN_FUTURE);
  if (period.first.has_value() && *period.first > period.last) violations.Add("as_of", v1::LAST_BEFORE_FIRST);
  return violations.ToStatus();
}

v1::FigureReport ReportOf(const v1::Figure& figure, const v1::NewFigureReport& said, const std::string& name,
                          const Doer& doer) {
  v1::FigureReport report;
  report.set_name(name);
  report.set_organisation(said.organisation());
  report.set_value(DecimalText(ValueOf(said.value()), figure.decimals()));
  SetPeriod(ReportPeriodOf(said), &report);
  report.set_source(said.source());
  if (said.has_source_date()) *report.mutable_source_date() = said.source_date();
  *report.mutable_known_time() = civil::ToTimestamp(doer.now);
  report.set_state(v1::FigureReport::LIVE);
  report.set_supersedes(said.supersedes());
  report.set_account(doer.account);
  AddNote("LIVE", doer, "", report.mutable_notes());
  return report;
}

absl::Status End(v1::FigureReport::State state, const Doer& doer, std::string_view reason, v1::FigureReport* report) {
  if (report->state() != v1::FigureReport::LIVE) {
    return status::FailedPrecondition(
        v1::REPORT_NOT_LIVE, {{"name", report->name()}, {"state", v1::FigureReport::State_Name(report->state())}});
  }
  report->set_state(state);
  AddNote(v1::FigureReport::State_Name(state), doer, std::string(reason), report->mutable_notes());
  return absl::OkStatus();
}

bool AsKnown(absl::Time known_at, v1::FigureReport* report) {
  if (!CutNotes(known_at, report->mutable_notes())) return false;
  v1::FigureReport::State state = v1::FigureReport::LIVE;
  v1::FigureReport::State_Parse(report->notes().rbegin()->state(), &state);
  report->set_state(state);
  return true;
}

bool AsKnown(absl::Time known_at, v1::FigureFinding* finding) {
  if (!CutNotes(known_at, finding->mutable_notes())) return false;
  v1::FigureFinding::State state = v1::FigureFinding::OPEN;
  finding->clear_explanation();
  for (const v1::Note& note : finding->notes()) {
    v1::FigureFinding::State_Parse(note.state(), &state);
    if (state == v1::FigureFinding::EXPLAINED) finding->set_explanation(note.reason());
  }
  finding->set_state(state);
  if (state != v1::FigureFinding::RESOLVED) {
    finding->clear_stated_after();
    finding->clear_against_after();
  }
  return true;
}

std::vector<Sum> SumsOf(const v1::Figure& figure, const std::string& organisation,
                        const std::vector<std::string>& units, const std::vector<v1::FigureDay::Entry>& entries,
                        const Counting& counting) {
  std::vector<Sum> sums;
  const v1::FigureDay::Entry* whole = counting(figure.name(), organisation);
  if (!figure.parts().empty()) {
    Side side(Sum::PARTS, figure, organisation, whole);
    for (const std::string& part : figure.parts()) side.Add(counting(part, organisation), part);
    sums.push_back(std::move(side).End());
  }
  if (!figure.equals().empty()) {
    Side side(Sum::EQUALS, figure, organisation, whole);
    side.Add(counting(figure.equals(), organisation), figure.equals());
    sums.push_back(std::move(side).End());
  }
  if (!units.empty()) {
    Side side(Sum::UNITS, figure, organisation, whole);
    for (const std::string& unit : units) side.Add(counting(figure.name(), unit), unit);
    sums.push_back(std::move(side).End());
  }
  if (auto change = ChangeOf(figure, organisation, entries)) sums.push_back(*std::move(change));
  return sums;
}

Judgement Judge(const std::vector<Sum>& sums, const std::string& figure, const std::string& organisation,
                const ReportPeriod& period, const Doer& doer, v1::FigureDay* day) {
  Judgement judgement;
  std::set<Sum::Kind> stands;
  google::protobuf::RepeatedPtrField<v1::FigureDay::Standing> standing;
  for (v1::FigureDay::Standing& one : *day->mutable_standing()) {
    const auto sum =
        std::find_if(sums.begin(), sums.end(), [&](const Sum& candidate) { return candidate.kind() == one.kind(); });
    const bool judged = sum != sums.end() && sum->missing_count() == 0;
    if (one.organisation() != organisation || (judged && !AddsUp(*sum) && IsSame(one, *sum))) {
      if (one.organisation() == organisation) stands.insert(one.kind());
      *standing.Add() = std::move(one);
    } else {
      judgement.resolved.push_back({one.finding(), judged ? std::optional(*sum) : std::nullopt});
    }
  }
  for (const Sum& sum : sums) {
    if (sum.missing_count() > 0 || AddsUp(sum) || stands.contains(sum.kind())) continue;
    day->set_finding_count(day->finding_count() + 1);
    const std::string name = StrCat(figure, "/findings/", period.id(), "-", day->finding_count());
    judgement.found.push_back(FindingOf(sum, name, period, doer));
    v1::FigureDay::Standing& one = *standing.Add();
    one.set_finding(name);
    one.set_organisation(organisation);
    one.set_kind(sum.kind());
    one.set_stated(sum.stated());
    *one.mutable_addends() = sum.addends();
  }
  day->mutable_standing()->Swap(&standing);
  return judgement;
}

void Resolve(const std::optional<Sum>& now, const Doer& doer, v1::FigureFinding* finding) {
  finding->set_state(v1::FigureFinding::RESOLVED);
  if (now.has_value()) {
    finding->set_stated_after(now->stated());
    finding->set_against_after(now->against());
  }
  AddNote("RESOLVED", doer, "", finding->mutable_notes());
}

absl::Status Explain(std::string_view explanation, const Doer& doer, v1::FigureFinding* finding) {
  if (finding->state() == v1::FigureFinding::RESOLVED) {
    return status::FailedPrecondition(v1::FINDING_RESOLVED, {{"name", finding->name()}});
  }
  finding->set_state(v1::FigureFinding::EXPLAINED);
  finding->set_explanation(std::string(explanation));
  AddNote("EXPLAINED", doer, finding->explanation(), finding->mutable_notes());
  return absl::OkStatus();
}

status::Sentence Describe(const v1::FigureFinding& finding, const v1::Figure& figure, const v1::Figure* equal) {
  const auto in = [&](status::Language language) {
    v1::FigureFinding::Told told = v1::FigureFinding::VALUES_DIFFER;
    if (finding.kind() == Sum::PARTS) told = v1::FigureFinding::PARTS_DIFFER;
    if (finding.kind() == Sum::EQUALS) told = v1::FigureFinding::EQUALS_DIFFER;
    if (finding.kind() == Sum::UNITS) told = v1::FigureFinding::UNITS_DIFFER;
    return status::Teller(language)(told, {{"title", figure.title()},
                                           {"other", equal == nullptr ? "" : equal->title()},
                                           {"day", civil::Format(civil::FromDate(finding.as_of()))},
                                           {"stated", finding.stated()},
                                           {"addends", TermsIn(finding, language)},
                                           {"count", StrCat(finding.addends_size())},
                                           {"against", finding.against()},
                                           {"difference", finding.difference()},
                                           {"unit", figure.unit()}});
  };
  status::Sentence sentence{.en = in(status::Language::kEnglish), .vi = in(status::Language::kVietnamese)};
  // A figure without a unit is told without the space before it.
  for (std::string* text : {&sentence.en, &sentence.vi}) {
    while (text->ends_with(' ')) text->pop_back();
  }
  return sentence;
}

v1::FigureChange Compare(std::string_view first, std::string_view second, int decimals, status::Language language) {
  const Decimal before = ValueOf(first);
  const Decimal after = ValueOf(second);
  v1::FigureChange change;
  change.set_first_value(DecimalText(before, decimals));
  change.set_second_value(DecimalText(after, decimals));
  change.set_difference(DecimalText(after - before, decimals));
  if (before == 0) return change;
  *change.mutable_rate() = RatioOf(after - before, before, language);
  *change.mutable_share() = RatioOf(after, before, language);
  return change;
}

}  // namespace congress::scheduling
