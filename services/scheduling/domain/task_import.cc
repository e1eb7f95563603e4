#include "services/scheduling/domain/task_import.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/codes.h"
#include "platform/csv/ignored.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"
#include "services/scheduling/domain/task.h"

namespace congress::scheduling {
namespace {

using Row = v1::ImportRow;

constexpr size_t kMostRows = 5000;

// -1 for one of those behind `task_class` that the file does not have.
struct Columns {
  int code, title, owner, task_class, due, done_on, document, organisation, coordinators, start, after, post;
};

// The parts of a cell that holds a list.
std::vector<std::string> PartsOf(std::string_view cell) {
  std::vector<std::string> parts;
  for (const absl::string_view part : absl::StrSplit(ToAbsl(cell), ';')) {
    const absl::string_view bare = absl::StripAsciiWhitespace(part);
    if (!bare.empty()) parts.emplace_back(bare);
  }
  return parts;
}

std::string Cleaned(const csv::Row& row, int column) {
  return column < 0 ? "" : text::CleanOrDrop(text::Kind::kLine, row.fields[static_cast<size_t>(column)]);
}

// The task that a cell names by its code or its whole name; empty: none could be.
std::string TaskNamed(const std::string& text, const v1::Plan& plan) {
  if (text.starts_with("plans/")) return text;
  const auto id = TaskId(text);
  return id.ok() ? StrCat(plan.name(), "/tasks/", *id) : "";
}

absl::StatusOr<Columns> FindColumns(const csv::Table& table) {
  std::vector<std::string> missing;
  // By what a list of tasks calls it, too.
  const auto find_any = [&](std::string_view name, std::string_view listed) {
    const int column = table.Column(name);
    return column < 0 ? table.Column(listed) : column;
  };
  const auto find = [&](std::string_view name, std::string_view listed) {
    const int column = find_any(name, listed);
    if (column < 0) missing.emplace_back(name);
    return column;
  };
  const Columns columns{find("code", "code"),         find("title", "title"),
                        find("owner", "owner"),       find("class", "task_class"),
                        find_any("due", "due_date"),  find_any("done_on", "done_date"),
                        table.Column("document"),     table.Column("organisation"),
                        table.Column("coordinators"), find_any("start", "start_date"),
                        table.Column("after"),        table.Column("post")};
  if (!missing.empty()) return csv::Lacks(missing);
  return columns;
}

// Whether a body is named by its resource name.
bool IsOrganisation(const std::string& body) { return body.starts_with("organisations/"); }

// Reads one row into a task; collects what is wrong with it.
class RowReader {
 public:
  RowReader(const csv::Row& row, const Columns& columns, const v1::Plan& plan)
      : row_(row), columns_(columns), plan_(plan) {}

  v1::Task Read(absl::CivilDay today) {
    v1::Task task;
    task.set_code(Text(columns_.code, "code", 50));
    task.set_title(Text(columns_.title, "title", 500));
    task.set_owner(Text(columns_.owner, "owner", 200));
    task.set_document(Text(columns_.document, "document", 200));
    if (const auto due = Day(columns_.due, "due")) *task.mutable_due_date() = civil::ToDate(*due);
    if (const auto done = Day(columns_.done_on, "done_on")) {
      if (*done > today) Complain(Row::DONE_IN_FUTURE, {{"date", civil::Format(*done)}});
      *task.mutable_done_date() = civil::ToDate(*done);
    }
    ReadClass(&task);
    ReadParty(&task);
    for (std::string& body : PartsOf(Text(columns_.coordinators, "coordinators", 2000)))
      *task.add_coordinators() = body;
    if (const auto start = Day(columns_.start, "start")) *task.mutable_start_date() = civil::ToDate(*start);
    for (const std::string& part : PartsOf(Text(columns_.after, "after", 2000))) {
      const std::string name = TaskNamed(part, plan_);
      if (name.empty()) Complain(Row::AFTER_UNKNOWN, {{"value", part}});
      *task.add_after() = name;
    }
    task.set_post(Text(columns_.post, "post", 200));
    if (task.title().empty()) Complain(Row::CELL_EMPTY, {{"column", "title"}});
    if (task.owner().empty()) Complain(Row::CELL_EMPTY, {{"column", "owner"}});
    return task;
  }

  void Complain(Row::Finding finding, const status::Metadata& metadata = {}) {
    errors_.push_back(status::Say(finding, metadata));
  }
  void Complain(status::Sentence fault) { errors_.push_back(std::move(fault)); }
  const std::vector<status::Sentence>& errors() const { return errors_; }
  // What the preview says of the row without refusing it.
  void Tell(Row::Finding finding, const status::Metadata& metadata) {
    notes_.push_back(status::Say(finding, metadata));
  }
  const std::vector<status::Sentence>& notes() const { return notes_; }
  // Whether the row says that the task is not completed yet.
  bool is_continuing() const { return is_continuing_; }

