// The input folder of the demo.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "cli/demo/province.pb.h"
#include "congress/allocation/v1/rule_set_service.pb.h"

namespace congress::cli::demo {

struct Input {
  Province province;
  // `rule_set.yaml`, the file that `congressctl rule-sets create --file` takes as well.
  allocation::v1::CreateRuleSetRequest rule_set;
  // `organisations.csv` as it is, for the import.
  std::string organisations;
  // Column `area` of that file by code: within an area travel is short. Empty where the file has no such column.
  std::map<std::string, std::string> areas;
};

// Reads `organisations.csv`, `province.yaml` and `rule_set.yaml`. INVALID_ARGUMENT names file, line and key of every
// fault of the first file that has any.
absl::StatusOr<Input> ReadFolder(const std::string& folder);

// What is wrong with the file's numbers among themselves, such as more open tasks than continuing ones.
absl::Status CheckProvince(const Province& province);

}  // namespace congress::cli::demo
