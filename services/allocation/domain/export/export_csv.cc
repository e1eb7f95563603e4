#include "services/allocation/domain/export/export_csv.h"

#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/export/within_seats.h"

namespace congress::allocation {

std::string ToCsv(const v1::AllocationPlan& plan) {
  std::string text = csv::Line({"code", "name", "kind", "members", "members_basis", "merged_units", "base",
                                "member_seats", "addition", "ex_officio", "seats"});
  for (const auto& line : plan.lines()) {
    text += csv::Line({line.code(), line.display_name(), line.kind(), StrCat(line.members()), line.members_basis(),
                       StrCat(line.merged_units()), StrCat(line.base_seats()), StrCat(line.member_seats()),
                       StrCat(line.addition_seats()), StrCat(ExOfficioWithin(plan, line)), StrCat(line.seats())});
  }
  return text;
}

}  // namespace congress::allocation
