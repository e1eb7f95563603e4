#include <algorithm>

#include "absl/strings/str_format.h"
#include "cli/demo/chance.h"
#include "cli/demo/invent.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

// Rows of the plan in the order in which they are added.
class TaskTable {
 public:
  explicit TaskTable(const Tasks& rules, Chance* chance) : rules_(rules), chance_(*chance) {}

  void AddRegular(int index) {
    Add("regular", rules_.regular_subjects(index % rules_.regular_subjects_size()), "", "");
  }
  void AddOneOff(absl::CivilDay due, const std::string& done_on) {
    Add("one-off", rules_.subjects(subjects_++ % rules_.subjects_size()), civil::Format(due), done_on);
  }
  std::string text() && { return std::move(text_); }

 private:
  void Add(const std::string& task_class, const std::string& subject, const std::string& due,
           const std::string& done_on) {
    text_ += csv::Line({absl::StrFormat("N%02d", ++rows_), StrCat(subject, " (giả định)"),
                        chance_.OneOf(rules_.owners()), task_class, due, done_on, ""});
  }

  const Tasks& rules_;
  Chance& chance_;
  int rows_ = 0;
  int subjects_ = 0;
  std::string text_ = csv::Line({"code", "title", "owner", "class", "due", "done_on", "document"});
};

}  // namespace

std::string InventTasks(const Province& province) {
  const Tasks& rules = province.tasks();
  Chance chance(province.seed(), "tasks");
  TaskTable table(rules, &chance);
  const absl::CivilDay as_of = civil::FromDate(rules.as_of());
  const absl::CivilDay today = civil::FromDate(province.today());
  const absl::CivilDay first_due = civil::FromDate(rules.first_due());
  for (int i = 0; i < rules.regular_count(); ++i) table.AddRegular(i);
  for (int i = 0; i < rules.completed_count(); ++i) {
    const absl::CivilDay due = as_of - chance.Between(0, 60);
    table.AddOneOff(due, civil::Format(due - chance.Between(0, 10)));
  }
  for (int i = 0; i < rules.continuing_count(); ++i) {
    const absl::CivilDay due = first_due + chance.Between(0, civil::FromDate(rules.last_due()) - first_due);
    // Nothing is done after the day on which the plan is entered.
    const absl::CivilDay done = std::min(std::max(as_of + 1, due - chance.Between(0, 5)), today);
    table.AddOneOff(due, i < rules.open_count() ? "" : civil::Format(done));
  }
  return std::move(table).text();
}

}  // namespace congress::cli::demo
