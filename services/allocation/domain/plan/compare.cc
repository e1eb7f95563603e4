#include "services/allocation/domain/plan/compare.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "platform/status/strings.h"
#include "services/allocation/domain/plan/paradoxes.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

// Notes a quantity that changed.
void Note(std::string_view what, int64_t before, int64_t after, v1::AllocationDifference* difference) {
  if (before == after) return;
  difference->add_reasons(StrCat(what, ": ", Grouped(before), " → ", Grouped(after), "."));
}

void NoteCauses(const v1::AllocationLine& before, const v1::AllocationLine& after,
                v1::AllocationDifference* difference) {
  Note("Số đảng viên", before.members(), after.members(), difference);
  Note("Số đơn vị hợp nhất", before.merged_units(), after.merged_units(), difference);
  Note("Đại biểu cơ bản", before.base_seats(), after.base_seats(), difference);
  Note("Đại biểu theo đảng viên", before.member_seats(), after.member_seats(), difference);
  Note("Đại biểu cộng thêm", before.addition_seats(), after.addition_seats(), difference);
}

}  // namespace

v1::CompareAllocationPlansResponse Compare(const v1::AllocationPlan& plan, const v1::AllocationPlan& other) {
  using Sides = std::pair<const v1::AllocationLine*, const v1::AllocationLine*>;
  // By code, then by name: a code may have passed to another organisation between the two plans.
  std::map<std::pair<std::string, std::string>, Sides> lines;
  std::map<std::string, std::pair<std::string, std::string>> key_of;
  for (const auto& line : plan.lines()) {
    const auto key = std::pair(line.code(), line.organisation());
    key_of.emplace(line.organisation(), key);
    lines[key].first = &line;
  }
  for (const auto& line : other.lines()) {
    const auto key = key_of.emplace(line.organisation(), std::pair(line.code(), line.organisation())).first->second;
    lines[key].second = &line;
  }
  v1::CompareAllocationPlansResponse response;
  for (const auto& [key, sides] : lines) {
    const auto& [before, after] = sides;
    const v1::AllocationLine& named = after != nullptr ? *after : *before;
    v1::AllocationDifference& difference = *response.add_differences();
    difference.set_organisation(named.organisation());
    difference.set_code(named.code());
    difference.set_display_name(named.display_name());
    difference.set_seats(before == nullptr ? 0 : before->seats());
    difference.set_other_seats(after == nullptr ? 0 : after->seats());
    if (before == nullptr) {
      difference.add_reasons("Chỉ có trong phương án thứ hai.");
    } else if (after == nullptr) {
      difference.add_reasons("Chỉ có trong phương án thứ nhất.");
    } else {
      NoteCauses(*before, *after, &difference);
    }
    if (difference.seats() != difference.other_seats()) response.set_changed_count(response.changed_count() + 1);
  }
  for (std::string& paradox : Paradoxes(plan, other)) response.add_paradoxes(std::move(paradox));
  *response.mutable_totals() = plan.totals();
  *response.mutable_other_totals() = other.totals();
  return response;
}

}  // namespace congress::allocation