 private:
  std::string Field(int column) const { return Cleaned(row_, column); }

  // By its name or its code.
  void ReadParty(v1::Task* task) {
    std::string said = Field(columns_.organisation);
    if (said.empty()) return;
    if (said.find('/') == std::string::npos) said = "organisations/" + said;
    const std::vector<std::string> parties = PartiesOf(plan_);
    if (std::find(parties.begin(), parties.end(), said) == parties.end()) Complain(Row::NOT_A_PARTY, {{"value", said}});
    task->set_organisation(said);
  }

  std::string Text(int column, std::string_view name, size_t most) {
    std::string text = Field(column);
    if (column < 0) return text;
    // As lines, so that a break at the end of the cell, which means nothing, is not told.
    const auto lines = text::Clean(text::Kind::kProse, row_.fields[static_cast<size_t>(column)]);
    if (!lines.ok()) {
      const auto [character, position] = text::CharacterOf(lines.status());
      Complain(Row::CELL_HAS_CHARACTER,
               {{"column", std::string(name)}, {"character", character}, {"position", position}});
    } else if (lines->find('\n') != std::string::npos) {
      Tell(Row::LINE_BREAK_REPLACED, {{"column", std::string(name)}});
    }
    if (text::Length(text) > most) {
      Complain(Row::CELL_TOO_LONG, {{"column", std::string(name)}, {"most", StrCat(most)}});
    }
    return text;
  }

  std::optional<absl::CivilDay> Day(int column, std::string_view name) {
    const std::string field = Field(column);
    if (field.empty()) return std::nullopt;
    const auto day = civil::Parse(field);
    if (day.ok()) return *day;
    status::Metadata cell = {{"column", std::string(name)}, {"value", field}};
    const bool serial = civil::IsLikelySerial(field);
    if (serial) cell.emplace_back("day", civil::Format(*civil::FromSerial(field)));
    Complain(serial ? Row::DAY_AS_NUMBER : Row::NOT_A_DAY, cell);
    return std::nullopt;
  }

  void ReadClass(v1::Task* task) {
    std::string word = text::IdentityKey(Field(columns_.task_class));
    std::replace(word.begin(), word.end(), '_', '-');
    is_continuing_ = word == "continuing";
    if (word == "regular") {
      task->set_task_class(v1::Task::REGULAR);
      if (task->has_done_date()) Complain(Row::REGULAR_WITH_DAY);
    } else if (word == "one-off" || word == "completed" || word == "continuing") {
      task->set_task_class(v1::Task::ONE_OFF);
      if (word == "completed" && !task->has_done_date()) Complain(Row::COMPLETED_WITHOUT_DAY);
      if (word == "continuing" && task->has_done_date()) Complain(Row::CONTINUING_WITH_DAY);
    } else {
      Complain(Row::CLASS_UNKNOWN, {{"value", Field(columns_.task_class)}});
    }
  }

