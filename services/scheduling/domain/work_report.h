// The report on the work of a period, as a paper: tasks, conclusions of meetings, figures and what does not add up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/conclusion.pb.h"
#include "congress/scheduling/v1/figure_service.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

struct WorkReport {
  std::string organisation_name;
  struct Tasks {
    v1::Plan plan = {};
    v1::GetPlanProgressResponse progress = {};
    // The overdue occurrences with what their tasks are called.
    struct Late {
      std::string code;
      std::string title;
      v1::Occurrence occurrence;
    };
    std::vector<Late> late = {};
  };
  std::vector<Tasks> plans = {};
  // A notice that was issued, and how many of its tasks there are and were done.
  struct Concluded {
    v1::Conclusion conclusion;
    int task_count = 0;
    int done_count = 0;
  };
  std::vector<Concluded> conclusions = {};
  // A meeting whose notice is overdue.
  struct Owed {
    std::string title;
    absl::CivilDay due;
  };
  std::vector<Owed> owed = {};
  struct Values {
    v1::Figure figure;
    // The last of the period, and the last before it.
    std::optional<v1::FigureReport> now = {};
    std::optional<v1::FigureReport> before = {};
  };
  std::vector<Values> figures = {};
  struct Finding {
    // With its description.
    v1::FigureFinding finding;
    std::string organisation_name;
  };
  std::vector<Finding> findings = {};
};

// Of all reports of a figure at one organisation that count, those for a period. A value of a period stands beside that
// of an earlier period, a value of a day beside that of an earlier day.
void ChooseValues(const std::vector<v1::FigureReport>& reports, absl::CivilDay first, absl::CivilDay last,
                  WorkReport::Values* values);

// The period and the form are those of the request.
paper::v1::Paper WorkReportPaper(const WorkReport& report, const v1::ExportWorkReportRequest& request,
                                 status::Language language);

}  // namespace congress::scheduling
