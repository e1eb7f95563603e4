// What a file of tasks would do to a plan, row by row. Preview and import are the same function.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/csv/csv.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

struct TaskImport {
  // The rows in the order of the file.
  std::vector<v1::ImportRow> rows;
  // The `reason` of each row, which the rows do not have yet.
  std::vector<status::Sentence> reasons;
  // Tasks to store: those of NEW and CHANGED rows, with name and organisation.
  std::vector<v1::Task> tasks;
  int new_count = 0;
  int changed_count = 0;
  int unchanged_count = 0;
  int error_count = 0;
  // Titles of columns that are passed over.
  std::vector<std::string> ignored_columns;
};

// Names of the tasks that the file means, each once, rows without a usable code left out.
std::vector<std::string> TasksIn(const csv::Table& table, const v1::Plan& plan);

// What the columns `after` and `post` name, and `owner` and `coordinators` by resource name, each once.
struct NamesInTable {
  std::set<std::string> tasks;
  std::set<std::string> posts;
  std::set<std::string> organisations;
};
NamesInTable NamedIn(const csv::Table& table, const v1::Plan& plan);

// Holds `table` against the plan's stored tasks, as far as TasksIn names them. A row names its task by the id that its
// code makes. An empty `done_on` or `document` leaves what is stored, so that the plan's first file can be imported
// again after tasks are completed, and so does a file without the column. `continuing` of a completed task is an error.
// `known`: of what NamedIn finds, what is there; the tasks of the file are there too.
// INVALID_ARGUMENT `CSV_MALFORMED` for a missing column or too many rows.
absl::StatusOr<TaskImport> ReadTasks(const csv::Table& table, const v1::Plan& plan, const std::vector<v1::Task>& stored,
                                     absl::CivilDay today, const std::set<std::string>& known = {});

// The rows whose tasks, by their names, cannot be stored are wrong.
void RefuseTasks(const std::map<std::string, absl::Status>& refused, const v1::Plan& plan, TaskImport* import);

// INVALID_ARGUMENT `IMPORT_REJECTED` with the wrong rows; OK when there are none.
absl::Status RejectErrors(const TaskImport& import);

}  // namespace congress::scheduling