  const csv::Row& row_;
  const Columns& columns_;
  const v1::Plan& plan_;
  std::vector<status::Sentence> errors_;
  std::vector<status::Sentence> notes_;
  bool is_continuing_ = false;
};

bool SameDay(const google::type::Date& a, const google::type::Date& b) {
  return a.year() == b.year() && a.month() == b.month() && a.day() == b.day();
}

bool SameList(const google::protobuf::RepeatedPtrField<std::string>& a,
              const google::protobuf::RepeatedPtrField<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Lays the row over what is stored and names the columns that differ; `emptied` says what the row takes away. A file
// without the column `due` leaves the day.
std::vector<std::string> Overlay(const v1::Task& row, bool has_due, v1::Task* task,
                                 std::vector<status::Sentence>* emptied) {
  std::vector<std::string> changed;
  const auto differs = [&](bool different, std::string_view column) {
    if (different) changed.emplace_back(column);
    return different;
  };
  if (differs(row.title() != task->title(), "title")) task->set_title(row.title());
  if (differs(row.owner() != task->owner(), "owner")) task->set_owner(row.owner());
  if (differs(row.task_class() != task->task_class(), "class")) task->set_task_class(row.task_class());
  if (row.has_due_date() && differs(!SameDay(row.due_date(), task->due_date()), "due")) {
    *task->mutable_due_date() = row.due_date();
    // The day that is told takes the place of one that was reckoned.
    task->clear_due_rule();
  } else if (has_due && !row.has_due_date() && task->has_due_date()) {
    const std::string before = civil::Format(civil::FromDate(task->due_date()));
    emptied->push_back(status::Say(Row::COLUMN_EMPTIED, {{"column", "due"}, {"before", before}}));
    task->clear_due_date();
    task->clear_due_rule();
  }
  if (differs(row.has_start_date() && !SameDay(row.start_date(), task->start_date()), "start")) {
    *task->mutable_start_date() = row.start_date();
  }
  if (differs(!row.coordinators().empty() && !SameList(row.coordinators(), task->coordinators()), "coordinators")) {
    *task->mutable_coordinators() = row.coordinators();
  }
  if (differs(!row.after().empty() && !SameList(row.after(), task->after()), "after")) {
    *task->mutable_after() = row.after();
  }
  if (differs(!row.post().empty() && row.post() != task->post(), "post")) task->set_post(row.post());
  if (differs(row.has_done_date() && !SameDay(row.done_date(), task->done_date()), "done_on")) {
    *task->mutable_done_date() = row.done_date();
  }
  if (differs(!row.document().empty() && row.document() != task->document(), "document")) {
    task->set_document(row.document());
  }
  return changed;
}

}  // namespace

std::vector<std::string> TasksIn(const csv::Table& table, const v1::Plan& plan) {
  std::set<std::string> names;
  const int column = table.Column("code");
  for (const csv::Row& row : table.rows) {
    if (column < 0) break;
    const auto id = TaskId(text::CleanOrDrop(text::Kind::kLine, row.fields[static_cast<size_t>(column)]));
    if (id.ok()) names.insert(StrCat(plan.name(), "/tasks/", *id));
  }
  return {names.begin(), names.end()};
}

NamesInTable NamedIn(const csv::Table& table, const v1::Plan& plan) {
  NamesInTable named;
  const int after = table.Column("after");
  const int post = table.Column("post");
  const int owner = table.Column("owner");
  const int coordinators = table.Column("coordinators");
  for (const csv::Row& row : table.rows) {
    for (const std::string& part : PartsOf(Cleaned(row, after))) {
      if (const std::string name = TaskNamed(part, plan); !name.empty()) named.tasks.insert(name);
    }
    if (const std::string name = Cleaned(row, post); !name.empty()) named.posts.insert(name);
    std::vector<std::string> bodies = PartsOf(Cleaned(row, coordinators));
    bodies.push_back(Cleaned(row, owner));
    std::copy_if(bodies.begin(), bodies.end(), std::inserter(named.organisations, named.organisations.end()),
                 IsOrganisation);
  }
  return named;
}

absl::StatusOr<TaskImport> ReadTasks(const csv::Table& table, const v1::Plan& plan, const std::vector<v1::Task>& stored,
                                     absl::CivilDay today, const std::set<std::string>& known_names) {
  ASSIGN_OR_RETURN(const Columns columns, FindColumns(table));
  if (table.rows.size() > kMostRows) return csv::TooLong(table, kMostRows);
  std::map<std::string, const v1::Task*> known;
  for (const v1::Task& task : stored) known[task.name()] = &task;

  TaskImport import;
  import.ignored_columns = csv::IgnoredColumns(
      table, {"code", "title", "owner", "class", "task_class", "due", "due_date", "done_on", "done_date", "document",
              "organisation", "coordinators", "start", "start_date", "after", "post"});
  const std::vector<std::string> in_file = TasksIn(table, plan);
  std::map<std::string, int> line_of;
  csv::CodeColumn codes;
  for (const csv::Row& source : table.rows) {
    RowReader reader(source, columns, plan);
    v1::Task read = reader.Read(today);
    for (const std::string& name : read.after()) {
      const bool there = known_names.contains(name) || std::binary_search(in_file.begin(), in_file.end(), name);
      if (!name.empty() && !there) reader.Complain(Row::AFTER_UNKNOWN, {{"value", name}});
    }
    if (!read.post().empty() && !known_names.contains(read.post())) {
      reader.Complain(Row::POST_UNKNOWN, {{"value", read.post()}});
    }
    std::vector<std::string> bodies(read.coordinators().begin(), read.coordinators().end());
    bodies.insert(bodies.begin(), read.owner());
    for (const std::string& body : bodies) {
      if (!IsOrganisation(body) || known_names.contains(body)) continue;
      reader.Complain(status::Say(status::PlatformReason::ORGANISATION_UNKNOWN, {{"organisation", body}}));
    }
    v1::ImportRow& row = import.rows.emplace_back();
    status::Sentence& reason = import.reasons.emplace_back();
    row.set_line(source.line);
    row.set_code(read.code());
    const auto id = TaskId(read.code());
    const csv::CodeDoubt doubt = csv::DoubtOf(read.code());
    if (doubt == csv::CodeDoubt::kPower) {
      reader.Complain(Row::CODE_AS_POWER, {{"code", read.code()}});
    } else if (!id.ok()) {
      reader.Complain(FaultOfCode(read.code()).value_or(status::Sentence()));
      if (doubt == csv::CodeDoubt::kDay) reader.Complain(Row::CODE_AS_DAY, {{"code", read.code()}});
    } else if (const auto [first, fresh] = line_of.try_emplace(*id, source.line); !fresh) {
      reader.Complain(Row::CODE_REPEATED, {{"line", StrCat(first->second)}});
    } else if (const auto other = codes.ButForZeros(read.code(), source.line)) {
      reader.Tell(Row::CODE_DIFFERS_BY_ZEROS, {{"line", StrCat(other->line)}});
    }
    if (doubt == csv::CodeDoubt::kDay) {
      reader.Tell(Row::CODE_AS_DAY, {{"code", read.code()}});
    }
    std::vector<std::string> changed;
    std::vector<status::Sentence> emptied;
    v1::Task task = read;
    bool is_new = true;
    if (id.ok()) {
      read.set_name(StrCat(plan.name(), "/tasks/", *id));
      task.set_name(read.name());
      if (task.organisation().empty()) task.set_organisation(plan.organisation());
      if (const auto found = known.find(read.name()); found != known.end()) {
        is_new = false;
        task = *found->second;
        if (!read.organisation().empty() && read.organisation() != task.organisation()) {
          reader.Complain(Row::ORGANISATION_FIXED, {{"value", task.organisation()}});
        }
        if (reader.is_continuing() && task.has_done_date()) {
          reader.Complain(Row::CONTINUING_BUT_COMPLETED, {{"day", civil::Format(civil::FromDate(task.done_date()))}});
        }
        changed = Overlay(read, columns.due >= 0, &task, &emptied);
        if (task.task_class() == v1::Task::REGULAR && task.has_done_date()) {
          reader.Complain(Row::COMPLETED_BECOMES_REGULAR);
        }
      }
    }
    if (!reader.errors().empty()) {
      row.set_state(v1::ImportRow::ERROR);
      reason = status::Joined(reader.errors(), "; ");
      ++import.error_count;
    } else if (is_new) {
      row.set_state(v1::ImportRow::NEW);
      reason = status::Joined(reader.notes(), "; ");
      ++import.new_count;
      import.tasks.push_back(std::move(task));
    } else if (!changed.empty() || !emptied.empty()) {
      row.set_state(v1::ImportRow::CHANGED);
      std::vector<status::Sentence> parts = std::move(emptied);
      if (const std::string names = absl::StrJoin(changed, ", "); !names.empty())
        parts.insert(parts.begin(), {names, names});
      parts.insert(parts.end(), reader.notes().begin(), reader.notes().end());
      reason = status::Joined(parts, "; ");
      ++import.changed_count;
      import.tasks.push_back(std::move(task));
    } else {
      row.set_state(v1::ImportRow::UNCHANGED);
      reason = status::Joined(reader.notes(), "; ");
      ++import.unchanged_count;
    }
  }
  return import;
}

void RefuseTasks(const std::map<std::string, absl::Status>& refused, const v1::Plan& plan, TaskImport* import) {
  for (size_t i = 0; i < import->rows.size() && !refused.empty(); ++i) {
    v1::ImportRow& row = import->rows[i];
    const auto found = refused.find(TaskNamed(row.code(), plan));
    if (found == refused.end() || row.state() == Row::ERROR) continue;
    --(row.state() == Row::NEW ? import->new_count : import->changed_count);
    ++import->error_count;
    row.set_state(Row::ERROR);
    import->reasons[i] = status::Refusals::SentenceOf(found->second);
  }
}

absl::Status RejectErrors(const TaskImport& import) {
  status::Violations violations;
  for (size_t i = 0; i < import.rows.size(); ++i) {
    const v1::ImportRow& row = import.rows[i];
    if (row.state() == v1::ImportRow::ERROR) violations.Add(StrCat("csv.line[", row.line(), "]"), import.reasons[i]);
  }
  return violations.ToStatus(v1::IMPORT_REJECTED,
                             {{"errors", StrCat(import.error_count)}, {"rows", StrCat(import.rows.size())}});
}

}  // namespace congress::scheduling
