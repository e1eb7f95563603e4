// Records of figures and follow-ups, and how a caller leaves a note on one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/figure.pb.h"
#include "congress/scheduling/v1/figure_day.pb.h"
#include "congress/scheduling/v1/follow_up.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/figure.h"
#include "services/scheduling/domain/follow_up.h"
#include "services/scheduling/domain/trail.h"

namespace congress::scheduling {

inline constexpr char kReadFigures[] = "scheduling.figures.read";

inline const rpc::Repository<v1::Figure> kFigures(kReadFigures);

// Of the day on which it was so; ids begin with it.
template <class T>
std::vector<std::string> DayIndex(const T& said) {
  return {civil::Format(civil::FromDate(said.as_of()))};
}
template <class T>
std::string DayOrder(const T& said) {
  return StrCat(civil::Format(civil::FromDate(said.as_of())), text::NaturalKey(said.name()));
}

inline const rpc::Repository<v1::FigureReport> kFigureReports(
    kReadFigures, {.order = DayOrder<v1::FigureReport>,
                   .by = {{.field = "organisation", .values = rpc::Value(&v1::FigureReport::organisation)},
                          {.field = "as_of", .values = DayIndex<v1::FigureReport>}},
                   .of_all = "figures/-/reports/"});

inline const rpc::Repository<v1::FigureFinding> kFigureFindings(
    kReadFigures, {.order = DayOrder<v1::FigureFinding>,
                   .by = {{.field = "organisation", .values = rpc::Value(&v1::FigureFinding::organisation)},
                          {.field = "as_of", .values = DayIndex<v1::FigureFinding>},
                          {.field = "kind",
                           .values =
                               [](const v1::FigureFinding& finding) {
                                 return std::vector<std::string>{v1::FigureSum::Kind_Name(finding.kind())};
                               }},
                          {.field = "state",
                           .values =
                               [](const v1::FigureFinding& finding) {
                                 return std::vector<std::string>{v1::FigureFinding::State_Name(finding.state())};
                               }}},
                   .of_all = "figures/-/findings/"});

inline const rpc::Repository<v1::FigureDay> kFigureDays{rpc::kUnlisted};

inline const rpc::Repository<v1::FollowUp> kFollowUps(
    "scheduling.followups.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::FollowUp::organisation)},
            {.field = "congress", .values = rpc::Value(&v1::FollowUp::congress)},
            {.field = "supporter", .values = rpc::Value(&v1::FollowUp::supporter)},
            {.field = "kind",
             .values =
                 [](const v1::FollowUp& follow_up) {
                   return std::vector<std::string>{v1::FollowUp::Kind_Name(follow_up.kind())};
                 }},
            {.field = "state",
             .values =
                 [](const v1::FollowUp& follow_up) {
                   return std::vector<std::string>{v1::FollowUp::State_Name(follow_up.state())};
                 }},
            {.field = "due_date",
             .values =
                 [](const v1::FollowUp& follow_up) {
                   return follow_up.has_due_date()
                              ? std::vector<std::string>{civil::Format(civil::FromDate(follow_up.due_date()))}
                              : std::vector<std::string>();
                 }}},
     // Who supports the unit.
     .also_read_at = [](const v1::FollowUp& follow_up) {
       const std::string supporter = SupporterOf(follow_up);
       return supporter.empty() ? std::vector<std::string>() : std::vector<std::string>{supporter};
     }});

// `figures/{figure}` of a report or finding of it.
inline std::string FigureOf(std::string_view name) { return std::string(name.substr(0, name.find('/', 8))); }

// The days of a figure on which something was reported.
inline std::string FigureDaysOf(std::string_view figure) { return StrCat("figureDays/", figure.substr(8), "/"); }

// The record that something was ever reported of a figure: it keeps a deletion and a first report from passing each
// other.
inline std::string MarkOf(std::string_view figure) { return StrCat("figuresReported/", figure.substr(8)); }

// Whether the caller may know of a figure: they may read figures where it is kept, or where one of its units is.
bool SeesFigure(const rpc::Call& call, const v1::Figure& figure);

// NOT_FOUND for one that the caller may not know of, as for one that is missing.
absl::StatusOr<v1::Figure> ReadFigure(rpc::Call& call, std::string_view name);

// The finding with its description in the caller's language.
absl::StatusOr<v1::FigureFinding> Described(rpc::Call& call, v1::FigureFinding finding);

// The reports of a figure of one day or period that count at this time, in the order in which they were entered.
absl::StatusOr<std::vector<v1::FigureReport>> ReportsKnown(rpc::Call& call, const std::string& figure,
                                                           const ReportPeriod& period, absl::Time known_at);

}  // namespace congress::scheduling
