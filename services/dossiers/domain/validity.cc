#include "services/dossiers/domain/validity.h"

#include <algorithm>

namespace congress::dossiers {

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

std::optional<absl::CivilDay> LastValidDay(const v1::ChecklistItem& item, absl::CivilDay issued) {
  switch (item.validity_case()) {
    case v1::ChecklistItem::kValidityDays:
      return issued + item.validity_days();
    case v1::ChecklistItem::kValidityMonths:
      return AddMonths(issued, item.validity_months());
    case v1::ChecklistItem::VALIDITY_NOT_SET:
      break;
  }
  return std::nullopt;
}

}  // namespace congress::dossiers
