#include "cli/demo/input.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/request.h"
#include "cli/yaml/document.h"
#include "cli/yaml/message.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"

namespace congress::cli::demo {
namespace {

absl::Status Within(std::string_view key, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(StrCat("'", key, "' is ", value, " and lies between ", least, " and ", most));
}

// The story goes forward: no day of it lies before the one that it follows.
absl::Status CheckOrder(const Province& province) {
  const auto& preparation = province.preparation();
  const absl::CivilDay today = civil::FromDate(province.today());
  std::vector<std::pair<std::string_view, absl::CivilDay>> days = {
      {"preparation.scope.allocation_plan.as_of", civil::FromDate(preparation.scope().allocation_plan().as_of())},
      {"decision.date", civil::FromDate(province.decision().date())},
      {"today", today}};
  for (const auto& window : preparation.scope().windows()) {
    if (window.id() != province.meetings().window()) continue;
    // On the day after the opinions were entered at the earliest.
    days.emplace_back("meetings.window", civil::FromDate(window.first_day()));
    days.emplace_back("the end of meetings.window", civil::FromDate(window.last_day()));
  }
  days.emplace_back("preparation.congress.opening_date", civil::FromDate(preparation.congress().opening_date()) - 1);
  const auto behind = std::adjacent_find(days.begin(), days.end(),
                                         [](const auto& day, const auto& next) { return next.second < day.second; });
  if (behind == days.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(StrCat("the demo tells its story in the order of time: '", (behind + 1)->first,
                                           "' follows '", behind->first, "'"));
}

absl::Status InFile(const std::string& path, const absl::Status& status) {
  return status.ok() ? status : absl::InvalidArgumentError(StrCat(path, ": ", status.message()));
}

// What a service requires it checks itself, and some of it the program adds.
bool IsNeeded(const google::protobuf::FieldDescriptor& field) {
  return field.file()->package() == "congress.cli.demo" &&
         field.options().GetExtension(annotations::v1::field).required();
}

absl::Status ReadYaml(const std::string& path, google::protobuf::Message* message) {
  ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  yaml::Document document = yaml::Parse(text);
  std::vector<yaml::Fault> faults = std::move(document.faults);
  if (document.root != nullptr) faults = yaml::ReadMessage(*document.root, IsNeeded, message).faults;
  return faults.empty() ? absl::OkStatus() : absl::InvalidArgumentError(yaml::Render(path, std::move(faults)));
}

absl::StatusOr<std::map<std::string, std::string>> ReadAreas(const std::string& organisations) {
  std::map<std::string, std::string> areas;
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(organisations, {}));
  const int code = table.Column("code");
  const int area = table.Column("area");
  if (code < 0 || area < 0) return areas;
  for (const csv::Row& row : table.rows) {
    areas.emplace(row.fields[static_cast<size_t>(code)], row.fields[static_cast<size_t>(area)]);
  }
  return areas;
}

}  // namespace

absl::Status CheckProvince(const Province& province) {
  const Persons& persons = province.persons();
  RETURN_IF_ERROR(Within("persons.first_birth_year", persons.first_birth_year(), 1900, 2100));
  RETURN_IF_ERROR(Within("persons.last_birth_year", persons.last_birth_year(), persons.first_birth_year(), 2100));
  RETURN_IF_ERROR(Within("persons.women_per_hundred", persons.women_per_hundred(), 0, 100));
  const Dossiers& dossiers = province.dossiers();
  RETURN_IF_ERROR(Within("dossiers.lacking_per_hundred", dossiers.lacking_per_hundred(), 0, 100));
  RETURN_IF_ERROR(Within("dossiers.expiring_per_hundred", dossiers.expiring_per_hundred(), 0,
                         100 - dossiers.lacking_per_hundred()));
  RETURN_IF_ERROR(Within("dossiers.horizon_days", dossiers.horizon_days(), 7, 3650));
  const Tasks& tasks = province.tasks();
  RETURN_IF_ERROR(Within("tasks.regular_count", tasks.regular_count(), 0, 1000));
  RETURN_IF_ERROR(Within("tasks.completed_count", tasks.completed_count(), 0, 1000));
  RETURN_IF_ERROR(Within("tasks.continuing_count", tasks.continuing_count(), 0, 1000));
  RETURN_IF_ERROR(Within("tasks.open_count", tasks.open_count(), 0, tasks.continuing_count()));
  const absl::CivilDay as_of = civil::FromDate(tasks.as_of());
  if (civil::FromDate(tasks.first_due()) <= as_of ||
      civil::FromDate(tasks.last_due()) < civil::FromDate(tasks.first_due())) {
    return absl::InvalidArgumentError("'tasks.first_due' lies behind 'tasks.as_of' and not behind 'tasks.last_due'");
  }
  if (civil::FromDate(tasks.later_as_of()) < as_of) {
    return absl::InvalidArgumentError("'tasks.later_as_of' does not lie before 'tasks.as_of'");
  }
  if (civil::FromDate(province.today()) <= as_of) {
    return absl::InvalidArgumentError("'today' lies behind 'tasks.as_of'");
  }
  RETURN_IF_ERROR(Within("opinions.window_days", province.opinions().window_days(), 1, 365));
  RETURN_IF_ERROR(Within("opinions.one_without_remarks_in", province.opinions().one_without_remarks_in(), 2, 1000));
  RETURN_IF_ERROR(Within("opinions.most_per_organisation", province.opinions().most_per_organisation(), 1, 10));
  return CheckOrder(province);
}

absl::Status CheckPersonnel(const Input& input) {
  const Personnel& personnel = input.personnel;
  for (int i = 0; i < personnel.processes_size(); ++i) {
    const Process& process = personnel.processes(i);
    const std::string key = StrCat("processes[", i, "]");
    const auto& templates = input.process_templates;
    const auto rules = std::find_if(templates.begin(), templates.end(),
                                    [&](const auto& one) { return one.process_template_id() == process.template_(); });
    if (rules == templates.end()) {
      return absl::InvalidArgumentError(
          StrCat("'", key, ".template' is none of 'process_templates': ", process.template_()));
    }
    const auto& steps = rules->process_template().steps();
    const bool same = std::equal(steps.begin(), steps.end(), process.steps().begin(), process.steps().end(),
                                 [](const auto& rule, const Meeting& step) { return rule.step_id() == step.step(); });
    if (!same) return absl::InvalidArgumentError(StrCat("'", key, ".steps' are not those of its template, in order"));
    int left = process.candidates();
    RETURN_IF_ERROR(Within(StrCat(key, ".candidates"), left, 1, 300));
    for (const Meeting& step : process.steps()) {
      RETURN_IF_ERROR(Within(StrCat(key, ".steps.present"), step.present(), 1, step.convened()));
      RETURN_IF_ERROR(Within(StrCat(key, ".steps.invalid"), step.invalid(), 0,
                             std::max(0, step.present() - step.convened() / 2 - 2)));
      RETURN_IF_ERROR(Within(StrCat(key, ".steps.failing"), step.failing(), 0, left - 1));
      left -= step.failing();
    }
    RETURN_IF_ERROR(Within(StrCat(key, ".seats"), process.seats(), 1, left));
  }
  // Of the first process two are followed further, of the second one.
  RETURN_IF_ERROR(Within("processes", personnel.processes_size(), 2, 20));
  RETURN_IF_ERROR(Within("processes[0].seats", personnel.processes(0).seats(), 2, 300));
  return Within("planning.count", personnel.planning().count(), 1, 300);
}

absl::StatusOr<Input> ReadFolder(const std::string& folder) {
  Input input;
  const std::string csv_path = StrCat(folder, "/organisations.csv");
  ASSIGN_OR_RETURN(input.organisations, ReadInput(csv_path));
  auto areas = ReadAreas(input.organisations);
  RETURN_IF_ERROR(InFile(csv_path, areas.status()));
  input.areas = *std::move(areas);
  const std::string yaml_path = StrCat(folder, "/province.yaml");
  RETURN_IF_ERROR(ReadYaml(yaml_path, &input.province));
  RETURN_IF_ERROR(ReadYaml(StrCat(folder, "/rule_set.yaml"), &input.rule_set));
  RETURN_IF_ERROR(InFile(yaml_path, CheckProvince(input.province)));
  const std::string personnel_path = StrCat(folder, "/personnel.yaml");
  RETURN_IF_ERROR(ReadYaml(personnel_path, &input.personnel));
  for (const TemplateFile& one : input.personnel.process_templates()) {
    auto& request = input.process_templates.emplace_back();
    request.set_process_template_id(one.id());
    RETURN_IF_ERROR(ReadYaml(StrCat(folder, "/", one.file()), request.mutable_process_template()));
  }
  RETURN_IF_ERROR(InFile(personnel_path, CheckPersonnel(input)));
  return input;
}

}  // namespace congress::cli::demo
