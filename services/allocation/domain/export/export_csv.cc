#include "services/allocation/domain/export/export_csv.h"

#include <set>

#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/export/within_seats.h"

namespace congress::allocation {

std::string ToCsv(const v1::AllocationPlan& plan) {
  std::set<std::string> tied;
  for (const v1::Tie& tie : plan.ties()) {
    if (tie.winners().empty()) tied.insert(tie.organisations().begin(), tie.organisations().end());
  }
  std::string text = csv::Line({"code", "name", "kind", "members", "members_basis", "merged_units", "base",
                                "member_seats", "addition", "ex_officio", "seats", "tied"});
  for (const auto& line : plan.lines()) {
    text += csv::Line({line.code(), line.display_name(), line.kind(), StrCat(line.members()), line.members_basis(),
                       StrCat(line.merged_units()), StrCat(line.base_seats()), StrCat(line.member_seats()),
                       StrCat(line.addition_seats()), StrCat(ExOfficioWithin(plan, line)), StrCat(line.seats()),
                       tied.contains(line.organisation()) ? "1" : "0"});
  }
  return text;
}

}  // namespace congress::allocation
