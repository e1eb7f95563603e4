#include "cli/what_if.h"

#include <iostream>
#include <string>
#include <vector>

#include "cli/language.h"
#include "cli/plan_choice.h"
#include "cli/settings.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/margins.h"
#include "services/allocation/domain/plan/pool.h"

namespace congress::cli {

int RunWhatIf(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Computes a plan with another number of delegates, from what the plan itself was computed from and "
                 "whatever the caps say. Nothing is stored. It names the organisations whose seats change.",
           .vi = "Tính phương án với tổng số đại biểu khác, từ dữ liệu đã dùng để tính phương án và không xét mức "
                 "trần. Không lưu gì. Nêu các tổ chức có số đại biểu thay đổi."}),
      "congressctl what-if");
  Settings settings;
  settings.AddTo(&app);
  PlanChoice choice;
  choice.AddTo(&app);
  int64_t delegates = 0;
  bool all = false;
  app.add_option("--delegates", delegates,
                 Say({.en = "How many delegates there would be in all, such as 480",
                      .vi = "Tổng số đại biểu giả định, như 480"}))
      ->required()
      ->check(CLI::Range(1, 1000000));
  app.add_flag(
      "--all", all,
      Say({.en = "Name the organisations whose seats stay as well", .vi = "Nêu cả tổ chức có số đại biểu giữ nguyên"}));
  if (const auto ended = Parse(&app, 1, argc, argv)) return *ended;
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const auto plan = choice.Fetch(*connection);
  if (!plan.ok()) return Refused(plan.status());
  if (allocation::TotalOf(plan->rule()) == 0) {
    return Usage({.en = "the rule set of this plan fixes no total: it follows from the members of each organisation",
                  .vi = "bộ quy tắc của phương án không ấn định tổng số: tổng số theo số đảng viên của từng tổ chức"});
  }
  const auto other = allocation::WithTotal(*plan, delegates);
  if (!other.ok()) return Refused(other.status());
  if (const int64_t cap = plan->totals().cap(); cap > 0 && delegates > cap) {
    // To people beside the answer, not in it.
    std::cerr << status::Sentence{.en =
                                      StrCat("such a plan would be refused: at most ", cap, " delegates are allowed\n"),
                                  .vi = StrCat("phương án như vậy sẽ bị từ chối: tối đa ", cap, " đại biểu\n")}
                     .In(LanguageOfUser());
  }
  std::vector<std::vector<std::string>> rows = {{"organisation", "display_name", "seats", "other_seats", "change"}};
  for (int i = 0; i < plan->lines_size(); ++i) {
    const auto& line = plan->lines(i);
    const int64_t change = other->lines(i).seats() - line.seats();
    if (change == 0 && !all) continue;
    rows.push_back({line.organisation(), line.display_name(), StrCat(line.seats()), StrCat(other->lines(i).seats()),
                    StrCat(change > 0 ? "+" : "", change)});
  }
  const bool none = rows.size() == 1 && settings.Form() == Format::kTable;
  return settings.Write(none ? "(none)\n" : RenderRows(rows, settings.Form()));
}

}  // namespace congress::cli
