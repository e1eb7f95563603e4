// An import of any table ends with an outcome for each row, and importing its result again changes nothing.
#include <cstdlib>

#include "platform/csv/csv.h"
#include "services/allocation/domain/tree/import.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress;
  const std::string header = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n";
  const auto table = csv::Parse(header + std::string(reinterpret_cast<const char*>(data), size));
  if (!table.ok()) return 0;
  const auto first = allocation::PlanImport(*table, {}, absl::CivilDay(2025, 7, 1));
  if (!first.ok()) return 0;
  if (first->rows.size() != table->rows.size()) std::abort();
  if (!allocation::RefuseErrors(*first).ok()) return 0;
  const auto second = allocation::PlanImport(*table, first->writes, absl::CivilDay(2025, 7, 2));
  if (!second.ok() || !allocation::RefuseErrors(*second).ok()) std::abort();
  for (const auto& row : second->rows) {
    if (row.state() != allocation::v1::ImportRow::UNCHANGED) std::abort();
  }
  return 0;
}
